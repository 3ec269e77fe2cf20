//! The real keychain of the machine, unlocked.
//!
//! On Linux without a desktop, with a session bus and a folder for keychains of its own:
//!
//! ```text
//! XDG_DATA_HOME=$(mktemp -d) dbus-run-session -- sh -c '
//!   printf test | gnome-keyring-daemon --unlock --components=secrets
//!   cargo test -p vault --test real_keychain -- --ignored'
//! ```

#![cfg(test)]

use secrecy::ExposeSecret;
use vault::{Anchor, KeychainStore, Limits, StaffSecret, Status, Vault, VaultError, VaultName};

fn vault() -> Vault {
    Vault::start(KeychainStore::new(), Limits::default()).unwrap()
}

/// Names of their own, so that the tests disturb neither each other nor a till on this machine.
fn name(account: &str) -> VaultName {
    VaultName::new("test", account).unwrap()
}

#[tokio::test]
#[ignore = "needs an unlocked keychain: cargo xtask test runs it"]
async fn a_key_is_saved_read_replaced_and_forgotten() {
    let (vault, name) = (vault(), name("life"));
    // A run that was cut short may have left one behind.
    let _ = vault.forget(&name).await;
    assert_eq!(vault.read(&name).await.err(), Some(VaultError::Missing));
    assert_eq!(vault.status(&name).await, Status::Missing);

    let first = r#"{"key_id":"ä €","app_key":"first"}"#;
    vault.save(&name, first.into()).await.unwrap();
    assert_eq!(vault.read(&name).await.unwrap().expose_secret(), first);
    assert_eq!(vault.status(&name).await, Status::Present);

    let longest = "x".repeat(vault::MAX_SECRET_BYTES);
    vault.save(&name, longest.as_str().into()).await.unwrap();
    assert_eq!(self::vault().read(&name).await.unwrap().expose_secret(), longest);

    vault.forget(&name).await.unwrap();
    assert_eq!(vault.read(&name).await.err(), Some(VaultError::Missing));
    assert_eq!(vault.forget(&name).await.err(), Some(VaultError::Missing));
}

#[tokio::test]
#[ignore = "needs an unlocked keychain: cargo xtask test runs it"]
async fn two_accounts_never_share_a_key() {
    let vault = vault();
    let (one, other) = (name("one"), name("other"));
    vault.save(&one, "key of one".into()).await.unwrap();
    vault.save(&other, "key of the other".into()).await.unwrap();
    vault.forget(&one).await.unwrap();
    assert_eq!(vault.read(&one).await.err(), Some(VaultError::Missing));
    assert_eq!(vault.read(&other).await.unwrap().expose_secret(), "key of the other");
    vault.forget(&other).await.unwrap();
}

#[tokio::test]
#[ignore = "needs an unlocked keychain: cargo xtask test runs it"]
async fn the_secret_of_the_staff_is_kept_with_its_anchor() {
    let (vault, name) = (vault(), VaultName::staff("test-of-the-keychain").unwrap());
    let anchor = Anchor::new(u64::MAX, &"0f".repeat(32)).unwrap();
    let secret = StaffSecret::fresh([7; 32]).with_anchor(anchor);
    secret.save(&vault, &name).await.unwrap();
    let read = StaffSecret::read(&self::vault(), &name).await.unwrap();
    assert!(read.seal_fits(b"roll", &secret.seal(b"roll")));
    assert_eq!(read.anchor(), Some(&anchor));
    vault.forget(&name).await.unwrap();
    assert_eq!(StaffSecret::read(&vault, &name).await.err(), Some(VaultError::Missing));
}
