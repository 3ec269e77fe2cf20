//! A computer that was asleep: the timers of the lanes stood still, and what is due is due at once.

use std::time::Duration;

use crate::desk::Desk;

/// How often the clock that counts sleep is compared with the timer, which does not.
const TICK: Duration = Duration::from_secs(2);

/// How much longer than a tick a busy computer may take for it without having slept.
const SLACK: Duration = Duration::from_secs(3);

impl Desk {
    /// Wakes every lane once the computer has woken up, until the program ends.
    pub(super) async fn notice_wakes(&self) {
        let mut before = self.clock.elapsed();
        loop {
            tokio::time::sleep(TICK).await;
            let now = self.clock.elapsed();
            if has_slept(before, now) {
                tracing::info!("the computer has slept");
                self.watcher.wake();
            }
            before = now;
        }
    }
}

/// True where more time has passed than a tick takes.
fn has_slept(before: Duration, now: Duration) -> bool {
    now.saturating_sub(before) > TICK + SLACK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_tick_that_took_far_too_long_is_a_sleep() {
        let start = Duration::from_hours(3);
        for (tick, slept) in [(2, false), (4, false), (6, true), (3_600, true)] {
            assert_eq!(has_slept(start, start + Duration::from_secs(tick)), slept, "{tick} s");
        }
    }
}
