//! The staff list and the rules, once the secret in the keychain has vouched for them.

use domain::TillError;
use ledger::Ledger;
use vault::StaffSecret;

use super::{
    known_book::{check_anchor, check_no_stranger, id_of, name_of_secret, secret_of},
    seal::Sealable,
};
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
        let Some(secret) = self.staff_secret().await? else {
            check_no_stranger(&self.book, self.keys.keychain()).await?;
            return Err(TillError::PinSecretMissing);
        };
        check_anchor(&self.book, &secret).await?;
        if staff.is_sealed(&secret) {
            Ok(Vouched { staff, secret })
        } else {
            Err(TillError::StaffChangedOutside)
        }
    }

    /// What the keychain keeps for the staff of this book; `None` where it has nothing, or nothing that can be read.
    pub(super) async fn staff_secret(&self) -> Result<Option<StaffSecret>, TillError> {
        let id = id_of(&self.book).await?;
        secret_of(self.keys.keychain(), &id).await.map_err(keys::till_error)
    }

    /// Keeps the secret in the keychain, in place of the one that is there; not once it waits for a backup in the place of
    /// this book.
    pub(super) async fn keep_secret(&self, secret: &StaffSecret) -> Result<(), TillError> {
        self.book.ask(Ledger::check_takes_writes).await?;
        let name = name_of_secret(&id_of(&self.book).await?).map_err(keys::till_error)?;
        secret.save(self.keys.keychain(), &name).await.map_err(keys::till_error)
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
