//! What clients did, counted for tests: how often they asked, and what they should never send.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

/// A place where a request can arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// `POST /accesstoken`
    AccessToken,
    /// `POST /links`
    LinkCreate,
    /// `GET /links/{id}`
    LinkSingle,
    /// `GET /links`
    LinkList,
    /// `PATCH /links/{id}`
    LinkEdit,
    /// `GET /transactions/{id}`
    TransactionSingle,
    /// `GET /transactions`
    TransactionList,
    /// `POST /transactions/{id}/refund`
    TransactionRefund,
    /// `POST /transactions/{id}/capture`
    TransactionCapture,
    /// `POST /transactions/{id}/reversal`
    TransactionReversal,
    /// The pay page, opened or paid.
    PayPage,
    /// Anything else.
    Unknown,
}

/// How often an idempotency key came, and how often it did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyUses {
    /// Requests that carried the key to a link or transaction endpoint and were signed in.
    pub seen: u32,
    /// Links that the key made, and refunds, captures and reversals that it did. Survives a restart; `seen` does not.
    pub executed: u32,
}

#[derive(Debug, Default)]
struct Counts {
    requests: BTreeMap<Endpoint, u64>,
    keys: HashMap<String, u32>,
    connections: u64,
    app_key_exposures: u64,
}

/// The counts since the server's start.
#[derive(Debug, Default)]
pub(crate) struct Witness(Mutex<Counts>);

impl Witness {
    fn with<T>(&self, look: impl FnOnce(&mut Counts) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn connection_opened(&self) {
        self.with(|counts| counts.connections += 1);
    }

    pub(super) fn request(&self, endpoint: Endpoint) {
        self.with(|counts| *counts.requests.entry(endpoint).or_default() += 1);
    }

    pub(super) fn app_key_exposed(&self) {
        self.with(|counts| counts.app_key_exposures += 1);
    }

    pub(super) fn key_seen(&self, key: &str) {
        self.with(|counts| *counts.keys.entry(key.to_owned()).or_default() += 1);
    }

    pub(super) fn requests(&self, endpoint: Endpoint) -> u64 {
        self.with(|counts| counts.requests.get(&endpoint).copied().unwrap_or_default())
    }

    pub(super) fn all_requests(&self) -> u64 {
        self.with(|counts| counts.requests.values().sum())
    }

    pub(super) fn connections(&self) -> u64 {
        self.with(|counts| counts.connections)
    }

    pub(super) fn app_key_exposures(&self) -> u64 {
        self.with(|counts| counts.app_key_exposures)
    }

    pub(super) fn times_key_seen(&self, key: &str) -> u32 {
        self.with(|counts| counts.keys.get(key).copied().unwrap_or_default())
    }
}
