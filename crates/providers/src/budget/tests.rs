use proptest::{collection::vec, prelude::*};

use super::*;

const SECOND: Duration = Duration::from_secs(1);

/// The lanes that the till fills by itself.
const OWN: [Lane; 3] = [Lane::OnScreen, Lane::Settling, Lane::Sweep];

fn rate(per_minute: u32, burst: u32) -> RateLimit {
    RateLimit { per_minute, burst }
}

/// Takes whatever there is for `lane`.
fn drain(budget: &mut Budget, lane: Lane, now: Duration) -> u32 {
    let mut taken = 0;
    while budget.take(lane, now).is_ok() {
        taken += 1;
    }
    taken
}

/// How many requests a lane gets within `span` that always wants more.
fn taken_within(budget: &mut Budget, lane: Lane, now: &mut Duration, span: Duration) -> u32 {
    let end = *now + span;
    let mut taken = 0;
    while *now < end {
        *now += Duration::from_millis(50);
        taken += drain(budget, lane, *now);
    }
    taken
}

/// Asks for a token for each of `lanes` every tenth of a second, and counts what each gets.
fn taken_together(budget: &mut Budget, lanes: &[Lane], span: Duration) -> Vec<u32> {
    let mut taken = vec![0; lanes.len()];
    let mut now = budget.at;
    let end = now + span;
    while now < end {
        now += Duration::from_millis(100);
        for (lane, taken) in lanes.iter().zip(&mut taken) {
            *taken += u32::from(budget.take(*lane, now).is_ok());
        }
    }
    taken
}

#[test]
fn sweeping_gets_all_that_nobody_else_wants() {
    let mut now = Duration::ZERO;
    let mut budget = Budget::new(rate(60, 10), now);
    drain(&mut budget, Lane::Sweep, now);
    assert_eq!(taken_within(&mut budget, Lane::Sweep, &mut now, MINUTE), 60);
}

#[test]
fn sweeping_leaves_something_for_a_person() {
    let mut budget = Budget::new(rate(600, 60), Duration::ZERO);
    assert_eq!(drain(&mut budget, Lane::Sweep, Duration::ZERO), 12 + 30);
    for lane in [Lane::Person, Lane::OnScreen, Lane::Settling] {
        assert_eq!(budget.wait(lane, Duration::ZERO), Duration::ZERO, "{lane:?}");
    }
}

#[test]
fn the_link_on_screen_comes_before_the_sweep_in_what_idle_lanes_leave() {
    let mut budget = Budget::new(rate(60, 10), Duration::ZERO);
    let taken = taken_together(&mut budget, &[Lane::Sweep, Lane::OnScreen], 5 * MINUTE);
    // Of 300: its own three tenths, and the three tenths of people and of what is to be settled.
    assert!(taken[1] >= 178, "{taken:?}");
    assert!(taken[0] >= 118, "{taken:?}");
}

#[test]
fn a_person_is_never_refused_and_the_others_wait_until_it_is_paid_back() {
    let mut budget = Budget::new(rate(60, 10), Duration::ZERO);
    for lane in OWN {
        drain(&mut budget, lane, Duration::ZERO);
    }
    for _ in 0..8 {
        assert_eq!(budget.take(Lane::Person, Duration::ZERO), Ok(()));
    }
    // One lay ready for people. Seven are owed, which takes seven seconds.
    for lane in OWN {
        assert!(budget.wait(lane, Duration::ZERO) > 7 * SECOND, "{lane:?}");
        assert!(budget.take(lane, 7 * SECOND).is_err(), "{lane:?}");
    }
    assert!(budget.take(Lane::OnScreen, 11 * SECOND).is_ok());
}

#[test]
fn people_who_press_without_end_stop_the_till_for_no_longer_than_a_burst_takes() {
    let mut budget = Budget::new(rate(60, 10), Duration::ZERO);
    for lane in OWN {
        drain(&mut budget, lane, Duration::ZERO);
    }
    for _ in 0..1_000 {
        assert_eq!(budget.take(Lane::Person, Duration::ZERO), Ok(()));
    }
    // Ten seconds for the burst, and then what its share of a token takes.
    assert_eq!(budget.wait(Lane::OnScreen, Duration::ZERO).as_secs(), 13);
}

#[test]
fn an_operation_that_has_begun_goes_on_at_the_cost_of_its_lane_alone() {
    let mut budget = Budget::new(rate(60, 10), Duration::ZERO);
    assert_eq!(budget.take(Lane::Sweep, Duration::ZERO), Ok(()));
    for _ in 0..40 {
        budget.go_on(Lane::Sweep, Duration::ZERO);
    }
    assert!(budget.take(Lane::OnScreen, Duration::ZERO).is_ok());
    assert!(budget.wait(Lane::Sweep, Duration::ZERO) > 30 * SECOND);
    let taken = taken_together(&mut budget, &[Lane::Sweep, Lane::OnScreen], MINUTE);
    assert!(taken[1] >= 18, "{taken:?}");
}

