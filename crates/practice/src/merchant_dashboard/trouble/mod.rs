//! Scripted trouble: what goes wrong next, once.

mod visitor;

use serde::{Deserialize, Serialize};

pub(super) use visitor::Visitor;

use super::link::Link;
use crate::plans::Plans;

/// One thing that shall go wrong, once.
///
/// Its text form is a JSON object with the field `trouble`, and beside it the fields of that
/// trouble, such as `{"trouble":"PAYS_AFTER","seconds":5}` or `{"trouble":"ENDS_SESSION"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Trouble {
    /// With the customer of the next link.
    Customer(CustomerTrouble),
    /// With the next link itself.
    Link(LinkTrouble),
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

impl From<LinkTrouble> for Trouble {
    fn from(trouble: LinkTrouble) -> Self {
        Self::Link(trouble)
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
/// dashboard's clock and is 0 if left out. What is due is done when the dashboard is next asked
/// anything, and dated as if it had been done in time. If nothing else is said, the customer does
/// nothing with a link that takes no payment then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CustomerTrouble {
    /// Pays.
    PaysAfter {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays a checkout in spite of the link being expired.
    PaysLate {
        /// After the link expired; a link without an end counts as expired after 15 minutes.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays a checkout in spite of the link being switched off or deleted, unless it was paid
    /// before.
    PaysAfterCancel {
        /// After it was switched off or deleted.
        #[serde(default)]
        seconds: u32,
    },
    /// Two customers start a checkout at once, and both pay, however many uses the link has.
    PaysTwice {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Pays another amount than the link's total.
    PaysAnotherAmount {
        /// Minor units more than the total, or less if negative; at least one is paid.
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
    },
    /// Pays, and the bank takes its time: `pending`.
    PaysSlowly {
        /// How long the bank takes, in seconds.
        processing: u32,
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
    /// Starts a checkout and goes away: `pending`.
    StartsOnly {
        /// After the link was made.
        #[serde(default)]
        seconds: u32,
    },
}

/// What is wrong with the next link that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkTrouble {
    /// Its total differs from the catalogue: a price was just changed, for this link alone.
    PriceChanges {
        /// Minor units that the lines cost more together, or less if negative.
        difference: i64,
    },
    /// It has expired right after it was made.
    Expires,
    /// It is used up right after it was made, though no payment came.
    UsedUp,
    /// It is switched off right after it was made.
    SwitchedOff,
}

impl LinkTrouble {
    /// Does to a link what happens right after it was made.
    pub(super) fn befall(self, link: &mut Link) {
        let made = link.created;
        match self {
            Self::PriceChanges { .. } => {}
            Self::Expires => link.change(made, |terms| terms.expires_at = Some(made)),
            Self::SwitchedOff => link.change(made, |terms| terms.is_active = false),
            Self::UsedUp => {
                let uses = link.terms().max_uses.unwrap_or(1);
                link.uses_without_payment = uses;
                link.change(made, |terms| terms.max_uses = Some(uses));
            }
        }
    }
}

/// What happens to the next write of staff that is signed in and within the rate limit.
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
    /// Ends all sessions, answers 401 and does nothing.
    EndsSession,
}

/// What happens to the next read that is signed in and within the rate limit; a preview is one that
/// needs nobody to be signed in.
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
    /// The next list of payments shows `sleeping` as the status of each.
    ReadUnknownStatus,
    /// The next list of links shows what was written this long ago.
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
            _ => None,
        })
    }

    /// What is wrong with the link that is being made.
    pub(super) fn take_link(&self) -> Option<LinkTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Link(link) => Some(link),
            _ => None,
        })
    }

    /// What happens to the write that is being answered.
    pub(super) fn take_answer(&self) -> Option<AnswerTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Answer(answer) => Some(answer),
            _ => None,
        })
    }

    /// What happens to the read that is being answered; `fits` tells whether it can.
    pub(super) fn take_read(&self, fits: impl Fn(ReadTrouble) -> bool) -> Option<ReadTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Read(read) => Some(read).filter(|read| fits(*read)),
            _ => None,
        })
    }
}
