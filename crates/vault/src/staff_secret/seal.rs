use std::fmt;
use std::str::FromStr;

use subtle::ConstantTimeEq;

use super::error::UnreadableText;
use super::mac::mac;

/// The seal of a text: who has not the pepper cannot make one. The book keeps it in 64 hex digits.
#[derive(Clone)]
pub struct Seal([u8; 32]);

impl Seal {
    pub(super) fn make(key: &[u8; 32], text: &[u8]) -> Self {
        Self(*mac(key, text))
    }

    /// Whether both are the same, in constant time. There is no `==` that could stop early.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl FromStr for Seal {
    type Err = UnreadableText;

    fn from_str(text: &str) -> Result<Self, UnreadableText> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| UnreadableText)?;
        Ok(Self(bytes))
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seal").finish_non_exhaustive()
    }
}
