//! The computer's clock.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, Local};
use desk::{
    domain::shop_day::ShopDay,
    seams::{Clock, Timestamp},
};

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

    fn start_of_day(&self, day: ShopDay, moment: Timestamp) -> Option<Timestamp> {
        day.start(moment, &Local)
    }

    fn shop_time(&self, day: ShopDay, moment: Timestamp) -> DateTime<FixedOffset> {
        day.shop_time(moment, &Local)
    }
}
