//! What clients did, counted for tests.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use super::endpoint::Endpoint;
use crate::minor_units::MinorUnits;

/// How often an idempotency key came, and how often it made something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyUses {
    /// Requests that carried the key and were signed in and within the rate limit.
    pub seen: u32,
    /// Payments, refunds and customers that were made under it. Survives a restart; `seen` does not.
    pub executed: u32,
}

/// What really happened, whatever was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Happened {
    /// Links that were made.
    pub payments_made: usize,
    /// Links whose money is there.
    pub payments_paid: usize,
    /// The sum of what was paid, of all currencies together.
    pub money_in: MinorUnits,
    /// Refunds that were made and have not failed.
    pub refunds_made: usize,
    /// The sum of those.
    pub money_back: MinorUnits,
    /// Requests that were answered 429 since the start.
    pub refused_for_rate: u64,
}

#[derive(Debug, Default)]
struct Counts {
    requests: BTreeMap<Endpoint, u64>,
    objects: HashMap<(Endpoint, String), u64>,
    keys: HashMap<String, u32>,
    refused_for_rate: u64,
    connections: u64,
    key_exposures: u64,
}

/// The counts since the server's start.
#[derive(Debug, Default)]
pub(super) struct Witness(Mutex<Counts>);

impl Witness {
    fn with<T>(&self, look: impl FnOnce(&mut Counts) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn connection_opened(&self) {
        self.with(|counts| counts.connections += 1);
    }

    pub(super) fn request(&self, endpoint: Endpoint) {
        self.with(|counts| *counts.requests.entry(endpoint).or_default() += 1);
    }

    pub(super) fn about(&self, endpoint: Endpoint, id: &str) {
        self.with(|counts| *counts.objects.entry((endpoint, id.to_owned())).or_default() += 1);
    }

    pub(super) fn key_seen(&self, key: &str) {
        self.with(|counts| *counts.keys.entry(key.to_owned()).or_default() += 1);
    }

    pub(super) fn refused_for_rate(&self) {
        self.with(|counts| counts.refused_for_rate += 1);
    }

    pub(super) fn key_exposed(&self) {
        self.with(|counts| counts.key_exposures += 1);
    }

    pub(super) fn requests(&self, endpoint: Endpoint) -> u64 {
        self.with(|counts| counts.requests.get(&endpoint).copied().unwrap_or_default())
    }

    pub(super) fn requests_about(&self, endpoint: Endpoint, id: &str) -> u64 {
        let about = (endpoint, id.to_owned());
        self.with(|counts| counts.objects.get(&about).copied().unwrap_or_default())
    }

    pub(super) fn all_requests(&self) -> u64 {
        self.with(|counts| counts.requests.values().sum())
    }

    pub(super) fn times_key_seen(&self, key: &str) -> u32 {
        self.with(|counts| counts.keys.get(key).copied().unwrap_or_default())
    }

    pub(super) fn times_refused_for_rate(&self) -> u64 {
        self.with(|counts| counts.refused_for_rate)
    }

    pub(super) fn connections(&self) -> u64 {
        self.with(|counts| counts.connections)
    }

    pub(super) fn key_exposures(&self) -> u64 {
        self.with(|counts| counts.key_exposures)
    }
}
