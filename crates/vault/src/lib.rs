//! What the till keeps in the operating system's keychain: the keys of provider accounts, and the
//! secret behind the staff's PINs.
//!
//! [`Vault`] is what the rest of the till uses: it is async, every call has a time limit, and a
//! locked keychain, a missing key and a call that takes too long are three different answers.
//! Behind it one thread runs a [`Store`], which may block for as long as it likes, because a system
//! prompt may be waiting for a person.
//!
//! There are two stores: [`KeychainStore`] keeps keys in the keychain of macOS, the Credential
//! Manager of Windows or the Secret Service of Linux; [`SessionStore`] keeps them in memory until
//! the program ends, for a machine that has no keychain. Nothing ever writes a key to a file.
//!
//! [`StaffSecret`] is the one secret that the till makes itself, and it never leaves this crate: PINs
//! are hashed and compared here, the staff list is sealed here, and the book gets the secret only as
//! a [`WrappedSecret`], which the owner's [`RecoveryCode`] opens. Beside it [`KnownBooks`] remembers
//! which books have PINs.

mod error;
mod keychain;
mod known_books;
mod limits;
mod name;
mod recovery_code;
mod session;
mod staff_secret;
mod store;
mod vault;

pub use error::{FailureKind, Remedy, VaultError};
pub use keychain::KeychainStore;
pub use known_books::KnownBooks;
pub use limits::Limits;
pub use name::{NameError, VaultName};
pub use recovery_code::{RecoveryCode, RecoveryTypo};
pub use session::SessionStore;
pub use staff_secret::{
    Anchor, CalculationFailed, PinHash, Seal, StaffSecret, UnreadableText, WrappedSecret,
};
pub use store::{MAX_SECRET_BYTES, Store, StoreError};
pub use vault::{Status, Vault};
