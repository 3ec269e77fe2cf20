//! What the executor keeps of one account while the program runs.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{TillError, Timestamp, capabilities::RateLimit};

use super::no_session::NoSession;
use crate::{
    gate::Gate, rest::Rest, session::Session, single_flight::SingleFlight, transport::Service,
};

/// What the executor keeps of one account while the program runs.
pub(super) struct AccountState {
    /// Replaced whole with the key, so that a sign-in with the old one that lands later is heard by nobody.
    pub(super) sign_in: Mutex<Arc<SignIn>>,
    pub(super) warming: SingleFlight<Result<(), TillError>>,
    /// When a person's lane last had an answer, on the clock that counts sleep.
    pub(super) person_lane: Mutex<Option<Duration>>,
    /// The provider's time, and when it was told on the clock that counts sleep.
    pub(super) told_time: Mutex<Option<(Timestamp, Duration)>>,
    /// The gate of the payments.
    pub(super) gate: Mutex<Gate>,
    /// The gate of the reports.
    pub(super) reports_gate: Mutex<Gate>,
}

/// The session of one key, and how it is come by.
#[derive(Default)]
pub(super) struct SignIn {
    pub(super) session: Mutex<Option<Arc<Session>>>,
    pub(super) flight: SingleFlight<Result<Arc<Session>, NoSession>>,
    pub(super) rest: Mutex<Rest>,
}

impl AccountState {
    /// An account of which nothing is known at the time `now`, on the clock that counts sleep.
    pub(super) fn new(rate: RateLimit, now: Duration) -> Self {
        Self {
            sign_in: Mutex::default(),
            warming: SingleFlight::default(),
            person_lane: Mutex::default(),
            told_time: Mutex::default(),
            gate: Mutex::new(Gate::new(rate, now)),
            reports_gate: Mutex::new(Gate::new(rate, now)),
        }
    }

    pub(super) fn gate_to(&self, service: Service) -> &Mutex<Gate> {
        match service {
            Service::Payments => &self.gate,
            Service::Reports => &self.reports_gate,
        }
    }

    pub(super) fn sign_in(&self) -> Arc<SignIn> {
        Arc::clone(&lock(&self.sign_in))
    }
}

/// What a lock guards here is changed by no code that stops half-way: a panic elsewhere leaves it sound.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
