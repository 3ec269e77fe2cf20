//! How long it took until the till knew, and how many requests left.

use std::{collections::VecDeque, time::Duration};

/// The times from payment to known.
#[derive(Debug, Default)]
pub(crate) struct Known(Vec<Duration>);

impl Known {
    pub(crate) fn add(&mut self, time: Duration) {
        let place = self.0.partition_point(|other| *other <= time);
        self.0.insert(place, time);
    }

    pub(crate) fn payments(&self) -> usize {
        self.0.len()
    }

    /// So many percent were known after this time.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let place = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(place).copied().unwrap_or(Duration::MAX)
    }
}

/// How many requests left.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    pub(crate) in_all: usize,
    /// The most in any 60 seconds.
    pub(crate) most_in_a_minute: usize,
    last_minute: VecDeque<Duration>,
}

impl Requests {
    pub(crate) fn note(&mut self, now: Duration) {
        self.in_all += 1;
        self.last_minute.push_back(now);
        while self
            .last_minute
            .front()
            .is_some_and(|at| now.saturating_sub(*at) >= Duration::from_mins(1))
        {
            self.last_minute.pop_front();
        }
        self.most_in_a_minute = self.most_in_a_minute.max(self.last_minute.len());
    }
}
