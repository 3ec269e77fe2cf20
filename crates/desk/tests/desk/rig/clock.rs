//! One clock for the till and the provider, which stands still until it is moved.

use std::{
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use chrono::{DateTime, Utc};
use desk::seams::{Clock, Random, Timestamp};

/// The moment at which every test begins.
const START: &str = "2026-11-20T10:00:00Z";

/// Time since the start.
#[derive(Debug, Default)]
pub(crate) struct RigClock(Mutex<Duration>);

impl RigClock {
    pub(crate) fn advance(&self, step: Duration) {
        *self.passed() += step;
    }

    fn passed(&self) -> MutexGuard<'_, Duration> {
        self.0.lock().unwrap()
    }
}

impl Clock for RigClock {
    fn now(&self) -> Timestamp {
        Timestamp::parse(START).unwrap().plus(*self.passed())
    }

    fn elapsed(&self) -> Duration {
        *self.passed()
    }
}

impl practice::Clock for RigClock {
    fn now(&self) -> DateTime<Utc> {
        START.parse::<DateTime<Utc>>().unwrap() + *self.passed()
    }
}

/// Chance that is the same in every run: a counter, mixed (splitmix64).
#[derive(Debug, Default)]
pub(crate) struct RigRandom(Mutex<u64>);

impl RigRandom {
    fn draw(&self) -> u64 {
        let mut state = self.0.lock().unwrap();
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

impl Random for RigRandom {
    fn sixteen_bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.draw().to_be_bytes());
        bytes[8..].copy_from_slice(&self.draw().to_be_bytes());
        bytes
    }
}
