//! The log that leaves the till: what was shown, letter by letter.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, PoisonError},
};

use desk::domain::text::holds_card_number;
use regex::{Captures, Regex};
use serde::Serialize;
use ts_rs::TS;

use crate::log;

/// The most that leaves, in bytes: the newest lines.
const MOST: usize = 512 * 1024;

/// What would leave the till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub(crate) struct LogPreview {
    /// All of it.
    pub(crate) text: String,
    /// How many lines it has.
    pub(crate) lines: u32,
}

/// The log's files, and what was shown of them last.
pub(crate) struct ExportedLog {
    folder: PathBuf,
    /// Where this person's files are: their name is often in it.
    home: Option<PathBuf>,
    shown: Mutex<Option<String>>,
}

impl ExportedLog {
    pub(crate) fn new(folder: PathBuf, home: Option<PathBuf>) -> Self {
        Self { folder, home, shown: Mutex::default() }
    }

    /// Reads the log of the last days, takes out what is nobody's business, and remembers what is left.
    ///
    /// # Errors
    /// The folder or a file can't be read.
    pub(crate) fn show(&self) -> io::Result<LogPreview> {
        let text = redacted(&newest(&written(&self.folder)?), self.home.as_deref());
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.clone());
        let lines = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
        Ok(LogPreview { text, lines })
    }

    /// What was shown last.
    pub(crate) fn shown(&self) -> Option<String> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The files of the log, the oldest first, as one text.
fn written(folder: &Path) -> io::Result<String> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        entries => entries?,
    };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(log::PREFIX) && name.ends_with(log::ENDING)
        })
        .collect();
    files.sort();
    let texts = files.iter().map(|file| Ok(String::from_utf8_lossy(&fs::read(file)?).into_owned()));
    texts.collect()
}

/// Whole lines, as many of the newest as may leave.
fn newest(text: &str) -> String {
    let mut bytes = 0;
    let mut lines: Vec<&str> = text
        .lines()
        .rev()
        .take_while(|line| {
            bytes += line.len() + 1;
            bytes <= MOST
        })
        .collect();
    lines.reverse();
    lines.iter().flat_map(|line| [*line, "\n"]).collect()
}

/// What a support person must never see, should a line hold it: e-mail addresses, card numbers, keys and codes, what
/// follows the host of a web address, and the folder that has a person's name. Ids of sales and payments stay, because they
/// are what support asks for.
fn redacted(text: &str, home: Option<&Path>) -> String {
    let text = match home.and_then(Path::to_str).filter(|home| home.len() > 1) {
        // Errors may quote a path: each backslash is two then.
        Some(home) => text.replace(&home.replace('\\', r"\\"), "~").replace(home, "~"),
        None => text.to_owned(),
    };
    let Some(patterns) = PATTERNS.as_ref() else {
        return String::new();
    };
    let text = without_card_numbers(patterns, &text);
    patterns
        .hidden
        .iter()
        .fold(text, |text, (pattern, instead)| pattern.replace_all(&text, *instead).into_owned())
}

/// What is looked for. Without it nothing of the log may leave.
static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| Patterns::new().ok());

