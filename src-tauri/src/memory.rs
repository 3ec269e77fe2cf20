//! What the till and its pages keep of memory on Linux that they no longer need.

use std::{env, io, os::unix::process::CommandExt, process::Command};

use tauri::{Runtime, WebviewWindow};
use webkit2gtk::{CacheModel, WebContextExt, WebViewExt};

/// Set, to anything: the C library was told, or whoever started the till wants it as it is.
const TOLD: &str = "TILLSIDE_MEMORY_TOLD";

/// What glibc is told (`mallopt(3)`), by the names that it reads as a program starts. It gives each thread a store of its
/// own, up to eight for each processor, and keeps in each what the most ever needed: the till's work is short and goes to
/// whichever thread is free, so that after some hundred sales it held several times what it needed.
const ALLOCATOR: [(&str, &str); 3] = [
    // Two threads at a time may ask for memory without waiting for each other.
    ("MALLOC_ARENA_MAX", "2"),
    // Bytes: what is as large as this, such as a picture, is given back at once. By itself, glibc raises it to what was
    // given back before.
    ("MALLOC_MMAP_THRESHOLD_", "131072"),
    // Bytes: so much is kept at the end of the store.
    ("MALLOC_TRIM_THRESHOLD_", "131072"),
];

/// Starts the program again in its place, with what the C library is told: it can be told in no other way that is safe.
/// What is set already stays. The processes of the pages, and programs that the till opens, are told, too.
///
/// # Errors
/// The system does not start it again. The till can go on as it is.
pub(crate) fn tell_allocator() -> io::Result<()> {
    if env::var_os(TOLD).is_some() {
        return Ok(());
    }
    let mut arguments = env::args_os();
    let mut again = Command::new(env::current_exe()?);
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    again.args(arguments).env(TOLD, "1");
    again.envs(ALLOCATOR.into_iter().filter(|(name, _)| env::var_os(name).is_none()));
    Err(again.exec())
}

/// Has the pages keep nothing for another visit: they are the till's own files, and each code is shown once. By itself,
/// `WebKitGTK` keeps what a browser would.
pub(crate) fn keep_no_cache<R: Runtime>(window: &WebviewWindow<R>) {
    let asked = window.with_webview(|view| {
        if let Some(context) = view.inner().context() {
            context.set_cache_model(CacheModel::DocumentViewer);
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, label = window.label(), "the page keeps what a browser would");
    }
}
