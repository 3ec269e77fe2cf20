//! How many requests an account may still send, and whose they are (RELIABILITY 5.1).

use std::time::Duration;

use domain::capabilities::RateLimit;

use crate::transport::Lane;

/// Shares and pace are counted in whole parts of this, so that no fraction is ever lost.
const SHARES: i128 = 10;

/// The pace of an account whose provider never asked to slow down, in thousandths of its rate.
const FULL_PACE: i128 = 1_000;

/// The slowest pace. A till that asked for nothing at all would never learn that it may again.
const SLOWEST_PACE: i128 = 100;

/// How much faster the account gets with each minute.
const PACE_STEP: i128 = 100;

const MINUTE: Duration = Duration::from_mins(1);

/// One request. A nanosecond brings as many parts of it as the rate allows requests in a minute.
const TOKEN: i128 = MINUTE.as_nanos().cast_signed() * SHARES * FULL_PACE;

/// Fewer at once leave nothing to share.
const LEAST_BURST: u32 = 5;

/// The longest wait that is foretold.
const LONGEST_WAIT: u64 = 15 * 60 * 1_000;

/// One bucket of tokens for all requests of an account.
///
/// Each lane has a share of what flows in, and keeps a little of it while it is idle. What idle
/// lanes can't keep goes first to the link on screen, then to what must be settled, and then into a
/// pool that all may use, so that sweeping gets all that nobody else wants. A person is never
/// refused: what they overdraw is paid back before anybody else gets something.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    per_minute: i128,
    burst: i128,
    /// What each lane has; below zero where it has gone on without.
    credit: [i128; 4],
    pool: i128,
    /// Until when what flowed in has been handed out.
    at: Duration,
    pace: i128,
    /// When the pace grows next, where it is not full.
    faster_at: Duration,
    /// When the provider last asked to slow down.
    slowed_at: Option<Duration>,
}

impl Budget {
    /// A full bucket at the time `now`, which is on the clock that counts sleep, like all others.
    pub(crate) fn new(rate: RateLimit, now: Duration) -> Self {
        let mut budget = Self {
            per_minute: rate.per_minute.max(1).into(),
            burst: i128::from(rate.burst.max(LEAST_BURST)) * TOKEN,
            credit: [0; 4],
            pool: 0,
            at: now,
            pace: FULL_PACE,
            faster_at: now,
            slowed_at: None,
        };
        budget.credit = Lane::ALL.map(|lane| budget.most_credit(lane));
        budget.pool = budget.most_pool();
        budget
    }

    /// Takes a token for the first request of an operation; or says how long to wait for one, where
    /// nobody else takes it. A person always gets one.
    pub(crate) fn take(&mut self, lane: Lane, now: Duration) -> Result<(), Duration> {
        self.refill(now);
        if !self.has_one_for(lane) {
            return Err(self.wait(lane, now));
        }
        self.spend(lane);
        Ok(())
    }

    /// Takes a token for a further request of an operation that has begun: to break off half-way
    /// would waste what was spent. Where there is none, the lane owes it, and waits longer before
    /// its next operation.
    pub(crate) fn go_on(&mut self, lane: Lane, now: Duration) {
        self.refill(now);
        self.spend(lane);
    }

    /// How long until there is a token for `lane`, where nobody else takes it; in whole
    /// milliseconds, and at most a quarter of an hour.
    pub(crate) fn wait(&self, lane: Lane, now: Duration) -> Duration {
        let is_there_after = |millis: u64| {
            let mut later = self.clone();
            later.refill(now.saturating_add(Duration::from_millis(millis)));
            later.has_one_for(lane)
        };
        if is_there_after(0) {
            return Duration::ZERO;
        }
        let (mut too_short, mut enough) = (0, 1);
        while enough < LONGEST_WAIT && !is_there_after(enough) {
            (too_short, enough) = (enough, enough * 2);
        }
        while too_short + 1 < enough {
            let middle = too_short.midpoint(enough);
            if is_there_after(middle) {
                enough = middle;
            } else {
                too_short = middle;
            }
        }
        Duration::from_millis(enough.min(LONGEST_WAIT))
    }

    /// The provider asked to slow down: half as fast for a minute, and then a tenth of the rate
    /// faster with each minute. What left before it last asked, as `sent` says, slows nothing down
    /// once more.
    pub(crate) fn slow_down(&mut self, sent: Duration, now: Duration) {
        self.refill(now);
        if self.slowed_at.is_some_and(|slowed_at| sent < slowed_at) {
            return;
        }
        self.pace = (self.pace / 2).max(SLOWEST_PACE);
        self.faster_at = now.saturating_add(MINUTE);
        self.slowed_at = Some(now);
    }

    fn has_one_for(&self, lane: Lane) -> bool {
        lane == Lane::Person || self.credit[lane.place()] + self.pool >= TOKEN
    }

    fn spend(&mut self, lane: Lane) {
        let credit = &mut self.credit[lane.place()];
        let own = TOKEN.min((*credit).max(0));
        let borrowed = self.pool.min(TOKEN - own);
        self.pool -= borrowed;
        *credit -= TOKEN - borrowed;
        if lane == Lane::Person {
            *credit = (*credit).max(-self.burst);
        }
    }

    fn refill(&mut self, now: Duration) {
        while self.at < now {
            let until = if self.pace < FULL_PACE { self.faster_at.min(now) } else { now };
            let passed = until.saturating_sub(self.at).as_nanos().cast_signed();
            self.hand_out(passed.saturating_mul(self.per_minute * self.pace * SHARES));
            self.at = self.at.max(until);
            if self.pace < FULL_PACE && self.at >= self.faster_at {
                self.pace = (self.pace + PACE_STEP).min(FULL_PACE);
                self.faster_at = self.faster_at.saturating_add(MINUTE);
            }
        }
    }

    fn hand_out(&mut self, mut fresh: i128) {
        let person = &mut self.credit[Lane::Person.place()];
        let owed = fresh.min((-*person).max(0));
        *person += owed;
        fresh -= owed;

        let mut spare = fresh;
        for lane in Lane::ALL {
            let own = fresh.saturating_mul(share(lane)) / SHARES;
            spare -= self.give(lane, own);
        }
        for lane in [Lane::OnScreen, Lane::Settling] {
            spare -= self.give(lane, spare);
        }
        let pooled = spare.min(self.most_pool() - self.pool);
        self.pool += pooled;
        self.give(Lane::Sweep, spare - pooled);
    }

    /// Gives a lane as much of it as it may keep, and tells how much that was.
    fn give(&mut self, lane: Lane, amount: i128) -> i128 {
        let room = self.most_credit(lane) - self.credit[lane.place()];
        let given = amount.min(room);
        self.credit[lane.place()] += given;
        given
    }

    /// The lanes keep half of the burst between them, each at least one request.
    fn most_credit(&self, lane: Lane) -> i128 {
        TOKEN.max(self.burst / 2 * share(lane) / SHARES)
    }

    fn most_pool(&self) -> i128 {
        let kept: i128 = Lane::ALL.map(|lane| self.most_credit(lane)).iter().sum();
        self.burst - kept
    }
}

/// A lane's part of the rate, in tenths (RELIABILITY 5.1).
fn share(lane: Lane) -> i128 {
    match lane {
        Lane::Person => 2,
        Lane::OnScreen => 3,
        Lane::Settling => 1,
        Lane::Sweep => 4,
    }
}

#[cfg(test)]
mod tests;
