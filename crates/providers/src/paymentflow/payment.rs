//! A payment, as the provider tells of it.

use domain::{Money, Timestamp};

use super::{
    Private,
    errors::Unreadable,
    ids::PaymentId,
    lenient,
    page::{Readable, Row},
    words::provider_words,
};
use crate::{members::Members, seen_metadata::SeenMetadata};

provider_words!(
    /// How far a payment is (seed, 'Payments').
    PaymentStatus {
        /// Created, not yet processed. Only such a payment can be cancelled.
        Pending = "pending",
        /// The provider is at it.
        Processing = "processing",
        /// The money came.
        Succeeded = "succeeded",
        /// Declined, or an error.
        Failed = "failed",
        /// Cancelled by hand before processing.
        Cancelled = "cancelled",
    }
);

/// A payment. What is `None` was not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// How far it is.
    pub status: PaymentStatus,
    /// How much, in the currency that the answer names; `None` where it names no sum or no currency. It is never taken
    /// for what was asked.
    pub amount: Option<Money>,
    /// Where the customer is written to.
    pub customer_email: Option<Private>,
    /// What it is for.
    pub description: Option<Private>,
    /// Our own names and values.
    pub metadata: SeenMetadata,
    /// When it was made, by the provider's clock. Assumed.
    pub created: Option<Timestamp>,
    /// All that went back of it. Assumed: where it is absent nobody knows what went back. One that can't be read spoils
    /// nothing else that the answer tells.
    pub amount_refunded: Option<Result<Money, Unreadable>>,
    /// Why it failed, in the provider's word. Assumed.
    pub failure_code: Option<String>,
    /// The page on which the customer pays, just as it was written: whoever shows it must check it first. Assumed.
    pub checkout_url: Option<String>,
}

impl Readable for Payment {
    fn read(members: &Members) -> Result<Self, Unreadable> {
        Ok(Self {
            id: lenient::id(members, "id")?,
            status: PaymentStatus::from_word(lenient::word(members, "status")),
            amount: lenient::money(members, "amount")?,
            customer_email: lenient::private(members, "customer_email"),
            description: lenient::private(members, "description"),
            metadata: SeenMetadata::read(members)?,
            created: lenient::moment(members, "created"),
            amount_refunded: lenient::assumed_money(members, "amount_refunded"),
            failure_code: lenient::words(members, "failure_code"),
            checkout_url: members.text("checkout_url").map(ToOwned::to_owned),
        })
    }
}

impl Row for Payment {
    type Id = PaymentId;

    fn id(&self) -> &PaymentId {
        &self.id
    }
}
