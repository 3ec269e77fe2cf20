mod fault;

use std::collections::HashMap;

use keyring_core::Entry;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{FailureKind, Remedy};
use crate::name::VaultName;
use crate::store::{Store, StoreError, check_length};

/// The service under which every key of the till is kept.
const SERVICE: &str = "app.tillside.till";

/// The keychain of the operating system: Keychain Services of macOS, the Credential Manager of
/// Windows, the Secret Service of Linux.
///
/// Keys are stored as bytes of UTF-8, and each save is read back and compared. The connection to
/// the keychain is made at the first call. If that fails it fails until the program starts again.
#[derive(Debug, Default)]
pub struct KeychainStore(());

impl KeychainStore {
    /// The keychain of the user who runs the program. Nothing is opened yet.
    pub const fn new() -> Self {
        Self(())
    }
}

impl Store for KeychainStore {
    fn save(&self, name: &VaultName, secret: &SecretString) -> Result<(), StoreError> {
        check_length(secret)?;
        save_and_compare(&entry(name)?, secret)
    }

    fn read(&self, name: &VaultName) -> Result<SecretString, StoreError> {
        read(&entry(name)?)
    }

    fn forget(&self, name: &VaultName) -> Result<(), StoreError> {
        entry(name)?.delete_credential().map_err(fault::of_call)
    }
}

/// The entry of one name. `keyring` opens the system's keychain; the entry is made by
/// `keyring-core`, which alone takes modifiers.
fn entry(name: &VaultName) -> Result<Entry, StoreError> {
    if keyring::Entry::store_status().is_err() {
        return Err(StoreError::NoStore(Remedy::of_this_system()));
    }
    let label = format!("Tillside {name}");
    Entry::new_with_modifiers(SERVICE, name.as_str(), &modifiers(&label)).map_err(fault::of_call)
}

/// Windows would let a key roam to every computer of a domain user. A key of this till stays here.
#[cfg(target_os = "windows")]
fn modifiers(_label: &str) -> HashMap<&str, &str> {
    HashMap::from([("persistence", "local")])
}

/// The label is what the password manager of a Linux desktop shows.
#[cfg(all(unix, not(target_os = "macos")))]
fn modifiers(label: &str) -> HashMap<&str, &str> {
    HashMap::from([("label", label)])
}

#[cfg(not(any(target_os = "windows", all(unix, not(target_os = "macos")))))]
fn modifiers(_label: &str) -> HashMap<&str, &str> {
    HashMap::new()
}

fn save_and_compare(entry: &Entry, secret: &SecretString) -> Result<(), StoreError> {
    entry.set_secret(secret.expose_secret().as_bytes()).map_err(fault::of_call)?;
    let kept = read(entry)?;
    if kept.expose_secret() == secret.expose_secret() {
        Ok(())
    } else {
        Err(StoreError::Refused(FailureKind::NotKept))
    }
}

fn read(entry: &Entry) -> Result<SecretString, StoreError> {
    let bytes = Zeroizing::new(entry.get_secret().map_err(fault::of_call)?);
    let text = str::from_utf8(&bytes).map_err(|_| StoreError::Refused(FailureKind::NotText))?;
    Ok(SecretString::from(text))
}

#[cfg(test)]
mod tests;
