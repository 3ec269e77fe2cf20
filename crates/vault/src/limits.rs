use std::time::Duration;

/// How long a caller of the vault waits. The keychain itself cannot be stopped: a call that ran out
/// of time goes on in the vault's thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a read where nobody is expected to answer a prompt.
    pub read: Duration,
    /// For a save, a forget, and a read that a person has just asked for: the system may show a
    /// prompt, and the person has this long to answer it.
    pub prompt: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { read: Duration::from_secs(5), prompt: Duration::from_mins(1) }
    }
}
