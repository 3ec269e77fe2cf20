//! Where the keys of accounts lie: in the keychain, or in memory until the till is closed.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use domain::{
    TillError,
    account::{Account, Environment},
    error::{Field, Keychain},
    ids::AccountId,
};
use providers::{KeySource, Keys};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use vault::{MAX_SECRET_BYTES, Vault, VaultError, VaultName};
use zeroize::Zeroize;

use crate::{staff::PinlessGate, view::KeyState};

/// The keys of every account.
pub struct AccountKeys {
    keychain: Vault,
    session: Vault,
    kept_for_session: Mutex<HashSet<AccountId>>,
    states: Mutex<HashMap<AccountId, KeyState>>,
    gate: OnceLock<Arc<PinlessGate>>,
}

/// One item for each account: a small JSON text.
#[derive(Serialize, Deserialize)]
struct Item {
    // Items that were written before there was more than one key call it so.
    #[serde(alias = "app_key")]
    key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payout_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reports_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    webhook_secret: Option<String>,
}

impl Drop for Item {
    fn drop(&mut self) {
        // The texts are handed over as secrets; these copies must not outlive them.
        self.key.zeroize();
        self.payout_key.zeroize();
        self.reports_key.zeroize();
        self.webhook_secret.zeroize();
    }
}

impl From<&Keys> for Item {
    fn from(keys: &Keys) -> Self {
        let text = |key: &SecretString| key.expose_secret().to_owned();
        Self {
            key: text(&keys.main),
            payout_key: keys.payout.as_ref().map(text),
            reports_key: keys.reports.as_ref().map(text),
            webhook_secret: keys.webhook.as_ref().map(text),
        }
    }
}

impl From<&Item> for Keys {
    fn from(item: &Item) -> Self {
        let secret = |key: &String| SecretString::from(key.clone());
        Self {
            main: secret(&item.key),
            payout: item.payout_key.as_ref().map(secret),
            reports: item.reports_key.as_ref().map(secret),
            webhook: item.webhook_secret.as_ref().map(secret),
        }
    }
}

impl AccountKeys {
    /// Keys in `keychain`, and in `session` where the owner agreed to that.
    pub fn new(keychain: Vault, session: Vault) -> Self {
        Self {
            keychain,
            session,
            kept_for_session: Mutex::default(),
            states: Mutex::default(),
            gate: OnceLock::new(),
        }
    }

    /// No key leaves the keychain from now on while `gate` is not certain.
    pub(crate) fn guard_by(&self, gate: Arc<PinlessGate>) {
        // A program opens one book, once.
        let _ = self.gate.set(gate);
    }

    /// Has the gate find out what is not certain.
    pub(crate) async fn check_gate(&self) -> Result<(), TillError> {
        match self.gate.get() {
            Some(gate) => gate.check().await,
            None => Ok(()),
        }
    }

    /// Has the gate find out what is not certain, unless it tried a moment ago.
    pub(crate) async fn check_gate_now_and_then(&self, now: Duration) {
        if let Some(gate) = self.gate.get() {
            gate.check_now_and_then(now).await;
        }
    }

    /// The keychain itself, for what belongs to no account.
    pub(crate) fn keychain(&self) -> &Vault {
        &self.keychain
    }

    /// Puts `keys` in the place of all that are kept for `account`. Where that fails, the old ones may be left.
    pub async fn replace(
        &self,
        account: &Account,
        keys: &Keys,
        session_only: bool,
    ) -> Result<(), TillError> {
        if session_only {
            let cleared = self.keychain.forget(&name(account)?).await;
            self.note(account.id, cleared.or_else(none_there))?;
        }
        self.save(account, keys, session_only).await
    }

    /// Keeps the keys of an account that is being added. Where that fails, nothing of it stays: not even what a keychain
    /// that did not answer in time may still take in.
    pub async fn save_first(
        &self,
        account: &Account,
        keys: &Keys,
        session_only: bool,
    ) -> Result<(), TillError> {
        let saved = self.save(account, keys, session_only).await;
        match &saved {
            Ok(()) if session_only => {}
            Ok(()) => {
                if let Some(gate) = self.gate.get() {
                    gate.note_use().await;
                }
            }
            // Nothing went in, and to ask again would open another prompt.
            Err(TillError::VaultLocked | TillError::VaultNoStore { .. }) => {
                self.forget_state(account.id);
            }
            Err(_) => self.abandon(account),
        }
        saved
    }

    /// Keeps `keys` for `account`, in one place and all at once.
    ///
    /// # Errors
    /// `InvalidField` where they are longer than a keychain takes.
    pub async fn save(
        &self,
        account: &Account,
        keys: &Keys,
        session_only: bool,
    ) -> Result<(), TillError> {
        let text = serde_json::to_string(&Item::from(keys)).map_err(|_| TillError::VaultFailed)?;
        if text.len() > MAX_SECRET_BYTES {
            return Err(TillError::InvalidField { field: Field::Key });
        }
        let vault = if session_only { &self.session } else { &self.keychain };
        let name = name(account)?;
        let saved = vault.save(&name, SecretString::from(text)).await;
        self.note(account.id, saved)?;
        if session_only {
            lock(&self.kept_for_session).insert(account.id);
        } else if lock(&self.kept_for_session).remove(&account.id) {
            self.note(account.id, self.session.forget(&name).await.or_else(none_there))?;
        }
        Ok(())
    }

