//! When the till leaves a provider and a key alone by itself. A person is never held back.

use std::time::Duration;

use domain::TillError;

/// The first pause after a refused sign-in; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// The longest pause after a refused sign-in.
const LONGEST_PAUSE: Duration = Duration::from_mins(15);

/// What only a person can do something about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The provider refuses the key, or what it gave for it.
    Key,
    /// The keychain does not give the key, and why.
    Keychain(TillError),
}

impl From<Refusal> for TillError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Key => Self::CredentialsRefused,
            Refusal::Keychain(error) => error,
        }
    }
}

/// The pause of the till's own sign-ins after refusals that only a person can do something about: wrong keys tried again
/// and again lock an account, and a keychain that is asked again and again opens prompts.
///
/// All moments are on the clock that counts sleep.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Rest {
    pause: Duration,
    until: Duration,
    refusal: Option<Refusal>,
}

impl Rest {
    /// How much longer the pause is; `None` once it is over.
    pub(crate) fn left_at(&self, now: Duration) -> Option<Duration> {
        self.until.checked_sub(now).filter(|left| !left.is_zero())
    }

    /// What was refused last, until something works again.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// The pause after one more refusal.
    pub(crate) fn after_refusal(&self, refusal: Refusal, now: Duration) -> Self {
        let pause = (self.pause * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE);
        Self { pause, until: now.saturating_add(pause), refusal: Some(refusal) }
    }

    /// After a sign-in that worked. Whether what it gave is of any use shows only later: until then
    /// the next pause would not be shorter.
    pub(crate) fn after_sign_in(&self) -> Self {
        Self { pause: self.pause, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pauses, in seconds, after `count` refusals in a row.
    fn pauses(rest: &mut Rest, count: usize) -> Vec<u64> {
        let mut now = Duration::ZERO;
        let mut next = || {
            *rest = rest.after_refusal(Refusal::Key, now);
            let pause = rest.left_at(now).unwrap();
            now += pause;
            assert_eq!(rest.left_at(now), None);
            assert!(rest.left_at(now.saturating_sub(Duration::from_nanos(1))).is_some());
            pause.as_secs()
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn each_pause_is_twice_as_long_up_to_a_quarter_of_an_hour() {
        let mut rest = Rest::default();
        assert_eq!(rest.left_at(Duration::ZERO), None);
        assert_eq!(pauses(&mut rest, 7), [30, 60, 120, 240, 480, 900, 900]);
    }

    #[test]
    fn a_sign_in_ends_the_pause_but_not_its_growth() {
        let mut rest = Rest::default();
        assert_eq!(pauses(&mut rest, 2), [30, 60]);
        rest = rest.after_refusal(Refusal::Key, Duration::ZERO).after_sign_in();
        assert_eq!((rest.left_at(Duration::ZERO), rest.refusal()), (None, None));
        assert_eq!(pauses(&mut rest, 1), [240]);
    }
}
