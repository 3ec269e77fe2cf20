//! One clock for the till and the provider: the runtime's own, which stands still in a simulation until all wait.

use std::{sync::Mutex, time::Duration};

use chrono::{DateTime, Utc};
use desk::seams::{Clock, Random, Timestamp};
use tokio::time::Instant;

/// The moment at which every run begins.
const START: &str = "2026-11-10T10:00:00Z";

/// Time since the run began.
#[derive(Debug)]
pub(crate) struct BenchClock(Instant);

impl BenchClock {
    /// A clock that begins now. Needs a runtime.
    pub(crate) fn new() -> Self {
        Self(Instant::now())
    }

    /// The moment `after` the beginning.
    pub(crate) fn at(&self, after: Duration) -> Instant {
        self.0 + after
    }
}

impl Clock for BenchClock {
    fn now(&self) -> Timestamp {
        Timestamp::parse(START).unwrap_or(Timestamp::EPOCH).plus(self.elapsed())
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

impl practice::Clock for BenchClock {
    fn now(&self) -> DateTime<Utc> {
        let start = START.parse().unwrap_or(DateTime::UNIX_EPOCH);
        start + self.elapsed()
    }
}

/// Chance that is the same in every run: a counter, mixed (splitmix64).
#[derive(Debug)]
pub(crate) struct BenchRandom(Mutex<u64>);

impl BenchRandom {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }

    pub(crate) fn draw(&self) -> u64 {
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A length of time from nothing up to `most`.
    pub(crate) fn up_to(&self, most: Duration) -> Duration {
        let millis = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.draw() % millis.max(1))
    }
}

impl Random for BenchRandom {
    fn sixteen_bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.draw().to_be_bytes());
        bytes[8..].copy_from_slice(&self.draw().to_be_bytes());
        bytes
    }
}
