//! The operating system's random bytes.

use desk::seams::Random;

/// The operating system's random bytes.
#[derive(Debug)]
pub(crate) struct SystemRandom;

impl Random for SystemRandom {
    fn sixteen_bytes(&self) -> [u8; 16] {
        // A fresh UUID is 122 random bits of the operating system; two make sure that all 128 are random.
        let (one, other) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
        let mut bytes = *one.as_bytes();
        bytes[6] = other.as_bytes()[0];
        bytes[8] = other.as_bytes()[1];
        bytes
    }
}
