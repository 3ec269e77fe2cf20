//! Lies that a test can make the gateway tell, and rules that a deployment may have.

use std::time::Duration;

use chrono::TimeDelta;

use crate::minor_units::MinorUnits;
use crate::moments::time_delta;
use crate::rate_limit::{RateLimit, RetryAfter};

/// How long an idempotency key is remembered (fact sheet, Idempotency).
const KEY_MEMORY: Duration = Duration::from_hours(24);

/// How long a refund stays `pending`. Real ones take 5 to 10 days to reach the customer; nobody who
/// practises waits that long.
const REFUND_TIME: Duration = Duration::from_mins(1);

/// How many requests a minute are answered (fact sheet, Rate limits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Allowance {
    /// 100, as in the sandbox.
    #[default]
    Sandbox,
    /// 1,000, as in production.
    Production,
    /// Another number, or another way to say when to come back.
    Other(RateLimit),
    /// Any number.
    Unlimited,
}

impl Allowance {
    pub(super) fn limit(self) -> Option<RateLimit> {
        let per_minute = |requests_per_minute| {
            Some(RateLimit { requests_per_minute, retry_after: RetryAfter::Seconds })
        };
        match self {
            Self::Sandbox => per_minute(100),
            Self::Production => per_minute(1_000),
            Self::Other(limit) => Some(limit),
            Self::Unlimited => None,
        }
    }
}

/// What the gateway does other than the plain and truthful thing, which is the default. The books
/// always hold the truth.
#[expect(clippy::struct_excessive_bools, reason = "each is a lie or a rule of its own")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// How many requests a minute are answered.
    pub allowance: Allowance,
    /// There is no list of refunds: 404. That there is one is unproven (fact sheet, Refunds).
    pub refund_list_missing: bool,
    /// Payments come without `amount_refunded`, which is unproven, too.
    pub amount_refunded_missing: bool,
    /// Refunds do not look at the idempotency key; the seed names none for them.
    pub refund_keys_ignored: bool,
    /// Shown as `amount` of every payment.
    pub amount_in_answer: Option<MinorUnits>,
    /// Shown as `currency` of every payment and refund.
    pub currency_in_answer: Option<String>,
    /// Shown as `status` of every payment, such as `sleeping`.
    pub payment_status_in_answer: Option<String>,
    /// Shown as `status` of every refund.
    pub refund_status_in_answer: Option<String>,
    /// Shown as `amount` of every refund.
    pub refund_amount_in_answer: Option<MinorUnits>,
    /// Shown as `id` of every payment.
    pub payment_id_in_answer: Option<String>,
    /// Objects come without `metadata`.
    pub metadata_missing: bool,
    /// Refunds come with `metadata` that has no name. That a refund's is given back is unproven.
    pub refund_metadata_empty: bool,
    /// Payments come without `checkout_url`.
    pub checkout_url_missing: bool,
    /// Scheme and host in front of the page's path, such as `https://pay.example`.
    pub link_origin: Option<String>,
    /// What is made is answered with 201; otherwise with 200.
    pub creates_answer_201: bool,
    /// A replay shows the first object as it is now; otherwise as it was first answered.
    pub replays_show_the_present: bool,
    /// Shown as `total_count`, which may be approximate.
    pub total_count_in_answer: Option<u64>,
    /// How long an idempotency key is remembered; 24 hours if not said.
    pub key_memory: Option<Duration>,
    /// How long a new refund stays `pending`; one minute if not said.
    pub refunds_take: Option<Duration>,
    /// New refunds end as `failed`.
    pub refunds_fail: bool,
    /// Every read shows what was written this long ago, and 404 for an object made since.
    pub replication_lag: Option<Duration>,
    /// Lists show what was written this long ago.
    pub list_lag: Option<Duration>,
    /// Webhooks are signed under another secret.
    pub webhooks_signed_wrongly: bool,
    /// Every event is sent once more after it was taken.
    pub events_come_twice: bool,
}

impl Behaviour {
    pub(super) fn key_memory(&self) -> TimeDelta {
        time_delta(self.key_memory.unwrap_or(KEY_MEMORY))
    }

    pub(super) fn refunds_take(&self) -> TimeDelta {
        time_delta(self.refunds_take.unwrap_or(REFUND_TIME))
    }
}
