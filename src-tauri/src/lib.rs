//! The shell: windows, commands, the clipboard, and the wiring of the real clock, network and keychain.
//!
//! Thin by design: no rule about money lives here.

mod browser;
mod chosen_file;
mod clipboard;
mod clock;
mod command_list;
mod commands;
mod contract;
mod customer_display;
mod exported_list;
mod gate;
mod log;
mod picture_answer;
mod practice_providers;
mod product_pictures;
mod qr_pictures;
mod random;
mod saved_files;
mod start_mark;
mod till;
mod windows;

pub use command_list::{Access, COMMANDS, Command, handler};
pub use contract::typescript;
pub use till::Till;

use tauri::{Manager, RunEvent, Runtime, WindowEvent};

/// Starts the till and returns when its windows are closed.
pub fn run() {
    log::start();
    let built = build(tauri::Builder::default()).build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|app, event| {
            // The till ends with the counter: a customer display alone would be a window that nobody can use.
            if let RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. } = &event
                && label == windows::COUNTER
            {
                app.exit(0);
            }
        }),
        Err(error) => tracing::error!(%error, "the till could not start"),
    }
}

fn build<R: Runtime>(builder: tauri::Builder<R>) -> tauri::Builder<R> {
    builder
        // The first plugin, or a second program would open the book before it is told of the first.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            windows::raise_counter(app);
        }))
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_opener::init())
        .register_asynchronous_uri_scheme_protocol(qr_pictures::SCHEME, qr_pictures::answer)
        .register_asynchronous_uri_scheme_protocol(
            product_pictures::SCHEME,
            product_pictures::answer,
        )
        .invoke_handler(handler())
        .setup(|app| {
            app.manage(Till::start(app.handle()));
            windows::open(app.handle())?;
            Ok(())
        })
}
