use std::path::{Path, PathBuf};

use domain::{TillError, Timestamp, rights::Right};
use ledger::Manifest;
use vault::StaffSecret;

use super::{refusal::refusal, rows::row};
use crate::{actor::Actor, desk::Desk, view::BackupReport};

impl Desk {
    /// Makes a backup in a folder that the owner chose, and writes down that one left the till.
    ///
    /// # Errors
    /// `NotAllowed`; `BackupRefused`, `LedgerDiskFull`; those of the keychain, which seals it, and of the book.
    pub async fn back_up(&self, by: Actor, folder: &Path) -> Result<BackupReport, TillError> {
        by.allow(Right::BackUp)?;
        let (path, manifest) = self.make_backup(folder).await?;
        let entry = by.entry(self.clock.now());
        self.book.ask(move |ledger| ledger.backed_up(entry)).await?;
        Ok(BackupReport { backup: row(&path, &manifest), folder: folder.display().to_string() })
    }

    /// Writes down that the program's log leaves the till as a file.
    ///
    /// # Errors
    /// `NotAllowed`; the book can't be written.
    pub async fn note_log_exported(&self, by: Actor) -> Result<(), TillError> {
        by.allow(Right::Export)?;
        let entry = by.entry(self.clock.now());
        self.book.ask(move |ledger| ledger.log_exported(entry)).await
    }

    pub(super) async fn make_backup(
        &self,
        folder: &Path,
    ) -> Result<(PathBuf, Manifest), TillError> {
        let sealer = self.backup_sealer().await?;
        let now = self.clock.now();
        let stem = self.stem(now).await?;
        let folder = folder.to_owned();
        self.book
            .with(move |ledger| {
                let copy = ledger.copy_checked(&folder, now)?;
                let seal = seal(sealer.as_ref(), copy.manifest());
                copy.keep(&stem, seal)
            })
            .await?
            .map_err(|error| refusal(&error))
    }

    /// The name of a backup that is made at `now`, by the shop's own clocks.
    async fn stem(&self, now: Timestamp) -> Result<String, TillError> {
        Ok(format!("tillside-backup-{}", self.shop_time(now).await?.format("%Y-%m-%d-%H%M")))
    }
}

fn seal(sealer: Option<&StaffSecret>, manifest: &Manifest) -> Option<String> {
    sealer.map(|secret| secret.seal(manifest.sealable().as_bytes()).to_string())
}
