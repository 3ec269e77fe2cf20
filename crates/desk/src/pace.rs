//! How often the provider is asked: a pure decision.

use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// How a link matters at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attention {
    /// It stands on a screen.
    OnScreen,
    /// It can be paid, and nobody looks at it.
    Open,
    /// It is over; money may still come.
    Over,
}

/// How long after the last look the next one is due; `age` is the link's (RELIABILITY 5.3).
pub(crate) fn next_look(attention: Attention, age: Duration) -> Duration {
    match attention {
        Attention::OnScreen if age < MINUTE => 2 * SECOND,
        Attention::OnScreen if age < 5 * MINUTE => 5 * SECOND,
        Attention::OnScreen => 15 * SECOND,
        Attention::Open if age < 15 * MINUTE => 15 * SECOND,
        Attention::Open if age < DAY => 5 * MINUTE,
        Attention::Open => HOUR,
        Attention::Over if age < DAY => HOUR,
        Attention::Over => 6 * HOUR,
    }
}

/// How long after `tries` fruitless look-ups an open question is asked again.
pub(crate) fn next_settling(tries: u32) -> Duration {
    let seconds = 2_u64.saturating_pow(tries.min(8)).saturating_mul(2);
    Duration::from_secs(seconds.min(5 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_on_screen_is_asked_about_most_often() {
        for age in [Duration::ZERO, 3 * MINUTE, 10 * MINUTE, 2 * HOUR, 3 * DAY] {
            let on_screen = next_look(Attention::OnScreen, age);
            assert!(on_screen <= next_look(Attention::Open, age), "{age:?}");
            assert!(next_look(Attention::Open, age) <= next_look(Attention::Over, age), "{age:?}");
        }
        assert_eq!(next_look(Attention::OnScreen, Duration::ZERO), 2 * SECOND);
    }

    #[test]
    fn an_open_question_is_asked_again_soon_and_then_less_often() {
        let waits: Vec<u64> = (0..12).map(|tries| next_settling(tries).as_secs()).collect();
        assert_eq!(waits[..5], [2, 4, 8, 16, 32]);
        assert!(waits.is_sorted());
        assert_eq!(waits[11], 300);
    }
}
