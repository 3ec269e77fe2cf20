use crate::error::{Failure, LedgerError};

/// Why a backup was not made, or can't be restored. The book that is in use is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is none of this till's backups, or only the beginning of one.
    #[error("the file is no backup")]
    NotABackup,
    /// The file is not as it was written: a disk or a copy has spoiled it.
    #[error("the backup is damaged")]
    Damaged,
    /// Something else than the till has changed what is in the file.
    #[error("the backup was changed")]
    Changed,
    /// A newer program made it.
    #[error("the backup is newer than this program")]
    TooNew,
    /// The book, its folder or the disk failed.
    #[error(transparent)]
    Ledger(LedgerError),
}

impl From<LedgerError> for BackupError {
    fn from(problem: LedgerError) -> Self {
        match problem {
            LedgerError::Damaged => Self::Damaged,
            LedgerError::ChangedOutside { .. } => Self::Changed,
            LedgerError::TooNew { .. } => Self::TooNew,
            LedgerError::Failed(Failure::ForeignFile | Failure::Unreadable) => Self::NotABackup,
            other => Self::Ledger(other),
        }
    }
}

impl From<std::io::Error> for BackupError {
    fn from(problem: std::io::Error) -> Self {
        Self::Ledger(problem.into())
    }
}

impl From<rusqlite::Error> for BackupError {
    fn from(problem: rusqlite::Error) -> Self {
        LedgerError::from(problem).into()
    }
}
