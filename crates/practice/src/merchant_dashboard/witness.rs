//! What clients did, counted for tests.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use super::endpoint::Endpoint;
use crate::minor_units::MinorUnits;

/// What really happened, whatever was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Happened {
    /// Links that were made.
    pub links_made: usize,
    /// Payments that came, also those that went back.
    pub payments_paid: usize,
    /// The sum of those, of both currencies together.
    pub money_in: MinorUnits,
    /// Payments that went back.
    pub payments_refunded: usize,
    /// The sum of those.
    pub money_back: MinorUnits,
    /// Requests that were answered 429 since the start.
    pub refused_for_rate: u64,
}

#[derive(Debug, Default)]
struct Counts {
    requests: BTreeMap<Endpoint, u64>,
    links: HashMap<(Endpoint, String), u64>,
    refused_for_rate: u64,
    connections: u64,
    token_exposures: u64,
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

    pub(super) fn about(&self, endpoint: Endpoint, uuid: &str) {
        self.with(|counts| *counts.links.entry((endpoint, uuid.to_owned())).or_default() += 1);
    }

    pub(super) fn refused_for_rate(&self) {
        self.with(|counts| counts.refused_for_rate += 1);
    }

    pub(super) fn token_exposed(&self) {
        self.with(|counts| counts.token_exposures += 1);
    }

    pub(super) fn requests(&self, endpoint: Endpoint) -> u64 {
        self.with(|counts| counts.requests.get(&endpoint).copied().unwrap_or_default())
    }

    pub(super) fn requests_about(&self, endpoint: Endpoint, uuid: &str) -> u64 {
        let about = (endpoint, uuid.to_owned());
        self.with(|counts| counts.links.get(&about).copied().unwrap_or_default())
    }

    pub(super) fn all_requests(&self) -> u64 {
        self.with(|counts| counts.requests.values().sum())
    }

    pub(super) fn times_refused_for_rate(&self) -> u64 {
        self.with(|counts| counts.refused_for_rate)
    }

    pub(super) fn connections(&self) -> u64 {
        self.with(|counts| counts.connections)
    }

    pub(super) fn token_exposures(&self) -> u64 {
        self.with(|counts| counts.token_exposures)
    }
}
