//! From a backup to the book: look into it, have an owner say that it shall be so, and lay it ready. The program puts it in
//! the place of the book when it starts next.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::{Clock, TillError, error::BackupFault, ids::StaffId};
use ledger::{BackupFile, Entry, Ledger, Manifest, UnpackedBackup};
use secrecy::SecretString;
use tokio::sync::Mutex;
use vault::Vault;

use super::{
    make::BY_HAND,
    preview::{Beside, Inside, preview},
    refusal::refusal,
};
use crate::{
    actor::Actor,
    book::till_error,
    desk::Desk,
    staff::{Asks, Here, Trust, asks, needed_code},
    view::{BackupPreview, RestoreForm, RestoreNeeds},
};

/// What restores a backup, with a book that is open or without one.
pub struct Restorer {
    folder: PathBuf,
    backups: PathBuf,
    keychain: Vault,
    clock: Arc<dyn Clock>,
    /// There is one place to unpack a backup in.
    turn: Mutex<()>,
}

/// Who restores: whoever is at the till that is open, or nobody where no book can be opened.
type Who<'d> = Option<(&'d Desk, Actor)>;

impl Restorer {
    /// What restores backups for the book in `folder`. The book that is replaced is kept as a backup in `backups`.
    pub fn new(folder: PathBuf, backups: PathBuf, keychain: Vault, clock: Arc<dyn Clock>) -> Self {
        Self { folder, backups, keychain, clock, turn: Mutex::default() }
    }

    /// Looks into a backup, and checks all of it.
    ///
    /// # Errors
    /// `NotAllowed`; `BackupRefused`, `LedgerDiskFull`; those of the keychain.
    pub async fn look(&self, who: Who<'_>, path: &Path) -> Result<BackupPreview, TillError> {
        let here = here(who).await?;
        let _turn = self.turn.lock().await;
        let unpacked = self.unpack(path, None).await?;
        let (manifest, inside) = (unpacked.manifest(), inside(&unpacked)?);
        let needs = self.needs(who, here, manifest, &inside).await?;
        if needs == RestoreNeeds::Pin {
            // The keychain has its secret, so that a change shows before anybody types a PIN.
            Trust::read(&self.keychain, (manifest, ledger(&unpacked)?), None).await?;
        }
        let beside = beside(who, &unpacked).await?;
        preview(path, &unpacked, inside, beside, needs, &self.keychain).await
    }

    /// Lays a backup ready that was looked into: it takes the place of the book when the program starts next, which must be
    /// now. The book that is open here is written no more, the keychain remembers no other event of it, and it is kept as a
    /// backup.
    ///
    /// # Errors
    /// Those of [`Self::look`]; `MissingRequiredFields`, `RecoveryCodeTypo`, `WrongRecoveryCode`, `WrongPin`, `PinWait`;
    /// `RestoreLaidReady` where one is ready already, `StillSettling` where a request for money is on its way and does not
    /// end; those of the keychain and the book. The book here is as it was.
    pub async fn restore(
        &self,
        who: Who<'_>,
        path: &Path,
        form: &RestoreForm,
    ) -> Result<(), TillError> {
        let here = here(who).await?;
        let _turn = self.turn.lock().await;
        let unpacked = self.unpack(path, Some(&form.fingerprint)).await?;
        let (manifest, inside) = (unpacked.manifest(), inside(&unpacked)?);
        let needs = self.needs(who, here, manifest, &inside).await?;
        if let Some((desk, _)) = who {
            // Before anybody has to wait for the staff.
            desk.book.wait_for_answers().await?;
        }
        let _staff_turn = match who {
            Some((desk, _)) => Some(desk.hold_staff().await),
            None => None,
        };
        prove(who, needs, form.pin.as_ref()).await?;
        let trust = if needs == RestoreNeeds::Nothing {
            None
        } else {
            let code = needed_code(needs, form.code.as_ref())?;
            let of = (manifest, ledger(&unpacked)?);
            Some(Trust::read(&self.keychain, of, code).await?)
        };
        let stopped = match who {
            Some((desk, _)) => {
                // First: what is written once it was copied would be in no book.
                let stopped = desk.book.stop_writing().await?;
                desk.keep_before_restore(&self.backups).await?;
                Some(stopped)
            }
            None => None,
        };
        let (by, at) = (restored_by(who, manifest).await?, self.clock.now());
        let (unpacked, (newest, hash)) = on_disk(move || {
            let newest = unpacked.note_restored(Entry { by, at })?;
            Ok((unpacked, newest))
        })
        .await?;
        // The keychain first: a book that is in its place and not expected would need the recovery code.
        if let Some(trust) = trust {
            trust.expect(&self.keychain, (newest, &hash)).await?;
        }
        on_disk(move || unpacked.make_ready()).await?;
        if let Some(stopped) = stopped {
            stopped.for_good();
        }
        Ok(())
    }

