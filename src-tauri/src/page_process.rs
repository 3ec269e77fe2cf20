//! The processes in which the pages run on Linux: a page whose process ended is drawn again in another one.

use std::{cell::Cell, time::Duration};

use gtk::glib;
use tauri::{AppHandle, Manager, Runtime, WebviewWindow};
use webkit2gtk::{WebProcessTerminationReason, WebViewExt};

/// A page that crashes sooner than this after it was drawn again may crash each time: it waits before the next.
const SOON: Duration = Duration::from_secs(30);

/// The first of such waits, and the longest; each is twice the one before.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// From now on the window's page is drawn again whenever its process ends, by itself or by [`renew_all`]. The web view would
/// leave the window empty.
pub(crate) fn outlive<R: Runtime>(window: &WebviewWindow<R>) {
    let label = window.label().to_owned();
    let asked = window.with_webview(move |view| {
        let crashes = Cell::new(Crashes::default());
        view.inner().connect_web_process_terminated(move |page, reason| {
            if reason == WebProcessTerminationReason::TerminatedByApi {
                tracing::debug!(label, "the page gets a fresh process");
                page.reload();
                return;
            }
            let now = crashes.get().another(since_boot());
            crashes.set(now);
            tracing::error!(label, ?reason, wait = ?now.wait, "the page's process ended: it is drawn again");
            let page = page.clone();
            glib::timeout_add_local_once(now.wait, move || page.reload());
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

/// By the clock that nobody sets.
fn since_boot() -> Duration {
    Duration::from_micros(u64::try_from(glib::monotonic_time()).unwrap_or_default())
}

/// How often a page crashed of late.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Crashes {
    /// When it crashed last, since the computer's start.
    latest: Option<Duration>,
    /// Before the page is drawn again.
    wait: Duration,
}

impl Crashes {
    fn another(self, at: Duration) -> Self {
        // What it waited itself is no time in which it was well.
        let is_soon =
            self.latest.is_some_and(|latest| at.saturating_sub(latest) < SOON + self.wait);
        let wait = match self.wait {
            _ if !is_soon => Duration::ZERO,
            Duration::ZERO => FIRST_WAIT,
            before => (before * 2).min(LONGEST_WAIT),
        };
        Self { latest: Some(at), wait }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_crashes_again_and_again_is_drawn_ever_later_and_never_given_up() {
        let mut at = Duration::from_mins(1);
        let mut crashes = Crashes::default();
        let mut waits = Vec::new();
        for _ in 0..10 {
            crashes = crashes.another(at);
            waits.push(crashes.wait.as_secs());
            at += crashes.wait + Duration::from_secs(1);
        }
        assert_eq!(waits, [0, 5, 10, 20, 40, 80, 160, 300, 300, 300]);
    }

    #[test]
    fn one_that_was_well_for_a_while_is_drawn_at_once() {
        let at = Duration::from_mins(1);
        let crashes = Crashes::default().another(at).another(at);
        assert_eq!(crashes.wait, FIRST_WAIT);
        assert_eq!(crashes.another(at + SOON + FIRST_WAIT).wait, Duration::ZERO);
    }
}
