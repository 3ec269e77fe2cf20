//! What is kept of a sale or a refund.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{LinkId, TransactionId};
use super::money::Currency;
use crate::minor_units::MinorUnits;

/// What is kept of a card; the number itself is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Such as `VISA`.
    pub brand: String,
    /// The first six digits.
    pub first6: String,
    /// The last four digits.
    pub last4: String,
}

/// What a transaction is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TransactionKind {
    /// Money for the merchant.
    Sale {
        /// The link it came through.
        link: LinkId,
    },
    /// Money back to the customer.
    Refund {
        /// The sale that is refunded.
        of: TransactionId,
    },
}

/// How far a transaction came (fact sheet, 4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TransactionState {
    /// The customer has the page open; nothing is paid.
    Initiated,
    /// The bank refused the card.
    Declined {
        /// The card that was tried.
        card: Card,
        /// The bank's code, such as `101`.
        result: String,
    },
    /// The bank holds the money for the merchant, who has not taken it yet.
    Preauthorized {
        /// The card that was used.
        card: Card,
        /// The bank's approval.
        authcode: String,
    },
    /// The money is there.
    Captured {
        /// The card that was used.
        card: Card,
        /// The bank's approval.
        authcode: String,
    },
    /// The money is there and on its way to the merchant's bank.
    Batched {
        /// The card that was used.
        card: Card,
        /// The bank's approval.
        authcode: String,
    },
    /// The money is in the merchant's bank.
    Funded {
        /// The card that was used.
        card: Card,
        /// The bank's approval.
        authcode: String,
    },
    /// Taken back before it was settled.
    Reversed {
        /// The card that was used.
        card: Card,
        /// The bank's approval.
        authcode: String,
    },
}

impl TransactionState {
    /// The word on the wire.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Initiated => "INITIATED",
            Self::Declined { .. } => "DECLINED",
            Self::Preauthorized { .. } => "PREAUTHORIZED",
            Self::Captured { .. } => "CAPTURED",
            Self::Batched { .. } => "BATCHED",
            Self::Funded { .. } => "FUNDED",
            Self::Reversed { .. } => "REVERSED",
        }
    }

    /// Whether the merchant has the money: CAPTURED, BATCHED or FUNDED (fact sheet, 4.3).
    pub fn is_paid(&self) -> bool {
        matches!(self, Self::Captured { .. } | Self::Batched { .. } | Self::Funded { .. })
    }

    /// The card and the bank's approval, if the bank ever approved.
    pub(super) fn approval(&self) -> Option<(&Card, &str)> {
        match self {
            Self::Initiated | Self::Declined { .. } => None,
            Self::Preauthorized { card, authcode }
            | Self::Captured { card, authcode }
            | Self::Batched { card, authcode }
            | Self::Funded { card, authcode }
            | Self::Reversed { card, authcode } => Some((card, authcode)),
        }
    }

    pub(super) fn card(&self) -> Option<&Card> {
        match self {
            Self::Declined { card, .. } => Some(card),
            other => other.approval().map(|(card, _)| card),
        }
    }
}

/// A sale or a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// Its own id; a refund has another than its sale.
    pub id: TransactionId,
    /// Sale or refund.
    pub kind: TransactionKind,
    /// How far it came.
    pub state: TransactionState,
    /// How much money; after a capture, what was captured.
    pub amount: MinorUnits,
    /// How much the bank first held, if the payment was only reserved at first.
    #[serde(default)]
    pub reserved: Option<MinorUnits>,
    /// `BAT_…`, once it is on its way to the merchant's bank.
    #[serde(default)]
    pub batch: Option<String>,
    /// In which currency.
    pub currency: Currency,
    /// The merchant's country.
    pub country: String,
    /// The link's reference; a refund inherits it.
    pub reference: String,
    /// Free text of a refund; empty on a sale.
    pub description: String,
    /// When it was made, UTC.
    pub time_created: DateTime<Utc>,
}

impl Transaction {
    /// The sale that this transaction belongs to: itself, or the refunded one (fact sheet, 4.1).
    pub(super) fn parent(&self) -> &TransactionId {
        match &self.kind {
            TransactionKind::Sale { .. } => &self.id,
            TransactionKind::Refund { of } => of,
        }
    }

    /// `SALE`, `REFUND`, or nothing while only the page is open (fact sheet, 3.7).
    pub(super) fn kind_word(&self) -> &'static str {
        match (&self.kind, &self.state) {
            (_, TransactionState::Initiated) => "",
            (TransactionKind::Sale { .. }, _) => "SALE",
            (TransactionKind::Refund { .. }, _) => "REFUND",
        }
    }

    /// The link that a sale came through.
    pub fn link(&self) -> Option<&LinkId> {
        match &self.kind {
            TransactionKind::Sale { link } => Some(link),
            TransactionKind::Refund { .. } => None,
        }
    }

    /// The status as the link shows it, which stays what it was when the customer was done: no
    /// capture, reversal or settlement refreshes it (fact sheet, 3.7).
    pub(super) fn word_in_link(&self) -> &'static str {
        match &self.state {
            TransactionState::Initiated | TransactionState::Declined { .. } => self.state.word(),
            _ if self.reserved.is_some() => "PREAUTHORIZED",
            _ => "CAPTURED",
        }
    }
}
