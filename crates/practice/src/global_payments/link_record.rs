//! What is kept of a link.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::accounts::AccountLabel;
use super::ids::{LinkId, PageId};
use super::money::Currency;
use crate::minor_units::MinorUnits;

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
    /// Ended for good by the merchant.
    Closed,
}

impl LinkStatus {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
            Self::Expired => "EXPIRED",
            Self::Paid => "PAID",
            Self::Closed => "CLOSED",
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
    /// The account that it belongs to.
    #[serde(default)]
    pub account: AccountLabel,
    /// Whether the merchant switched it off.
    pub switched_off: bool,
    /// Whether the merchant ended it for good, in the provider's own portal.
    #[serde(default)]
    pub closed: bool,
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
        } else {
            self.status_but_for_use(now)
        }
    }

    /// The status at `now` as if nobody had paid.
    pub(super) fn status_but_for_use(&self, now: DateTime<Utc>) -> LinkStatus {
        if self.closed {
            LinkStatus::Closed
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

    pub(super) fn shippable(&self) -> &'static str {
        if self.shipping.is_some() { "YES" } else { "NO" }
    }
}
