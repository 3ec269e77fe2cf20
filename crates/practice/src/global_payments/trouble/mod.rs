//! Scripted trouble: what goes wrong next, once.

mod customer;

use serde::{Deserialize, Serialize};

pub(super) use customer::Customer;

use crate::plans::Plans;

/// One thing that shall go wrong, once.
///
/// Its text form is a JSON object with the field `trouble`, and beside it the fields of that
/// trouble, such as `{"trouble":"PAYS_TWICE","seconds":5}` or `{"trouble":"DROPS_ANSWER"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Trouble {
    /// With the customer of the next link.
    Customer(CustomerTrouble),
    /// With the answer to the next write.
    Answer(AnswerTrouble),
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

/// What a pretend customer does by itself with the next link that is made. The card is the first
/// of the approved test cards. `seconds` passes by the server's clock and is 0 if left out. What
/// is due is done when the server is next asked anything, and dated as if it had been done in time.
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
        /// After the link's expiry, wherever an edit moves it; at least 1.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays when the link has been switched off, unless it was paid before.
    PaysAfterCancel {
        /// After the link was switched off.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays two times at once, even where the link may be paid only once.
    PaysTwice {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays another amount than asked; at least one minor unit.
    PaysAnotherAmount {
        /// Minor units more than asked, or less if negative.
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
    },
    /// Pays, but the bank only reserves the money: PREAUTHORIZED.
    Reserves {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
}

/// What happens to the next write: a POST or PATCH to a link or a transaction by a client that is
/// signed in and may do it.
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
}

impl Plans<Trouble> {
    /// The customer of the link that is being made.
    pub(super) fn take_customer(&self) -> Option<CustomerTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Customer(customer) => Some(customer),
            Trouble::Answer(_) => None,
        })
    }

    /// What happens to the write that is being answered.
    pub(super) fn take_answer(&self) -> Option<AnswerTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Answer(answer) => Some(answer),
            Trouble::Customer(_) => None,
        })
    }
}
