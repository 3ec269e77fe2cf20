//! What the practice merchant's books hold.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::idempotency::Execution;
use super::money::{Currency, MinorUnits};

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub(super) String);

        impl $name {
            /// The id as it stands in answers.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// `LNK_` and 30 characters.
    LinkId
}
text_id! {
    /// The last part of a link's URL, which says nothing about the link.
    PageId
}
text_id! {
    /// `TRN_`, 23 characters, `_`, and the tail of the link's reference (fact sheet, 3.7).
    TransactionId
}

/// A link's status (fact sheet, 3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum LinkStatus {
    /// Can be paid.
    Active,
    /// Switched off by the merchant.
    Inactive,
    /// Its time is over.
    Expired,
    /// Paid as often as it may be.
    Paid,
}

impl LinkStatus {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
            Self::Expired => "EXPIRED",
            Self::Paid => "PAID",
        }
    }
}

/// How often a link may be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Usage {
    /// Once.
    Single,
    /// Up to `limit` times.
    Multiple {
        /// From 1 to 1000.
        limit: u32,
    },
}

impl Usage {
    /// The word on the wire.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Single => "SINGLE",
            Self::Multiple { .. } => "MULTIPLE",
        }
    }

    pub(super) fn limit(self) -> u32 {
        match self {
            Self::Single => 1,
            Self::Multiple { limit } => limit,
        }
    }
}

/// A payable link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its id in the API.
    pub id: LinkId,
    /// Its id in the URL of the pay page.
    pub page: PageId,
    /// Whether the merchant switched it off.
    pub switched_off: bool,
    /// How often it may be paid.
    pub usage: Usage,
    /// How often it was paid.
    pub usage_count: u32,
    /// How often its page was opened.
    pub viewed_count: u32,
    /// The merchant's own reference.
    pub reference: String,
    /// The name that the customer reads.
    pub name: String,
    /// What the customer pays for.
    pub description: String,
    /// The price.
    pub amount: MinorUnits,
    /// What shipping adds, if the link ships.
    pub shipping: Option<MinorUnits>,
    /// The currency of both.
    pub currency: Currency,
    /// The merchant's country.
    pub country: String,
    /// When it was made, UTC.
    pub time_created: DateTime<Utc>,
    /// The last moment at which it can be paid, UTC.
    pub expires: DateTime<Utc>,
}

impl Link {
    /// The status at `now`.
    pub fn status(&self, now: DateTime<Utc>) -> LinkStatus {
        if self.usage_count >= self.usage.limit() {
            LinkStatus::Paid
        } else if self.switched_off {
            LinkStatus::Inactive
        } else if now > self.expires {
            LinkStatus::Expired
        } else {
            LinkStatus::Active
        }
    }

    /// What the customer pays.
    pub fn total(&self) -> MinorUnits {
        self.amount.plus(self.shipping.unwrap_or_default())
    }
}

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
    /// The money is there.
    Captured {
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
            Self::Captured { .. } => "CAPTURED",
        }
    }

    pub(super) fn card(&self) -> Option<&Card> {
        match self {
            Self::Initiated => None,
            Self::Declined { card, .. } | Self::Captured { card, .. } => Some(card),
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
    /// How much money.
    pub amount: MinorUnits,
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

    pub(super) fn is_of_link(&self, link: &LinkId) -> bool {
        matches!(&self.kind, TransactionKind::Sale { link: own } if own == link)
    }
}

/// Everything that survives a restart.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Books {
    pub(super) links: Vec<Link>,
    pub(super) transactions: Vec<Transaction>,
    pub(super) executions: BTreeMap<String, Execution>,
}

impl Books {
    pub(super) fn link(&self, id: &str) -> Option<&Link> {
        self.links.iter().find(|link| link.id.as_str() == id)
    }

    pub(super) fn link_mut(&mut self, id: &LinkId) -> Option<&mut Link> {
        self.links.iter_mut().find(|link| link.id == *id)
    }

    pub(super) fn link_of_page(&self, page: &str) -> Option<&Link> {
        self.links.iter().find(|link| link.page.as_str() == page)
    }

    pub(super) fn transaction(&self, id: &str) -> Option<&Transaction> {
        self.transactions.iter().find(|transaction| transaction.id.as_str() == id)
    }

    /// The sales of a link, oldest first.
    pub(super) fn sales_of<'a>(
        &'a self,
        link: &'a LinkId,
    ) -> impl Iterator<Item = &'a Transaction> {
        self.transactions.iter().filter(|transaction| transaction.is_of_link(link))
    }

    /// What was refunded of a sale so far.
    pub(super) fn refunded(&self, sale: &TransactionId) -> MinorUnits {
        self.transactions
            .iter()
            .filter(|transaction| {
                matches!(&transaction.kind, TransactionKind::Refund { of } if of == sale)
            })
            .fold(MinorUnits::default(), |sum, refund| sum.plus(refund.amount))
    }
}
