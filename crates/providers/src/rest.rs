//! When the till leaves a provider and a key alone by itself. A person is never held back.

use std::time::Duration;

/// The first pause after a refused sign-in; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// The longest pause after a refused sign-in.
const LONGEST_PAUSE: Duration = Duration::from_mins(15);

/// The pause of the watcher's sign-ins after refusals that only a person can do something about: wrong keys tried again
/// and again lock an account, and a keychain that is asked again and again opens prompts.
///
/// All moments are on the clock that counts sleep.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rest {
    pause: Duration,
    until: Duration,
}

impl Rest {
    /// True until the pause is over.
    pub(crate) fn holds_at(&self, now: Duration) -> bool {
        now < self.until
    }

    /// The pause after one more refusal.
    pub(crate) fn after_refusal(self, now: Duration) -> Self {
        let pause = (self.pause * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE);
        Self { pause, until: now.saturating_add(pause) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pause_is_twice_as_long_up_to_a_quarter_of_an_hour() {
        let (mut rest, mut now) = (Rest::default(), Duration::ZERO);
        assert!(!rest.holds_at(now));
        let mut pauses = Vec::new();
        for _ in 0..7 {
            rest = rest.after_refusal(now);
            let mut pause = 0;
            while rest.holds_at(now) {
                now += Duration::from_secs(1);
                pause += 1;
            }
            pauses.push(pause);
        }
        assert_eq!(pauses, [30, 60, 120, 240, 480, 900, 900]);
    }
}
