//! A keychain whose troubles are the test's.

use std::{
    collections::HashMap,
    sync::{Arc, Condvar, Mutex, MutexGuard},
};

use secrecy::{ExposeSecret, SecretString};
use vault::{Remedy, Store, StoreError, VaultName};

/// What the keychain does when it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Open,
    Locked,
    NoStore,
    /// It does not answer: a prompt of the system may be open.
    Silent,
}

#[derive(Clone)]
pub(crate) struct RigKeychain(Arc<(Mutex<State>, Condvar)>);

struct State {
    mood: Mood,
    items: HashMap<VaultName, SecretString>,
}

/// What the keychain keeps of all books, under one name.
const ALL_BOOKS: &str = "staff/tills";

impl State {
    /// The items of accounts, and those of the staff of one book.
    fn own(&mut self) -> impl Iterator<Item = &mut SecretString> {
        let items = self.items.iter_mut().filter(|(name, _)| name.as_str() != ALL_BOOKS);
        items.map(|(_, item)| item)
    }
}

impl RigKeychain {
    pub(crate) fn new() -> Self {
        let state = State { mood: Mood::Open, items: HashMap::new() };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }

    pub(crate) fn turn(&self, mood: Mood) {
        self.0.0.lock().unwrap().mood = mood;
        self.0.1.notify_all();
    }

    /// Takes every item away, as an owner can in the system's own window.
    pub(crate) fn lose_all(&self) {
        self.0.0.lock().unwrap().items.clear();
    }

    /// How many items it holds beside the one of all books.
    pub(crate) fn items(&self) -> usize {
        self.0.0.lock().unwrap().own().count()
    }

    /// True where one of its items holds `text`.
    pub(crate) fn holds(&self, text: &str) -> bool {
        let state = self.0.0.lock().unwrap();
        state.items.values().any(|item| item.expose_secret().contains(text))
    }

    /// Its one item, as it lies there.
    pub(crate) fn only_item(&self) -> String {
        let mut state = self.0.0.lock().unwrap();
        let own: Vec<_> = state.own().map(|item| item.expose_secret().to_owned()).collect();
        assert_eq!(own.len(), 1);
        own.concat()
    }

    /// Puts `text` in the place of its one item.
    pub(crate) fn rewrite(&self, text: &str) {
        let mut state = self.0.0.lock().unwrap();
        assert_eq!(state.own().count(), 1);
        state.own().for_each(|item| *item = SecretString::from(text));
    }

    fn opened(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        let (state, changed) = &*self.0;
        let state =
            changed.wait_while(state.lock().unwrap(), |state| state.mood == Mood::Silent).unwrap();
        match state.mood {
            Mood::Open | Mood::Silent => Ok(state),
            Mood::Locked => Err(StoreError::Locked),
            Mood::NoStore => Err(StoreError::NoStore(Remedy::of_this_system())),
        }
    }
}

impl Store for RigKeychain {
    fn save(&self, name: &VaultName, secret: &SecretString) -> Result<(), StoreError> {
        self.opened()?.items.insert(name.clone(), secret.clone());
        Ok(())
    }

    fn read(&self, name: &VaultName) -> Result<SecretString, StoreError> {
        let state = self.opened()?;
        state.items.get(name).cloned().ok_or(StoreError::NotFound)
    }

    fn forget(&self, name: &VaultName) -> Result<(), StoreError> {
        let removed = self.opened()?.items.remove(name);
        removed.map(drop).ok_or(StoreError::NotFound)
    }
}
