//! The running till: the desk with its real seams, and what the windows share.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
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
    awake::SystemAwake,
    backups::Backups,
    chosen_place::{NobodyChooses, SystemDialogs},
    clock::SystemClock,
    customer_display::CustomerDisplay,
    displays::{Displays, NoDisplays, ScreenKeeper, SystemDisplays},
    exported_log::ExportedLog,
    manners::{Manners, SystemComputer},
    practice_providers::PracticeProviders,
    random::SystemRandom,
    saved_files::SavedFiles,
    told_page::ToldPage,
};

/// What every command works with. A till whose book can't be opened still opens its window and says why.
pub struct Till {
    opened: Result<Arc<Opened>, TillError>,
    /// Also where the book can't be opened. `None` where there is no folder for one, or no keychain.
    backups: Option<Arc<Backups>>,
    /// `None` where there is no folder for it.
    log: Option<Arc<ExportedLog>>,
}

/// A till whose book is open.
pub(crate) struct Opened {
    /// The use cases.
    pub(crate) desk: Arc<Desk>,
    /// What the customer display shows.
    pub(crate) display: CustomerDisplay,
    /// Keeps the customer's window on its monitor.
    pub(crate) screen: Arc<ScreenKeeper>,
    /// How it behaves around its windows.
    pub(crate) manners: Manners,
    /// The practice providers, where there are practice accounts.
    pub(crate) practice: Mutex<PracticeProviders>,
    /// Which page is told what happens.
    pub(crate) told_page: ToldPage,
    /// What was saved for the shop in this run.
    pub(crate) saved: Arc<SavedFiles>,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
}

impl Till {
    /// Opens the book in the app's data folder and starts the watcher. Until the keychain has answered, nobody is at the
    /// till.
    pub(crate) fn start<R: Runtime>(app: &AppHandle<R>) -> Self {
        let (opened, backups) = match (data_folder(app), system_keychain()) {
            (Ok(folder), Ok(keychain)) => {
                let displays = Arc::new(SystemDisplays::new(app.clone()));
                let dialogs = Box::new(SystemDialogs::new(app));
                let clock = Arc::new(SystemClock::new());
                let backups = Backups::new(&folder, keychain.clone(), clock, dialogs);
                wait_for_the_run_before(&folder);
                let opened = Opened::open(&folder, keychain, displays).map(Arc::new);
                (opened, Some(Arc::new(backups)))
            }
            (Err(error), _) | (_, Err(error)) => (Err(error), None),
        };
        if let Ok(opened) = &opened {
            opened.manners.live_on(Arc::new(SystemComputer::new(app)));
            opened.begin();
            if let Some(backups) = &backups {
                let (backups, desk) = (Arc::clone(backups), Arc::clone(&opened.desk));
                tauri::async_runtime::spawn(backups.keep(desk));
            }
        }
        let log = app
            .path()
            .app_log_dir()
            .ok()
            .map(|folder| Arc::new(ExportedLog::new(folder, app.path().home_dir().ok())));
        Self { opened, backups, log }
    }

    /// A till on the book in `folder`, with its secrets in `keychain`. It does what it is asked, and nothing by itself: no
    /// link is watched, and no practice provider serves before it is needed.
    pub fn on_book(folder: &Path, keychain: Vault) -> Self {
        let displays = Arc::new(NoDisplays);
        let clock = Arc::new(SystemClock::new());
        let backups = Backups::new(folder, keychain.clone(), clock, Box::new(NobodyChooses));
        let opened = Opened::open(folder, keychain, displays).and_then(|opened| {
            tauri::async_runtime::block_on(opened.desk.open_staff())?;
            Ok(Arc::new(opened))
        });
        let log = ExportedLog::new(folder.join("logs"), None);
        Self { opened, backups: Some(Arc::new(backups)), log: Some(Arc::new(log)) }
    }

    /// Puts the customer's window where it belongs, and keeps it there. It must be open.
    pub(crate) fn keep_customer_screen(&self) {
        if let Ok(opened) = &self.opened {
            let opened = Arc::clone(opened);
            tauri::async_runtime::spawn(async move {
                Arc::clone(&opened.screen).keep(&opened.desk).await;
            });
        }
    }

    /// A till that tells every window why it can't work.
    pub fn without_book(error: TillError) -> Self {
        Self { opened: Err(error), backups: None, log: None }
    }

    /// True where staff are asked before the counter closes.
    pub(crate) fn asks_before_closing(&self) -> bool {
        self.opened.as_ref().is_ok_and(|opened| opened.manners.asks_before_closing())
    }

    pub(crate) fn opened(&self) -> Result<&Opened, TillError> {
        self.opened.as_deref().map_err(Clone::clone)
    }

    /// What makes and restores backups, also where no book can be opened.
    pub(crate) fn backups(&self) -> Result<Arc<Backups>, TillError> {
        self.backups.clone().ok_or_else(|| self.refusal(TillError::LedgerFailed))
    }

    /// The log, as it may leave the till.
    pub(crate) fn log(&self) -> Result<Arc<ExportedLog>, TillError> {
        self.log.clone().ok_or_else(|| self.refusal(TillError::NotFound))
    }

    /// Why the book can't be opened, or the other error where it is open.
    fn refusal(&self, otherwise: TillError) -> TillError {
        self.opened.as_ref().err().cloned().unwrap_or(otherwise)
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

/// A program that starts itself again, after a restore, may be there before the one that it replaces is gone. Beside any
/// other run nobody waits: the window says at once that the book is open.
fn wait_for_the_run_before(folder: &Path) {
    for _ in 0..50 {
        if !Book::is_restore_ready(folder) || !Book::is_open_elsewhere(folder) {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn system_keychain() -> Result<Vault, TillError> {
    Vault::start(KeychainStore::new(), Limits::default()).map_err(|error| {
        tracing::error!(%error, "the keychain can't be used");
        TillError::VaultFailed
    })
}

impl Opened {
    fn open(
        folder: &Path,
        keychain: Vault,
        displays: Arc<dyn Displays>,
    ) -> Result<Self, TillError> {
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
        let screen = Arc::new(ScreenKeeper::new(displays));
        Ok(Self {
            desk,
            display: CustomerDisplay::new(Arc::clone(&screen), Arc::new(SystemAwake::default())),
            screen,
            manners: Manners::default(),
            practice: Mutex::new(PracticeProviders::new(folder)),
            told_page: ToldPage::default(),
            saved: Arc::default(),
            clock,
        })
    }

    /// Starts what runs beside the windows. The keychain may keep the till waiting, or ask its owner for a password: the
    /// windows are there meanwhile. The practice providers come before the watcher, because sales may wait for them.
    fn begin(self: &Arc<Self>) {
        let opened = Arc::clone(self);
        tauri::async_runtime::spawn(async move { opened.display.follow(&opened.desk).await });
        let opened = Arc::clone(self);
        tauri::async_runtime::spawn(async move { opened.manners.follow(&opened.desk).await });
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
        let opened = Arc::new(Opened::open(folder.path(), keychain, Arc::new(NoDisplays)).unwrap());
        assert_eq!(opened.desk.actor(), Err(TillError::TillLocked));
        opened.begin();
        let session = tauri::async_runtime::block_on(opened.desk.session()).unwrap();
        assert!(matches!(session, SessionView::Open { pinless: true, .. }), "{session:?}");
    }
}
