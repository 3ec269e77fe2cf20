//! A payment as the books hold it: the link to pay, and what became of it. Its status follows from
//! what happened to it, and from the time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{PageToken, PaymentId};
use super::metadata::Metadata;
use super::money::Currency;
use crate::minor_units::MinorUnits;
use crate::test_cards::{FailureCode, Verdict};

/// The status of a payment (fact sheet, Payments).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentStatus {
    /// Made; nobody has tried to pay.
    Pending,
    /// The bank is at work.
    Processing,
    /// The money is there.
    Succeeded,
    /// The bank refused, for good.
    Failed,
    /// The merchant cancelled it before anybody paid.
    Cancelled,
}

impl PaymentStatus {
    /// The word in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The one try to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When the customer paid.
    pub begun: DateTime<Utc>,
    /// When the bank decides; before that the payment is processing. `None`: not by itself.
    pub decided: Option<DateTime<Utc>>,
    /// What the bank says.
    pub verdict: Verdict,
    /// How much the customer pays.
    pub amount: MinorUnits,
}

/// A payment of the practice merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The gateway's id.
    pub id: PaymentId,
    /// Where its page is.
    pub page: PageToken,
    /// What was asked for.
    pub amount: MinorUnits,
    /// In which currency.
    pub currency: Currency,
    /// Who pays, if the merchant said so.
    pub customer_email: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What the merchant keeps on it.
    pub metadata: Metadata,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was cancelled.
    pub cancelled: Option<DateTime<Utc>>,
    /// The try to pay.
    pub attempt: Option<Attempt>,
}

impl Payment {
    /// The status at `now`. A payment that was paid in spite of being cancelled counts as paid.
    pub fn status(&self, now: DateTime<Utc>) -> PaymentStatus {
        match &self.attempt {
            None if self.cancelled.is_some() => PaymentStatus::Cancelled,
            None => PaymentStatus::Pending,
            Some(attempt) if attempt.decided.is_none_or(|decided| decided > now) => {
                PaymentStatus::Processing
            }
            Some(Attempt { verdict: Verdict::Approved, .. }) => PaymentStatus::Succeeded,
            Some(Attempt { verdict: Verdict::Declined(_), .. }) => PaymentStatus::Failed,
        }
    }

    /// What was really paid by `now`.
    pub fn paid(&self, now: DateTime<Utc>) -> MinorUnits {
        let paid = self.status(now) == PaymentStatus::Succeeded;
        let attempt = self.attempt.as_ref().filter(|_| paid);
        attempt.map_or_else(MinorUnits::default, |attempt| attempt.amount)
    }

    /// Why it failed, once it has.
    pub fn failure_code(&self, now: DateTime<Utc>) -> Option<FailureCode> {
        match self.attempt.as_ref()?.verdict {
            Verdict::Declined(code) if self.status(now) == PaymentStatus::Failed => Some(code),
            Verdict::Declined(_) | Verdict::Approved => None,
        }
    }

    /// The `amount` in answers: what was asked for, and once it is paid, what was paid.
    pub(super) fn shown_amount(&self, now: DateTime<Utc>) -> MinorUnits {
        let paid = self.paid(now);
        if paid.is_zero() { self.amount } else { paid }
    }

    /// The payment as it looked at `moment`; `None` if it had not been made.
    pub(super) fn as_of(&self, moment: DateTime<Utc>) -> Option<Self> {
        (self.created <= moment).then(|| {
            let mut past = self.clone();
            past.cancelled = past.cancelled.filter(|at| *at <= moment);
            past.attempt = past.attempt.filter(|attempt| attempt.begun <= moment);
            past
        })
    }

    /// The payment as it was when it was made.
    pub(super) fn untouched(&self) -> Self {
        Self { cancelled: None, attempt: None, ..self.clone() }
    }
}
