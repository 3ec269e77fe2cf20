//! One clock for the till and the provider, which stands still until it is moved.

use std::{
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use chrono::{DateTime, Utc};
use desk::seams::{Clock, Random, Timestamp};

/// The moment at which every test begins.
const START: &str = "2026-11-20T10:00:00Z";

/// Time since the start, and after how many looks at the clock that counts sleep the computer sleeps for an hour.
#[derive(Debug, Default)]
pub(crate) struct RigClock {
    passed: Mutex<Duration>,
    looks_left: Mutex<Option<usize>>,
    wall_is_off: Mutex<Off>,
}

/// How far the till's own clock is off.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Off {
    #[default]
    Not,
    Ahead(Duration),
    Behind(Duration),
}

impl RigClock {
    pub(crate) fn advance(&self, step: Duration) {
        *self.passed() += step;
    }

    /// Somebody sets the clock of the till's computer. The provider's stays right.
    pub(crate) fn set_wall(&self, off: Off) {
        *self.wall_is_off.lock().unwrap() = off;
    }

    /// Lets an hour pass before the look at [`Clock::elapsed`] that comes after `looks` more.
    pub(crate) fn sleep_after(&self, looks: usize) {
        *self.looks_left.lock().unwrap() = Some(looks);
    }

    /// Stays awake from now on; true if the computer has slept since [`Self::sleep_after`].
    pub(crate) fn stay_awake(&self) -> bool {
        self.looks_left.lock().unwrap().take().is_none()
    }

    fn passed(&self) -> MutexGuard<'_, Duration> {
        self.passed.lock().unwrap()
    }
}

impl Clock for RigClock {
    fn now(&self) -> Timestamp {
        let right = Timestamp::parse(START).unwrap().plus(*self.passed());
        match *self.wall_is_off.lock().unwrap() {
            Off::Not => right,
            Off::Ahead(by) => right.plus(by),
            Off::Behind(by) => right.minus(by),
        }
    }

    fn elapsed(&self) -> Duration {
        let mut looks_left = self.looks_left.lock().unwrap();
        *looks_left = match *looks_left {
            Some(0) => {
                self.advance(Duration::from_hours(1));
                None
            }
            left => left.map(|left| left - 1),
        };
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
