//! The computer's clock.

use std::time::Duration;

use chrono::{DateTime, Local, TimeZone};
use desk::seams::{Clock, Timestamp};

/// The computer's clock.
#[derive(Debug)]
pub(crate) struct SystemClock {
    #[cfg(not(unix))]
    start: std::time::Instant,
}

impl SystemClock {
    pub(crate) fn new() -> Self {
        Self {
            #[cfg(not(unix))]
            #[expect(clippy::disallowed_methods, reason = "this is the one real clock")]
            start: std::time::Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one real clock")]
    fn now(&self) -> Timestamp {
        let millis = chrono::Utc::now().timestamp_millis();
        Timestamp::from_millis(millis).unwrap_or(Timestamp::EPOCH)
    }

    #[cfg(unix)]
    fn elapsed(&self) -> Duration {
        use rustix::time::{ClockId, clock_gettime};
        // Counts while the computer sleeps: Linux has a clock of its own for that, elsewhere the monotonic one does.
        #[cfg(target_os = "linux")]
        let id = ClockId::Boottime;
        #[cfg(not(target_os = "linux"))]
        let id = ClockId::Monotonic;
        let time = clock_gettime(id);
        Duration::new(
            u64::try_from(time.tv_sec).unwrap_or_default(),
            u32::try_from(time.tv_nsec).unwrap_or_default(),
        )
    }

    #[cfg(not(unix))]
    fn elapsed(&self) -> Duration {
        // The performance counter of Windows counts while the computer sleeps.
        self.start.elapsed()
    }

    fn start_of_day(&self) -> Timestamp {
        let now = self.now();
        // A day that the computer can't tell the start of begins now: nobody sees more for it.
        midnight_before(now, &Local).unwrap_or(now)
    }
}

/// The midnight before `now`; where the clocks went forward over it, the first hour that there was.
fn midnight_before<Z: TimeZone>(now: Timestamp, zone: &Z) -> Option<Timestamp> {
    let day = DateTime::from_timestamp_millis(now.millis())?.with_timezone(zone).date_naive();
    let midnight = (0..=3)
        .filter_map(|hour| day.and_hms_opt(hour, 0, 0))
        .find_map(|hour| zone.from_local_datetime(&hour).earliest())?;
    Timestamp::from_millis(midnight.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use chrono::{FixedOffset, Utc};

    use super::*;

    #[test]
    fn a_day_begins_at_midnight_where_the_computer_is() {
        let day = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
        let start = |now: &str, hours: i32| {
            let now = Timestamp::from_millis(day(now)).unwrap();
            let zone = FixedOffset::east_opt(hours * 60 * 60).unwrap();
            midnight_before(now, &zone).map(Timestamp::millis)
        };
        assert_eq!(start("2026-03-09T21:30:00Z", 0), Some(day("2026-03-09T00:00:00Z")));
        assert_eq!(start("2026-03-09T21:30:00Z", 4), Some(day("2026-03-10T00:00:00+04:00")));
        assert_eq!(start("2026-03-09T03:59:59Z", -4), Some(day("2026-03-08T00:00:00-04:00")));
        assert_eq!(start("2026-03-09T04:00:00Z", -4), Some(day("2026-03-09T00:00:00-04:00")));
        assert_eq!(midnight_before(Timestamp::EPOCH, &Utc), Some(Timestamp::EPOCH));
    }
}