struct Patterns {
    /// An id of the till's own, or digits that may be a card's.
    id_or_digits: Regex,
    /// What is hidden, and what stands there instead.
    hidden: [(Regex, &'static str); 4],
}

impl Patterns {
    fn new() -> Result<Self, regex::Error> {
        let id_or_digits = r"(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|\d(?:[ .\-\u{a0}\u{202f}\u{2011}]*\d){12,}";
        let key = r"\b((?:sk|pk|rk|whsec|test|live)_\w{0,4})[\w-]{4,}";
        Ok(Self {
            id_or_digits: Regex::new(id_or_digits)?,
            hidden: [
                (Regex::new(r"[\w.+%-]+@[\w-]+\.[\w.-]+")?, "[e-mail]"),
                (Regex::new(r"(https?://[^/\s?#]+)[^\s]*")?, "$1/…"),
                (Regex::new(r"(?i)\b(bearer|basic)\s+\S+")?, "$1 [key]"),
                (Regex::new(key)?, "$1…"),
            ],
        })
    }
}

/// Digits that stand as on a card are taken out. An id of the till's own is none, whatever its digits are.
fn without_card_numbers(patterns: &Patterns, text: &str) -> String {
    let without = |found: &Captures<'_>| {
        if found.name("id").is_none() && holds_card_number(&found[0]) {
            "[number]".to_owned()
        } else {
            found[0].to_owned()
        }
    };
    patterns.id_or_digits.replace_all(text, without).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_shown_leaves_and_it_is_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        let log = ExportedLog::new(folder.path().to_owned(), None);
        assert_eq!(log.shown(), None);
        fs::write(folder.path().join("tillside.2026-11-19.log"), "one\ntwo\n").unwrap();
        fs::write(folder.path().join("tillside.2026-11-20.log"), "three\n").unwrap();
        fs::write(folder.path().join("other.txt"), "no log").unwrap();
        let shown = log.show().unwrap();
        assert_eq!((shown.text.as_str(), shown.lines), ("one\ntwo\nthree\n", 3));
        fs::write(folder.path().join("tillside.2026-11-20.log"), "three\nfour\n").unwrap();
        assert_eq!(log.shown().as_deref(), Some("one\ntwo\nthree\n"));
        let overlong = format!("{}\nlast\n", "x".repeat(MOST));
        fs::write(folder.path().join("tillside.2026-11-21.log"), overlong).unwrap();
        assert_eq!(log.show().unwrap().text, "last\n");
    }

    #[test]
    fn a_till_that_has_logged_nothing_shows_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let log = ExportedLog::new(folder.path().join("logs"), None);
        assert_eq!(log.show().unwrap(), LogPreview { text: String::new(), lines: 0 });
    }

    #[test]
    fn what_is_nobodys_business_is_taken_out() {
        let text = "WARN mail anna.b+till@shop.example.com refused\n\
            WARN GET https://pay.example.com/l/canary-path?token=canary-token failed\n\
            WARN authorization: Bearer canary-bearer\n\
            WARN key sk_live_canarykey1234 was refused\n\
            WARN card 4242 4242 4242 4242 and 4242424242424242\n\
            WARN the folder /home/canary-person/.local/share can't be written\n\
            WARN sale=0190aaaa-0000-7000-8000-000000000009 code=40039 at 2026-11-20T10:00:00.123456Z\n";
        let left = redacted(text, Some(Path::new("/home/canary-person")));
        for gone in [
            "anna",
            "shop.example",
            "canary-path",
            "token",
            "canary-bearer",
            "canarykey",
            "4242",
            "canary-person",
        ] {
            assert!(!left.contains(gone), "{gone} in {left}");
        }
        for stays in [
            "https://pay.example.com/…",
            "sk_live…",
            "~/.local/share",
            "sale=0190aaaa-0000-7000-8000-000000000009 code=40039 at 2026-11-20T10:00:00.123456Z",
        ] {
            assert!(left.contains(stays), "{stays} not in {left}");
        }
        assert_eq!(left.lines().count(), text.lines().count());
    }

    #[test]
    fn digits_leave_unless_they_stand_as_on_a_card() {
        for stays in [
            "sale=42424242-4242-4242-8242-424242424242",
            "payment=01900000-0000-7000-8000-000000000009 order 1763632800000",
            "waited 1500 ms at 2026-11-20T10:00:00.123456Z",
        ] {
            assert_eq!(redacted(stays, None), stays);
        }
        for card in ["4263-9700-0000-5262", "3782 822463 10005", "x4242424242424242y"] {
            let left = redacted(card, None);
            assert!(left.contains("[number]") && !left.contains("00"), "{left}");
            assert!(!left.contains("4242"), "{left}");
        }
    }

    #[test]
    fn a_home_folder_is_hidden_also_where_an_error_quotes_it() {
        let home = Path::new(r"C:\Users\canary-person");
        let text = r#"at path "C:\\Users\\canary-person\\till" and C:\Users\canary-person\logs"#;
        let left = redacted(text, Some(home));
        assert_eq!(left, r#"at path "~\\till" and ~\logs"#);
    }
}
