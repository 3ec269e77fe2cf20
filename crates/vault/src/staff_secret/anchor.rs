use std::fmt;

use super::error::UnreadableText;

/// An event that this computer has seen in its book. If the chain of events no longer has it, the
/// book is an older copy or was changed by hand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    seq: u64,
    hash: [u8; 32],
}

impl Anchor {
    /// The event with the number `seq` and the `hash` that the chain has there, in 64 hex digits.
    ///
    /// # Errors
    /// [`UnreadableText`] if `hash` is anything else.
    pub fn new(seq: u64, hash: &str) -> Result<Self, UnreadableText> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(hash, &mut bytes).map_err(|_| UnreadableText)?;
        Ok(Self { seq, hash: bytes })
    }

    /// The number of the event.
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// The hash of the event in 64 hex digits, in lower case.
    pub fn hash(&self) -> String {
        hex::encode(self.hash)
    }
}

impl fmt::Debug for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Anchor").field("seq", &self.seq).field("hash", &self.hash()).finish()
    }
}
