//! Rules that an organization may have, and lies that a test can make the dashboard tell.

use std::time::Duration;

use chrono::TimeDelta;

use super::currency::Currency;
use super::pricing::PricingMode;
use crate::minor_units::MinorUnits;
use crate::moments::time_delta;
use crate::rate_limit::RateLimit;

/// How lists are written (fact sheet, Staff routes: both are possible).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListShape {
    /// `{"count","next","previous","results"}`.
    Pages {
        /// How many rows a page has; at least one.
        size: usize,
    },
    /// A bare array of everything.
    Bare,
}

impl Default for ListShape {
    fn default() -> Self {
        Self::Pages { size: 50 }
    }
}

/// The smallest and the largest payment that the organization takes in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentLimits {
    /// In minor units.
    pub smallest: MinorUnits,
    /// In minor units.
    pub largest: MinorUnits,
}

/// 0.50 to 10,000.00.
impl Default for PaymentLimits {
    fn default() -> Self {
        Self { smallest: MinorUnits::new(50), largest: MinorUnits::new(1_000_000) }
    }
}

/// What the dashboard does; the default is the plain and truthful thing. The books always hold the
/// truth.
#[expect(clippy::struct_excessive_bools, reason = "each is a lie or a rule of its own")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// How many requests are answered in a minute; any number if not said.
    pub rate_limit: Option<RateLimit>,
    /// How long a session lives; for ever if not said.
    pub session_life: Option<Duration>,
    /// How lists are written.
    pub list_shape: ListShape,
    /// The organization's pricing mode where a link names none.
    pub pricing_mode: PricingMode,
    /// The organization's tax in basis points: 1900 is 19 %.
    pub tax_basis_points: u32,
    /// What the organization takes in dollars.
    pub usd_limits: PaymentLimits,
    /// What the organization takes in euros.
    pub eur_limits: PaymentLimits,
    /// A new link is answered with 200; otherwise with 201.
    pub creates_answer_200: bool,
    /// Links come without `public_url`.
    pub public_url_missing: bool,
    /// Scheme and host in front of `public_url` and `checkout_url`, such as `https://pay.example`.
    pub link_origin: Option<String>,
    /// Scheme and host in front of `next` and `previous`.
    pub next_origin: Option<String>,
    /// Links in lists come without `metadata`.
    pub list_metadata_missing: bool,
    /// Links come without `metadata` anywhere.
    pub metadata_missing: bool,
    /// Links come without `times_used`, `paid_count` and `revenue`.
    pub statistics_missing: bool,
    /// A change is answered as if it were done, and is not.
    pub changes_lost: bool,
    /// Shown as `uuid` of every link.
    pub uuid_in_answer: Option<String>,
    /// Shown as `total` of every link.
    pub total_in_answer: Option<MinorUnits>,
    /// Shown as `currency` of every link.
    pub currency_in_answer: Option<String>,
    /// Shown as `status` of every payment, such as `sleeping`.
    pub payment_status_in_answer: Option<String>,
    /// Shown as `amount` of every payment.
    pub payment_amount_in_answer: Option<MinorUnits>,
    /// Shown as `currency` of every payment.
    pub payment_currency_in_answer: Option<String>,
    /// Every read shows what was written this long ago, and 404 for a link made since.
    pub replication_lag: Option<Duration>,
    /// The list of links shows what was written this long ago.
    pub list_lag: Option<Duration>,
}

impl Behaviour {
    pub(super) fn limits(&self, currency: Currency) -> PaymentLimits {
        match currency {
            Currency::Usd => self.usd_limits,
            Currency::Eur => self.eur_limits,
        }
    }

    pub(super) fn session_life(&self) -> Option<TimeDelta> {
        self.session_life.map(time_delta)
    }
}
