//! The seams for time and chance.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::shop_day::ShopDay;

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

    /// The same moment, for the calendar.
    pub(crate) fn utc(self) -> DateTime<Utc> {
        self.0
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

    /// When the shop's day began that it is at `moment`. Where the shop has no time zone of its own, the computer's counts:
    /// here UTC. `None` where it can't be told.
    fn start_of_day(&self, day: ShopDay, moment: Timestamp) -> Option<Timestamp> {
        day.start(moment, &Utc)
    }

    /// What the clocks in the shop show at `moment`. Where the shop has no time zone of its own, the computer's counts:
    /// here UTC.
    fn shop_time(&self, day: ShopDay, moment: Timestamp) -> DateTime<FixedOffset> {
        day.shop_time(moment, &Utc)
    }
}

/// Gives random bytes. The shell hands in the operating system's, a test a seeded one.
pub trait Random: Send + Sync {
    /// Sixteen fresh bytes that nobody can guess.
    fn sixteen_bytes(&self) -> [u8; 16];
}
