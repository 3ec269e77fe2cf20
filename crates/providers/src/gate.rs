//! What one account's requests to one service must pass, and what is learned from their answers.

use std::time::Duration;

use domain::{Random, capabilities::RateLimit};

use crate::{
    breaker::{Breaker, Failing},
    budget::Budget,
    retry::RetryBudget,
    transport::{Class, Lane, Response, TOO_MANY_REQUESTS, TransportFault},
};

/// How long a provider is left alone that asked to slow down and did not say for how long.
const UNSAID_WAIT: Duration = Duration::from_secs(30);

/// The gate of one account to one service. A person passes it at any time; all moments are on the clock that
/// counts sleep.
#[derive(Debug)]
pub(crate) struct Gate {
    budget: Budget,
    breaker: Breaker,
    repeats: RetryBudget,
    /// Until when the provider asked not to be asked.
    asked_to_wait: Duration,
    traffic: Traffic,
}

/// One operation's way through the gate.
#[derive(Debug)]
pub(crate) struct Pass {
    /// Whose operation it is.
    pub(crate) lane: Lane,
    /// True once a request of it has passed.
    begun: bool,
    /// When the last one passed.
    at: Duration,
}

impl Pass {
    /// The pass of an operation that has not begun.
    pub(crate) fn new(lane: Lane) -> Self {
        Self { lane, begun: false, at: Duration::ZERO }
    }
}

/// What an account's requests came to since the program started, or since the account was
/// forgotten.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Traffic {
    /// Requests that left, sign-ins and repeats included.
    pub requests: u64,
    /// Those that repeated a read that got no usable answer.
    pub repeats: u64,
    /// Answers with status 429.
    pub too_many_requests: u64,
    /// Requests that did not leave, because of the budget, a rest, or the provider's wish to wait.
    pub held_back: u64,
}

impl Traffic {
    /// Both together.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            requests: self.requests + other.requests,
            repeats: self.repeats + other.repeats,
            too_many_requests: self.too_many_requests + other.too_many_requests,
            held_back: self.held_back + other.held_back,
        }
    }
}

impl Gate {
    /// An open gate at the time `now`.
    pub(crate) fn new(rate: RateLimit, now: Duration) -> Self {
        Self {
            budget: Budget::new(rate, now),
            breaker: Breaker::new(),
            repeats: RetryBudget::new(),
            asked_to_wait: Duration::ZERO,
            traffic: Traffic::default(),
        }
    }

    /// Lets a request leave; or says how long to wait.
    pub(crate) fn admit(
        &mut self,
        pass: &mut Pass,
        class: Class,
        now: Duration,
    ) -> Result<(), Duration> {
        let admitted = self.try_admit(pass, class, now);
        match admitted {
            Ok(()) => (pass.begun, pass.at) = (true, now),
            Err(_) => self.traffic.held_back += 1,
        }
        admitted
    }

    fn try_admit(&mut self, pass: &Pass, class: Class, now: Duration) -> Result<(), Duration> {
        if pass.lane == Lane::Person {
            self.budget.go_on(Lane::Person, now);
            return Ok(());
        }
        if let Some(wait) = self.asked_wait(now) {
            return Err(wait);
        }
        // An operation that has begun is finished, but no write begins in it that may not.
        if !pass.begun || class == Class::Writes {
            let rest = self.breaker.wait(class, now);
            if !rest.is_zero() {
                return Err(rest);
            }
        }
        match class {
            // Money comes first, whoever asks for it (RELIABILITY 5.1); and a write that settles
            // something follows a read, which would always take the token that it needs.
            Class::Writes => self.budget.go_on(Lane::Person, now),
            Class::Reads if pass.begun => self.budget.go_on(pass.lane, now),
            Class::Reads => self.budget.take(pass.lane, now)?,
        }
        if !pass.begun {
            self.breaker.begin(class, now);
        }
        Ok(())
    }

    /// Counts a request that leaves, just after it was let through.
    pub(crate) fn leaves(&mut self, pass: &Pass, is_repeat: bool) {
        self.repeats.note(is_repeat, pass.at);
        self.traffic.requests += 1;
        self.traffic.repeats += u64::from(is_repeat);
    }

    /// True where a read may be repeated.
    pub(crate) fn may_repeat(&mut self, now: Duration) -> bool {
        self.repeats.has_room(now)
    }

    /// Learns from what became of a request.
    pub(crate) fn learn(
        &mut self,
        pass: &Pass,
        class: Class,
        result: &Result<Response, TransportFault>,
        now: Duration,
        random: &dyn Random,
    ) {
        match failing(result) {
            Some(why) => self.breaker.failed(class, why, now, random),
            None => self.breaker.good(class, pass.lane == Lane::Person, now),
        }
        let Ok(answer) = result else { return };
        let wait = match answer.status {
            TOO_MANY_REQUESTS => {
                self.traffic.too_many_requests += 1;
                self.budget.slow_down(pass.at, now);
                Some(answer.asked_wait().unwrap_or(UNSAID_WAIT))
            }
            // Away for a while, and it says for how long (RELIABILITY 5.1).
            500.. => answer.asked_wait(),
            _ => None,
        };
        if let Some(wait) = wait {
            self.asked_to_wait = self.asked_to_wait.max(now.saturating_add(wait));
        }
    }

    /// How long until an operation of this lane that begins with a read may begin.
    pub(crate) fn wait(&self, lane: Lane, now: Duration) -> Duration {
        if lane == Lane::Person {
            return Duration::ZERO;
        }
        let asked = self.asked_wait(now).unwrap_or_default();
        asked.max(self.breaker.wait(Class::Reads, now)).max(self.budget.wait(lane, now))
    }

    /// How much longer the provider wants not to be asked.
    pub(crate) fn asked_wait(&self, now: Duration) -> Option<Duration> {
        self.asked_to_wait.checked_sub(now).filter(|wait| !wait.is_zero())
    }

    /// Why the till rests, and for how much longer.
    pub(crate) fn resting(&self, now: Duration) -> Option<(Failing, Duration)> {
        self.breaker.resting(now)
    }

    /// What came to pass so far.
    pub(crate) fn traffic(&self) -> Traffic {
        self.traffic
    }
}

/// Why an answer is a failure of the provider or of the network; `None` where it is none. A no is
/// none.
fn failing(result: &Result<Response, TransportFault>) -> Option<Failing> {
    match result {
        Ok(answer) => (answer.status >= 500).then_some(Failing::ProviderError),
        Err(TransportFault::Dns | TransportFault::Connect | TransportFault::Tls) => {
            Some(Failing::NoConnection)
        }
        Err(
            TransportFault::TimedOut
            | TransportFault::ConnectionLost
            | TransportFault::TooLarge
            | TransportFault::TooDeep
            | TransportFault::Redirected,
        ) => Some(Failing::NoAnswer),
    }
}

#[cfg(test)]
mod tests;
