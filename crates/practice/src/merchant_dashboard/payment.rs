//! A payment as the books hold it. It begins with a checkout, and its status follows from what
//! happened to it, and from the time.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::currency::Currency;
use super::ids::{CheckoutToken, LinkUuid, PaymentId};
use crate::minor_units::MinorUnits;
use crate::test_cards::Verdict;

/// The status of a payment (fact sheet, Staff routes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentStatus {
    /// A checkout was started; nobody has paid, or the bank is at work.
    Pending,
    /// The money is there.
    Paid,
    /// The bank refused. The link can be paid all the same.
    Failed,
    /// The money went back.
    Refunded,
}

impl PaymentStatus {
    /// The word in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Refunded => "refunded",
        }
    }
}

/// Who pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Billing {
    /// The e-mail address.
    pub email: String,
    /// The other fields, such as `first_name`, as they were sent.
    pub more: BTreeMap<String, String>,
}

/// The one try to pay a checkout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When the customer paid.
    pub begun: DateTime<Utc>,
    /// When the bank decides; before that the payment is pending.
    pub decided: DateTime<Utc>,
    /// What the bank says.
    pub verdict: Verdict,
}

/// A payment through a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The dashboard's id.
    pub id: PaymentId,
    /// The link that it came through.
    pub link: LinkUuid,
    /// What opens its checkout.
    pub token: CheckoutToken,
    /// How much.
    pub amount: MinorUnits,
    /// In which currency.
    pub currency: Currency,
    /// Who pays.
    pub billing: Billing,
    /// Where the customer goes when it is paid.
    pub success_url: Option<String>,
    /// Where the customer goes when it is not.
    pub cancel_url: Option<String>,
    /// When the checkout was started.
    pub created: DateTime<Utc>,
    /// The try to pay.
    pub attempt: Option<Attempt>,
    /// When the money went back.
    pub refunded: Option<DateTime<Utc>>,
}

impl Payment {
    /// The status at `now`.
    pub fn status(&self, now: DateTime<Utc>) -> PaymentStatus {
        match &self.attempt {
            Some(attempt) if attempt.decided <= now => match attempt.verdict {
                Verdict::Declined(_) => PaymentStatus::Failed,
                Verdict::Approved if self.refunded.is_some() => PaymentStatus::Refunded,
                Verdict::Approved => PaymentStatus::Paid,
            },
            Some(_) | None => PaymentStatus::Pending,
        }
    }

    /// When the money came, if it has by `now`.
    pub fn paid_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let came = matches!(self.status(now), PaymentStatus::Paid | PaymentStatus::Refunded);
        self.attempt.as_ref().filter(|_| came).map(|attempt| attempt.decided)
    }

    /// The payment as it looked at `moment`; `None` if it had not been started.
    pub(super) fn as_of(&self, moment: DateTime<Utc>) -> Option<Self> {
        (self.created <= moment).then(|| {
            let mut past = self.clone();
            past.attempt = past.attempt.filter(|attempt| attempt.begun <= moment);
            past.refunded = past.refunded.filter(|at| *at <= moment);
            past
        })
    }
}
