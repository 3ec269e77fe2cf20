use thiserror::Error;

use crate::store::{MAX_SECRET_BYTES, StoreError};

/// What went wrong, in the words that the till shows. No variant can hold a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum VaultError {
    /// The keychain is there and locked, or the person dismissed its prompt.
    #[error("the keychain is locked")]
    Locked,
    /// The keychain is open and holds nothing of this name.
    #[error("the keychain holds nothing under this name")]
    Missing,
    /// This machine offers no keychain to the program.
    #[error("this computer offers no keychain")]
    NoStore(Remedy),
    /// The keychain did not answer in time; perhaps a prompt of the system is still open.
    ///
    /// A save or forget that timed out may still take effect. It does not if it was waiting behind
    /// an earlier call.
    #[error("the keychain did not answer in time")]
    TimedOut,
    /// The key is longer than [`MAX_SECRET_BYTES`].
    #[error("the key has {bytes} bytes, and a keychain takes at most {MAX_SECRET_BYTES}")]
    TooLarge {
        /// The length of the key in bytes of UTF-8.
        bytes: usize,
    },
    /// The keychain failed in another way.
    #[error("the keychain failed: {0}")]
    Failed(FailureKind),
}

impl From<StoreError> for VaultError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoStore(remedy) => Self::NoStore(remedy),
            StoreError::Locked => Self::Locked,
            StoreError::NotFound => Self::Missing,
            StoreError::TooLarge { bytes } => Self::TooLarge { bytes },
            StoreError::Refused(kind) => Self::Failed(kind),
        }
    }
}

/// What a person can do on a machine without a keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// Linux: install a Secret Service (`gnome-keyring` or `KWallet`), sign in to the desktop again
    /// and start the till again.
    InstallSecretService,
    /// macOS: the user has no default keychain; make one in Keychain Access.
    CreateKeychain,
    /// Windows: the program runs outside a signed-in user session, so there is no Credential
    /// Manager.
    SignIn,
    /// There is no supported keychain for this system.
    None,
}

impl Remedy {
    /// What helps on the system that the program was built for.
    pub const fn of_this_system() -> Self {
        if cfg!(target_os = "macos") {
            Self::CreateKeychain
        } else if cfg!(target_os = "windows") {
            Self::SignIn
        } else if cfg!(unix) {
            Self::InstallSecretService
        } else {
            Self::None
        }
    }
}

/// How a keychain failed, without a word of what it was asked to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum FailureKind {
    /// The system's own call failed.
    #[error("the system reported an error")]
    System,
    /// More than one entry has this name.
    #[error("more than one entry has this name")]
    Ambiguous,
    /// The entry is there and is not a text, or not the one that the till writes there, so somebody
    /// else wrote it.
    #[error("the entry is not what the till writes there")]
    NotText,
    /// The key was saved and did not read back as it was.
    #[error("the key did not read back as it was saved")]
    NotKept,
    /// The keychain does not offer what was asked.
    #[error("the keychain does not support this")]
    Unsupported,
    /// The thread that speaks to the keychain is gone or could not be started.
    #[error("the thread of the keychain has ended")]
    Ended,
}
