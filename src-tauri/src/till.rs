//! The running till: the desk with its real seams, and what the windows share.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use desk::{
    AccountKeys, Book, Desk, Parts,
    domain::TillError,
    seams::{
        Clock, Executor, HttpTransport, KeychainStore, Limits, SessionStore, TimeLimits, Vault,
    },
};
use tauri::{AppHandle, Manager, Runtime};
use tokio::sync::Mutex;

use crate::{
    clock::SystemClock, customer_display::CustomerDisplay, practice_providers::PracticeProviders,
    random::SystemRandom, saved_files::SavedFiles,
};

/// What every command works with. A till whose book can't be opened still opens its window and says why.
pub struct Till {
    opened: Result<Arc<Opened>, TillError>,
}

/// A till whose book is open.
pub(crate) struct Opened {
    /// The use cases.
    pub(crate) desk: Arc<Desk>,
    /// What the customer display shows.
    pub(crate) display: CustomerDisplay,
    /// The practice providers, where there are practice accounts.
    pub(crate) practice: Mutex<PracticeProviders>,
    /// What was saved for the shop in this run.
    pub(crate) saved: Arc<SavedFiles>,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
}

impl Till {
    /// Opens the book in the app's data folder and starts the watcher. Until the keychain has answered, nobody is at the
    /// till.
    pub(crate) fn start<R: Runtime>(app: &AppHandle<R>) -> Self {
        let opened = match (data_folder(app), system_keychain()) {
            (Ok(folder), Ok(keychain)) => Opened::open(&folder, keychain).map(Arc::new),
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        if let Ok(opened) = &opened {
            opened.begin();
        }
        Self { opened }
    }

    /// A till on the book in `folder`, with its secrets in `keychain`. It does what it is asked, and nothing by itself: no
    /// link is watched, and no practice provider serves before it is needed.
    pub fn on_book(folder: &Path, keychain: Vault) -> Self {
        let opened = Opened::open(folder, keychain).and_then(|opened| {
            tauri::async_runtime::block_on(opened.desk.open_staff())?;
            Ok(Arc::new(opened))
        });
        Self { opened }
    }

    /// A till that tells every window why it can't work.
    pub fn without_book(error: TillError) -> Self {
        Self { opened: Err(error) }
    }

    pub(crate) fn opened(&self) -> Result<&Opened, TillError> {
        self.opened.as_deref().map_err(Clone::clone)
    }

    pub(crate) fn desk(&self) -> Result<&Desk, TillError> {
        Ok(&self.opened()?.desk)
    }
}

fn data_folder<R: Runtime>(app: &AppHandle<R>) -> Result<PathBuf, TillError> {
    app.path().app_local_data_dir().map_err(|error| {
        tracing::error!(%error, "there is no data folder");
        TillError::LedgerFailed
    })
}

fn system_keychain() -> Result<Vault, TillError> {
    Vault::start(KeychainStore::new(), Limits::default()).map_err(|error| {
        tracing::error!(%error, "the keychain can't be used");
        TillError::VaultFailed
    })
}

impl Opened {
    fn open(folder: &Path, keychain: Vault) -> Result<Self, TillError> {
        let book = Book::open(folder).map_err(|error| error.till_error())?;
        let clock = Arc::new(SystemClock::new());
        let random = Arc::new(SystemRandom);
        let transport = HttpTransport::new(TimeLimits::default()).map_err(|error| {
            tracing::error!(%error, "the network can't be used");
            TillError::UnknownError
        })?;
        let session = Vault::at_once(SessionStore::new());
        let desk = Arc::new(Desk::new(Parts {
            book,
            executor: Executor::new(Arc::new(transport), clock.clone(), random.clone()),
            keys: AccountKeys::new(keychain, session),
            clock: clock.clone(),
            random,
        }));
        // Before the first command is taken: what was being sent when the till last ended is an open question now, and
        // no request of this run must be mistaken for one of those.
        tauri::async_runtime::block_on(desk.note_interruptions())?;
        Ok(Self {
            desk,
            display: CustomerDisplay::default(),
            practice: Mutex::new(PracticeProviders::new(folder)),
            saved: Arc::default(),
            clock,
        })
    }

    /// Starts what runs beside the windows. The keychain may keep the till waiting, or ask its owner for a password: the
    /// windows are there meanwhile. The practice providers come before the watcher, because sales may wait for them.
    fn begin(self: &Arc<Self>) {
        let opened = Arc::clone(self);
        tauri::async_runtime::spawn(async move { opened.display.follow(&opened.desk).await });
        tauri::async_runtime::spawn(Arc::clone(&self.desk).lock_when_idle());
        let opened = Arc::clone(self);
        tauri::async_runtime::spawn(async move {
            // First: no account's key is read before it is known whether the book is this till's own.
            if let Err(error) = opened.desk.open_staff().await {
                tracing::error!(%error, "nobody can be let in");
            }
            if let Err(error) = opened.practice.lock().await.resume(&opened.desk).await {
                tracing::warn!(%error, "practice did not start");
            }
            Arc::clone(&opened.desk).watch().await;
        });
    }
}

#[cfg(test)]
mod tests {
    use desk::view::SessionView;

    use super::*;

    #[test]
    fn nobody_is_at_the_till_before_the_keychain_was_asked() {
        let folder = tempfile::tempdir().unwrap();
        let keychain = Vault::at_once(SessionStore::new());
        let opened = Arc::new(Opened::open(folder.path(), keychain).unwrap());
        assert_eq!(opened.desk.actor(), Err(TillError::TillLocked));
        opened.begin();
        let session = tauri::async_runtime::block_on(opened.desk.session()).unwrap();
        assert!(matches!(session, SessionView::Open { pinless: true, .. }), "{session:?}");
    }
}
