//! The staff list and the rules, once the secret in the keychain has vouched for them.

use domain::TillError;
use ledger::{Ledger, LedgerError};
use vault::{Anchor, FailureKind, StaffSecret, VaultError, VaultName};

use super::seal::Sealable;
use crate::{desk::Desk, keys};

/// A staff list that nobody has changed, in a book that is the one this computer knows.
pub(super) struct Vouched {
    pub(super) staff: Sealable,
    pub(super) secret: StaffSecret,
}

impl Desk {
    /// The staff list, vouched for. What stands in the way is shown on the lock screen from then on, until it is gone.
    ///
    /// # Errors
    /// `PinSecretMissing`, `StaffChangedOutside`, `BookChangedOutside`; those of the keychain and the book.
    pub(super) async fn vouched(&self) -> Result<Vouched, TillError> {
        let vouched = self.vouch().await;
        let problem = vouched.as_ref().err().filter(|problem| is_lasting(problem)).cloned();
        self.staff.session().set_problem(problem);
        vouched
    }

    async fn vouch(&self) -> Result<Vouched, TillError> {
        let staff = self.book.ask(Sealable::read).await?;
        let secret = self.staff_secret().await?.ok_or(TillError::PinSecretMissing)?;
        self.check_anchor(&secret).await?;
        if staff.is_sealed(&secret) {
            Ok(Vouched { staff, secret })
        } else {
            Err(TillError::StaffChangedOutside)
        }
    }

    /// What the keychain keeps for the staff of this book; `None` where it has nothing, or nothing that can be read.
    pub(super) async fn staff_secret(&self) -> Result<Option<StaffSecret>, TillError> {
        let name = self.name_of_secret().await?;
        match StaffSecret::read(self.keys.keychain(), &name).await {
            Ok(secret) => Ok(Some(secret)),
            Err(VaultError::Missing | VaultError::Failed(FailureKind::NotText)) => Ok(None),
            Err(error) => Err(keys::till_error(error)),
        }
    }

    /// Keeps the secret in the keychain, in place of the one that is there.
    pub(super) async fn keep_secret(&self, secret: &StaffSecret) -> Result<(), TillError> {
        let name = self.name_of_secret().await?;
        secret.save(self.keys.keychain(), &name).await.map_err(keys::till_error)
    }

    /// Has the keychain remember the newest event: an older copy of the book is known by it.
    ///
    /// # Errors
    /// Those of the keychain and the book. The event that it remembered before is still good.
    pub(super) async fn anchor(&self, secret: StaffSecret) -> Result<(), TillError> {
        let Some((seq, hash)) = self.book.ask(Ledger::head).await? else {
            return Ok(());
        };
        let anchor = Anchor::new(seq, &hash).map_err(|_| TillError::LedgerFailed)?;
        self.keep_secret(&secret.with_anchor(anchor)).await
    }

    /// The same where it is no reason to stop: what was done is done, and the next one who signs in does it again.
    pub(super) async fn anchor_if_possible(&self, secret: StaffSecret) {
        if let Err(error) = self.anchor(secret).await {
            tracing::warn!(%error, "the keychain does not remember the newest event");
        }
    }

    /// Refuses a book that does not have the event that the keychain remembers.
    pub(super) async fn check_anchor(&self, secret: &StaffSecret) -> Result<(), TillError> {
        let Some(anchor) = secret.anchor().copied() else {
            return Ok(());
        };
        let (found, head) = self
            .book
            .ask(move |ledger| Ok((ledger.hash_of_event(anchor.seq())?, ledger.head()?)))
            .await?;
        if found.is_some_and(|hash| hash == anchor.hash()) {
            return Ok(());
        }
        let first_missing = head.map_or(1, |(seq, _)| seq + 1);
        Err(TillError::BookChangedOutside { row: anchor.seq().min(first_missing) })
    }

    async fn name_of_secret(&self) -> Result<VaultName, TillError> {
        let book = self.book.ask(|ledger| ledger.book_id()?.ok_or(LedgerError::NotFound)).await?;
        VaultName::staff(&book).map_err(|_| TillError::VaultFailed)
    }
}

/// What a person can't mend by trying again, as they can with a keychain that is locked.
fn is_lasting(problem: &TillError) -> bool {
    matches!(
        problem,
        TillError::PinSecretMissing
            | TillError::StaffChangedOutside
            | TillError::BookChangedOutside { .. }
            | TillError::VaultNoStore { .. }
    )
}
