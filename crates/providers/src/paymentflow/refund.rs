//! A refund, as the provider tells of it.

use domain::{Money, Timestamp};

use super::{
    errors::Unreadable,
    ids::{PaymentId, RefundId},
    lenient,
    page::{Readable, Row},
    words::provider_words,
};
use crate::{members::Members, seen_metadata::SeenMetadata};

provider_words!(
    /// How far a refund is. Assumed: the seed names no states, only the events `refund.created` and
    /// `refund.completed`.
    RefundStatus {
        /// It was made, and the money is on its way: 5 to 10 days (seed, 'Create Refunds').
        Pending = "pending",
        /// The money went back.
        Completed = "completed",
        /// It did not.
        Failed = "failed",
    }
);

/// Why money goes back (seed, 'Create Refunds').
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundReason {
    /// The customer wished it.
    CustomerRequest,
    /// Somebody else paid with the customer's card.
    Fraudulent,
    /// It was paid twice.
    Duplicate,
}

impl RefundReason {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::CustomerRequest, Self::Fraudulent, Self::Duplicate];

    /// As the provider writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::CustomerRequest => "customer_request",
            Self::Fraudulent => "fraudulent",
            Self::Duplicate => "duplicate",
        }
    }
}

/// The reason that an answer tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenReason {
    /// One that can be given.
    Known(RefundReason),
    /// A word that nobody knows yet.
    Unknown(String),
}

impl SeenReason {
    fn from_word(word: String) -> Self {
        let known = RefundReason::ALL.into_iter().find(|reason| reason.word() == word);
        known.map_or(Self::Unknown(word), Self::Known)
    }
}

/// A refund. What is `None` was not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Its id.
    pub id: RefundId,
    /// What it goes back on.
    pub payment_id: PaymentId,
    /// How much, in the currency that the answer names; `None` where it names no sum or no currency.
    pub amount: Option<Money>,
    /// Why.
    pub reason: Option<SeenReason>,
    /// How far it is; `Unknown("")` where the answer says nothing.
    pub status: RefundStatus,
    /// Our own names and values.
    pub metadata: SeenMetadata,
    /// When it was made, by the provider's clock. Assumed.
    pub created: Option<Timestamp>,
}

impl Readable for Refund {
    fn read(members: &Members) -> Result<Self, Unreadable> {
        Ok(Self {
            id: lenient::id(members, "id")?,
            payment_id: lenient::id(members, "payment_id")?,
            amount: lenient::money(members, "amount")?,
            reason: lenient::words(members, "reason").map(SeenReason::from_word),
            status: RefundStatus::from_word(lenient::word(members, "status")),
            metadata: SeenMetadata::read(members)?,
            created: lenient::moment(members, "created"),
        })
    }
}

impl Row for Refund {
    type Id = RefundId;

    fn id(&self) -> &RefundId {
        &self.id
    }
}
