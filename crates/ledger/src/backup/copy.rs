use std::path::{Path, PathBuf};

use domain::Timestamp;
use tempfile::NamedTempFile;

use super::{
    backup_file::{append, measure},
    check::{self, Contents},
    error::BackupError,
    manifest::Manifest,
};
use crate::{
    Ledger,
    error::{Failure, LedgerError},
};

/// How many backups of one name are kept before one more is refused.
const MOST_OF_A_NAME: u32 = 1_000;

/// How the name of a backup ends.
pub(crate) const ENDING: &str = "tillside";

/// A copy of the book that was opened again and checked. It becomes a backup once it has its name; until then it goes when
/// this is dropped.
#[derive(Debug)]
pub struct CheckedCopy {
    file: NamedTempFile,
    manifest: Manifest,
}

impl Ledger {
    /// Copies the book as it is at this moment into `folder`, opens the copy and checks all of it. The book can be written
    /// meanwhile.
    pub fn copy_checked(
        &self,
        folder: &Path,
        made_at: Timestamp,
    ) -> Result<CheckedCopy, BackupError> {
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".tillside-").tempfile_in(folder)?;
        let name = file.path().to_str().ok_or(LedgerError::from(Failure::Disk))?;
        // Not one of the readers: those may not write, into another file either.
        check::open_to_read(self.readers.file())?.execute("VACUUM INTO ?1", [name])?;
        let Contents { book, newest, hash, version, sales, last_sale } =
            check::check(&check::open_to_read(file.path())?)?;
        let (bytes, sha256) = measure(file.as_file_mut())?;
        let manifest = Manifest {
            made_at,
            book,
            newest,
            hash,
            version,
            sales,
            last_sale,
            bytes,
            sha256,
            seal: None,
        };
        Ok(CheckedCopy { file, manifest })
    }
}

impl CheckedCopy {
    /// What is in it.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Makes it a backup, with the seal of its manifest where there is one, and gives it a name that is free:
    /// `{stem}.tillside`, or `{stem}-2.tillside`. It is there whole, or not at all.
    pub fn keep(
        mut self,
        stem: &str,
        seal: Option<String>,
    ) -> Result<(PathBuf, Manifest), BackupError> {
        self.manifest.seal = seal;
        append(self.file.as_file_mut(), &self.manifest)?;
        let folder = self.file.path().parent().map(Path::to_owned).unwrap_or_default();
        let further = (2..=MOST_OF_A_NAME).map(|number| format!("{stem}-{number}.{ENDING}"));
        let mut file = self.file;
        for name in std::iter::once(format!("{stem}.{ENDING}")).chain(further) {
            let path = folder.join(name);
            match file.persist_noclobber(&path) {
                Ok(_) => {
                    super::swap::flush_folder(&folder)?;
                    return Ok((path, self.manifest));
                }
                Err(refused) if refused.error.kind() == std::io::ErrorKind::AlreadyExists => {
                    file = refused.file;
                }
                Err(refused) => return Err(refused.error.into()),
            }
        }
        Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists).into())
    }
}
