use domain::{TillError, error::BackupFault};
use ledger::{BackupError, LedgerError};

/// What staff are told of a backup that was not made or can't be restored.
pub(super) fn refusal(error: &BackupError) -> TillError {
    tracing::warn!(%error, "a backup is refused");
    let fault = match error {
        BackupError::NotABackup => BackupFault::NotABackup,
        BackupError::Damaged => BackupFault::Damaged,
        BackupError::Changed => BackupFault::Changed,
        BackupError::TooNew => BackupFault::Newer,
        BackupError::Ledger(LedgerError::DiskFull) => return TillError::LedgerDiskFull,
        BackupError::Ledger(LedgerError::RestoreLaidReady) => return TillError::RestoreLaidReady,
        BackupError::Ledger(_) => BackupFault::FolderFailed,
    };
    TillError::BackupRefused { fault }
}
