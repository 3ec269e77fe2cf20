//! What is on the clipboard is what was put there: everything is read back and compared.

use desk::domain::TillError;
use share::{Email, PixelPicture};
use tauri::{AppHandle, Runtime, image::Image};
use tauri_plugin_clipboard_manager::ClipboardExt;

/// Puts `text` on the clipboard. Anything but exactly this text there afterwards is an error: some programs change
/// addresses on the clipboard (RELIABILITY 4.1, T7).
///
/// Waits for the system: not to be called on the main thread.
pub(crate) fn copy<R: Runtime>(app: &AppHandle<R>, text: &str) -> Result<(), TillError> {
    let clipboard = app.clipboard();
    let copied = clipboard.write_text(text).and_then(|()| clipboard.read_text());
    told(copied, |found| found == text)
}

/// The same for an email: its HTML for programs that take it, its text for the others. Both are read back. The system may
/// wrap the HTML into a page of its own.
pub(crate) fn copy_email<R: Runtime>(app: &AppHandle<R>, email: &Email) -> Result<(), TillError> {
    let clipboard = app.clipboard();
    let copied = clipboard
        .write_html(email.html.as_str(), Some(email.text.as_str()))
        .and_then(|()| clipboard.read_text());
    told(copied, |found| found == &email.text)?;
    let html = arboard::Clipboard::new().and_then(|mut clipboard| clipboard.get().html());
    told(html, |found| found.contains(&email.html))
}

/// The same for the picture of a code.
pub(crate) fn copy_picture<R: Runtime>(
    app: &AppHandle<R>,
    picture: &PixelPicture,
) -> Result<(), TillError> {
    let clipboard = app.clipboard();
    let image = Image::new(&picture.rgba, picture.width, picture.height);
    let copied = clipboard.write_image(&image).and_then(|()| clipboard.read_image());
    told(copied, |found| picture.came_back(found.rgba(), found.width(), found.height()))
}

/// Whether what came back is what was copied.
fn told<T, E: std::fmt::Display>(
    copied: Result<T, E>,
    is_it: impl FnOnce(&T) -> bool,
) -> Result<(), TillError> {
    match copied {
        Ok(found) if is_it(&found) => Ok(()),
        Ok(_) => {
            tracing::warn!("the clipboard holds something else than was copied");
            Err(TillError::ClipboardFailed)
        }
        Err(error) => {
            tracing::warn!(%error, "the clipboard refused");
            Err(TillError::ClipboardFailed)
        }
    }
}
