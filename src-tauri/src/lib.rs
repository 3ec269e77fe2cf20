//! The shell: windows, commands, the clipboard, and the wiring of the real clock, network and keychain.
//!
//! Thin by design: no rule about money lives here.

mod awake;
mod backups;
mod browser;
mod chosen_file;
mod chosen_place;
mod clipboard;
mod clock;
mod command_list;
mod commands;
mod contract;
mod customer_display;
mod customer_scene;
mod displays;
#[cfg(target_os = "linux")]
mod drawing;
mod exported_list;
mod exported_log;
mod gate;
mod idle_pictures;
mod log;
mod manners;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod memory;
#[cfg(target_os = "linux")]
mod page_process;
mod picture_answer;
mod practice_providers;
mod product_pictures;
mod qr_pictures;
mod random;
mod saved_files;
mod shared_file;
mod slip_pictures;
mod slip_printer;
mod spoken;
mod start_mark;
mod till;
mod told_page;
mod windows;

pub use command_list::{Access, COMMANDS, Command, handler};
pub use contract::typescript;
pub use till::Till;

use tauri::{Manager, RunEvent, Runtime, WindowEvent};

/// Starts the till and returns when its windows are closed.
pub fn run() {
    log::start();
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    memory::share_among_threads();
    let built = build(tauri::Builder::default()).build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|app, event| match event {
            RunEvent::WindowEvent {
                label, event: WindowEvent::CloseRequested { api, .. }, ..
            } if label == windows::COUNTER && app.state::<Till>().asks_before_closing() => {
                api.prevent_close();
            }
            // Somebody presses the till's picture in the Dock: it brings back windows that went into the tray.
            #[cfg(target_os = "macos")]
            RunEvent::Reopen { .. } => windows::raise_counter(app),
            // The till ends with the counter: a customer display alone would be a window that nobody can use.
            RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. }
                if label == windows::COUNTER =>
            {
                app.exit(0);
            }
            _ => {}
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
        .plugin(manners::login_plugin())
        .plugin(windows::kept_as_left())
        .plugin(tauri_plugin_opener::init())
        .register_asynchronous_uri_scheme_protocol(qr_pictures::SCHEME, qr_pictures::answer)
        .register_asynchronous_uri_scheme_protocol(
            product_pictures::SCHEME,
            product_pictures::answer,
        )
        .register_asynchronous_uri_scheme_protocol(idle_pictures::SCHEME, idle_pictures::answer)
        .register_asynchronous_uri_scheme_protocol(slip_pictures::SCHEME, slip_pictures::answer)
        .invoke_handler(handler())
        .setup(|app| {
            match app.path().app_log_dir() {
                Ok(folder) => log::keep_in(&folder),
                Err(error) => tracing::warn!(%error, "there is no folder for the log"),
            }
            app.manage(Till::start(app.handle()));
            windows::open(app.handle())?;
            app.state::<Till>().keep_customer_screen();
            Ok(())
        })
}
