//! Why a backup may take the place of the book: never because a file says so.
//!
//! Who may write files can put any book in the place of this one; what the keychain remembers makes it good for nothing.
//! So the keychain must learn of a restored book, and it does by an owner's deed alone: by the PIN of the till that is
//! open here, or by the recovery code of the one in the backup. A book without PINs changes nothing in the keychain: it
//! opens only where it would open anyway.

use domain::{
    TillError,
    error::{BackupFault, Field},
    rights::Right,
    staff::FREE_TRIES,
};
use ledger::{Ledger, Manifest};
use secrecy::SecretString;
use tokio::sync::MutexGuard;
use vault::{Anchor, KnownBooks, Seal, StaffSecret, Vault, VaultError, WrappedSecret};

use super::{
    known_book::{is_restored, is_stranger, name_of_secret, secret_of},
    recovery_code::parsed,
    seal::Sealable,
};
use crate::{actor::Actor, book, desk::Desk, keys, view::RestoreNeeds};

/// What two secrets seal to be known as the same one.
const SAME: &[u8] = b"the same secret";

/// The till that is open here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Here {
    /// Its staff have PINs.
    WithPins,
    /// Nobody has a PIN, or it has just begun.
    WithoutPins,
    /// None: its book can't be opened.
    NoBook,
}

/// What the keychain knows of a backup's book.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asks {
    /// Its staff have PINs.
    pub(crate) has_pins: bool,
    /// It is the book that is open here, at an earlier time, and the keychain has its secret.
    pub(crate) is_this_book: bool,
    /// Without PINs, this computer would not open it.
    pub(crate) is_refused: bool,
}

/// What must be typed to restore a backup.
///
/// # Errors
/// `BackupRefused` where it has no PINs and this computer has a till with PINs.
pub(crate) fn asks(here: Here, backup: Asks) -> Result<RestoreNeeds, TillError> {
    match (here, backup.has_pins) {
        (Here::WithPins, false) => Err(WITHOUT_PINS),
        (_, false) if backup.is_refused => Err(WITHOUT_PINS),
        (_, false) => Ok(RestoreNeeds::Nothing),
        (Here::WithPins, true) if backup.is_this_book => Ok(RestoreNeeds::Pin),
        // Whoever began another till here with a PIN of their own is not the owner of the one in the backup.
        (Here::WithPins, true) => Ok(RestoreNeeds::PinAndRecoveryCode),
        // Whoever took the book away, or damaged it, must not bring back an older one without a word.
        (Here::WithoutPins | Here::NoBook, true) => Ok(RestoreNeeds::RecoveryCode),
    }
}

const WITHOUT_PINS: TillError = TillError::BackupRefused { fault: BackupFault::WithoutPins };
const CHANGED: TillError = TillError::BackupRefused { fault: BackupFault::Changed };

impl Asks {
    /// What the keychain says of the book of a backup.
    ///
    /// # Errors
    /// Those of the keychain. A computer without one knows of no till with PINs.
    pub(crate) async fn read(
        keychain: &Vault,
        (id, has_pins): (&str, bool),
        id_here: Option<&str>,
    ) -> Result<Self, TillError> {
        match Self::try_read(keychain, (id, has_pins), id_here).await {
            Err(VaultError::NoStore(_)) if !has_pins => {
                Ok(Self { has_pins, is_this_book: false, is_refused: false })
            }
            read => read.map_err(keys::till_error),
        }
    }

    async fn try_read(
        keychain: &Vault,
        (id, has_pins): (&str, bool),
        id_here: Option<&str>,
    ) -> Result<Self, VaultError> {
        let secret = secret_of(keychain, id).await?;
        let known = KnownBooks::read(keychain).await?;
        let is_guarded = known.is_some_and(|known| known.is_guarded(id) || is_stranger(&known, id));
        let protects_pins = secret.as_ref().is_some_and(|secret| secret.anchor().is_some());
        Ok(Self {
            has_pins,
            is_this_book: secret.is_some() && id_here == Some(id),
            is_refused: is_guarded || protects_pins,
        })
    }
}

/// A backup whose book the secret of its staff has vouched for.
pub(crate) struct Trust {
    id: String,
    secret: StaffSecret,
}

impl Trust {
    /// Checks that nobody has changed the backup since it was made, with the secret in the keychain, and where that has
    /// none, with the one that the recovery code opens.
    ///
    /// # Errors
    /// `RecoveryCodeTypo`, `WrongRecoveryCode`; `BackupRefused`; those of the keychain and the book.
    pub(crate) async fn read(
        keychain: &Vault,
        (manifest, ledger): (&Manifest, &Ledger),
        code: Option<&SecretString>,
    ) -> Result<Self, TillError> {
        let known = secret_of(keychain, &manifest.book).await.map_err(keys::till_error)?;
        let staff = Sealable::read(ledger).map_err(|error| book::till_error(&error))?;
        let opened = code.map(|code| opened(&staff, code)).transpose()?;
        let secret = match (known, opened) {
            (Some(known), Some(opened)) if !known.seal_fits(SAME, &opened.seal(SAME)) => {
                // Somebody put their own secret into the backup, for which they have a code.
                return Err(CHANGED);
            }
            (Some(secret), _) | (None, Some(secret)) => secret,
            (None, None) => return Err(WRONG_CODE),
        };
        let seal = manifest.seal.as_ref().and_then(|seal| seal.parse::<Seal>().ok());
        let is_whole =
            seal.is_some_and(|seal| secret.seal_fits(manifest.sealable().as_bytes(), &seal));
        if is_whole && staff.is_sealed(&secret) {
            Ok(Self { id: manifest.book.clone(), secret })
        } else {
            Err(CHANGED)
        }
    }

