//! The two windows: the counter, and the customer display.

use serde::Serialize;
use tauri::{
    AppHandle, Manager, Monitor, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
};
use ts_rs::TS;

/// Label of the window that staff use.
pub(crate) const COUNTER: &str = "counter";

/// Label of the window that faces the customer.
pub(crate) const CUSTOMER: &str = "customer";

/// Where the customer's page is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum CustomerScreen {
    /// On a screen of its own.
    Own,
    /// There is one screen only: the counter window draws it.
    Shared,
}

/// Opens both windows. Only in `setup` or an asynchronous command: Windows deadlocks elsewhere (tauri-apps/wry#583).
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let customer =
        WebviewWindowBuilder::new(app, CUSTOMER, WebviewUrl::App("customer.html".into()))
            .title("Tillside – customer display")
            .inner_size(960.0, 640.0)
            .focused(false)
            .on_navigation(is_own_page)
            .build()?;
    WebviewWindowBuilder::new(app, COUNTER, WebviewUrl::App("index.html".into()))
        .title("Tillside")
        .inner_size(1280.0, 800.0)
        .min_inner_size(1024.0, 700.0)
        .on_navigation(is_own_page)
        .build()?;
    if let Some(monitor) = second_monitor(&customer) {
        // Wayland ignores the position: there the owner moves the window.
        customer.set_position(*monitor.position())?;
        customer.set_fullscreen(true)?;
    }
    Ok(())
}

/// Brings the counter to the front.
pub(crate) fn raise_counter<R: Runtime>(app: &AppHandle<R>) {
    raise(app, COUNTER);
}

/// Brings the customer display to the front, if it has a screen of its own.
pub(crate) fn raise_customer<R: Runtime>(app: &AppHandle<R>) -> CustomerScreen {
    let customer = app.get_webview_window(CUSTOMER);
    if customer.and_then(|customer| second_monitor(&customer)).is_none() {
        return CustomerScreen::Shared;
    }
    raise(app, CUSTOMER);
    raise(app, COUNTER);
    CustomerScreen::Own
}

fn raise<R: Runtime>(app: &AppHandle<R>, label: &str) {
    let Some(window) = app.get_webview_window(label) else {
        return;
    };
    if let Err(error) =
        window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus())
    {
        tracing::warn!(%error, label, "the window could not be raised");
    }
}

/// The first monitor that is not the primary one.
fn second_monitor<R: Runtime>(window: &WebviewWindow<R>) -> Option<Monitor> {
    let monitors = window.available_monitors().ok().filter(|monitors| monitors.len() > 1)?;
    let primary = window.primary_monitor().ok().flatten().map(|monitor| *monitor.position());
    monitors.into_iter().find(|monitor| Some(*monitor.position()) != primary)
}

/// The windows show the app's own pages and nothing else.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_never_leaves_the_app() {
        let is_own = |url: &str| is_own_page(&Url::parse(url).unwrap());
        assert!(is_own("tauri://localhost/index.html"));
        assert!(is_own("http://tauri.localhost/customer.html"));
        for url in [
            "https://pay.example/",
            "http://tauri.localhost.evil.example/",
            "http://tauri.localhost:8080/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "javascript:alert(1)",
            "about:blank",
        ] {
            assert!(!is_own(url), "{url}");
        }
    }
}
