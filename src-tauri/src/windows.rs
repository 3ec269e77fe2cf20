//! The two windows: the counter, and the customer display.

use serde::Serialize;
use tauri::{
    AppHandle, LogicalSize, Manager, Monitor, Runtime, Url, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder,
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

/// Size of the counter window, and the smallest that its screens are made for, in logical pixels.
const COUNTER_SIZE: (f64, f64) = (1280.0, 800.0);
const SMALLEST_COUNTER: (f64, f64) = (1024.0, 700.0);

/// Opens both windows. Only in `setup` or an asynchronous command: Windows deadlocks elsewhere (tauri-apps/wry#583).
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    open_customer(app)?;
    let counter = WebviewWindowBuilder::new(app, COUNTER, WebviewUrl::App("index.html".into()))
        .title("Tillside")
        .inner_size(COUNTER_SIZE.0, COUNTER_SIZE.1)
        .min_inner_size(SMALLEST_COUNTER.0, SMALLEST_COUNTER.1)
        .on_navigation(is_own_page)
        // Files are dropped on the page: a picture of a product, a list of them. With the handler, it would see none.
        .disable_drag_drop_handler()
        .build()?;
    let screen = counter.primary_monitor().ok().flatten();
    if screen.is_some_and(|screen| {
        let size = screen.size().to_logical::<f64>(screen.scale_factor());
        size.width < COUNTER_SIZE.0 || size.height < COUNTER_SIZE.1
    }) {
        // A small screen, or a large one at a large scale: take what there is.
        counter.set_min_size(None::<LogicalSize<f64>>)?;
        counter.maximize()?;
    }
    Ok(())
}

fn open_customer<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<WebviewWindow<R>> {
    let customer =
        WebviewWindowBuilder::new(app, CUSTOMER, WebviewUrl::App("customer.html".into()))
            .title("Tillside – customer display")
            .inner_size(960.0, 640.0)
            .focused(false)
            .on_navigation(is_own_page)
            .build()?;
    if let Some(monitor) = second_monitor(&customer) {
        // Wayland ignores the position: there the owner moves the window.
        customer.set_position(*monitor.position())?;
        customer.set_fullscreen(true)?;
    }
    Ok(customer)
}

/// Brings the counter to the front.
pub(crate) fn raise_counter<R: Runtime>(app: &AppHandle<R>) {
    raise(app, COUNTER);
}

/// Brings the customer display to the front, if it has a screen of its own; one that was closed is opened again. Only
/// in an asynchronous command.
pub(crate) fn raise_customer<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<CustomerScreen> {
    let counter = app.get_webview_window(COUNTER);
    if counter.and_then(|counter| second_monitor(&counter)).is_none() {
        return Ok(CustomerScreen::Shared);
    }
    if app.get_webview_window(CUSTOMER).is_none() {
        open_customer(app)?;
    }
    raise(app, CUSTOMER);
    raise(app, COUNTER);
    Ok(CustomerScreen::Own)
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
