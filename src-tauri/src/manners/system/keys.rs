//! Keys that are heard wherever the cursor is.

use std::{
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

use desk::view::TillEvent;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, ShortcutState};

use crate::{
    manners::{clipboard_keys::offered, computer::KeysState},
    till::Till,
    windows,
};

/// The keys that are held.
#[derive(Debug, Default)]
pub(super) struct Keys(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    /// The plugin begins to listen with the first keys that anybody wants.
    listens: bool,
    keys: Option<String>,
    state: Option<KeysState>,
}

impl Keys {
    /// Listens for these keys and no others.
    pub(super) fn hold<R: Runtime>(&self, app: &AppHandle<R>, keys: Option<&str>) -> KeysState {
        if !system_tells_of_keys() {
            return KeysState::NotHere;
        }
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(state) = held.state
            && held.keys.as_deref() == keys
            && state != KeysState::Taken
        {
            return state;
        }
        let state = held.change(app, keys);
        held.keys = keys.map(ToOwned::to_owned);
        held.state = Some(state);
        state
    }
}

impl Held {
    fn change<R: Runtime>(&mut self, app: &AppHandle<R>, keys: Option<&str>) -> KeysState {
        if self.listens
            && let Err(error) = app.global_shortcut().unregister_all()
        {
            tracing::warn!(%error, "the keys from before could not be given back");
        }
        let Some(keys) = keys else {
            return KeysState::Off;
        };
        if !self.listens {
            self.listens = begin_to_listen(app);
            if !self.listens {
                return KeysState::NotHere;
            }
        }
        let pressed = app.global_shortcut().on_shortcut(keys, |app, _, event| {
            if event.state == ShortcutState::Pressed {
                pressed(app);
            }
        });
        match pressed {
            Ok(()) => KeysState::Held,
            Err(error) => {
                tracing::info!(%error, "the keys for the clipboard belong to somebody else");
                KeysState::Taken
            }
        }
    }
}

/// Windows and macOS tell of keys on the thread that asked for them, and that must be the one of the windows.
fn begin_to_listen<R: Runtime>(app: &AppHandle<R>) -> bool {
    let (answer, answered) = mpsc::channel();
    let handle = app.clone();
    let asked = app.run_on_main_thread(move || {
        // Nobody waits any more where the till has ended.
        let _ = answer.send(handle.plugin(Builder::new().build()));
    });
    match asked.map(|()| answered.recv()) {
        Ok(Ok(Ok(()))) => true,
        Ok(Ok(Err(error))) => {
            tracing::warn!(%error, "the system tells of no keys");
            false
        }
        Ok(Err(_)) | Err(_) => false,
    }
}

/// The counter comes to the front with what is on the clipboard. Before a locked till nothing is read. The clipboard is
/// never read on the main thread: it may have to answer itself.
fn pressed<R: Runtime>(app: &AppHandle<R>) {
    windows::raise_counter(app);
    let app = app.clone();
    thread::spawn(move || {
        let till = app.state::<Till>();
        let Ok(opened) = till.opened() else {
            return;
        };
        if opened.desk.actor().is_ok() {
            let text = app.clipboard().read_text().ok().as_deref().and_then(offered);
            opened.manners.tell(TillEvent::Clipboard { text });
        }
    });
}

/// Under Wayland no program hears keys of another.
#[cfg(target_os = "linux")]
fn system_tells_of_keys() -> bool {
    use std::env;

    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")
}

#[cfg(not(target_os = "linux"))]
fn system_tells_of_keys() -> bool {
    true
}
