//! When the till stops asking a provider that does not answer (RELIABILITY 5.1).

use std::time::Duration;

use domain::Random;

use crate::{jitter::full_jitter, transport::Class, window::Window};

/// Why the till leaves a provider alone by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failing {
    /// No connection was opened: often it is the shop's own network.
    NoConnection,
    /// Connections break, or bring no answer that can be used.
    NoAnswer,
    /// The provider has errors of its own (HTTP 5xx).
    ProviderError,
}

/// So many failures in a row open the circuit.
const IN_A_ROW: u32 = 5;

/// Half of so many calls within [`SPAN`] that fail open it as well.
const ENOUGH_CALLS: usize = 10;
const SPAN: Duration = Duration::from_mins(1);

/// The first rest lies between a second and this; each further one may be twice as long.
const FIRST_REST: Duration = Duration::from_secs(5);
const SHORTEST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_mins(5);

/// The longest rest where no connection was opened: that burdens no provider, and the till shall go
/// on soon after the network is back (RELIABILITY 7).
const LONGEST_REST_UNCONNECTED: Duration = Duration::from_secs(10);

/// How long the one trial may take before another may be made in its place: longer than a sign-in
/// and a read together (RELIABILITY 1.6, R12).
const TRIAL: Duration = Duration::from_secs(50);

/// When to look again while somebody else's trial is on its way.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The breaker of one account. It holds back only what the till does by itself; all times are on
/// the clock that counts sleep.
#[derive(Debug)]
pub(crate) struct Breaker {
    reads: Circuit,
    writes: Circuit,
}

#[derive(Debug)]
struct Circuit {
    state: State,
    calls: Window,
    in_a_row: u32,
    /// How often it has opened since a call of its class last worked while it was closed.
    opened: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Closed,
    /// Open: nothing leaves before `until`, and then one read.
    Resting {
        until: Duration,
        why: Failing,
    },
    /// Half open: one read is on its way.
    Trying {
        until: Duration,
        why: Failing,
    },
}

impl Breaker {
    /// A closed one.
    pub(crate) fn new() -> Self {
        Self { reads: Circuit::new(), writes: Circuit::new() }
    }

    /// How long the till must leave this be; zero where it may ask now.
    pub(crate) fn wait(&self, class: Class, now: Duration) -> Duration {
        match (class, self.circuit(class).state) {
            (_, State::Closed) => Duration::ZERO,
            (Class::Reads, State::Resting { until, .. }) => until.saturating_sub(now),
            (Class::Writes, State::Resting { until, .. }) => {
                // Only a read that was answered after the rest closes it.
                until.saturating_sub(now).max(LOOK_AGAIN)
            }
            (_, State::Trying { until, .. }) => until.saturating_sub(now).min(LOOK_AGAIN),
        }
    }

    /// Notes that a request leaves that [`Breaker::wait`] does not hold back. After a rest it is
    /// the trial.
    pub(crate) fn begin(&mut self, class: Class, now: Duration) {
        let circuit = self.circuit_mut(class);
        if let State::Resting { why, .. } | State::Trying { why, .. } = circuit.state {
            circuit.state = State::Trying { until: now.saturating_add(TRIAL), why };
        }
    }

    /// Notes that an answer came, a refusal too. A person's, and that to a trial, proves that the
    /// provider is there again.
    pub(crate) fn good(&mut self, class: Class, is_person: bool, now: Duration) {
        if is_person || matches!(self.circuit(class).state, State::Trying { .. }) {
            self.circuit_mut(class).close();
        }
        self.circuit_mut(class).good(now);
        if class == Class::Writes && is_person {
            self.reads.close();
        }
        if class == Class::Reads
            && matches!(self.writes.state, State::Resting { until, .. } if until <= now)
        {
            self.writes.close();
        }
    }

    /// Notes that no usable answer came.
    pub(crate) fn failed(
        &mut self,
        class: Class,
        why: Failing,
        now: Duration,
        random: &dyn Random,
    ) {
        self.circuit_mut(class).failed(why, now, random);
    }

    /// Why the till rests, and for how much longer; `None` where it does not. Zero while it waits
    /// for the outcome of a trial, or for a reason to make one.
    pub(crate) fn resting(&self, now: Duration) -> Option<(Failing, Duration)> {
        [&self.reads, &self.writes].into_iter().find_map(|circuit| match circuit.state {
            State::Closed => None,
            State::Resting { until, why } => Some((why, until.saturating_sub(now))),
            State::Trying { why, .. } => Some((why, Duration::ZERO)),
        })
    }

    fn circuit(&self, class: Class) -> &Circuit {
        match class {
            Class::Reads => &self.reads,
            Class::Writes => &self.writes,
        }
    }

    fn circuit_mut(&mut self, class: Class) -> &mut Circuit {
        match class {
            Class::Reads => &mut self.reads,
            Class::Writes => &mut self.writes,
        }
    }
}

impl Circuit {
    fn new() -> Self {
        Self { state: State::Closed, calls: Window::new(SPAN), in_a_row: 0, opened: 0 }
    }

    fn good(&mut self, now: Duration) {
        self.calls.note(false, now);
        self.in_a_row = 0;
        if self.state == State::Closed {
            self.opened = 0;
        }
    }

    /// Begins anew, though not with the first rest: only what this class itself does well proves that it works again.
    fn close(&mut self) {
        if self.state != State::Closed {
            self.state = State::Closed;
            self.calls.clear();
            self.in_a_row = 0;
        }
    }

    fn failed(&mut self, why: Failing, now: Duration, random: &dyn Random) {
        self.calls.note(true, now);
        self.in_a_row = self.in_a_row.saturating_add(1);
        let (calls, failures) = self.calls.count(now);
        let too_many =
            self.in_a_row >= IN_A_ROW || (calls >= ENOUGH_CALLS && failures * 2 >= calls);
        let opens = match self.state {
            State::Closed => too_many,
            State::Trying { .. } => true,
            State::Resting { .. } => false,
        };
        if opens {
            let rest = rest(self.opened, why, random);
            self.state = State::Resting { until: now.saturating_add(rest), why };
            self.opened = self.opened.saturating_add(1);
        }
    }
}

fn rest(opened_before: u32, why: Failing, random: &dyn Random) -> Duration {
    let longest = match why {
        Failing::NoConnection => LONGEST_REST_UNCONNECTED,
        Failing::NoAnswer | Failing::ProviderError => LONGEST_REST,
    };
    let most = FIRST_REST.saturating_mul(2_u32.saturating_pow(opened_before)).min(longest);
    full_jitter(random, most).max(SHORTEST_REST)
}

#[cfg(test)]
mod tests;
