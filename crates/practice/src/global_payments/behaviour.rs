//! Lies that a test can make the server tell, and rules that a merchant's gateway may have.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::accounts::{Account, STANDARD_ACCOUNTS};
use super::link_record::{Link, LinkStatus};
use super::money::Currency;
use super::settlement::Settlement;
use crate::minor_units::MinorUnits;
use crate::moments::time_delta;
use crate::rate_limit::RateLimit;

/// How long an idempotency key is remembered (fact sheet, 5.4).
const KEY_MEMORY: TimeDelta = TimeDelta::hours(24);

/// What the server does other than the plain and truthful thing, which is the default. The books
/// always hold the truth.
#[expect(clippy::struct_excessive_bools, reason = "each is a lie or a rule of its own")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// Shown as the amount in every link and transaction that is answered.
    pub amount_in_answer: Option<MinorUnits>,
    /// Shown as the currency in every link and transaction that is answered.
    pub currency_in_answer: Option<Currency>,
    /// Scheme and host in front of the link's path, such as `https://pay.example`.
    pub link_origin: Option<String>,
    /// Shown as the status in `transaction_list`, which the real gateway does not refresh
    /// (fact sheet, 3.7). Reading the transaction itself still tells the truth.
    pub status_in_transaction_list: Option<String>,
    /// The latest entry of `transaction_list` is shown as it was when the customer opened the page: INITIATED, and
    /// without a type (fact sheet, 3.7). Lists of transactions, and the transaction itself, still tell the truth.
    pub latest_entry_stays_begun: bool,
    /// No payment and no visit changes what answers show of a link: its counts stay 0, and its status does not become
    /// PAID (fact sheet, 3.7). Customers meet the truth.
    pub counters_never_move: bool,
    /// Shown as the status of every link, such as `SLEEPING`.
    pub link_status_in_answer: Option<String>,
    /// Shown as the status of every transaction.
    pub transaction_status_in_answer: Option<String>,
    /// Shown as the type of every transaction.
    pub transaction_type_in_answer: Option<String>,
    /// Shown as the type of every action.
    pub action_type_in_answer: Option<String>,
    /// Lifetime of new tokens in seconds, whatever the client asked for.
    pub token_seconds: Option<u32>,
    /// The merchant's accounts, in the order of the token answer. `None`: the three standard ones.
    pub accounts: Option<Vec<Account>>,
    /// Reads of links, transactions and lists show what was written this long ago. It concerns
    /// what is written from now on; answers to writes are never late.
    pub replication_lag: Option<Duration>,
    /// How many requests a minute are answered.
    pub rate_limit: Option<RateLimit>,
    /// The pay page only reserves the money: PREAUTHORIZED in place of CAPTURED.
    pub holds: bool,
    /// A customer who opened the page before the link was switched off may still pay
    /// (fact sheet, 3.6).
    pub opened_pages_stay_payable: bool,
    /// How long an idempotency key is remembered; 24 hours if not said.
    pub key_memory: Option<Duration>,
    /// A refused request uses its idempotency key up, too.
    pub refused_requests_burn_keys: bool,
    /// When captured money goes to the merchant's bank. `None`: never by itself.
    pub settlement: Option<Settlement>,
}

impl Behaviour {
    pub(super) fn shown_amount(&self, truth: MinorUnits) -> String {
        self.amount_in_answer.unwrap_or(truth).to_string()
    }

    pub(super) fn shown_currency<'a>(&'a self, truth: &'a Currency) -> &'a str {
        self.currency_in_answer.as_ref().unwrap_or(truth).code()
    }

    /// The status of a link as answers show it.
    pub(super) fn shown_status(&self, link: &Link, now: DateTime<Utc>) -> LinkStatus {
        if self.counters_never_move { link.status_but_for_use(now) } else { link.status(now) }
    }

    pub(super) fn shown_count(&self, truth: u32) -> u32 {
        if self.counters_never_move { 0 } else { truth }
    }

    pub(super) fn accounts(&self) -> &[Account] {
        self.accounts.as_deref().unwrap_or(&STANDARD_ACCOUNTS)
    }

    pub(super) fn key_memory(&self) -> TimeDelta {
        self.key_memory.map_or(KEY_MEMORY, time_delta)
    }
}
