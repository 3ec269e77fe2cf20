//! The computer's clock, to measure by.

use std::time::Instant;

/// The present moment.
#[expect(clippy::disallowed_methods, reason = "a bench measures real time, here alone")]
pub(crate) fn instant() -> Instant {
    Instant::now()
}
