//! The secret behind the staff's PINs.

mod anchor;
mod error;
mod item;
mod mac;
mod pepper;
mod pin_hash;
mod seal;
mod wrapped;

use std::fmt;

use secrecy::SecretString;

pub use anchor::Anchor;
pub use error::{CalculationFailed, UnreadableText};
pub use pin_hash::PinHash;
pub use seal::Seal;
pub use wrapped::WrappedSecret;

use crate::error::VaultError;
use crate::name::VaultName;
use crate::recovery_code::RecoveryCode;
use crate::vault::Vault;
use pepper::Pepper;

/// What the keychain keeps for the staff of one book: the *pepper*, 256 random bits that key each
/// PIN's hash and the seal of the staff list, and the [`Anchor`] that this computer saw last. While
/// a backup is being restored there is a second one: the newest event of the backup.
///
/// A copy of the book alone is of no use to guess a PIN, and whoever changes the book by hand cannot
/// make a hash or a seal that fits. The pepper never leaves this crate; it is overwritten in memory
/// when it goes.
#[derive(Clone)]
pub struct StaffSecret {
    pepper: Pepper,
    anchor: Option<Anchor>,
    restoring: Option<Anchor>,
}

impl StaffSecret {
    /// A new secret out of 32 bytes of the system's randomness, without an anchor.
    pub fn fresh(random: [u8; 32]) -> Self {
        Self { pepper: Pepper::new(random), anchor: None, restoring: None }
    }

    /// The secret that `vault` keeps under `name`. Waits as [`Vault::read`] does.
    ///
    /// # Errors
    /// Those of [`Vault::read`]; [`FailureKind::NotText`](crate::FailureKind::NotText) if the item is
    /// there and is not what [`Self::save`] writes.
    pub async fn read(vault: &Vault, name: &VaultName) -> Result<Self, VaultError> {
        item::parse(&vault.read(name).await?)
    }

    /// Keeps the secret under `name`, in place of an earlier one. Waits as [`Vault::save`] does.
    ///
    /// # Errors
    /// Those of [`Vault::save`].
    pub async fn save(&self, vault: &Vault, name: &VaultName) -> Result<(), VaultError> {
        vault.save(name, item::text(self)?).await
    }

    /// The event that this computer saw last, if it kept one.
    pub const fn anchor(&self) -> Option<&Anchor> {
        self.anchor.as_ref()
    }

    /// The newest event of a backup that an owner wants to have in the place of the book, until it
    /// is known whether that was done.
    pub const fn restoring(&self) -> Option<&Anchor> {
        self.restoring.as_ref()
    }

    /// The same secret with `anchor` in place of an earlier one; no backup is being restored any
    /// more. It is kept once it is saved.
    #[must_use]
    pub fn with_anchor(self, anchor: Anchor) -> Self {
        Self { anchor: Some(anchor), restoring: None, ..self }
    }

    /// The same secret, to which a book that ends with `newest` is as good as the one that it knows.
    /// It is kept once it is saved.
    #[must_use]
    pub fn with_restoring(self, newest: Anchor) -> Self {
        Self { restoring: Some(newest), ..self }
    }

    /// The hash of `pin` for `member`, by Argon2id with the pepper. `salt` is 16 bytes of the
    /// system's randomness, new for each hash. It takes some 30 ms and 19 MiB, so it belongs on a
    /// thread that may block.
    ///
    /// # Errors
    /// [`CalculationFailed`] if the computer has not enough memory.
    pub fn hash_pin(
        &self,
        member: &str,
        pin: &SecretString,
        salt: [u8; 16],
    ) -> Result<PinHash, CalculationFailed> {
        PinHash::make(&self.pepper.pin_key(), member, pin, salt)
    }

    /// Whether `hash` was made with this secret for this `member` and this `pin`. It takes as long
    /// as [`Self::hash_pin`], whether it fits or not, and compares in constant time. What cannot be
    /// calculated does not fit.
    pub fn fits(&self, member: &str, pin: &SecretString, hash: &PinHash) -> bool {
        hash.fits(&self.pepper.pin_key(), member, pin)
    }

    /// The seal of `text`, by HMAC-SHA256 with the pepper.
    pub fn seal(&self, text: &[u8]) -> Seal {
        Seal::make(&self.pepper.seal_key(), text)
    }

    /// Whether `seal` was made with this secret for exactly this `text`; compared in constant time.
    pub fn seal_fits(&self, text: &[u8], seal: &Seal) -> bool {
        self.seal(text).is(seal)
    }

    /// The pepper, encrypted so that only `code` opens it: this is what the book may keep. `nonce`
    /// is 24 bytes of the system's randomness. The anchor is not part of it.
    ///
    /// # Errors
    /// [`CalculationFailed`] if the cipher fails.
    pub fn wrap(
        &self,
        code: &RecoveryCode,
        nonce: [u8; 24],
    ) -> Result<WrappedSecret, CalculationFailed> {
        WrappedSecret::make(&self.pepper, code, nonce)
    }

    /// The secret that `code` opens, without an anchor. `None` if `wrapped` was made for another
    /// code or was changed since.
    pub fn unwrap(code: &RecoveryCode, wrapped: &WrappedSecret) -> Option<Self> {
        Some(Self { pepper: wrapped.open(code)?, anchor: None, restoring: None })
    }
}

impl fmt::Debug for StaffSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaffSecret")
            .field("anchor", &self.anchor)
            .field("restoring", &self.restoring)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
