use proptest::{collection::vec, prelude::*};

use super::*;

const SECOND: Duration = Duration::from_secs(1);
const NANOSECOND: Duration = Duration::from_nanos(1);

/// Chance at its longest, or at its shortest.
struct Fixed(u8);

impl Random for Fixed {
    fn sixteen_bytes(&self) -> [u8; 16] {
        [self.0; 16]
    }
}

const LONG: Fixed = Fixed(0xFF);

fn failed(breaker: &mut Breaker, times: usize, now: Duration) {
    for _ in 0..times {
        breaker.failed(Class::Reads, Failing::ProviderError, now, &LONG);
    }
}

fn may_read(breaker: &Breaker, now: Duration) -> bool {
    breaker.wait(Class::Reads, now).is_zero()
}

/// One that has just opened for reads, and when its rest is over.
fn open() -> (Breaker, Duration) {
    let mut breaker = Breaker::new();
    failed(&mut breaker, 5, Duration::ZERO);
    let rest = breaker.wait(Class::Reads, Duration::ZERO);
    (breaker, rest)
}

#[test]
fn five_failures_in_a_row_open_it() {
    let mut breaker = Breaker::new();
    failed(&mut breaker, 4, Duration::ZERO);
    breaker.good(Class::Reads, false, Duration::ZERO);
    failed(&mut breaker, 4, Duration::ZERO);
    assert!(may_read(&breaker, Duration::ZERO));
    assert_eq!(breaker.resting(Duration::ZERO), None);
    failed(&mut breaker, 1, Duration::ZERO);
    assert!(!may_read(&breaker, Duration::ZERO));
    let (why, left) = breaker.resting(Duration::ZERO).unwrap();
    assert_eq!(why, Failing::ProviderError);
    assert_eq!(left, breaker.wait(Class::Reads, Duration::ZERO));
}

#[test]
fn half_of_ten_calls_within_a_minute_open_it() {
    let alternate = |step: Duration| {
        let mut breaker = Breaker::new();
        let mut now = Duration::ZERO;
        for call in 0..10 {
            assert!(may_read(&breaker, now), "{call}");
            if call % 2 == 0 {
                breaker.good(Class::Reads, false, now);
            } else {
                failed(&mut breaker, 1, now);
            }
            now += step;
        }
        may_read(&breaker, now)
    };
    assert!(!alternate(Duration::from_millis(1)));
    // Ten calls within longer than a minute are not enough of them.
    assert!(alternate(7 * SECOND));
}

#[test]
fn fewer_than_half_leave_it_closed() {
    let mut breaker = Breaker::new();
    for call in 0..100 {
        if call % 5 < 3 {
            breaker.good(Class::Reads, false, Duration::ZERO);
        } else {
            failed(&mut breaker, 1, Duration::ZERO);
        }
    }
    assert!(may_read(&breaker, Duration::ZERO));
}

#[test]
fn after_the_rest_one_read_tries_it() {
    let (mut breaker, rest) = open();
    assert!(!may_read(&breaker, rest.saturating_sub(NANOSECOND)));
    assert!(may_read(&breaker, rest));
    breaker.begin(Class::Reads, rest);
    assert_eq!(breaker.wait(Class::Reads, rest), LOOK_AGAIN);
    breaker.good(Class::Reads, false, rest + SECOND);
    assert!(may_read(&breaker, rest + SECOND));
    assert_eq!(breaker.resting(rest + SECOND), None);
    // It begins from nothing: four more failures are four.
    failed(&mut breaker, 4, rest + SECOND);
    assert!(may_read(&breaker, rest + SECOND));
}

#[test]
fn a_trial_that_nobody_ends_is_followed_by_another() {
    let (mut breaker, rest) = open();
    breaker.begin(Class::Reads, rest);
    let lost = rest + 50 * SECOND;
    assert!(!may_read(&breaker, lost.saturating_sub(NANOSECOND)));
    assert!(may_read(&breaker, lost));
}

/// The longest rests in seconds, where each trial fails for this reason.
fn rests(why: Failing, random: &Fixed) -> Vec<u64> {
    let mut breaker = Breaker::new();
    let mut now = Duration::ZERO;
    for _ in 0..4 {
        breaker.failed(Class::Reads, why, now, random);
    }
    let mut next = || {
        breaker.failed(Class::Reads, why, now, random);
        let rest = breaker.wait(Class::Reads, now);
        now += rest;
        breaker.begin(Class::Reads, now);
        u64::try_from(rest.as_nanos().div_ceil(1_000_000_000)).unwrap()
    };
    (0..9).map(|_| next()).collect()
}

