use std::path::{Path, PathBuf};

use domain::{TillError, Timestamp, rights::Right};
use ledger::{Entry, Manifest};
use vault::StaffSecret;

use super::{refusal::refusal, rows::row};
use crate::{actor::Actor, desk::Desk, view::BackupReport};

/// What kind of backup it is that somebody had made, in its name.
pub(super) const BY_HAND: &str = "backup";

impl Desk {
    /// Makes a backup in a folder that the owner chose. That one left the till stands in the book before anybody has it.
    ///
    /// # Errors
    /// `NotAllowed`; `BackupRefused`, `LedgerDiskFull`; those of the keychain, which seals it, and of the book.
    pub async fn back_up(&self, by: Actor, folder: &Path) -> Result<BackupReport, TillError> {
        by.allow(Right::BackUp)?;
        let entry = by.entry(self.clock.now());
        let (path, manifest) = self.make_backup(folder, BY_HAND, Some(entry)).await?;
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

    /// Makes a backup whose name tells what `kind` it is. Who lets it leave the till is written down between the copy and
    /// its name.
    pub(super) async fn make_backup(
        &self,
        folder: &Path,
        kind: &str,
        leaves: Option<Entry>,
    ) -> Result<(PathBuf, Manifest), TillError> {
        let sealer = self.backup_sealer().await?;
        let now = self.clock.now();
        let stem = self.stem(kind, now).await?;
        let folder = folder.to_owned();
        self.book
            .with(move |ledger| {
                let copy = ledger.copy_checked(&folder, now)?;
                let seal = seal(sealer.as_ref(), copy.manifest());
                if let Some(entry) = leaves {
                    ledger.backed_up(entry)?;
                }
                copy.keep(&stem, seal)
            })
            .await?
            .map_err(|error| refusal(&error))
    }

    /// The name of a backup that is made at `now`, by the shop's own clocks.
    async fn stem(&self, kind: &str, now: Timestamp) -> Result<String, TillError> {
        Ok(format!("tillside-{kind}-{}", self.shop_time(now).await?.format("%Y-%m-%d-%H%M")))
    }
}

fn seal(sealer: Option<&StaffSecret>, manifest: &Manifest) -> Option<String> {
    sealer.map(|secret| secret.seal(manifest.sealable().as_bytes()).to_string())
}