    /// Reads the keys of `account`.
    pub async fn read(&self, account: &Account) -> Result<Keys, TillError> {
        let session_only = self.is_kept_for_session(account.id);
        let vault = if session_only { &self.session } else { &self.keychain };
        let checked = self.check_gate().await;
        let text = self.note(account.id, vault.read(&name(account)?).await)?;
        // What lies in memory alone was typed in this run, also where no keychain answers.
        if !(session_only && self.gate.get().is_some_and(|gate| gate.is_provisional())) {
            checked?;
        }
        let item: Item =
            serde_json::from_str(text.expose_secret()).map_err(|_| TillError::VaultFailed)?;
        Ok(Keys::from(&item))
    }

    /// Takes the keys of `account` out of the keychain and out of memory. What is not there is forgotten already.
    pub async fn forget(&self, account: &Account) -> Result<(), TillError> {
        let name = name(account)?;
        self.note(account.id, self.keychain.forget(&name).await.or_else(none_there))?;
        self.note(account.id, self.session.forget(&name).await.or_else(none_there))?;
        self.forget_state(account.id);
        Ok(())
    }

    /// Takes the key of an account that was not added out of wherever a save may have put it or may yet put it, and
    /// waits for nothing: the keychain may be what stands in the way.
    pub fn abandon(&self, account: &Account) {
        for vault in [&self.keychain, &self.session] {
            let left = name(account).map(|name| vault.forget_later(&name));
            if !matches!(left, Ok(Ok(()))) {
                tracing::warn!(account = %account.id, "a key could not be taken back");
            }
        }
        self.forget_state(account.id);
    }

    fn forget_state(&self, account: AccountId) {
        lock(&self.kept_for_session).remove(&account);
        lock(&self.states).remove(&account);
    }

    /// What was last seen of the key of `account`.
    pub fn state(&self, account: AccountId) -> KeyState {
        match lock(&self.states).get(&account) {
            None | Some(KeyState::Ready) if self.is_kept_for_session(account) => {
                KeyState::SessionOnly
            }
            Some(state) => *state,
            None => KeyState::Ready,
        }
    }

    /// True where the key of `account` is gone with the program.
    pub fn is_kept_for_session(&self, account: AccountId) -> bool {
        lock(&self.kept_for_session).contains(&account)
    }

    fn note<T>(&self, account: AccountId, result: Result<T, VaultError>) -> Result<T, TillError> {
        let state = result.as_ref().err().map_or(KeyState::Ready, key_state);
        lock(&self.states).insert(account, state);
        result.map_err(till_error)
    }
}

#[async_trait]
impl KeySource for AccountKeys {
    async fn keys(&self, account: &Account) -> Result<Keys, TillError> {
        self.read(account).await
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Under which name the keychain keeps the keys of an account.
pub(crate) fn name(account: &Account) -> Result<VaultName, TillError> {
    let environment = match account.environment() {
        Environment::Live => "live",
        Environment::Sandbox => "sandbox",
        Environment::Practice => "practice",
    };
    VaultName::new(environment, &account.id.to_string()).map_err(|_| TillError::VaultFailed)
}

/// What holds no key has none to forget.
fn none_there(error: VaultError) -> Result<(), VaultError> {
    match error {
        VaultError::Missing | VaultError::NoStore(_) => Ok(()),
        other => Err(other),
    }
}

fn key_state(error: &VaultError) -> KeyState {
    match error {
        VaultError::Locked => KeyState::Locked,
        VaultError::Missing => KeyState::Missing,
        VaultError::NoStore(_) => KeyState::NoStore,
        VaultError::TimedOut => KeyState::TimedOut,
        VaultError::TooLarge { .. } | VaultError::Failed(_) => KeyState::Failed,
    }
}

/// What staff are told of a failure of the keychain.
pub(crate) fn till_error(error: VaultError) -> TillError {
    match error {
        VaultError::Locked => TillError::VaultLocked,
        VaultError::Missing => TillError::VaultMissing,
        VaultError::NoStore(_) => TillError::VaultNoStore { keychain: keychain_of_this_system() },
        VaultError::TimedOut => TillError::VaultTimedOut,
        VaultError::TooLarge { .. } | VaultError::Failed(_) => TillError::VaultFailed,
    }
}

fn keychain_of_this_system() -> Keychain {
    if cfg!(target_os = "macos") {
        Keychain::MacosKeychain
    } else if cfg!(windows) {
        Keychain::WindowsCredentialManager
    } else {
        Keychain::SecretService
    }
}
