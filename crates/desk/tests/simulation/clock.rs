//! Time: one true one that the provider lives by, and each till's own, which may be wrong. All of it is simulated.

use std::{sync::Mutex, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use desk::seams::{Clock, Timestamp};
use tokio::time::Instant;

/// The moment at which every run begins.
const START: &str = "2026-11-20T10:00:00Z";

/// The true time. It goes on while tills sleep.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TrueTime(Instant);

impl TrueTime {
    /// A clock that starts now, within the runtime of a run.
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Since the run began.
    pub(crate) fn passed(self) -> Duration {
        self.0.elapsed()
    }

    /// The true moment.
    pub(crate) fn moment(self) -> Timestamp {
        Self::at(self.passed())
    }

    /// The moment so long after the run began.
    pub(crate) fn at(passed: Duration) -> Timestamp {
        Timestamp::parse(START).unwrap().plus(passed)
    }
}

impl practice::Clock for TrueTime {
    fn now(&self) -> DateTime<Utc> {
        START.parse::<DateTime<Utc>>().unwrap() + self.passed()
    }
}

/// A till's clock: right about how much time passes, and off by a jump about what time it is.
#[derive(Debug)]
pub(crate) struct TillClock {
    truth: TrueTime,
    off_by: Mutex<TimeDelta>,
}

impl TillClock {
    /// A clock that shows the true time.
    pub(crate) fn right(truth: TrueTime) -> Self {
        Self { truth, off_by: Mutex::default() }
    }

    /// Puts the clock wrong.
    pub(crate) fn jump_to(&self, off_by: TimeDelta) {
        *self.off_by.lock().unwrap() = off_by;
    }
}

impl Clock for TillClock {
    fn now(&self) -> Timestamp {
        let off_by = self.off_by.lock().unwrap().num_milliseconds();
        Timestamp::from_millis(self.truth.moment().millis() + off_by).unwrap()
    }

    fn elapsed(&self) -> Duration {
        // A clock that counts sleep has no beginning that anybody relies on.
        Duration::from_hours(1000) + self.truth.passed()
    }
}
