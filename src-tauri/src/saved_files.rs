//! Files that the till saves for the shop: beside what is in the folder already, never over it.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use serde::Serialize;
use ts_rs::TS;

/// How many files of one name are kept before saving one more is refused.
const MOST_OF_A_NAME: u32 = 1_000;

/// Where a file was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub(crate) struct SavedFile {
    /// The file's name.
    name: String,
    /// The folder, as the system writes it.
    folder: String,
}

/// The file that was saved last: the only one that the page may have shown, because it names none itself.
#[derive(Debug, Default)]
pub(crate) struct SavedFiles(Mutex<Option<PathBuf>>);

impl SavedFiles {
    /// Saves `content` as `{stem}.{ending}` in the first of the folders that takes it. A file of that name stays, and the new
    /// one becomes `{stem}-2.{ending}`. It is there with all its content, or not at all.
    ///
    /// # Errors
    /// What stood in the way in the last of the folders.
    pub(crate) fn save(
        &self,
        folders: &[PathBuf],
        stem: &str,
        ending: &str,
        content: impl AsRef<[u8]>,
    ) -> io::Result<SavedFile> {
        let mut failed = io::Error::from(io::ErrorKind::NotFound);
        for folder in folders {
            match saved(folder, stem, ending, content.as_ref()) {
                Ok((path, file)) => {
                    self.note(path);
                    return Ok(file);
                }
                Err(error) => {
                    tracing::warn!(%error, "a folder takes no file");
                    failed = error;
                }
            }
        }
        Err(failed)
    }

    /// Notes a file that something else saved for the shop.
    pub(crate) fn note(&self, path: PathBuf) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
    }

    /// The path of the file that was saved last, in this run.
    pub(crate) fn last(&self) -> Option<PathBuf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn saved(
    folder: &Path,
    stem: &str,
    ending: &str,
    content: &[u8],
) -> io::Result<(PathBuf, SavedFile)> {
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".tillside-").tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    let further = (2..=MOST_OF_A_NAME).map(|number| format!("{stem}-{number}.{ending}"));
    for name in std::iter::once(format!("{stem}.{ending}")).chain(further) {
        let path = folder.join(&name);
        match file.persist_noclobber(&path) {
            Ok(_) => return Ok((path, SavedFile { name, folder: folder.display().to_string() })),
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
                file = refused.file;
            }
            Err(refused) => return Err(refused.error),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_never_takes_the_place_of_another() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("Downloads");
        let files = SavedFiles::default();
        assert_eq!(files.last(), None);
        for (text, name) in [("one", "list.csv"), ("two", "list-2.csv"), ("three", "list-3.csv")] {
            let saved = files.save(std::slice::from_ref(&folder), "list", "csv", text).unwrap();
            let expected =
                SavedFile { name: name.to_owned(), folder: folder.display().to_string() };
            assert_eq!(saved, expected);
            assert_eq!(files.last(), Some(folder.join(name)));
            assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), text);
        }
        assert_eq!(fs::read_to_string(folder.join("list.csv")).unwrap(), "one");
        assert_eq!(names(&folder), ["list-2.csv", "list-3.csv", "list.csv"], "and nothing else");
    }

    #[test]
    fn a_folder_that_takes_no_file_leaves_it_to_the_next() {
        let home = tempfile::tempdir().unwrap();
        let no_folder = home.path().join("file");
        fs::write(&no_folder, "").unwrap();
        let documents = home.path().join("Documents");
        let files = SavedFiles::default();
        let saved = files.save(&[no_folder.clone(), documents.clone()], "list", "csv", "text");
        assert_eq!(saved.unwrap().folder, documents.display().to_string());
        assert_eq!(names(&documents), ["list.csv"]);
        assert!(SavedFiles::default().save(&[no_folder], "list", "csv", "text").is_err());
    }
}
