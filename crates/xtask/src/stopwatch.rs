//! Time, for reports and benches. Nothing here decides what the app does.

use std::time::{Duration, Instant};

/// Runs from its making.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "the one real clock of this crate")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Seconds with one digit, for a person to read.
pub(crate) fn seconds(time: Duration) -> String {
    format!("{}.{} s", time.as_secs(), time.subsec_millis() / 100)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::seconds;

    #[test]
    fn a_time_is_shown_in_seconds() {
        assert_eq!(seconds(Duration::from_millis(61_270)), "61.2 s");
        assert_eq!(seconds(Duration::from_millis(40)), "0.0 s");
    }
}
