//! Scripted trouble: what goes wrong next, once.

mod visitor;

use serde::{Deserialize, Serialize};

pub(super) use visitor::Visitor;

use crate::plans::Plans;
use crate::test_cards::FailureCode;

/// One thing that shall go wrong, once.
///
/// Its text form is a JSON object with the field `trouble`, and beside it the fields of that
/// trouble, such as `{"trouble":"PAYS_AFTER","seconds":5}` or `{"trouble":"DROPS_ANSWER"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Trouble {
    /// With the customer of the next link.
    Customer(CustomerTrouble),
    /// With the answer to the next write.
    Answer(AnswerTrouble),
    /// With the answer to the next read.
    Read(ReadTrouble),
}

impl From<CustomerTrouble> for Trouble {
    fn from(trouble: CustomerTrouble) -> Self {
        Self::Customer(trouble)
    }
}

impl From<AnswerTrouble> for Trouble {
    fn from(trouble: AnswerTrouble) -> Self {
        Self::Answer(trouble)
    }
}

impl From<ReadTrouble> for Trouble {
    fn from(trouble: ReadTrouble) -> Self {
        Self::Read(trouble)
    }
}

/// What a pretend customer does by itself with the next link that is made. `seconds` passes by the
/// gateway's clock and is 0 if left out. What is due is done when the gateway is next asked
/// anything, and dated as if it had been done in time. Nobody can pay twice: a link is one payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CustomerTrouble {
    /// Pays, if the link can still be paid then.
    PaysAfter {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays when nobody at a counter waits any more, if the link can still be paid then. No link
    /// ends by itself here.
    PaysLate {
        /// After the link is 15 minutes old.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays in spite of the link being cancelled, unless it was paid before.
    PaysAfterCancel {
        /// After the link was cancelled.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays another amount than asked: `amount` changes when the payment succeeds.
    PaysAnotherAmount {
        /// Minor units more than asked, or less if negative; at least one is paid.
        difference: i64,
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Uses a card that the bank refuses.
    Declines {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
        /// The `failure_code`; `card_declined` if left out.
        #[serde(default)]
        code: FailureCode,
    },
    /// Pays, and the bank takes its time: `processing`.
    PaysSlowly {
        /// How long the bank takes, in seconds.
        processing: u32,
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Uses a card that the bank refuses after it took its time: `processing`.
    DeclinesSlowly {
        /// How long the bank takes, in seconds.
        processing: u32,
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
        /// The `failure_code`; `card_declined` if left out.
        #[serde(default)]
        code: FailureCode,
    },
    /// Pays, and the bank never decides by itself: `processing`.
    StaysProcessing {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
}

/// What happens to the next write that is signed in and within the rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AnswerTrouble {
    /// Closes the connection and does nothing.
    DropsRequest,
    /// Does what was asked and closes the connection without an answer.
    DropsAnswer,
    /// Gets the request twice; the client sees the second answer.
    AnswersTwice,
    /// Answers 500 and does nothing.
    FailsBeforeActing,
    /// Does what was asked and answers 500.
    FailsAfterActing,
    /// Does what was asked and answers an HTML page, with HTTP 200.
    AnswersPage,
    /// Does what was asked and answers the first half of the JSON.
    CutsAnswer,
    /// Does what was asked and holds the answer back. Only a server can.
    AnswersSlowly {
        /// How long, by the computer's own clock.
        seconds: u32,
    },
    /// Answers 429 and does nothing.
    RefusesForRate {
        /// The `Retry-After`.
        seconds: u32,
    },
    /// The next refund is taken and ends as `failed`.
    RefundFails {
        /// After it was asked for.
        #[serde(default)]
        seconds: u32,
    },
}

/// What happens to the next read that is signed in and within the rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReadTrouble {
    /// Closes the connection.
    ReadDrops,
    /// Answers 500.
    ReadFails,
    /// Answers an HTML page, with HTTP 200.
    ReadAnswersPage,
    /// Answers the first half of the JSON.
    ReadCutsAnswer,
    /// Holds the answer back. Only a server can.
    ReadAnswersSlowly {
        /// How long, by the computer's own clock.
        seconds: u32,
    },
    /// Answers 429.
    ReadRefusedForRate {
        /// The `Retry-After`.
        seconds: u32,
    },
    /// Answers 404, as if there were no such thing.
    ReadDeniesObject,
    /// Shows `sleeping` as the status of a single payment or refund.
    ReadUnknownStatus,
    /// The next list shows what was written this long ago.
    ListLags {
        /// How long.
        seconds: u32,
    },
}

impl Plans<Trouble> {
    /// The customer of the link that is being made.
    pub(super) fn take_customer(&self) -> Option<CustomerTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Customer(customer) => Some(customer),
            Trouble::Answer(_) | Trouble::Read(_) => None,
        })
    }

    /// What happens to the write that is being answered; `fits` tells whether it can.
    pub(super) fn take_answer(
        &self,
        fits: impl Fn(AnswerTrouble) -> bool,
    ) -> Option<AnswerTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Answer(answer) => Some(answer).filter(|answer| fits(*answer)),
            Trouble::Customer(_) | Trouble::Read(_) => None,
        })
    }

    /// What happens to the read that is being answered; `fits` tells whether it can.
    pub(super) fn take_read(&self, fits: impl Fn(ReadTrouble) -> bool) -> Option<ReadTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Read(read) => Some(read).filter(|read| fits(*read)),
            Trouble::Customer(_) | Trouble::Answer(_) => None,
        })
    }
}
