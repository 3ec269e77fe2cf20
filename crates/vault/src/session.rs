use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use secrecy::SecretString;

use crate::name::VaultName;
use crate::store::{Store, StoreError, check_length};

/// Keeps secrets in memory until the program ends, and overwrites them when they go. For 'keep for
/// this session only' on a machine without a keychain.
#[derive(Default)]
pub struct SessionStore {
    secrets: RefCell<HashMap<VaultName, SecretString>>,
}

impl SessionStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Store for SessionStore {
    fn save(&self, name: &VaultName, secret: &SecretString) -> Result<(), StoreError> {
        check_length(secret)?;
        self.secrets.borrow_mut().insert(name.clone(), secret.clone());
        Ok(())
    }

    fn read(&self, name: &VaultName) -> Result<SecretString, StoreError> {
        self.secrets.borrow().get(name).cloned().ok_or(StoreError::NotFound)
    }

    fn forget(&self, name: &VaultName) -> Result<(), StoreError> {
        self.secrets.borrow_mut().remove(name).map(drop).ok_or(StoreError::NotFound)
    }
}

impl fmt::Debug for SessionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionStore").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::store::MAX_SECRET_BYTES;

    #[test]
    fn a_secret_is_kept_replaced_and_forgotten() {
        let store = SessionStore::new();
        let name = VaultName::new("sandbox", "a1").unwrap();
        assert_eq!(store.read(&name).err(), Some(StoreError::NotFound));
        store.save(&name, &"first".into()).unwrap();
        store.save(&name, &"second".into()).unwrap();
        assert_eq!(store.read(&name).unwrap().expose_secret(), "second");
        store.forget(&name).unwrap();
        assert_eq!(store.read(&name).err(), Some(StoreError::NotFound));
        assert_eq!(store.forget(&name).err(), Some(StoreError::NotFound));
    }

    #[test]
    fn a_secret_too_long_for_windows_is_refused_everywhere() {
        let store = SessionStore::new();
        let name = VaultName::new("sandbox", "a1").unwrap();
        store.save(&name, &"x".repeat(MAX_SECRET_BYTES).into()).unwrap();
        let bytes = MAX_SECRET_BYTES + 1;
        let refused = store.save(&name, &"x".repeat(bytes).into());
        assert_eq!(refused.err(), Some(StoreError::TooLarge { bytes }));
        assert_eq!(store.read(&name).unwrap().expose_secret().len(), MAX_SECRET_BYTES);
    }
}
