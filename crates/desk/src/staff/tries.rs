//! How long a PIN or the recovery code can't be tried after too many wrong ones.
//!
//! How many were wrong stands in the book. When a wait began is known in this run of the program only, on the clock that
//! counts sleep and never goes back: after a restart the whole wait begins again, and no clock that a person can set
//! makes it shorter.

use std::{collections::HashMap, time::Duration};

use domain::staff::wait_after;
use ledger::Tried;

/// When waits began.
#[derive(Debug, Default)]
pub(super) struct Waits {
    /// When this run first looked: those of earlier runs begin anew then.
    first_look: Option<Duration>,
    begun: HashMap<Tried, Duration>,
}

impl Waits {
    /// Waits of earlier runs begin now.
    pub(super) fn look(&mut self, now: Duration) {
        self.first_look.get_or_insert(now);
    }

    /// A try was counted.
    pub(super) fn begin(&mut self, who: Tried, now: Duration) {
        self.begun.insert(who, now);
    }

    /// How many seconds are left until the next try after `tries` wrong ones; 0 for none.
    pub(super) fn left(&mut self, who: Tried, tries: u32, now: Duration) -> u32 {
        let first_look = *self.first_look.get_or_insert(now);
        let begun = self.begun.get(&who).copied().unwrap_or(first_look);
        let left = wait_after(tries).map(|wait| (begun + wait).saturating_sub(now));
        left.map_or(0, |left| u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_wait_ends_by_the_clock_that_never_goes_back() {
        let mut waits = Waits::default();
        waits.begin(Tried::Recovery, at(100));
        assert_eq!(waits.left(Tried::Recovery, 4, at(100)), 0);
        assert_eq!(waits.left(Tried::Recovery, 5, at(100)), 30);
        assert_eq!(waits.left(Tried::Recovery, 5, Duration::from_millis(129_001)), 1);
        assert_eq!(waits.left(Tried::Recovery, 5, at(130)), 0);
        assert_eq!(waits.left(Tried::Recovery, 6, at(130)), 30);
    }

    #[test]
    fn the_wait_of_an_earlier_run_begins_again_once() {
        let mut waits = Waits::default();
        waits.look(at(7));
        assert_eq!(waits.left(Tried::Recovery, 6, at(17)), 50);
        waits.look(at(40));
        assert_eq!(waits.left(Tried::Recovery, 6, at(67)), 0);
    }
}
