//! What clients did, counted for tests.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use super::endpoint::Endpoint;

/// How often a `reverse_id` came, and how often it did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReverseIdUses {
    /// Well signed reverse requests that carried it.
    pub seen: u32,
    /// Refunds that the bank did under it. Survives a restart; `seen` does not.
    pub executed: u32,
}

#[derive(Debug, Default)]
struct Counts {
    requests: BTreeMap<Endpoint, u64>,
    orders: HashMap<(Endpoint, String), u64>,
    reverse_ids: HashMap<String, u32>,
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

    pub(super) fn about_order(&self, endpoint: Endpoint, order: &str) {
        self.with(|counts| {
            *counts.orders.entry((endpoint, order.to_owned())).or_default() += 1;
        });
    }

    pub(super) fn key_exposed(&self) {
        self.with(|counts| counts.key_exposures += 1);
    }

    pub(super) fn reverse_id_seen(&self, reverse_id: &str) {
        self.with(|counts| *counts.reverse_ids.entry(reverse_id.to_owned()).or_default() += 1);
    }

    pub(super) fn requests(&self, endpoint: Endpoint) -> u64 {
        self.with(|counts| counts.requests.get(&endpoint).copied().unwrap_or_default())
    }

    pub(super) fn requests_about(&self, endpoint: Endpoint, order: &str) -> u64 {
        self.with(|counts| {
            counts.orders.get(&(endpoint, order.to_owned())).copied().unwrap_or_default()
        })
    }

    pub(super) fn all_requests(&self) -> u64 {
        self.with(|counts| counts.requests.values().sum())
    }

    pub(super) fn connections(&self) -> u64 {
        self.with(|counts| counts.connections)
    }

    pub(super) fn key_exposures(&self) -> u64 {
        self.with(|counts| counts.key_exposures)
    }

    pub(super) fn times_reverse_id_seen(&self, reverse_id: &str) -> u32 {
        self.with(|counts| counts.reverse_ids.get(reverse_id).copied().unwrap_or_default())
    }
}
