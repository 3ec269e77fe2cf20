//! The secret that signs messages.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// How each begins (seed, 'Webhooks').
const PREFIX: &str = "whsec_";

/// A secret that signs messages, `whsec_…`. `Debug` does not show it.
#[derive(Debug, Clone)]
pub struct WebhookSecret {
    secret: SecretString,
}

/// Text that is no secret for messages: it lacks the prefix, or has nothing behind it. An API key is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a webhook secret begins with whsec_")]
pub struct NotASecret;

impl WebhookSecret {
    /// The secret, just as it was given: the prefix is part of it.
    pub fn new(secret: SecretString) -> Result<Self, NotASecret> {
        let rest = secret.expose_secret().strip_prefix(PREFIX).ok_or(NotASecret)?;
        if rest.is_empty() { Err(NotASecret) } else { Ok(Self { secret }) }
    }

    /// HMAC-SHA256 of `time`, a full stop and the payload, under the whole secret as UTF-8. `None` is for a key of a
    /// length that cannot be, and there is none: HMAC takes any.
    pub(super) fn sign(&self, time: &str, payload: &[u8]) -> Option<[u8; 32]> {
        let key = self.secret.expose_secret().as_bytes();
        let mut hmac = Hmac::<Sha256>::new_from_slice(key).ok()?;
        hmac.update(time.as_bytes());
        hmac.update(b".");
        hmac.update(payload);
        Some(hmac.finalize().into_bytes().into())
    }
}
