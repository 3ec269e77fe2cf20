//! What can go wrong, in words for the person at the terminal.

use std::{io, path::PathBuf};

/// Why a command or a step failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{program} cannot be started: {source}")]
    Start { program: String, source: io::Error },
    #[error("`{command}` failed ({status})")]
    Command { command: String, status: String },
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("no temporary folder: {0}")]
    TemporaryFolder(io::Error),
    #[error("{} is not understood: {reason}", path.display())]
    Format { path: PathBuf, reason: String },
    #[error("the dependency tree cannot be read: {0}")]
    Metadata(#[from] cargo_metadata::Error),
    #[error("{0} licence problem(s), listed above")]
    Licences(usize),
    #[error("missing on this system: {missing}. Install it, then try again.{hint}")]
    InstallYourself { missing: String, hint: String },
    #[error("nothing was installed. Run it yourself, then try again:\n{0}")]
    Declined(String),
    #[error(
        "these commands need an administrator, and this is neither root nor a passwordless sudo:\n{0}"
    )]
    NotAllowedToInstall(String),
    #[error("still missing after the packages were installed: {0}")]
    StillMissing(String),
    #[error("Node.js {wanted} or newer is needed, with npm ({found}). See https://nodejs.org")]
    Node { wanted: u32, found: String },
    #[error("{program} ended before it was ready: {said}")]
    NotReady { program: String, said: String },
    #[error("a test wrote into the person's own data: {}", .0.display())]
    OwnDataTouched(PathBuf),
    #[error("{program} gave no sign of a usable window within {seconds} s")]
    NoWindow { program: String, seconds: u64 },
    #[error("{program} ended before its window was usable ({status})")]
    EndedEarly { program: String, status: String },
    #[error("the window took {ratio} times as long as an empty one; the limit is {limit}")]
    TooSlow { ratio: String, limit: String },
}

impl Failure {
    /// For `map_err` on calls that name no path themselves.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
