//! The two windows: the counter, and the customer display.

use tauri::{
    AppHandle, LogicalSize, Manager, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    plugin::TauriPlugin,
};
use tauri_plugin_window_state::StateFlags;

use crate::manners;

/// Label of the window that staff use.
pub(crate) const COUNTER: &str = "counter";

/// Label of the window that faces the customer.
pub(crate) const CUSTOMER: &str = "customer";

/// Size of the counter window, and the smallest that its screens are made for, in logical pixels.
const COUNTER_SIZE: (f64, f64) = (1280.0, 800.0);
const SMALLEST_COUNTER: (f64, f64) = (1024.0, 700.0);

/// Size of the customer's window while it fills no screen, in logical pixels.
pub(crate) const CUSTOMER_SIZE: (f64, f64) = (960.0, 640.0);

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
    #[cfg(target_os = "linux")]
    prepare_page(&counter);
    let screen = counter.primary_monitor().ok().flatten();
    if screen.is_some_and(|screen| {
        let size = screen.size().to_logical::<f64>(screen.scale_factor());
        size.width < COUNTER_SIZE.0 || size.height < COUNTER_SIZE.1
    }) {
        // A small screen, or a large one at a large scale: take what there is.
        counter.set_min_size(None::<LogicalSize<f64>>)?;
        counter.maximize()?;
    }
    if manners::starts_minimized() {
        counter.minimize()?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn prepare_page<R: Runtime>(window: &WebviewWindow<R>) {
    crate::drawing::fit_to_computer(window);
    crate::page_process::outlive(window);
}

/// The counter comes back where it was, as large as it was. The customer's window has a keeper of its own, and a window
/// that was hidden is seen at the next start.
pub(crate) fn kept_as_left<R: Runtime>() -> TauriPlugin<R> {
    let kept = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(kept)
        .with_denylist(&[CUSTOMER])
        .build()
}

/// Hides both windows: the till goes on in the tray.
pub(crate) fn hide<R: Runtime>(app: &AppHandle<R>) {
    for window in [COUNTER, CUSTOMER].into_iter().filter_map(|label| app.get_webview_window(label))
    {
        if let Err(error) = window.hide() {
            tracing::warn!(%error, label = window.label(), "the window could not be hidden");
        }
    }
}

/// Opens the customer's window. The keeper of the screens puts it where it belongs.
pub(crate) fn open_customer<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<WebviewWindow<R>> {
    let url = WebviewUrl::App("customer.html".into());
    let customer = WebviewWindowBuilder::new(app, CUSTOMER, url)
        .title("Tillside")
        .inner_size(CUSTOMER_SIZE.0, CUSTOMER_SIZE.1)
        .focused(false)
        .on_navigation(is_own_page)
        .build()?;
    #[cfg(target_os = "linux")]
    prepare_page(&customer);
    Ok(customer)
}

/// Brings the counter to the front. A customer's window that was hidden with it comes back, too.
pub(crate) fn raise_counter<R: Runtime>(app: &AppHandle<R>) {
    if let Some(customer) = app.get_webview_window(CUSTOMER)
        && !customer.is_visible().unwrap_or(true)
        && let Err(error) = customer.show()
    {
        tracing::warn!(%error, "the customer display could not be shown again");
    }
    raise(app, COUNTER);
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
