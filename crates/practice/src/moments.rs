//! Moments and lengths of time that never overflow.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// The same length of time; the longest one if it does not fit.
pub(crate) fn time_delta(length: Duration) -> TimeDelta {
    TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX)
}

/// `length` after `moment`; the end of time if it does not fit.
pub(crate) fn later(moment: DateTime<Utc>, length: TimeDelta) -> DateTime<Utc> {
    moment.checked_add_signed(length).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// `length` before `moment`; the beginning of time if it does not fit.
pub(crate) fn earlier(moment: DateTime<Utc>, length: TimeDelta) -> DateTime<Utc> {
    moment.checked_sub_signed(length).unwrap_or(DateTime::<Utc>::MIN_UTC)
}
