//! Pages that open in the system's web browser.

use desk::domain::TillError;
use tauri::{AppHandle, Runtime};
use tauri_plugin_opener::OpenerExt;

/// Opens a page.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>, address: String) -> Result<(), TillError> {
    app.opener().open_url(address, None::<&str>).map_err(|error| {
        tracing::warn!(%error, "no browser opened");
        TillError::BrowserFailed
    })
}
