use std::{
    fs,
    path::{Path, PathBuf},
};

use domain::event::Fact;

use super::{backup_file::BackupFile, check, error::BackupError, manifest::Manifest, swap};
use crate::{Ledger, error::Failure, open::make_folder, records::Entry};

/// The book of a backup beside the book in use, checked and opened. What was unpacked goes with this, unless it was made
/// ready.
#[derive(Debug)]
pub struct UnpackedBackup {
    folder: PathBuf,
    manifest: Manifest,
    // `None` only while it is dropped or made ready.
    ledger: Option<Ledger>,
    is_ready: bool,
}

impl UnpackedBackup {
    /// Unpacks `backup` in the `folder` of the book in use, checks all of it, and brings it to the present shape.
    pub fn unpack(mut backup: BackupFile, folder: &Path) -> Result<Self, BackupError> {
        make_folder(folder)?;
        let side = folder.join(swap::UNFINISHED);
        remove(&side)?;
        make_folder(&side)?;
        let manifest = backup.manifest().clone();
        // From here on, what is unpacked goes with it.
        let mut unpacked =
            Self { folder: folder.to_owned(), manifest, ledger: None, is_ready: false };
        let file = side.join(swap::BOOK);
        backup.unpack(&file)?;
        unpacked.check(&file)?;
        unpacked.ledger = Some(Ledger::open(&side)?);
        Ok(unpacked)
    }

    fn check(&self, file: &Path) -> Result<(), BackupError> {
        let found = check::check(&check::open_to_read(file)?)?;
        let told = &self.manifest;
        let is_as_told = found.book == told.book
            && found.newest == told.newest
            && found.hash == told.hash
            && found.version == told.version
            && found.sales == told.sales
            && found.last_sale == told.last_sale;
        if is_as_told { Ok(()) } else { Err(BackupError::Changed) }
    }

    /// What the backup says of itself: it was found to be so.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its book.
    pub fn ledger(&self) -> Result<&Ledger, BackupError> {
        self.ledger.as_ref().ok_or(BackupError::Ledger(Failure::Misuse.into()))
    }

    /// Makes the tables of the book anew from its events, so that what a hand wrote into them gains nothing. Writes down that
    /// it was restored, and what nobody can know any more: whether what was planned when the backup was made has been sent
    /// since. Gives the number of the newest event and its hash.
    pub fn note_restored(&self, entry: Entry) -> Result<(u64, String), BackupError> {
        let ledger = self.ledger()?;
        ledger.rebuild()?;
        ledger.doubt_what_was_open(entry.at)?;
        let made_at = self.manifest.made_at;
        ledger.write::<_, crate::LedgerError>(|writing| {
            writing.append(entry, &Fact::BookRestored { made_at, newest: self.manifest.newest })
        })?;
        ledger.head()?.ok_or(BackupError::NotABackup)
    }

    /// Has the book take the place of the one in use when the program starts next. One step, whatever happens in it: it is
    /// ready or it is not.
    pub fn make_ready(mut self) -> Result<(), BackupError> {
        // SQLite folds its log into the file when the last connection closes.
        self.ledger = None;
        let side = self.folder.join(swap::UNFINISHED);
        swap::check_folded(&side)?;
        // Windows flushes only what was opened for writing.
        fs::File::options().write(true).open(side.join(swap::BOOK))?.sync_all()?;
        swap::flush_folder(&side)?;
        remove(&self.folder.join(swap::READY))?;
        fs::rename(&side, self.folder.join(swap::READY))?;
        self.is_ready = true;
        // It is ready, and no error may say that it is not: should the disk forget the name, the old book opens.
        if let Err(error) = swap::flush_folder(&self.folder) {
            tracing::warn!(%error, "the disk was not told to keep a restored book's name");
        }
        Ok(())
    }
}

impl Drop for UnpackedBackup {
    fn drop(&mut self) {
        self.ledger = None;
        if !self.is_ready
            && let Err(error) = remove(&self.folder.join(swap::UNFINISHED))
        {
            tracing::warn!(%error, "what was unpacked of a backup was left behind");
        }
    }
}

fn remove(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
