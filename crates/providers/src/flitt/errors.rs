//! Why there is no answer of the hoped-for kind (fact sheet, 5).

use super::{
    error_codes::{self, CodeEntry},
    members::Members,
    refusal::Refusal,
    words::Words,
};

/// Why an answer is not the one that was hoped for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FlittError {
    /// The gateway refused the request.
    #[error("{0}")]
    Refused(Refusal),
    /// An HTTP status other than 200 and 201. A refusal comes with 200 (fact sheet, 1.4), so this proves nothing.
    #[error("HTTP {status}")]
    Http {
        /// The status code.
        status: u16,
    },
    /// The answer is not one of the gateway's.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The answer's signature is missing or wrong.
    #[error(transparent)]
    NotProven(#[from] NotProven),
    /// The answer is about something else than was asked: another order, merchant or refund.
    #[error("the answer's {name} is not ours")]
    NotOurs {
        /// The member that says so.
        name: &'static str,
    },
}

/// Why an answer can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not in the format of the request, or not whole: HTML, cut JSON, names that stand there twice.
    #[error("the answer is not in the format of the request")]
    Format,
    /// It lacks a member that each answer of this kind has.
    #[error("the answer lacks {name}")]
    Missing {
        /// The member.
        name: &'static str,
    },
    /// A member has a value that can't be meant.
    #[error("{name} can't be read")]
    Malformed {
        /// The member.
        name: &'static str,
    },
}

/// Why a message is not proven to be the gateway's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    /// It has no signature and should have one.
    #[error("there is no signature")]
    Unsigned,
    /// Its signature is wrong: it was changed, or another key signed it.
    #[error("the signature is wrong")]
    WrongSignature,
    /// It needs the payout key, which the merchant does not have here.
    #[error("there is no payout key")]
    NoPayoutKey,
}

/// An error or decline code. New ones keep coming, so it is a text and an unknown one is kept (fact sheet, 5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorCode(Words);

impl ErrorCode {
    /// The code `text`.
    pub fn new(text: &str) -> Self {
        Self(Words::new(text))
    }

    /// The code that stands in `name`, if one does. A zero says that there is none.
    pub(super) fn read(members: &Members, name: &'static str) -> Result<Option<Self>, Unreadable> {
        Ok(members.plain(name)?.filter(|text| *text != "0").map(Self::new))
    }

    /// As the gateway wrote it.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// What the documentation says about it.
    pub fn entry(&self) -> Option<&'static CodeEntry> {
        error_codes::entry(self.as_str().parse().ok()?)
    }
}
