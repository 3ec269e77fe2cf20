//! The computer's clock and chance, and a pause that passes at once.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use desk::seams::{Clock, Random, Timestamp};
use uuid::Uuid;

/// Real time, and the pauses that were made.
pub(crate) struct BenchClock {
    started: Instant,
    paused: Mutex<Duration>,
}

/// The present moment, to measure by.
#[expect(clippy::disallowed_methods, reason = "a bench measures real time, here alone")]
pub(crate) fn instant() -> Instant {
    Instant::now()
}

impl BenchClock {
    pub(crate) fn new() -> Self {
        Self { started: instant(), paused: Mutex::default() }
    }

    pub(crate) fn pause(&self, pause: Duration) {
        *self.paused.lock().unwrap_or_else(PoisonError::into_inner) += pause;
    }

    fn paused(&self) -> Duration {
        *self.paused.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for BenchClock {
    #[expect(clippy::disallowed_methods, reason = "a bench runs on real time, here alone")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::EPOCH.plus(since).plus(self.paused())
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed() + self.paused()
    }
}

/// The operating system's chance.
pub(crate) struct BenchRandom;

impl Random for BenchRandom {
    fn sixteen_bytes(&self) -> [u8; 16] {
        Uuid::new_v4().into_bytes()
    }
}
