//! The computer that the program really runs on.

mod keys;
mod login;
mod notifier;
mod tray;
mod tray_place;

use tauri::{AppHandle, Manager, Runtime, Wry};

use self::{keys::Keys, notifier::Notifier, tray::Tray};
use super::{
    computer::{Computer, KeysState, NotDone, TrayState},
    notice::Notice,
    tray::TrayPicture,
};
use crate::windows;

pub(crate) use self::login::{plugin as login_plugin, starts_minimized};

/// The computer that the program really runs on.
pub(crate) struct SystemComputer<R: Runtime = Wry> {
    app: AppHandle<R>,
    notifier: Notifier,
    tray: Tray,
    keys: Keys,
}

impl<R: Runtime> SystemComputer<R> {
    /// The computer around this app.
    pub(crate) fn new(app: &AppHandle<R>) -> Self {
        Self {
            app: app.clone(),
            notifier: Notifier::new(&app.config().identifier),
            tray: Tray::default(),
            keys: Keys::default(),
        }
    }
}

impl<R: Runtime> Computer for SystemComputer<R> {
    fn counter_is_in_front(&self) -> bool {
        self.app
            .get_webview_window(windows::COUNTER)
            .is_some_and(|counter| counter.is_focused().unwrap_or(false))
    }

    fn notify(&self, notice: &Notice) {
        self.notifier.show(notice);
    }

    fn show_tray(&self, picture: Option<&TrayPicture>) -> TrayState {
        self.tray.show(&self.app, picture)
    }

    fn hold_keys(&self, keys: Option<&str>) -> KeysState {
        self.keys.hold(&self.app, keys)
    }

    fn starts_at_login(&self) -> Option<bool> {
        login::is_on(&self.app)
    }

    fn start_at_login(&self, on: bool) -> Result<(), NotDone> {
        login::set(&self.app, on)
    }
}
