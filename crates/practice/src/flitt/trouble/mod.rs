//! Scripted trouble: what goes wrong next, once.

mod customer;

use serde::{Deserialize, Serialize};

pub(super) use customer::Customer;

use crate::plans::Plans;

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
    /// With the answer to the next status request.
    Status(StatusTrouble),
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

impl From<StatusTrouble> for Trouble {
    fn from(trouble: StatusTrouble) -> Self {
        Self::Status(trouble)
    }
}

/// What a pretend customer does by itself with the next link that is made. The card is the first
/// of the approved test cards. `seconds` passes by the gateway's clock and is 0 if left out. What
/// is due is done when the gateway is next asked anything, and dated as if it had been done in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CustomerTrouble {
    /// Pays, if the link can still be paid then.
    PaysAfter {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays when the link is over, unless it was paid before.
    PaysLate {
        /// After the link's expiry; at least 1.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays another amount than asked: `actual_amount` differs from `amount`.
    PaysAnotherAmount {
        /// Minor units more than asked, or less if negative; at least one is paid.
        difference: i64,
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Tries a card that the bank refuses.
    Declines {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
        /// The bank's code; 1000 if left out.
        #[serde(default = "general_decline")]
        code: u16,
    },
    /// Tries cards that the bank refuses, one a second, and then one that pays.
    DeclinesThenPays {
        /// How many are refused.
        tries: u8,
        /// The first try, after the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays, but the money is only held, although nobody asked for that.
    Reserves {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays, and the bank takes its time: `processing` without a code.
    PaysSlowly {
        /// How long the bank takes.
        processing: u32,
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
}

fn general_decline() -> u16 {
    super::cards::DECLINED_CODE
}

/// What happens to the next write that is well signed: a checkout, a capture, a refund.
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
    /// Does what was asked and signs the answer wrongly, if it is a signed one.
    SignsWrongly,
    /// Refuses with this code and does nothing. Code 1013 is the lie that the order is there.
    Refuses {
        /// The error code.
        code: u16,
    },
    /// The bank refuses the next refund: `success` with `reverse_status` `declined`.
    DeclinesRefund {
        /// The bank's code; 1000 if left out.
        #[serde(default = "general_decline")]
        code: u16,
    },
    /// The next capture waits for the bank: `capture_status` is `hold` first.
    CaptureHolds {
        /// How long the bank takes.
        seconds: u32,
    },
}

/// What happens to the next status request that is well signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StatusTrouble {
    /// Closes the connection.
    StatusDrops,
    /// Answers 500.
    StatusFails,
    /// Answers an HTML page, with HTTP 200.
    StatusAnswersPage,
    /// Signs wrongly.
    StatusSignsWrongly,
    /// Does not sign.
    StatusUnsigned,
    /// Answers 1018, as if there were no such order.
    StatusDeniesOrder,
}

impl Plans<Trouble> {
    /// The customer of the link that is being made.
    pub(super) fn take_customer(&self) -> Option<CustomerTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Customer(customer) => Some(customer),
            Trouble::Answer(_) | Trouble::Status(_) => None,
        })
    }

    /// What happens to the write that is being answered; `fits` tells whether it can.
    pub(super) fn take_answer(
        &self,
        fits: impl Fn(AnswerTrouble) -> bool,
    ) -> Option<AnswerTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Answer(answer) => Some(answer).filter(|answer| fits(*answer)),
            Trouble::Customer(_) | Trouble::Status(_) => None,
        })
    }

    /// What happens to the status request that is being answered.
    pub(super) fn take_status(&self) -> Option<StatusTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Status(status) => Some(status),
            Trouble::Customer(_) | Trouble::Answer(_) => None,
        })
    }
}
