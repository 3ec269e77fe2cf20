//! Messages that the provider sends by itself (seed, 'Webhooks').
//!
//! A verified event is a hint to read, never proof: it says that something happened, and the object is then read over
//! the API, whose answer alone counts. Messages get lost, come twice, and come in any order.
//!
//! A till on a shop's desk has no public address, so none is ever sent to it: it asks. This is for a shop's own server
//! that takes the messages and tells the till to look, and for a test against a provider that sends them.
//!
//! What is signed, and in which form, is assumed (fact sheet, 'Webhooks'): `header.rs` reads the header, this file
//! holds the rest. The event names, the secret's prefix and the two kinds of fault are the seed's.

mod event;
mod handled;
mod header;
mod secret;

use std::time::Duration;

use subtle::{Choice, ConstantTimeEq};

use self::header::SignatureHeader;
pub use self::{
    event::{Event, EventData, EventType},
    handled::{HandledEvents, MOST_EVENTS},
    header::HeaderFault,
    secret::{NotASecret, WebhookSecret},
};
use super::errors::Unreadable;

/// The header that carries the signature. Assumed.
pub const SIGNATURE_HEADER: &str = "paymentflow-signature";

/// How far the time of a signature may be off, either way. Assumed. A message that is sent again gets a new time,
/// so this does not limit how long the provider tries.
pub const TOLERANCE: Duration = Duration::from_mins(5);

/// Why a message is no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookFault {
    /// It is the provider's, and can't be read.
    #[error("the payload can't be read: {0}")]
    InvalidPayload(Unreadable),
    /// It is not proven to be the provider's, or not to be of now.
    #[error("{0}")]
    InvalidSignature(SignatureFault),
}

impl WebhookFault {
    /// The HTTP status that the seed answers with.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidPayload(_) => 400,
            Self::InvalidSignature(_) => 401,
        }
    }
}

/// Why a signature is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    /// The header is not in its form.
    #[error(transparent)]
    Header(#[from] HeaderFault),
    /// No signature of the header was made with one of the secrets, over this time and these bytes.
    #[error("the signature is wrong")]
    Wrong,
    /// It is right, and too old or from the future.
    #[error("the signature is {off_by} s off")]
    NotNow {
        /// How far, in seconds.
        off_by: u64,
    },
}

/// Proves that `payload` is the provider's and reads it.
///
/// `payload` is the body as it was received: read and written again it would be another text. `header` is the value of
/// [`SIGNATURE_HEADER`]. One of `secrets` must have signed it: while a secret is rolled over there are two. `now` is in
/// unix seconds.
///
/// Each signature is compared with each secret's in constant time, and none of them ends the comparison early. The
/// payload is read only after that.
///
/// # Errors
/// [`WebhookFault::InvalidSignature`] where that is not proven, or not of now; else [`WebhookFault::InvalidPayload`] where
/// the payload can't be read.
pub fn verify(
    payload: &[u8],
    header: &[u8],
    secrets: &[WebhookSecret],
    now: u64,
) -> Result<Event, WebhookFault> {
    prove(payload, header, secrets, now).map_err(WebhookFault::InvalidSignature)?;
    Event::read(payload).map_err(WebhookFault::InvalidPayload)
}

fn prove(
    payload: &[u8],
    header: &[u8],
    secrets: &[WebhookSecret],
    now: u64,
) -> Result<(), SignatureFault> {
    let header = SignatureHeader::parse(header)?;
    let mut right = Choice::from(0);
    for secret in secrets {
        let Some(ours) = secret.sign(header.time_as_written(), payload) else { continue };
        for theirs in header.signatures() {
            right |= ours.ct_eq(theirs);
        }
    }
    if !bool::from(right) {
        return Err(SignatureFault::Wrong);
    }
    let off_by = header.time().abs_diff(now);
    if off_by > TOLERANCE.as_secs() {
        return Err(SignatureFault::NotNow { off_by });
    }
    Ok(())
}
