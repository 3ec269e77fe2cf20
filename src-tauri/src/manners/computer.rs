//! The computer around the windows, as a seam: tests give a made-up one.

use serde::Serialize;
use ts_rs::TS;

use super::{notice::Notice, tray::TrayPicture};

/// What the till asks of the computer beside its windows. Each of it may be missing there.
pub(crate) trait Computer: Send + Sync {
    /// True while staff work in the counter window.
    fn counter_is_in_front(&self) -> bool;

    /// Shows a notification. It is a hint: nobody learns whether it was seen.
    fn notify(&self, notice: &Notice);

    /// Shows the tray icon like this; `None` takes it away. Also without one it says whether the desktop could show it.
    fn show_tray(&self, picture: Option<&TrayPicture>) -> TrayState;

    /// Listens for these keys wherever the cursor is, and for no others; `None` for none. Also without any it says whether
    /// the system has such keys.
    fn hold_keys(&self, keys: Option<&str>) -> KeysState;

    /// Whether the till starts when somebody signs in to the computer; `None` where that can't be told.
    fn starts_at_login(&self) -> Option<bool>;

    /// Has the till start then, or not.
    ///
    /// # Errors
    /// The system does not do it.
    fn start_at_login(&self, on: bool) -> Result<(), NotDone>;
}

/// The system did not do what it was asked. Why is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotDone;

/// Whether there is a tray icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum TrayState {
    /// It could be shown, and nobody wants it.
    Off,
    /// It is shown.
    Shown,
    /// The system's library for it is not installed.
    NoLibrary,
    /// The desktop has no place for it.
    NoPlace,
}

/// Whether the keys for the clipboard work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum KeysState {
    /// They could be listened for, and there are none.
    Off,
    /// They work.
    Held,
    /// Another program has them, or the system keeps them for itself.
    Taken,
    /// The system tells no program of keys that are pressed elsewhere.
    NotHere,
}

/// What this computer does for the till, as Settings show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ThisComputer {
    /// Whether the till starts when somebody signs in to the computer; `None` where that can't be told.
    pub(crate) starts_at_login: Option<bool>,
    /// Whether there is a tray icon.
    pub(crate) tray: TrayState,
    /// Whether the keys for the clipboard work.
    pub(crate) clipboard_keys: KeysState,
}
