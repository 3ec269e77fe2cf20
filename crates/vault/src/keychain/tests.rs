use std::any::Any;
use std::sync::{Arc, Mutex};

use keyring_core::api::{Credential, CredentialApi};
use keyring_core::{Entry, Error, Result};

use super::*;

const CANARY: &str = "canary-7f3a-must-never-show";

/// A credential that keeps what `keeps` makes of a secret.
struct Keeper {
    kept: Mutex<Option<Vec<u8>>>,
    keeps: fn(&[u8]) -> Vec<u8>,
}

impl CredentialApi for Keeper {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        *self.kept.lock().unwrap() = Some((self.keeps)(secret));
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.kept.lock().unwrap().clone().ok_or(Error::NoEntry)
    }

    fn delete_credential(&self) -> Result<()> {
        self.kept.lock().unwrap().take().map(drop).ok_or(Error::NoEntry)
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn entry_that(keeps: fn(&[u8]) -> Vec<u8>) -> Entry {
    Entry::new_with_credential(Arc::new(Keeper { kept: Mutex::new(None), keeps }))
}

#[test]
fn a_save_is_read_back_and_compared() {
    let faithful = entry_that(<[u8]>::to_vec);
    save_and_compare(&faithful, &CANARY.into()).unwrap();
    assert_eq!(read(&faithful).unwrap().expose_secret(), CANARY);

    let cuts = entry_that(|secret| secret[..secret.len() - 1].to_vec());
    let refused = save_and_compare(&cuts, &CANARY.into());
    assert_eq!(refused.err(), Some(StoreError::Refused(FailureKind::NotKept)));
}

#[test]
fn an_entry_that_is_not_text_is_refused() {
    let entry = entry_that(|_| vec![0xff, 0xfe]);
    let refused = save_and_compare(&entry, &CANARY.into());
    assert_eq!(refused.err(), Some(StoreError::Refused(FailureKind::NotText)));
}

#[test]
fn an_entry_that_is_not_there_is_missing() {
    assert_eq!(read(&entry_that(<[u8]>::to_vec)).err(), Some(StoreError::NotFound));
}

#[test]
fn no_fault_carries_the_secret() {
    let cause = || Box::new(std::io::Error::other(CANARY));
    let bytes = || CANARY.as_bytes().to_vec();
    let faults = [
        Error::PlatformFailure(cause()),
        Error::NoStorageAccess(cause()),
        Error::BadEncoding(bytes()),
        Error::BadDataFormat(bytes(), cause()),
        Error::BadStoreFormat(CANARY.to_owned()),
        Error::TooLong(CANARY.to_owned(), 1),
        Error::Invalid(CANARY.to_owned(), CANARY.to_owned()),
        Error::NotSupportedByStore(CANARY.to_owned()),
    ];
    let as_numbers = format!("{:?}", bytes());
    for fault in faults {
        let error = fault::of_call(fault);
        let shown = format!("{error} {error:?} {0} {0:?}", crate::VaultError::from(error));
        assert!(!shown.contains(CANARY), "{shown}");
        assert!(!shown.contains(as_numbers.trim_matches(['[', ']'])), "{shown}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn locked_missing_and_absent_are_told_apart() {
    let cause = || Box::new(std::io::Error::other("prompt dismissed"));
    assert_eq!(fault::of_call(Error::NoStorageAccess(cause())), StoreError::Locked);
    assert_eq!(fault::of_call(Error::NoEntry), StoreError::NotFound);
    assert_eq!(
        fault::of_call(Error::NoDefaultStore),
        StoreError::NoStore(Remedy::InstallSecretService)
    );
    assert_eq!(
        fault::of_call(Error::PlatformFailure(cause())),
        StoreError::Refused(FailureKind::System)
    );
}
