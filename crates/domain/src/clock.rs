//! The seams for time and chance.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// A moment in UTC with millisecond precision. Zones belong to the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(#[serde(with = "chrono::serde::ts_milliseconds")] DateTime<Utc>);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(DateTime::UNIX_EPOCH);

    /// Milliseconds since 1970-01-01T00:00:00Z; `None` where the calendar ends.
    pub fn from_millis(millis: i64) -> Option<Self> {
        DateTime::from_timestamp_millis(millis).map(Self)
    }

    /// Reads RFC 3339 text with any offset.
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .and_then(|moment| Self::from_millis(moment.timestamp_millis()))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// The moment `span` later, or the last one that the calendar knows.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(self.millis().saturating_add(millis))
            .unwrap_or(Self(DateTime::<Utc>::MAX_UTC))
    }

    /// The moment `span` earlier, or the first one that the calendar knows.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(self.millis().saturating_sub(millis))
            .unwrap_or(Self(DateTime::<Utc>::MIN_UTC))
    }

    /// How much later this is than `earlier`; zero if it is not later.
    pub fn since(self, earlier: Self) -> Duration {
        (self.0 - earlier.0).to_std().unwrap_or_default()
    }

    /// RFC 3339 in UTC with milliseconds, `2026-11-20T14:03:00.000Z`.
    pub fn rfc3339(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// RFC 3339 in UTC with whole seconds, `2026-11-20T14:03:00Z`.
    pub fn rfc3339_seconds(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// The UTC day, `2026-11-20`.
    pub fn utc_day(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }
}

/// Tells the time. The shell hands in the computer's clock, a test its own.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;

    /// Time since an arbitrary start, on a clock that counts while the computer sleeps and never goes back.
    fn elapsed(&self) -> Duration;

    /// The midnight before now, where the computer is. Here: in UTC.
    fn start_of_day(&self) -> Timestamp {
        let now = self.now();
        let millis = now.millis() - now.millis().rem_euclid(24 * 60 * 60 * 1000);
        Timestamp::from_millis(millis).unwrap_or(now)
    }
}

/// Gives random bytes. The shell hands in the operating system's, a test a seeded one.
pub trait Random: Send + Sync {
    /// Sixteen fresh bytes that nobody can guess.
    fn sixteen_bytes(&self) -> [u8; 16];
}
