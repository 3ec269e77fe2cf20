//! An empty Tauri window: what the start of the till is measured against (`cargo xtask bench --only window-start`).
//!
//! It has the till's configuration and no page of ours, no command, no plugin and no book. When its page has loaded, it
//! makes the file that `TILLSIDE_START_MARK` names, as the till does when its counter page is at work. Where there is no
//! graphics card, an emulated one draws it, and not the processor as it does the till: that is part of the difference.

use tauri::{WebviewUrl, WebviewWindowBuilder, webview::PageLoadEvent};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            let mut page =
                tauri::http::Response::new(b"<!doctype html><title>Empty</title>".to_vec());
            let html = tauri::http::HeaderValue::from_static("text/html");
            page.headers_mut().insert(tauri::http::header::CONTENT_TYPE, html);
            page
        })
        .setup(|app| {
            let page = WebviewUrl::CustomProtocol("empty://localhost/".parse()?);
            WebviewWindowBuilder::new(app, "counter", page)
                .inner_size(1280.0, 800.0)
                .on_page_load(|_, load| {
                    if load.event() == PageLoadEvent::Finished
                        && let Some(mark) = std::env::var_os("TILLSIDE_START_MARK")
                    {
                        // A mark that can't be made shows as a start that never ends.
                        let _ = std::fs::write(mark, b"");
                    }
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
