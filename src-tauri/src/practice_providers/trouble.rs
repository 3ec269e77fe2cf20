//! What shall go wrong next with a practice provider, so that staff learn what the till does then.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How long after the link was made a pretend customer acts, in seconds: staff see the code first.
pub(super) const CUSTOMER_ACTS_AFTER: u32 = 6;

/// How many minor units more than asked a pretend customer pays.
pub(super) const PAID_TOO_MUCH: i64 = 100;

/// How many cards are declined before one pays.
pub(super) const TRIES: u8 = 2;

/// How long a slow bank takes, in seconds: long enough to be seen at the counter.
pub(super) const BANK_TAKES: u32 = 10;

/// How many minor units more than its tiles a link costs whose prices have changed.
pub(super) const PRICE_RISES: i64 = 100;

/// One thing that shall go wrong, once: with the next link or its customer, or with the answer to the next write. Not
/// every provider knows each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum PracticeTrouble {
    /// The customer pays by themself.
    PaysAfter {
        /// How long after the link was made.
        seconds: u32,
    },
    /// The customer pays when the link's time is over.
    PaysLate,
    /// The customer pays after staff have cancelled the link.
    PaysAfterCancel,
    /// The customer pays two times.
    PaysTwice,
    /// The customer pays another amount than asked.
    PaysAnotherAmount,
    /// The customer's card is declined.
    Declines,
    /// Two of the customer's cards are declined, and the next one pays.
    DeclinesThenPays,
    /// The customer pays, and the bank takes its time.
    PaysSlowly,
    /// The customer's bank only reserves the money.
    Reserves,
    /// The provider does what was asked, and its answer is lost.
    DropsAnswer,
    /// The network delivers the request twice; the till sees the second answer.
    AnswersTwice,
    /// The provider fails and does nothing.
    FailsBeforeActing,
    /// The provider does what was asked, and then fails.
    FailsAfterActing,
    /// The bank takes its time to confirm the next capture.
    CaptureHolds,
    /// The bank declines the next refund.
    DeclinesRefund,
    /// The session that the key belongs to is over: the provider does nothing until there is a new one.
    EndsSession,
    /// The catalogue's prices have changed: the next link costs more than the till counts.
    PriceChanges,
    /// The time of the next link is over as soon as it is made.
    ExpiresAtOnce,
    /// The next link is used up as soon as it is made, though nobody paid.
    UsedUp,
    /// The next link is switched off in the provider's own dashboard.
    SwitchedOff,
}
