//! The program's log: to standard error and to a file a day, warnings and up unless `TILLSIDE_LOG` says otherwise.
//!
//! Only fields of known types are logged: never a request, an answer or a form.

use std::{io, path::Path, sync::OnceLock};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::{
    EnvFilter,
    fmt::writer::{MakeWriter, MakeWriterExt as _, OptionalWriter},
};

/// How many days are kept.
const DAYS_KEPT: usize = 7;

/// What the names of the files begin with.
pub(crate) const PREFIX: &str = "tillside";

/// What they end with.
pub(crate) const ENDING: &str = "log";

/// The files, once it is known where they go.
static FILES: OnceLock<RollingFileAppender> = OnceLock::new();

/// Starts the log. A second start changes nothing.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("TILLSIDE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr.and(Files))
        .with_ansi(false);
    // Another start in the same process, as tests have it, finds the log in place.
    let _ = log.try_init();
}

/// Keeps the log in `folder` from now on.
pub(crate) fn keep_in(folder: &Path) {
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix(PREFIX)
        .filename_suffix(ENDING)
        .max_log_files(DAYS_KEPT)
        .build(folder);
    match files {
        // A program keeps its log in one folder.
        Ok(files) => drop(FILES.set(files)),
        Err(error) => tracing::warn!(%error, "the log is kept in no file"),
    }
}

/// Writes to the file of the day, where there is one.
struct Files;

impl<'a> MakeWriter<'a> for Files {
    type Writer = OptionalWriter<<RollingFileAppender as MakeWriter<'a>>::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        match FILES.get() {
            Some(files) => OptionalWriter::some(files.make_writer()),
            None => OptionalWriter::none(),
        }
    }
}
