use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose};
use memchr::memmem;

use super::memory::Memory;

/// A text that must not be found, in every way in which programs write texts.
pub(crate) struct Canary(Vec<Form>);

struct Form {
    name: &'static str,
    bytes: Vec<u8>,
}

impl Canary {
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut backwards = bytes.to_vec();
        backwards.reverse();
        let wide = || text.encode_utf16();
        let each = |write: &dyn Fn(&mut String, u8)| {
            let mut written = String::new();
            for byte in bytes {
                write(&mut written, *byte);
            }
            written.into_bytes()
        };
        let put = |written: &mut String, form: std::fmt::Arguments<'_>| {
            written.write_fmt(form).unwrap();
        };
        let mut forms = vec![
            ("as it is", bytes.to_vec()),
            ("backwards", backwards),
            ("in UTF-16", wide().flat_map(u16::to_le_bytes).collect()),
            ("in UTF-16, big-endian", wide().flat_map(u16::to_be_bytes).collect()),
            ("in hex", hex::encode(bytes).into_bytes()),
            ("in upper-case hex", hex::encode_upper(bytes).into_bytes()),
            ("for an address", each(&|to, byte| put(to, format_args!("%{byte:02X}")))),
            (
                "for an address, in lower case",
                each(&|to, byte| put(to, format_args!("%{byte:02x}"))),
            ),
            ("escaped for JSON", each(&|to, byte| put(to, format_args!("\\u{byte:04x}")))),
            ("as a list of numbers", numbers(bytes, ", ")),
            ("as a dense list of numbers", numbers(bytes, ",")),
        ];
        for before in 0..3 {
            forms.push(("in base64", in_base64(bytes, before, &general_purpose::STANDARD)));
            forms.push((
                "in base64 for addresses",
                in_base64(bytes, before, &general_purpose::URL_SAFE),
            ));
        }
        let form = |(name, bytes)| Form { name, bytes };
        Self(forms.into_iter().map(form).collect())
    }

    /// How it is written in `bytes`, if it is there.
    pub(crate) fn found_in(&self, bytes: &[u8]) -> Option<&'static str> {
        let is_there = |form: &&Form| memmem::find(bytes, &form.bytes).is_some();
        self.0.iter().find(is_there).map(|form| form.name)
    }

    /// Every file below `folder` that holds it, in its content or its name.
    pub(crate) fn found_below(&self, folder: &Path) -> Vec<(PathBuf, &'static str)> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let name = path.as_os_str().as_encoded_bytes();
            // Sockets have no content. A file that went away meanwhile holds nothing any more.
            let content = kind.is_file().then(|| fs::read(&path).unwrap_or_default());
            let form = self.found_in(name).or_else(|| self.found_in(&content.unwrap_or_default()));
            found.extend(form.map(|form| (path.clone(), form)));
            if kind.is_dir() {
                found.extend(self.found_below(&path));
            }
        }
        found
    }

    /// How it is written in the memory of a process.
    pub(crate) fn found_in_memory(&self, memory: &Memory) -> Option<&'static str> {
        memory.parts().find_map(|part| self.found_in(part))
    }
}

fn numbers(bytes: &[u8], between: &str) -> Vec<u8> {
    let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
    numbers.join(between).into_bytes()
}

/// Those characters that stand for the text alone, if `before` bytes come before it.
fn in_base64(bytes: &[u8], before: usize, engine: &general_purpose::GeneralPurpose) -> Vec<u8> {
    let with_others = [&vec![0; before], bytes].concat();
    let whole = engine.encode(&with_others).into_bytes();
    whole[(before * 8).div_ceil(6)..with_others.len() * 8 / 6].to_vec()
}

mod tests {
    use base64::{Engine, prelude::BASE64_STANDARD};

    use super::{Canary, Memory};

    const SECRET: &str = "Zk3q9LwT0aBcDeFg";

    #[test]
    fn it_is_found_however_it_is_written() {
        let canary = Canary::new(SECRET);
        for before in ["", "x", "xy", "xyz"] {
            let text = format!("{before}{SECRET}{before}");
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let written = [
                text.clone().into_bytes(),
                text.chars().rev().collect::<String>().into_bytes(),
                utf16,
                hex::encode(&text).into_bytes(),
                BASE64_STANDARD.encode(&text).into_bytes(),
                format!("{:?}", text.as_bytes()).into_bytes(),
            ];
            for bytes in written {
                assert!(canary.found_in(&bytes).is_some(), "{bytes:?}");
            }
        }
        assert_eq!(canary.found_in(&SECRET.as_bytes()[1..]), None);
    }

    #[test]
    fn it_is_found_in_files_and_in_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        let canary = Canary::new(SECRET);
        assert_eq!(canary.found_below(folder.path()), []);
        let content = deep.join("content");
        std::fs::write(&content, hex::encode(SECRET)).unwrap();
        assert_eq!(canary.found_below(folder.path()), [(content, "in hex")]);
        let name = folder.path().join(SECRET);
        std::fs::write(&name, "").unwrap();
        assert!(canary.found_below(folder.path()).contains(&(name, "as it is")));
    }

    #[test]
    fn it_is_found_in_memory() {
        let kept = SECRET.to_owned();
        let memory = Memory::of(std::process::id());
        let found = Canary::new(&kept).found_in_memory(&memory);
        assert_eq!(found, Some("as it is"));
    }
}
