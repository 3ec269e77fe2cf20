//! A link as the books hold it: the snapshot of its products, and the terms that staff change.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::currency::Currency;
use super::ids::LinkUuid;
use super::pricing::{Line, PricingMode, Totals};

/// What staff can change of a link (fact sheet, Staff routes).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The internal label.
    pub name: String,
    /// Whether it is switched on.
    pub is_active: bool,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// How many payments it takes.
    pub max_uses: Option<u32>,
    /// What the organization keeps on it.
    pub metadata: BTreeMap<String, String>,
}

/// Terms, and since when they hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Version {
    since: DateTime<Utc>,
    terms: Terms,
}

/// Whether a customer can pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Yes.
    Payable,
    /// Staff switched it off.
    SwitchedOff,
    /// Its time is over.
    Expired,
    /// It has taken all the payments that it takes.
    UsedUp,
    /// Staff deleted it.
    Deleted,
}

/// A payment link of the practice organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The dashboard's id.
    pub uuid: LinkUuid,
    /// In which currency it is paid.
    pub currency: Currency,
    /// Whether the tax is in the prices.
    pub pricing_mode: PricingMode,
    /// The products as they were when the link was made.
    pub lines: Vec<Line>,
    /// What it costs.
    pub totals: Totals,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When staff deleted it.
    pub deleted: Option<DateTime<Utc>>,
    /// Uses that no payment stands for, which scripted trouble made.
    pub(super) uses_without_payment: u32,
    /// The terms it was made with.
    first: Terms,
    /// What they became, oldest first.
    changes: Vec<Version>,
}

/// What a link is made from.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) currency: Currency,
    pub(super) pricing_mode: PricingMode,
    pub(super) lines: Vec<Line>,
    pub(super) totals: Totals,
}

impl Link {
    pub(super) fn new(
        uuid: LinkUuid,
        snapshot: Snapshot,
        terms: Terms,
        created: DateTime<Utc>,
    ) -> Self {
        let Snapshot { currency, pricing_mode, lines, totals } = snapshot;
        Self {
            uuid,
            currency,
            pricing_mode,
            lines,
            totals,
            created,
            deleted: None,
            uses_without_payment: 0,
            first: terms,
            changes: Vec::new(),
        }
    }

    /// The terms that hold now.
    pub fn terms(&self) -> &Terms {
        self.changes.last().map_or(&self.first, |version| &version.terms)
    }

    /// When the terms last changed, or the link was made.
    pub fn updated(&self) -> DateTime<Utc> {
        self.changes.last().map_or(self.created, |version| version.since)
    }

    /// Whether it had been made by `moment`, and was not deleted then.
    pub(super) fn was_there(&self, moment: DateTime<Utc>) -> bool {
        self.created <= moment && self.deleted.is_none_or(|deleted| deleted > moment)
    }

    /// The link as it looked at `moment`; `None` if it had not been made.
    pub(super) fn as_of(&self, moment: DateTime<Utc>) -> Option<Self> {
        (self.created <= moment).then(|| {
            let mut past = self.clone();
            past.deleted = past.deleted.filter(|deleted| *deleted <= moment);
            past.changes.retain(|version| version.since <= moment);
            past
        })
    }

    pub(super) fn change(&mut self, since: DateTime<Utc>, change: impl FnOnce(&mut Terms)) {
        let mut terms = self.terms().clone();
        change(&mut terms);
        self.changes.push(Version { since, terms });
    }

    /// Whether a customer can pay at `now`, after `uses`.
    pub(super) fn state(&self, uses: u32, now: DateTime<Utc>) -> LinkState {
        let terms = self.terms();
        if self.deleted.is_some() {
            LinkState::Deleted
        } else if !terms.is_active {
            LinkState::SwitchedOff
        } else if terms.expires_at.is_some_and(|end| end <= now) {
            LinkState::Expired
        } else if terms.max_uses.is_some_and(|most| uses >= most) {
            LinkState::UsedUp
        } else {
            LinkState::Payable
        }
    }
}
