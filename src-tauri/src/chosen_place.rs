//! The system's own dialogs, in which a person chooses a folder or a file.

use std::{path::PathBuf, sync::mpsc};

use rfd::AsyncFileDialog;
use tauri::{AppHandle, Manager, Runtime};

use crate::windows;

/// Where somebody chooses a place. A call waits until they have, and gives `None` where they changed their mind.
pub(crate) trait ChosenPlace: Send + Sync {
    /// A folder for a backup.
    fn folder(&self) -> Option<PathBuf>;

    /// The file of a backup.
    fn backup(&self) -> Option<PathBuf>;
}

/// Nobody is there to choose.
pub(crate) struct NobodyChooses;

impl ChosenPlace for NobodyChooses {
    fn folder(&self) -> Option<PathBuf> {
        None
    }

    fn backup(&self) -> Option<PathBuf> {
        None
    }
}

/// The system's dialogs, over the counter's window. In a debug build, `TILLSIDE_CHOSEN_PLACE` answers in a person's place.
pub(crate) struct SystemDialogs<R: Runtime>(AppHandle<R>);

impl<R: Runtime> SystemDialogs<R> {
    pub(crate) fn new(app: &AppHandle<R>) -> Self {
        Self(app.clone())
    }

    /// Opens a dialog on the main thread, as every system wants it, and waits for its end on this one.
    fn ask<F>(&self, open: impl FnOnce(AsyncFileDialog) -> F + Send + 'static) -> Option<PathBuf>
    where
        F: Future<Output = Option<rfd::FileHandle>> + Send + 'static,
    {
        #[cfg(debug_assertions)]
        if let Some(place) = std::env::var_os("TILLSIDE_CHOSEN_PLACE") {
            return Some(place.into());
        }
        let (tell, told) = mpsc::channel();
        let app = self.0.clone();
        let opened = self.0.run_on_main_thread(move || {
            let mut dialog = AsyncFileDialog::new();
            if let Some(counter) = app.get_webview_window(windows::COUNTER) {
                dialog = dialog.set_parent(&counter);
            }
            let chosen = open(dialog);
            tauri::async_runtime::spawn(async move {
                let path = chosen.await.map(|file| file.path().to_owned());
                // Whoever asked waits for it.
                let _ = tell.send(path);
            });
        });
        if let Err(error) = opened {
            tracing::warn!(%error, "no dialog was opened");
            return None;
        }
        told.recv().ok().flatten()
    }
}

impl<R: Runtime> ChosenPlace for SystemDialogs<R> {
    fn folder(&self) -> Option<PathBuf> {
        self.ask(AsyncFileDialog::pick_folder)
    }

    fn backup(&self) -> Option<PathBuf> {
        self.ask(|dialog| dialog.add_filter("Tillside", &["tillside"]).pick_file())
    }
}
