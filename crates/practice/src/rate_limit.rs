//! A limit on requests per minute. PaymentFlow's is known (fact sheet, Rate limits), that of Global
//! Payments is not (fact sheet Global Payments, 5.5).

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::answer::http_date;

const WINDOW: TimeDelta = TimeDelta::minutes(1);

/// How many requests to the API are answered in any 60 seconds; the others get 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests of all clients together. The pay page does not count.
    pub requests_per_minute: u32,
    /// What a refused client is told.
    pub retry_after: RetryAfter,
}

/// The `Retry-After` header of a 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// There is none.
    Absent,
    /// Whole seconds, such as `17`.
    Seconds,
    /// A moment, such as `Fri, 20 Nov 2026 10:00:17 GMT`.
    HttpDate,
}

/// A request came too early.
#[derive(Debug)]
pub(crate) struct TooEarly {
    /// The value of `Retry-After`.
    pub(crate) retry_after: Option<String>,
}

/// The requests that were answered in the last minute.
#[derive(Debug, Default)]
pub(crate) struct Answered(Mutex<VecDeque<DateTime<Utc>>>);

impl Answered {
    /// Counts a request at `now`, or refuses it; a refused one does not count.
    pub(crate) fn admit(&self, limit: RateLimit, now: DateTime<Utc>) -> Result<(), TooEarly> {
        let mut answered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while answered.front().is_some_and(|moment| now - *moment >= WINDOW) {
            answered.pop_front();
        }
        let most = usize::try_from(limit.requests_per_minute).unwrap_or(usize::MAX);
        if answered.len() < most {
            answered.push_back(now);
            return Ok(());
        }
        let free = answered.len().checked_sub(most).and_then(|place| answered.get(place));
        let wait = free.map_or(WINDOW, |moment| *moment + WINDOW - now);
        // A part of a second would be too early when it is cut off.
        let seconds = (wait + TimeDelta::milliseconds(999)).num_seconds();
        let retry_after = match limit.retry_after {
            RetryAfter::Absent => None,
            RetryAfter::Seconds => Some(seconds.to_string()),
            RetryAfter::HttpDate => Some(http_date(now + wait + TimeDelta::milliseconds(999))),
        };
        Err(TooEarly { retry_after })
    }
}
