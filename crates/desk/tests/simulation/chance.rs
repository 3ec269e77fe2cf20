//! Chance that a seed repeats: splitmix64, and a stream of its own for everybody who draws.

use std::{
    ops::RangeInclusive,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use desk::seams::Random;

/// A stream of chance.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The stream of one drawer in a run, so that what one draws changes nothing for the others.
    pub(crate) fn of(seed: u64, drawer: &str) -> Self {
        // FNV-1a; two rounds of mixing keep neighbouring seeds apart.
        let label = drawer.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut chance = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ label);
        chance.draw();
        Self(chance.draw())
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number of the range.
    pub(crate) fn number(&mut self, range: RangeInclusive<u64>) -> u64 {
        let (least, most) = range.into_inner();
        least + self.draw() % (most - least + 1)
    }

    /// True `per_mille` times in a thousand.
    pub(crate) fn happens(&mut self, per_mille: u64) -> bool {
        self.draw() % 1000 < per_mille
    }

    /// A length of time between two, to the millisecond.
    pub(crate) fn span(&mut self, range: RangeInclusive<Duration>) -> Duration {
        let (least, most) = range.into_inner();
        let spread = u64::try_from(most.saturating_sub(least).as_millis()).unwrap_or(u64::MAX);
        least + Duration::from_millis(self.number(0..=spread))
    }

    /// One of them.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let last = u64::try_from(from.len() - 1).unwrap();
        from[usize::try_from(self.number(0..=last)).unwrap()]
    }

    /// A press of a button, as the page draws it.
    pub(crate) fn press(&mut self) -> String {
        uuid::Builder::from_random_bytes(self.sixteen()).into_uuid().to_string()
    }

    fn sixteen(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.draw().to_be_bytes());
        bytes[8..].copy_from_slice(&self.draw().to_be_bytes());
        bytes
    }
}

/// The chance that a till is handed.
pub(crate) struct TillRandom(pub(crate) Mutex<Chance>);

impl Random for TillRandom {
    fn sixteen_bytes(&self) -> [u8; 16] {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sixteen()
    }
}
