//! The file in which a practice server keeps its books, so that practice sales survive a restart.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The books cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The file exists but cannot be read.
    #[error("the practice books {} cannot be read", path.display())]
    Unreadable {
        /// The books file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is not what this program writes.
    #[error("the practice books {} are damaged", path.display())]
    Damaged {
        /// The books file.
        path: PathBuf,
        /// Where reading stopped.
        source: serde_json::Error,
    },
    /// A newer program wrote the file.
    #[error("the practice books {} are of version {found}, newer than this program", path.display())]
    Newer {
        /// The books file.
        path: PathBuf,
        /// The version in the file.
        found: u32,
    },
    /// The file could not be replaced; the old one is untouched.
    #[error("the practice books {} cannot be written", path.display())]
    NotKept {
        /// The books file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

#[derive(Deserialize)]
struct VersionOnly {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    version: u32,
    books: T,
}

/// One JSON file, replaced as a whole.
#[derive(Debug)]
pub(crate) struct BooksFile {
    path: PathBuf,
    version: u32,
}

impl BooksFile {
    /// The file at `path`, for books in the shape with this version.
    pub(crate) fn new(path: PathBuf, version: u32) -> Self {
        Self { path, version }
    }

    /// The books as last saved; empty ones if there is no file yet.
    pub(crate) fn load<T: DeserializeOwned + Default>(&self) -> Result<T, BooksError> {
        let path = || self.path.clone();
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(T::default()),
            Err(source) => {
                return Err(BooksError::Unreadable { path: path(), source });
            }
        };
        let damaged = |source| BooksError::Damaged { path: path(), source };
        let VersionOnly { version } = serde_json::from_slice(&text).map_err(damaged)?;
        if version > self.version {
            return Err(BooksError::Newer { path: path(), found: version });
        }
        let kept: Versioned<T> = serde_json::from_slice(&text).map_err(damaged)?;
        Ok(kept.books)
    }

    /// Replaces the file, and makes its folder where there is none. After an error or a crash the file holds either the old books or the new.
    pub(crate) fn save<T: Serialize>(&self, books: &T) -> Result<(), BooksError> {
        let not_kept = |source| BooksError::NotKept { path: self.path.clone(), source };
        let text = serde_json::to_vec(&Versioned { version: self.version, books })
            .map_err(|error| not_kept(error.into()))?;
        let part = part_beside(&self.path);
        let written = write_and_sync(&part, &text).and_then(|()| fs::rename(&part, &self.path));
        written.map_err(not_kept)
    }
}

/// A rename is atomic only within one file system, so the part lies in the same folder.
fn part_beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

fn write_and_sync(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create(path)?;
    file.write_all(text)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_is_loaded_and_no_part_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = BooksFile::new(folder.path().join("books.json"), 2);
        assert_eq!(file.load::<Vec<u32>>().unwrap(), Vec::<u32>::new());
        file.save(&vec![1, 2]).unwrap();
        file.save(&vec![3]).unwrap();
        assert_eq!(file.load::<Vec<u32>>().unwrap(), [3]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let file = BooksFile::new(folder.path().join("practice").join("books.json"), 2);
        file.save(&vec![7]).unwrap();
        assert_eq!(file.load::<Vec<u32>>().unwrap(), [7]);
    }

    #[test]
    fn damaged_and_newer_books_are_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("books.json");
        let file = BooksFile::new(path.clone(), 2);
        fs::write(&path, "{\"version\":1,\"books\":[1,").unwrap();
        assert!(matches!(file.load::<Vec<u32>>(), Err(BooksError::Damaged { .. })));
        let newer = "{\"version\":3,\"books\":{\"shape\":\"unknown\"}}";
        fs::write(&path, newer).unwrap();
        assert!(matches!(file.load::<Vec<u32>>(), Err(BooksError::Newer { found: 3, .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    }

    #[test]
    fn a_failed_save_keeps_the_old_books() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("books.json");
        let file = BooksFile::new(path.clone(), 2);
        file.save(&vec![1]).unwrap();
        fs::create_dir(part_beside(&path)).unwrap();
        assert!(matches!(file.save(&vec![2]), Err(BooksError::NotKept { .. })));
        assert_eq!(file.load::<Vec<u32>>().unwrap(), [1]);
    }
}