#[test]
fn a_provider_that_asks_to_slow_down_is_asked_half_as_often_and_then_more_by_and_by() {
    let mut now = Duration::ZERO;
    let mut budget = Budget::new(rate(60, 10), now);
    drain(&mut budget, Lane::Sweep, now);
    budget.slow_down(now, now);
    let minutes: Vec<_> =
        (0..7).map(|_| taken_within(&mut budget, Lane::Sweep, &mut now, MINUTE)).collect();
    assert_eq!(minutes, [30, 36, 42, 48, 54, 60, 60]);
}

#[test]
fn one_wish_to_slow_down_is_heard_once() {
    let (before, mut now) = (MINUTE, MINUTE + SECOND);
    let mut budget = Budget::new(rate(600, 60), now);
    drain(&mut budget, Lane::Sweep, now);
    budget.slow_down(before, now);
    // These left before the provider was known to be annoyed.
    budget.slow_down(before, now);
    budget.slow_down(before, now + SECOND);
    let mut again = budget.clone();
    assert_eq!(taken_within(&mut budget, Lane::Sweep, &mut now, 10 * SECOND), 50);

    let mut now = MINUTE + 3 * SECOND;
    drain(&mut again, Lane::Sweep, now);
    again.slow_down(now, now);
    assert_eq!(taken_within(&mut again, Lane::Sweep, &mut now, 10 * SECOND), 25);
    for _ in 0..10 {
        again.slow_down(now, now);
    }
    // It never stops for good.
    assert_eq!(taken_within(&mut again, Lane::Sweep, &mut now, 10 * SECOND), 10);
}

fn rates() -> impl Strategy<Value = RateLimit> {
    (1_u32..1_000, 0_u32..100)
        .prop_map(|(per_minute, more)| rate(per_minute, per_minute / 10 + more))
}

/// Who asks, whether it is for more of the same operation, and after how many milliseconds.
fn history(lanes: &'static [Lane]) -> impl Strategy<Value = Vec<(Lane, bool, u64)>> {
    let step = (proptest::sample::select(lanes), any::<bool>(), 0_u64..5_000);
    vec(step, 0..80)
}

proptest! {
    /// Over any span from the start, no more leaves than the burst and what flowed in.
    #[test]
    fn the_till_never_sends_more_than_the_rate(rate in rates(), history in history(&OWN)) {
        let mut budget = Budget::new(rate, Duration::ZERO);
        let (mut now, mut taken) = (Duration::ZERO, 0);
        for (lane, _, pause) in history {
            now += Duration::from_millis(pause);
            taken += u128::from(drain(&mut budget, lane, now));
            let flowed = u128::from(rate.per_minute) * now.as_nanos() / MINUTE.as_nanos();
            prop_assert!(taken <= u128::from(rate.burst.max(LEAST_BURST)) + flowed);
        }
    }

    /// However greedy the others are and in whatever order they ask, each lane gets its share.
    #[test]
    fn each_lane_gets_its_share(
        rate in rates(),
        order in Just(OWN.to_vec()).prop_shuffle(),
    ) {
        let mut budget = Budget::new(rate, Duration::ZERO);
        let taken = taken_together(&mut budget, &order, MINUTE);
        for (lane, taken) in order.iter().zip(taken) {
            // No more than ten a second are asked for.
            let share = i128::from(rate.per_minute.min(600)) * share(*lane) / SHARES;
            prop_assert!(i128::from(taken) >= share - 1, "{lane:?} got {taken} of {share}");
        }
    }

    /// What was foretold comes true, whenever the bucket is looked at meanwhile.
    #[test]
    fn after_the_wait_there_is_a_token(
        rate in rates(),
        history in history(&Lane::ALL),
        lane in proptest::sample::select(&OWN),
        looks in vec(0_u32..1_000, 0..5),
        slowed in any::<bool>(),
    ) {
        let mut budget = Budget::new(rate, Duration::ZERO);
        let mut now = Duration::ZERO;
        for (lane, goes_on, pause) in history {
            now += Duration::from_millis(pause);
            if goes_on {
                budget.go_on(lane, now);
            } else {
                let _ = budget.take(lane, now);
            }
        }
        if slowed {
            budget.slow_down(now, now);
        }
        let wait = budget.wait(lane, now);
        prop_assume!(wait < Duration::from_millis(LONGEST_WAIT));
        if !wait.is_zero() {
            let early = now + wait.saturating_sub(Duration::from_millis(1));
            prop_assert!(budget.clone().take(lane, early).is_err());
            let mut looks: Vec<_> = looks.iter().map(|part| wait * *part / 1_000).collect();
            looks.sort();
            for look in looks {
                budget.refill(now + look);
            }
        }
        prop_assert_eq!(budget.take(lane, now + wait), Ok(()));
    }
}
