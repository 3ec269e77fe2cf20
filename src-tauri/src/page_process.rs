//! The processes in which the pages run on Linux: a page whose process ended is drawn again in another one.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use tauri::{AppHandle, Manager, Runtime, WebviewWindow};
use webkit2gtk::{WebProcessTerminationReason, WebViewExt};

/// A page that ends sooner than this after it was drawn again would end once more: it is left alone.
const SOONEST: Duration = Duration::from_secs(10);

/// From now on the window's page is drawn again whenever its process ends, by itself or by [`renew_all`]. The web view would
/// leave the window empty.
pub(crate) fn outlive<R: Runtime>(window: &WebviewWindow<R>) {
    let label = window.label().to_owned();
    let asked = window.with_webview(move |view| {
        let crashed = Cell::new(None::<Instant>);
        view.inner().connect_web_process_terminated(move |page, reason| {
            if reason == WebProcessTerminationReason::TerminatedByApi {
                tracing::debug!(label, "the page gets a fresh process");
                page.reload();
                return;
            }
            let before = crashed.replace(Some(Instant::now()));
            if before.is_some_and(|before| before.elapsed() < SOONEST) {
                tracing::error!(label, ?reason, "the page's process ended again at once");
            } else {
                tracing::error!(label, ?reason, "the page's process ended: it is drawn again");
                page.reload();
            }
        });
    });
    if let Err(error) = asked {
        tracing::warn!(%error, label = window.label(), "the end of the page's process is not heard");
    }
}

/// Draws both pages again in fresh processes, as at the program's start. `WebKitGTK` (seen with 2.50) keeps compiled code
/// and half-empty blocks of memory for as long as an old one lives: some 40 MB after 1,000 sales, although the pages
/// themselves hold no more than at first.
pub(crate) fn renew_all<R: Runtime>(app: &AppHandle<R>) {
    for (label, window) in app.webview_windows() {
        if let Err(error) = window.with_webview(|view| view.inner().terminate_web_process()) {
            tracing::warn!(%error, label, "the page keeps its process");
        }
    }
}
