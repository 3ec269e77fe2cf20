//! A refund as the books hold it. Its status follows from the time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{PaymentId, RefundId};
use super::metadata::Metadata;
use super::money::Currency;
use crate::minor_units::MinorUnits;

/// Why money goes back (fact sheet, Refunds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundReason {
    /// The customer wants it.
    CustomerRequest,
    /// The payment was a fraud.
    Fraudulent,
    /// The customer paid twice.
    Duplicate,
}

impl RefundReason {
    /// The word in requests and answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::CustomerRequest => "customer_request",
            Self::Fraudulent => "fraudulent",
            Self::Duplicate => "duplicate",
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        let all = [Self::CustomerRequest, Self::Fraudulent, Self::Duplicate];
        all.into_iter().find(|reason| reason.word() == word)
    }
}

/// The status of a refund (fact sheet, Refunds).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundStatus {
    /// On its way.
    Pending,
    /// The customer has the money.
    Completed,
    /// The money stays with the merchant.
    Failed,
}

impl RefundStatus {
    /// The word in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Completed => "completed",
            Self::Failed => "failed",
        }
    }
}

/// Money that goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The gateway's id.
    pub id: RefundId,
    /// The payment whose money it is.
    pub payment: PaymentId,
    /// How much.
    pub amount: MinorUnits,
    /// In the payment's currency.
    pub currency: Currency,
    /// Why.
    pub reason: Option<RefundReason>,
    /// What the merchant keeps on it.
    pub metadata: Metadata,
    /// When it was asked for.
    pub created: DateTime<Utc>,
    /// When it is over; before that it is pending.
    pub decided: DateTime<Utc>,
    /// Whether it ends as failed.
    pub fails: bool,
}

impl Refund {
    /// The status at `now`.
    pub fn status(&self, now: DateTime<Utc>) -> RefundStatus {
        match (self.decided <= now, self.fails) {
            (false, _) => RefundStatus::Pending,
            (true, false) => RefundStatus::Completed,
            (true, true) => RefundStatus::Failed,
        }
    }
}