    async fn unpack(
        &self,
        path: &Path,
        fingerprint: Option<&String>,
    ) -> Result<UnpackedBackup, TillError> {
        let (path, folder, asked) = (path.to_owned(), self.folder.clone(), fingerprint.cloned());
        let unpacked = on_disk(move || {
            let backup = BackupFile::open(&path)?;
            if asked.is_some_and(|asked| asked != backup.manifest().sha256) {
                return Ok(None);
            }
            UnpackedBackup::unpack(backup, &folder).map(Some)
        });
        let other = TillError::BackupRefused { fault: BackupFault::OtherFile };
        unpacked.await?.ok_or(other)
    }

    async fn needs(
        &self,
        who: Who<'_>,
        here: Here,
        manifest: &Manifest,
        inside: &Inside,
    ) -> Result<RestoreNeeds, TillError> {
        let id_here = match who {
            Some((desk, _)) => desk.book.ask(Ledger::book_id).await?,
            None => None,
        };
        let backup = (manifest.book.as_str(), inside.has_pins);
        asks(here, Asks::read(&self.keychain, backup, id_here.as_deref()).await?)
    }
}

async fn here(who: Who<'_>) -> Result<Here, TillError> {
    match who {
        Some((desk, by)) => desk.here(by).await,
        None => Ok(Here::NoBook),
    }
}

async fn prove(
    who: Who<'_>,
    needs: RestoreNeeds,
    pin: Option<&SecretString>,
) -> Result<(), TillError> {
    match (who, needs) {
        (Some((desk, by)), RestoreNeeds::Pin | RestoreNeeds::PinAndRecoveryCode) => {
            let missing =
                || TillError::MissingRequiredFields { fields: vec![domain::error::Field::Pin] };
            desk.prove_owner(by, pin.ok_or_else(missing)?).await
        }
        _ => Ok(()),
    }
}

/// Who is written down: who is at the till, also one whom the backup does not know yet. In a backup of another book the same
/// id is somebody else's, so there it is nobody, and neither is it anybody where no book was open.
async fn restored_by(who: Who<'_>, manifest: &Manifest) -> Result<StaffId, TillError> {
    let Some((desk, by)) = who else {
        return Ok(StaffId::TILL);
    };
    let is_this_book = desk.book.ask(Ledger::book_id).await?.as_ref() == Some(&manifest.book);
    Ok(if is_this_book { by.staff() } else { StaffId::TILL })
}

async fn beside(who: Who<'_>, unpacked: &UnpackedBackup) -> Result<Beside, TillError> {
    let Some((desk, _)) = who else {
        return Ok(Beside::default());
    };
    let manifest = unpacked.manifest();
    if desk.book.ask(Ledger::book_id).await?.as_ref() != Some(&manifest.book) {
        return Ok(Beside::default());
    }
    let common = newest_in_both(desk, unpacked).await?;
    let sales_since = desk.book.ask(move |ledger| ledger.sales_after(common)).await?;
    Ok(Beside { is_this_book: true, sales_since: Some(sales_since) })
}

/// The number of the newest event that the backup and the book here have both; zero where they have none. The book may have
/// been restored since the backup was made, and then the same numbers stand for other events. A hash covers all events
/// before its own.
async fn newest_in_both(desk: &Desk, unpacked: &UnpackedBackup) -> Result<u64, TillError> {
    let backup = ledger(unpacked)?;
    let (mut same, mut differs) = (0, unpacked.manifest().newest.saturating_add(1));
    while differs - same > 1 {
        let middle = same + (differs - same) / 2;
        let there = backup.hash_of_event(middle).map_err(|error| till_error(&error))?;
        let here = desk.book.ask(move |ledger| ledger.hash_of_event(middle)).await?;
        if there.is_some() && here == there {
            same = middle;
        } else {
            differs = middle;
        }
    }
    Ok(same)
}

fn inside(unpacked: &UnpackedBackup) -> Result<Inside, TillError> {
    Inside::read(ledger(unpacked)?)
}

fn ledger(unpacked: &UnpackedBackup) -> Result<&Ledger, TillError> {
    unpacked.ledger().map_err(|error| refusal(&error))
}

/// Does `work` on a thread that may wait for the disk.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ledger::BackupError> + Send + 'static,
) -> Result<T, TillError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| refusal(&error)),
        Err(error) => {
            tracing::error!(panicked = error.is_panic(), "a backup's work did not end");
            Err(TillError::LedgerFailed)
        }
    }
}

impl Desk {
    /// Keeps the book as it is now, to come back to. One with no account has nothing that anybody would come back for.
    async fn keep_before_restore(&self, folder: &Path) -> Result<(), TillError> {
        if self.book.ask(Ledger::accounts).await?.is_empty() {
            return Ok(());
        }
        self.make_backup(folder, BY_HAND, None).await.map(drop)
    }
}
