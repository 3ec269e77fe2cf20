//! The program's log: to standard error, warnings and up unless `TILLSIDE_LOG` says otherwise.
//!
//! Only fields of known types are logged: never a request, an answer or a form.

use tracing_subscriber::EnvFilter;

/// Starts the log. A second start changes nothing.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("TILLSIDE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false);
    // Another start in the same process, as tests have it, finds the log in place.
    let _ = log.try_init();
}
