//! The real Secret Service of Linux in its three kinds of trouble: locked, silent, absent.
//!
//! Each test is run alone, by its name, with `cargo test -p vault --test keychain_trouble --
//! --ignored NAME`. All but the last run under `XDG_DATA_HOME=<an empty folder> dbus-run-session`:
//!
//! - `locked`: unlocked before (see `real_keychain.rs`), and without `DISPLAY` and
//!   `WAYLAND_DISPLAY`, so that no prompt can open
//! - `untouched`: no daemon is started by hand, and no display
//! - `prompt`: unlocked before, and with a `DISPLAY` (`xvfb-run`) on which nobody answers
//! - `no_bus`: without `DBUS_SESSION_BUS_ADDRESS`, `XDG_RUNTIME_DIR` and `DISPLAY`

#![cfg(test)]
#![cfg(target_os = "linux")]

use std::process::Command;
use std::time::Duration;

use vault::{KeychainStore, Limits, Remedy, Status, Vault, VaultError, VaultName};

fn vault() -> Vault {
    Vault::start(KeychainStore::new(), Limits::default()).unwrap()
}

/// Names of their own, so that the tests disturb neither each other nor a till on this machine.
fn name(account: &str) -> VaultName {
    VaultName::new("test", account).unwrap()
}

#[tokio::test]
#[ignore = "needs an unlocked keychain in a session of its own without a display, and locks it"]
async fn locked_keychain_is_not_a_missing_key() {
    let (vault, name) = (vault(), name("locked"));
    vault.save(&name, "behind the lock".into()).await.unwrap();
    lock_the_keychain();
    assert_eq!(vault.read(&name).await.err(), Some(VaultError::Locked));
    assert_eq!(vault.status(&name).await, Status::Locked);
    assert_eq!(vault.save(&name, "new".into()).await.err(), Some(VaultError::Locked));
    assert_eq!(vault.forget(&name).await.err(), Some(VaultError::Locked));
    let never_saved = self::name("never");
    assert_eq!(vault.save(&never_saved, "new".into()).await.err(), Some(VaultError::Locked));
}

#[tokio::test]
#[ignore = "needs a session bus where no keychain was ever unlocked, and no display"]
async fn untouched_there_is_no_key_and_none_can_be_saved() {
    let (vault, name) = (vault(), name("early"));
    assert_eq!(vault.read(&name).await.err(), Some(VaultError::Missing));
    assert_eq!(vault.save(&name, "too early".into()).await.err(), Some(VaultError::Locked));
}

#[tokio::test]
#[ignore = "needs an unlocked keychain in a session of its own with a display, and locks it"]
async fn prompt_that_nobody_answers_times_out() {
    let limits = Limits { read: Duration::from_secs(1), prompt: Duration::from_secs(2) };
    let vault = Vault::start(KeychainStore::new(), limits).unwrap();
    let name = name("prompted");
    vault.save(&name, "behind the prompt".into()).await.unwrap();
    lock_the_keychain();
    assert_eq!(vault.status(&name).await, Status::TimedOut);
    assert_eq!(vault.read(&name).await.err(), Some(VaultError::TimedOut));
    assert_eq!(vault.save(&name, "new".into()).await.err(), Some(VaultError::TimedOut));
}

#[tokio::test]
#[ignore = "needs a machine without a session bus"]
async fn no_bus_means_no_keychain_and_what_to_install() {
    let (vault, name) = (vault(), name("none"));
    let nothing = VaultError::NoStore(Remedy::InstallSecretService);
    assert_eq!(vault.read(&name).await.err(), Some(nothing));
    assert_eq!(vault.save(&name, "nowhere".into()).await.err(), Some(nothing));
    assert_eq!(vault.status(&name).await, Status::NoStore(Remedy::InstallSecretService));
}

fn lock_the_keychain() {
    let locked = Command::new("dbus-send")
        .args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        ])
        .output()
        .unwrap();
    assert!(locked.status.success(), "{}", String::from_utf8_lossy(&locked.stderr));
}