#[test]
fn each_rest_may_be_twice_as_long_up_to_five_minutes() {
    let longest = [5, 10, 20, 40, 80, 160, 300, 300, 300];
    assert_eq!(rests(Failing::ProviderError, &LONG), longest);
    assert_eq!(rests(Failing::NoAnswer, &LONG), longest);
    assert_eq!(rests(Failing::NoAnswer, &Fixed(0)), [1; 9]);
}

#[test]
fn a_network_that_is_away_is_never_left_for_long() {
    assert_eq!(rests(Failing::NoConnection, &LONG), [5, 10, 10, 10, 10, 10, 10, 10, 10]);
}

#[test]
fn a_persons_answer_closes_it() {
    let (mut breaker, _) = open();
    breaker.good(Class::Reads, true, SECOND);
    assert!(may_read(&breaker, SECOND));

    // What the till had sent before proves nothing.
    let (mut breaker, _) = open();
    breaker.good(Class::Reads, false, SECOND);
    assert!(!may_read(&breaker, SECOND));

    // Where a write works, reads do.
    let (mut breaker, _) = open();
    breaker.good(Class::Writes, true, SECOND);
    assert!(may_read(&breaker, SECOND));
}

#[test]
fn writes_go_on_once_a_read_was_answered_after_their_rest() {
    let mut breaker = Breaker::new();
    for _ in 0..5 {
        breaker.failed(Class::Writes, Failing::NoAnswer, Duration::ZERO, &LONG);
    }
    // Reads are not theirs.
    assert!(may_read(&breaker, Duration::ZERO));
    let rest = breaker.wait(Class::Writes, Duration::ZERO);
    breaker.good(Class::Reads, false, rest.saturating_sub(SECOND));
    assert!(!breaker.wait(Class::Writes, rest.saturating_sub(SECOND)).is_zero());
    assert!(!breaker.wait(Class::Writes, rest + MINUTE).is_zero(), "no read was answered");
    breaker.good(Class::Reads, false, rest + MINUTE);
    assert_eq!(breaker.wait(Class::Writes, rest + MINUTE), Duration::ZERO);
}

const MINUTE: Duration = Duration::from_mins(1);

/// A read proves that the provider is there, but not that it takes writes again.
#[test]
fn writes_that_fail_again_after_a_read_are_left_alone_for_longer() {
    let mut breaker = Breaker::new();
    let mut now = Duration::ZERO;
    let mut rests = Vec::new();
    for _ in 0..3 {
        for failures in 1..=5 {
            assert!(breaker.wait(Class::Writes, now).is_zero(), "after {} failures", failures - 1);
            breaker.failed(Class::Writes, Failing::ProviderError, now, &LONG);
        }
        let (_, rest) = breaker.resting(now).unwrap();
        rests.push((rest + NANOSECOND).as_secs());
        now += rest;
        breaker.good(Class::Reads, false, now);
    }
    assert_eq!(rests, [5, 10, 20]);
    // One write that works, and all is forgotten.
    breaker.good(Class::Writes, false, now);
    for _ in 0..5 {
        breaker.failed(Class::Writes, Failing::ProviderError, now, &LONG);
    }
    assert_eq!((breaker.resting(now).unwrap().1 + NANOSECOND).as_secs(), 5);
}

proptest! {
    /// Whatever happened, a read leaves within the longest rest and the time of one lost trial.
    #[test]
    fn it_never_stays_open_for_good(
        history in vec((any::<bool>(), any::<bool>(), any::<bool>(), 0_u64..120_000), 0..100),
        chance in any::<u8>(),
    ) {
        let mut breaker = Breaker::new();
        let mut now = Duration::ZERO;
        for (is_good, is_person, is_read, pause) in history {
            now += Duration::from_millis(pause);
            let class = if is_read { Class::Reads } else { Class::Writes };
            let wait = breaker.wait(class, now);
            prop_assert!(wait <= LONGEST_REST);
            if !is_person && !wait.is_zero() {
                continue;
            }
            if !is_person {
                breaker.begin(class, now);
            }
            if is_good {
                breaker.good(class, is_person, now);
            } else {
                breaker.failed(class, Failing::NoAnswer, now, &Fixed(chance));
            }
        }
        let latest = now + LONGEST_REST + TRIAL;
        prop_assert!(may_read(&breaker, latest));
        breaker.begin(Class::Reads, latest);
        breaker.good(Class::Reads, false, latest);
        prop_assert!(breaker.wait(Class::Writes, latest).is_zero());
    }
}
