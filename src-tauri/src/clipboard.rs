//! A link on the clipboard is the link: it is read back and compared.

use desk::domain::TillError;
use tauri::{AppHandle, Runtime};
use tauri_plugin_clipboard_manager::ClipboardExt;

/// Puts `text` on the clipboard. Anything but exactly this text there afterwards is an error: some programs change
/// addresses on the clipboard (RELIABILITY 4.1, T7).
///
/// Waits for the system: not to be called on the main thread.
pub(crate) fn copy<R: Runtime>(app: &AppHandle<R>, text: &str) -> Result<(), TillError> {
    let clipboard = app.clipboard();
    let copied = clipboard.write_text(text).and_then(|()| clipboard.read_text());
    match copied {
        Ok(found) if found == text => Ok(()),
        Ok(_) => Err(TillError::ClipboardFailed),
        Err(error) => {
            tracing::warn!(%error, "the clipboard refused");
            Err(TillError::ClipboardFailed)
        }
    }
}
