//! One request and its answer, and what is learned from it.

use std::time::Duration;

use domain::{
    account::Account,
    place::{Host, Place},
};

use super::{Executor, account_state::lock};
use crate::{
    extra_root::ExtraRoot,
    gate::Pass,
    transport::{Class, Lane, Reach, Request, Response, Service, TransportFault},
};

/// The longest that an answer takes while the computer is awake: the time limit of a write. Timers stand still while it
/// sleeps, so only the clock that counts sleep tells.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

impl Executor {
    /// Lets a request leave; or says how long to wait.
    pub(super) fn admit(
        &self,
        account: &Account,
        pass: &mut Pass,
        (service, class): (Service, Class),
    ) -> Result<(), Duration> {
        let state = self.state(account);
        let now = self.clock.elapsed();
        let admitted = lock(state.gate_to(service)).admit(pass, class, now);
        if let Err(wait) = admitted {
            tracing::debug!(account = %account.id, lane = ?pass.lane, ?wait, "held back");
        }
        admitted
    }

    /// Sends a request once that was let through.
    pub(super) async fn transmit(
        &self,
        account: &Account,
        pass: &Pass,
        (service, class): (Service, Class),
        request: Request,
        is_repeat: bool,
    ) -> Result<Response, TransportFault> {
        let state = self.state(account);
        let gate = state.gate_to(service);
        tracing::debug!(account = %account.id, lane = ?pass.lane, ?request, "sending");
        lock(gate).leaves(pass, is_repeat);
        let left = self.clock.elapsed();
        let mut result = self.transport.send(pass.lane, request).await;
        let at = self.clock.elapsed();
        // The computer slept over it: it tells how things stood then, and the provider's time of then (RELIABILITY 1.6,
        // R7). What a write made is still made.
        let is_old = at.saturating_sub(left) > LONGEST_ANSWER;
        if is_old && class == Class::Reads {
            result = Err(TransportFault::TimedOut);
        }
        match &result {
            Ok(answer) => tracing::debug!(account = %account.id, ?answer, "answered"),
            Err(fault) => tracing::info!(account = %account.id, %fault, "no answer"),
        }
        lock(gate).learn(pass, class, &result, at, &*self.random);
        // The reports have a clock and connections of their own.
        if service == Service::Reports {
            return result;
        }
        if let Some(date) = result.as_ref().ok().and_then(|answer| answer.date)
            && !is_old
        {
            *lock(&state.told_time) = Some((date, at));
        }
        if pass.lane == Lane::Person {
            *lock(&state.person_lane) = result.is_ok().then_some(at);
        }
        result
    }

    /// True where a read that failed may be sent again without adding to the trouble.
    pub(super) fn may_repeat(&self, account: &Account, service: Service) -> bool {
        let now = self.clock.elapsed();
        lock(self.state(account).gate_to(service)).may_repeat(now)
    }
}

/// How far the account's host may lie.
fn reach(place: &Place) -> Reach {
    match place {
        Place::Live { host: Host::Custom(_) } => Reach::PublicOnly,
        Place::Live { .. } | Place::Sandbox { .. } | Place::Practice { .. } => Reach::Anywhere,
    }
}

/// The request with the root that the account trusts beside the public ones, and with how far its host may lie: the same
/// for all that it asks, whichever provider wrote the request.
pub(super) fn trusting(account: &Account, request: Request) -> Result<Request, TransportFault> {
    match account.place.extra_root().map(ExtraRoot::try_from).transpose() {
        Ok(extra_root) => Ok(Request { extra_root, reach: reach(&account.place), ..request }),
        Err(error) => {
            tracing::warn!(account = %account.id, %error, "the extra root is of no use");
            Err(TransportFault::Tls)
        }
    }
}