    /// Has the keychain take a book that ends with this event for the one that it knows. The one in use stays as good until
    /// the program starts next.
    ///
    /// # Errors
    /// Those of the keychain.
    pub(crate) async fn expect(
        self,
        keychain: &Vault,
        (seq, hash): (u64, &str),
    ) -> Result<(), TillError> {
        let newest = Anchor::new(seq, hash).map_err(|_| TillError::LedgerFailed)?;
        let name = name_of_secret(&self.id).map_err(keys::till_error)?;
        // Without one, the keychain did not know the book: the secret came out of the backup.
        let secret = if self.secret.anchor().is_some() {
            self.secret.with_restoring(newest)
        } else {
            self.secret.with_anchor(newest)
        };
        secret.save(keychain, &name).await.map_err(keys::till_error)
    }
}

const WRONG_CODE: TillError = TillError::WrongRecoveryCode { tries_left: FREE_TRIES };

/// The secret that the code opens. A code has 132 bits: nobody guesses one, however often they try.
fn opened(staff: &Sealable, code: &SecretString) -> Result<StaffSecret, TillError> {
    let code = parsed(code)?;
    let wrapped = staff.roll.sealed.as_ref().and_then(|sealed| sealed.wrapped.parse().ok());
    wrapped
        .and_then(|wrapped: WrappedSecret| StaffSecret::unwrap(&code, &wrapped))
        .ok_or(WRONG_CODE)
}

impl Desk {
    /// The till that is open here. Where it is not certain yet whether somebody has a PIN, that is found out first.
    ///
    /// # Errors
    /// `NotAllowed`; those of the keychain, with which it is not certain.
    pub(crate) async fn here(&self, by: Actor) -> Result<Here, TillError> {
        by.allow(Right::Restore)?;
        self.keys.check_gate().await?;
        if by.is_pinless() && self.is_pinless().await? {
            Ok(Here::WithoutPins)
        } else {
            Ok(Here::WithPins)
        }
    }

    /// Has nobody sign in, change the staff, or have the keychain remember another event, until what this gives is dropped.
    pub(crate) async fn hold_staff(&self) -> MutexGuard<'_, ()> {
        self.staff.turn.lock().await
    }

    /// Has an owner prove by their PIN that it is they who restore a backup. The caller holds the staff.
    ///
    /// # Errors
    /// Those of [`Self::sign_in`].
    pub(crate) async fn prove_owner(&self, by: Actor, pin: &SecretString) -> Result<(), TillError> {
        let (_, vouched) = self.prove_pin(Some(by.staff()), pin).await?;
        let entry = by.entry(self.clock.now());
        self.book.ask(move |ledger| ledger.signed_in(entry)).await?;
        self.anchor_if_possible(vouched.secret).await;
        Ok(())
    }

    /// The secret that seals a backup of this book; `None` where nobody has a PIN. A book that was changed by something
    /// else than the till gets no seal: it would be as good as a real one for ever.
    ///
    /// # Errors
    /// Those of [`Self::vouched`].
    pub(crate) async fn backup_sealer(&self) -> Result<Option<StaffSecret>, TillError> {
        self.open_staff().await?;
        self.keys.check_gate().await?;
        if self.is_pinless().await? {
            return Ok(None);
        }
        Ok(Some(self.vouched().await?.secret))
    }

    /// Ends what a restore had the keychain remember: from now on it knows this book, whichever of the two it is.
    pub(super) async fn end_restore(&self, secret: StaffSecret) -> StaffSecret {
        let Some(newest) = secret.restoring().copied() else {
            return secret;
        };
        let anchor = match is_restored(&self.book, &secret).await {
            Ok(true) => newest,
            Ok(false) => secret.anchor().copied().unwrap_or(newest),
            Err(error) => {
                tracing::warn!(%error, "it is not known whether the book was restored");
                return secret;
            }
        };
        let ended = secret.with_anchor(anchor);
        if let Err(error) = self.keep_secret(&ended).await {
            tracing::warn!(%error, "the keychain still waits for a restored book");
        }
        ended
    }
}

/// The code that a form brings, if it does.
pub(crate) fn needed_code(
    needs: RestoreNeeds,
    code: Option<&SecretString>,
) -> Result<Option<&SecretString>, TillError> {
    match needs {
        RestoreNeeds::RecoveryCode | RestoreNeeds::PinAndRecoveryCode => {
            let missing = || TillError::MissingRequiredFields { fields: vec![Field::RecoveryCode] };
            code.map(Some).ok_or_else(missing)
        }
        RestoreNeeds::Nothing | RestoreNeeds::Pin => Ok(None),
    }
}
