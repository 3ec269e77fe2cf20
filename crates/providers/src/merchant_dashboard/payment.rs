//! A payment collected through a link. All of its members are assumed.

use domain::{Currency, Money, Timestamp, ids::ProviderPaymentId};

use super::{
    Private,
    errors::Unreadable,
    lenient,
    page::{Readable, Row},
    told::Told,
    words::Words,
};
use crate::members::Members;

/// How far a payment is. Words are compared exactly: `Paid` is not `paid`, and never taken for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentStatus {
    /// `pending`: begun, and nothing came yet.
    Pending,
    /// `paid`: the money came.
    Paid,
    /// `failed`.
    Failed,
    /// `refunded`: it came, and went back. How much of it did is not told.
    Refunded,
    /// A word that nobody knows yet; empty where the answer says nothing.
    Unknown(String),
}

impl PaymentStatus {
    /// The meaning of `word`.
    pub fn from_word(word: &str) -> Self {
        match word {
            "pending" => Self::Pending,
            "paid" => Self::Paid,
            "failed" => Self::Failed,
            "refunded" => Self::Refunded,
            other => Self::Unknown(Words::new(other).as_str().to_owned()),
        }
    }

    /// As the dashboard writes it.
    pub fn word(&self) -> &str {
        match self {
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Refunded => "refunded",
            Self::Unknown(word) => word,
        }
    }
}

/// A payment on a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Its id.
    pub id: ProviderPaymentId,
    /// How far it is.
    pub status: PaymentStatus,
    /// How much, in the currency that the row itself names. It is never taken for what was asked.
    pub amount: Told<Money>,
    /// The currency.
    pub currency: Told<Currency>,
    /// Where the customer can be written to.
    pub customer_email: Option<Private>,
    /// When it began, by the dashboard's clock.
    pub created_at: Told<Timestamp>,
    /// When the money came, by the dashboard's clock.
    pub paid_at: Told<Timestamp>,
}

impl Readable for Payment {
    fn read(members: &Members) -> Result<Self, Unreadable> {
        let currency = lenient::currency(members);
        let name = Self::ID;
        let id: String = lenient::id(members, name)?;
        Ok(Self {
            id: id.try_into().map_err(|_| Unreadable::Malformed { name })?,
            status: PaymentStatus::from_word(lenient::word(members, "status")),
            amount: lenient::money(members, "amount", currency),
            currency,
            customer_email: lenient::private(members, "customer_email"),
            created_at: lenient::moment(members, "created_at"),
            paid_at: lenient::moment(members, "paid_at"),
        })
    }
}

impl Row for Payment {
    const ID: &'static str = "id";
}
