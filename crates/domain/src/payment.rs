//! Money that arrived on a link, as the provider reports it.

use serde::{Deserialize, Serialize};

use crate::{clock::Timestamp, ids::ProviderPaymentId, money::Money};

/// How far a payment is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentStatus {
    /// Begun or undecided.
    Pending,
    /// The customer has confirmed it, and the provider is at it now.
    Processing,
    /// Nobody is at it: what an earlier look saw under way came to nothing, or the provider shows an older picture. It is
    /// as if there were no payment.
    NotBegun,
    /// Authorised, not captured: the money is not there.
    Reserved,
    /// The money is there: the provider's final paid state.
    Paid,
    /// What was reserved was captured, and nobody can tell how much of it: it is not reserved any more, and no sum is paid.
    Taken,
    /// Declined; the link may be tried again.
    Refused,
    /// Paid and then cancelled before settlement.
    Reversed,
    /// The card was confirmed; what was held for that goes back by itself.
    CardConfirmed,
    /// A word that the till does not know. Never taken for paid.
    Unknown(String),
}

impl PaymentStatus {
    /// True where it was begun and may still come to any end.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Pending | Self::Processing)
    }

    /// True where money was reserved, and nobody knows it to be paid or given up.
    pub fn is_held(&self) -> bool {
        matches!(self, Self::Reserved | Self::Taken)
    }
}

/// A payment on one of our links, as the provider reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenPayment {
    /// The provider's id.
    pub provider_id: ProviderPaymentId,
    /// How far it is.
    pub status: PaymentStatus,
    /// What was paid, by the provider's account. It may differ from what was asked.
    pub amount: Money,
    /// When it was made, by the provider's clock.
    pub at: Option<Timestamp>,
    /// The card, as far as the till may know it.
    pub card: Option<Card>,
}

/// What the till may know of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// `VISA`, `MASTERCARD`, …
    pub brand: String,
    /// Four digits.
    pub last_four: LastFour,
}

/// The last four digits of a card number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LastFour(String);

/// Text that does not end in four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no last four digits")]
pub struct NoLastFour;

impl LastFour {
    /// The last four digits of a masked number, `XXXXXXXXXXXX5262` or `426397XXXXXX5262`. The rest is thrown away.
    pub fn of_masked(masked: &str) -> Result<Self, NoLastFour> {
        let digits: Vec<char> =
            masked.chars().rev().take_while(char::is_ascii_digit).take(4).collect();
        if digits.len() == 4 {
            Ok(Self(digits.into_iter().rev().collect()))
        } else {
            Err(NoLastFour)
        }
    }

    /// Four digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LastFour {
    type Error = NoLastFour;

    fn try_from(text: String) -> Result<Self, NoLastFour> {
        Self::of_masked(&text)
    }
}

impl From<LastFour> for String {
    fn from(last_four: LastFour) -> Self {
        last_four.0
    }
}
