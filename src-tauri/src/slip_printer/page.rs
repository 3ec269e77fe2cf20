//! The web view prints the counter's page: for paper it shows the slip that it was told to draw and nothing else, and its
//! style names the paper.

use desk::domain::TillError;
use share::{Paper, Slip};
use tauri::{AppHandle, Manager, Runtime};

use super::SlipPrint;
use crate::windows;

/// Opens the print dialog. It does not wait for what staff do there, and can't close it once the link is `over`.
///
/// # Errors
/// `PrintFailed` where no dialog opens.
#[expect(clippy::unused_async, reason = "another system waits for its dialog")]
pub(crate) async fn print<R: Runtime>(
    app: &AppHandle<R>,
    _paper: Paper,
    _slip: Slip,
    _name: String,
    _over: impl Future<Output = TillError> + Send,
) -> Result<SlipPrint, TillError> {
    let window = app.get_webview_window(windows::COUNTER).ok_or(TillError::PrintFailed)?;
    window.print().map(|()| SlipPrint::Asked).map_err(|error| {
        tracing::warn!(%error, "no print dialog opened");
        TillError::PrintFailed
    })
}
