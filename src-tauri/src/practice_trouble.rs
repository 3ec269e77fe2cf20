//! What shall go wrong next with the practice provider, so that staff learn what the till does then.

use practice::global_payments::{AnswerTrouble, CustomerTrouble, Trouble};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How long after the link was made a pretend customer acts, in seconds: staff see the code first.
const CUSTOMER_ACTS_AFTER: u32 = 6;

/// How many minor units more than asked a pretend customer pays.
const PAID_TOO_MUCH: i64 = 100;

/// One thing that shall go wrong, once: with the customer of the next link, or with the answer to the next write.
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
}

impl From<PracticeTrouble> for Trouble {
    fn from(trouble: PracticeTrouble) -> Self {
        let seconds = CUSTOMER_ACTS_AFTER;
        match trouble {
            PracticeTrouble::PaysAfter { seconds } => CustomerTrouble::PaysAfter { seconds }.into(),
            PracticeTrouble::PaysLate => CustomerTrouble::PaysLate { seconds }.into(),
            PracticeTrouble::PaysAfterCancel => CustomerTrouble::PaysAfterCancel { seconds }.into(),
            PracticeTrouble::PaysTwice => CustomerTrouble::PaysTwice { seconds }.into(),
            PracticeTrouble::PaysAnotherAmount => {
                CustomerTrouble::PaysAnotherAmount { difference: PAID_TOO_MUCH, seconds }.into()
            }
            PracticeTrouble::Declines => CustomerTrouble::Declines { seconds }.into(),
            PracticeTrouble::Reserves => CustomerTrouble::Reserves { seconds }.into(),
            PracticeTrouble::DropsAnswer => AnswerTrouble::DropsAnswer.into(),
            PracticeTrouble::AnswersTwice => AnswerTrouble::AnswersTwice.into(),
            PracticeTrouble::FailsBeforeActing => AnswerTrouble::FailsBeforeActing.into(),
            PracticeTrouble::FailsAfterActing => AnswerTrouble::FailsAfterActing.into(),
        }
    }
}

impl PracticeTrouble {
    /// What the page is told of a planned trouble; `None` for one that only a test plans.
    pub(crate) fn of(trouble: Trouble) -> Option<Self> {
        Some(match trouble {
            Trouble::Customer(customer) => match customer {
                CustomerTrouble::PaysAfter { seconds } => Self::PaysAfter { seconds },
                CustomerTrouble::PaysLate { .. } => Self::PaysLate,
                CustomerTrouble::PaysAfterCancel { .. } => Self::PaysAfterCancel,
                CustomerTrouble::PaysTwice { .. } => Self::PaysTwice,
                CustomerTrouble::PaysAnotherAmount { .. } => Self::PaysAnotherAmount,
                CustomerTrouble::Declines { .. } => Self::Declines,
                CustomerTrouble::Reserves { .. } => Self::Reserves,
            },
            Trouble::Answer(answer) => match answer {
                AnswerTrouble::DropsAnswer => Self::DropsAnswer,
                AnswerTrouble::AnswersTwice => Self::AnswersTwice,
                AnswerTrouble::FailsBeforeActing => Self::FailsBeforeActing,
                AnswerTrouble::FailsAfterActing => Self::FailsAfterActing,
                AnswerTrouble::DropsRequest => return None,
            },
        })
    }
}
