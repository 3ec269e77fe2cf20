//! Backups: copies of the book that were opened again and checked, and the way back from one.
//!
//! A backup is one file: the book as SQLite writes it, and behind it a [`Manifest`] that says what the file is. No secret
//! is in it: keys lie in the keychain, and PINs are hashed with a secret that lies there, too.

mod backup_file;
mod check;
mod copy;
mod doubt;
mod error;
mod last_write;
mod lost_refunds;
mod manifest;
mod swap;
mod unpacked;

pub use backup_file::BackupFile;
pub use copy::CheckedCopy;
pub use error::BackupError;
pub(crate) use last_write::LastWrite;
pub use manifest::Manifest;
pub use swap::{finish_restore, is_restore_ready};
pub use unpacked::UnpackedBackup;
