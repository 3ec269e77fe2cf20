//! How a restored book takes the place of the one in use: at the program's start, before anything has the book open.
//!
//! Each step is one rename. A program that ends between two of them goes on with the next one when it starts again, and
//! opens no book before: what it opens is the old book or the new one, whole.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use crate::{Ledger, error::LedgerError, open::lock};

/// The file of a book in its folder.
pub(super) const BOOK: &str = "till.db";

/// The log of its newest changes, which SQLite folds into it when it closes.
const LOG: &str = "till.db-wal";

/// What SQLite may have beside it. The order matters: a log is never left without its book, nor beside another one.
const FILES: [&str; 3] = ["till.db-shm", LOG, BOOK];

/// Where a backup is unpacked and checked.
pub(super) const UNFINISHED: &str = "restore-unfinished";

/// Where a book lies that is to take the place of the one in use.
pub(super) const READY: &str = "restore-ready";

/// Where a book lies that could not be opened any more when it was to do so.
const REFUSED: &str = "restore-refused";

/// Where the book that is replaced goes, until all of it is there.
const REPLACING: &str = "replacing";

/// Where it stays: `replaced-1` and so on.
const REPLACED: &str = "replaced";

/// How many replaced books are kept before one more is refused.
const MOST_REPLACED: u32 = 1_000;

/// Puts a restored book in the place of the one in `folder`, if one is ready. The old one is kept beside it. Call it before
/// the book is opened; after an error the book must not be opened.
///
/// # Errors
/// `InUse` where another program has the book open; what the disk says. The next call goes on where this one stopped.
pub fn finish_restore(folder: &Path) -> Result<(), LedgerError> {
    finish(folder, &mut |step| step.go(folder))
}

/// True where a book lies ready in `folder` that is to take the place of the one in use.
pub fn is_restore_ready(folder: &Path) -> bool {
    folder.join(READY).exists()
}

/// Refuses a closed book of which something is in its log alone: only the book itself takes the other one's place. A disk
/// that is full leaves it so.
pub(super) fn check_folded(folder: &Path) -> io::Result<()> {
    match fs::metadata(folder.join(LOG)) {
        Ok(log) if log.len() > 0 => Err(ErrorKind::StorageFull.into()),
        _ => Ok(()),
    }
}

/// One change on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// What is ready was no book that can be opened: it is laid aside, and the one in use stays.
    Refuse,
    /// The folder for the book in use.
    MakeRoom,
    /// One file of it goes there.
    Move(&'static str),
    /// The restored book takes its place.
    Put,
    /// What was beside the restored book goes.
    Clear,
    /// The replaced book gets the name under which it stays.
    Name(String),
}

impl Step {
    fn go(&self, folder: &Path) -> io::Result<()> {
        match self {
            Self::Refuse => {
                remove(&folder.join(REFUSED))?;
                fs::rename(folder.join(READY), folder.join(REFUSED))?;
            }
            Self::MakeRoom => fs::create_dir(folder.join(REPLACING))?,
            Self::Move(file) => fs::rename(folder.join(file), folder.join(REPLACING).join(file))?,
            Self::Put => fs::rename(folder.join(READY).join(BOOK), folder.join(BOOK))?,
            Self::Clear => remove(&folder.join(READY))?,
            Self::Name(name) => fs::rename(folder.join(REPLACING), folder.join(name))?,
        }
        flush_folder(folder)
    }
}

/// Does what is left to do, each step by `go`.
fn finish(folder: &Path, go: &mut impl FnMut(&Step) -> io::Result<()>) -> Result<(), LedgerError> {
    let (ready, replacing) = (folder.join(READY), folder.join(REPLACING));
    if !ready.exists() && !replacing.exists() {
        return Ok(());
    }
    let _lock = lock(&folder.join("till.lock"))?;
    if ready.join(BOOK).exists() {
        // Once a file of the old book was moved, there is no way back and none is needed: the new one was opened before.
        if !replacing.exists() {
            match Ledger::open(&ready).map(drop) {
                // It may open the next time.
                Err(error @ (LedgerError::DiskFull | LedgerError::InUse)) => return Err(error),
                Err(error) => {
                    tracing::error!(%error, "the restored book can't be opened");
                    return Ok(go(&Step::Refuse)?);
                }
                Ok(()) => {}
            }
            go(&Step::MakeRoom)?;
        }
        for file in FILES.into_iter().filter(|file| folder.join(file).exists()) {
            go(&Step::Move(file))?;
        }
        go(&Step::Put)?;
    }
    if ready.exists() {
        go(&Step::Clear)?;
    }
    if replacing.exists() {
        let free = (1..=MOST_REPLACED)
            .map(|number| format!("{REPLACED}-{number}"))
            .find(|name| !folder.join(name).exists());
        go(&Step::Name(free.ok_or(io::Error::from(ErrorKind::AlreadyExists))?))?;
    }
    Ok(())
}

/// Has the disk keep the names in `folder`. Windows has no such call and keeps them by itself.
pub(super) fn flush_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
