//! Random ids: from the operating system, or from a seed when a run must be repeatable.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha512};

const ALPHANUMERIC: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BLOCK: usize = 64;

/// A stream of random bytes: SHA-512 over a seed and a counter.
pub struct Random {
    seed: [u8; 32],
    blocks_drawn: AtomicU64,
}

impl Random {
    /// A stream that nobody can repeat.
    ///
    /// # Errors
    /// The operating system has no randomness to give.
    pub fn from_system() -> Result<Self, getrandom::Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self { seed, blocks_drawn: AtomicU64::new(0) })
    }

    /// A stream that is the same for the same `seed`.
    pub fn from_seed(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_be_bytes());
        Self { seed: bytes, blocks_drawn: AtomicU64::new(0) }
    }

    /// `length` letters and digits; at most 64.
    pub(crate) fn alphanumeric(&self, length: usize) -> String {
        self.block()
            .iter()
            .take(length)
            .map(|byte| char::from(ALPHANUMERIC[usize::from(*byte) % ALPHANUMERIC.len()]))
            .collect()
    }

    /// `length` decimal digits; at most 64.
    pub(crate) fn digits(&self, length: usize) -> String {
        self.block().iter().take(length).map(|byte| char::from(b'0' + byte % 10)).collect()
    }

    /// `length` lowercase hex digits; at most 128.
    pub(crate) fn hex(&self, length: usize) -> String {
        hex::encode(self.block()).chars().take(length).collect()
    }

    /// A version 4 UUID in its usual form.
    pub(crate) fn uuid(&self) -> String {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.block()[..16]);
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let text = hex::encode(bytes);
        format!(
            "{}-{}-{}-{}-{}",
            &text[..8],
            &text[8..12],
            &text[12..16],
            &text[16..20],
            &text[20..]
        )
    }

    fn block(&self) -> [u8; BLOCK] {
        let number = self.blocks_drawn.fetch_add(1, Ordering::Relaxed);
        Sha512::new().chain_update(self.seed).chain_update(number.to_be_bytes()).finalize().into()
    }
}

/// The seed would give away every key drawn from it.
impl fmt::Debug for Random {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Random").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_another_seed_gives_others() {
        let (first, again, other) =
            (Random::from_seed(1), Random::from_seed(1), Random::from_seed(2));
        let id = first.alphanumeric(30);
        assert_eq!(id.len(), 30);
        assert_eq!(id, again.alphanumeric(30));
        assert_ne!(id, other.alphanumeric(30));
        assert_ne!(id, first.alphanumeric(30));
    }

    #[test]
    fn a_uuid_says_that_it_is_random() {
        let uuid = Random::from_seed(7).uuid();
        assert_eq!(uuid.len(), 36);
        assert_eq!(&uuid[14..15], "4");
        assert!(matches!(&uuid[19..20], "8" | "9" | "a" | "b"), "{uuid}");
    }
}
