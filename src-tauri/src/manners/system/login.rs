//! Starting when somebody signs in to the computer.

use std::env;

use tauri::{AppHandle, Manager, Runtime, plugin::TauriPlugin};
use tauri_plugin_autostart::{AutoLaunchManager, Builder};

use crate::manners::computer::NotDone;

/// What the system starts the till with then: nobody is at it yet.
const MINIMIZED: &str = "--minimized";

/// Registers the till with the system's way to start programs.
pub(crate) fn plugin<R: Runtime>() -> TauriPlugin<R> {
    Builder::new().app_name("Tillside").arg(MINIMIZED).build()
}

/// True where the system started this program when somebody signed in.
pub(crate) fn starts_minimized() -> bool {
    env::args_os().skip(1).any(|argument| argument == MINIMIZED)
}

pub(super) fn is_on<R: Runtime>(app: &AppHandle<R>) -> Option<bool> {
    match app.try_state::<AutoLaunchManager>()?.is_enabled() {
        Ok(on) => Some(on),
        Err(error) => {
            tracing::warn!(%error, "whether the till starts at login can't be told");
            None
        }
    }
}

pub(super) fn set<R: Runtime>(app: &AppHandle<R>, on: bool) -> Result<(), NotDone> {
    let login = app.try_state::<AutoLaunchManager>().ok_or(NotDone)?;
    let done = if on { login.enable() } else { login.disable() };
    done.map_err(|error| {
        tracing::warn!(%error, "the till's start at login could not be changed");
        NotDone
    })
}
