use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use crate::error::{FailureKind, Remedy};
use crate::name::VaultName;

/// The longest key in bytes of UTF-8: the limit of the Credential Manager of Windows, kept on every
/// system, so that what can be saved on one can be saved on all.
pub const MAX_SECRET_BYTES: usize = 2_560;

/// A place that keeps secrets. Its calls may block: a system prompt may be waiting for a person. So
/// a [`Vault`](crate::Vault) runs it on a thread of its own.
pub trait Store: Send + 'static {
    /// Keeps `secret` under `name`, in place of an earlier one.
    ///
    /// # Errors
    /// [`StoreError`]; after any error but [`StoreError::TooLarge`] the entry may be the old or the
    /// new one.
    fn save(&self, name: &VaultName, secret: &SecretString) -> Result<(), StoreError>;

    /// The secret that is kept under `name`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is none, and the other variants.
    fn read(&self, name: &VaultName) -> Result<SecretString, StoreError>;

    /// Removes the secret that is kept under `name`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is none, and the other variants.
    fn forget(&self, name: &VaultName) -> Result<(), StoreError>;
}

/// Why a [`Store`] did not do what it was asked. No variant can hold a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StoreError {
    /// This machine offers no keychain to the program.
    #[error("there is no keychain")]
    NoStore(Remedy),
    /// The keychain is locked, or the person dismissed its prompt.
    #[error("the keychain is locked")]
    Locked,
    /// There is no entry of this name.
    #[error("there is no such entry")]
    NotFound,
    /// The secret is longer than [`MAX_SECRET_BYTES`].
    #[error("the secret has {bytes} bytes, and at most {MAX_SECRET_BYTES} can be kept")]
    TooLarge {
        /// The length of the secret in bytes of UTF-8.
        bytes: usize,
    },
    /// The keychain refused or failed.
    #[error("the keychain refused: {0}")]
    Refused(FailureKind),
}

/// Refuses a secret that one of the supported systems could not keep.
pub(crate) fn check_length(secret: &SecretString) -> Result<(), StoreError> {
    let bytes = secret.expose_secret().len();
    if bytes > MAX_SECRET_BYTES { Err(StoreError::TooLarge { bytes }) } else { Ok(()) }
}
