//! Many runs, and what they must find.

use std::{
    env,
    fmt::Write,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use desk::domain::rules::Rule;

use crate::{
    history::Wrong,
    run::{Report, run},
};

/// How many seeds are run where nobody asked for a number.
const SEEDS: u64 = 100;

/// So many seeds are enough to miss any rule that is missed at all.
const FIRST_SEEDS: u64 = 1_000;

/// What loses money.
const MONEY: [Wrong; 3] = [Wrong::OverRefund, Wrong::DoubleRefund, Wrong::Divergence];

/// After so many bad seeds the rest would tell nothing new.
const ENOUGH: usize = 3;

/// Which seeds are run.
#[derive(Debug, Clone, Copy)]
enum Seeds {
    All,
    /// Those whose provider speaks as Global Payments does.
    GlobalPayments,
    /// Those whose provider is Flitt.
    Flitt,
    /// Those whose provider is PaymentFlow.
    PaymentFlow,
    /// Those whose provider is a merchant dashboard.
    MerchantDashboard,
}

impl Seeds {
    /// The `place`th of them.
    fn at(self, place: u64) -> u64 {
        match self {
            Self::All => place,
            Self::GlobalPayments => 4 * place,
            Self::Flitt => 4 * place + 1,
            Self::PaymentFlow => 4 * place + 2,
            Self::MerchantDashboard => 4 * place + 3,
        }
    }
}

/// Runs `most` seeds on every processor, until `enough` went wrong in a way that `counts`. Gives those, the lowest first.
fn bad_seeds(
    seeds: Seeds,
    most: u64,
    without: &[Rule],
    enough: usize,
    counts: impl Fn(Wrong) -> bool + Sync,
) -> Vec<Report> {
    let next = AtomicU64::new(0);
    let bad = Mutex::new(Vec::new());
    let work = || {
        while bad.lock().unwrap().len() < enough {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= most {
                return;
            }
            let report = run(seeds.at(place), without);
            if report.violation.as_ref().is_some_and(|violation| counts(violation.wrong)) {
                bad.lock().unwrap().push(report);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, Into::into) {
            scope.spawn(work);
        }
    });
    let mut bad = bad.into_inner().unwrap();
    bad.sort_by_key(|report| report.seed);
    bad
}

/// A run as a person reads it, with the command that repeats it.
fn story(report: &Report, without: &[Rule]) -> String {
    let mut story = String::new();
    let names: Vec<&str> = without.iter().map(|rule| rule.name()).collect();
    for line in &report.history {
        writeln!(story, "{line}").unwrap();
    }
    write!(story, "seed {}, without {names:?}: ", report.seed).unwrap();
    match &report.violation {
        Some(violation) => writeln!(story, "{:?}: {}", violation.wrong, violation.how),
        None => writeln!(story, "nothing went wrong"),
    }
    .unwrap();
    write!(story, "again: cargo xtask simulate --seed {}", report.seed).unwrap();
    for name in names {
        write!(story, " --without {name}").unwrap();
    }
    story
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap())
}

#[test]
fn with_every_rule_no_run_loses_or_doubles_anything() {
    let most = number("TILLSIDE_SIMULATED_SEEDS").unwrap_or(SEEDS);
    let bad = bad_seeds(Seeds::All, most, &[], ENOUGH, |_| true);
    let stories: Vec<String> = bad.iter().map(|report| story(report, &[])).collect();
    assert!(bad.is_empty(), "{}", stories.join("\n\n"));
}

#[test]
fn a_seed_tells_the_same_story_twice() {
    for seed in 0..5 {
        assert_eq!(run(seed, &[]).history, run(seed, &[]).history, "seed {seed}");
    }
}

/// The runs look: with a rule switched off, one of the first seeds finds what the rule prevents. Others may find
/// something milder before, such as a question that only a person could end.
fn expect_found(seeds: Seeds, without: &[Rule], wrong: &[Wrong]) {
    let bad = bad_seeds(seeds, FIRST_SEEDS, without, 1, |found| wrong.contains(&found));
    assert!(!bad.is_empty(), "{seeds:?}: none of {wrong:?} was found without {without:?}");
}

/// The same for each kind of provider where a till refunds. What a rule of refunds prevents can't come at another.
fn expect_found_at_each_that_refunds(without: &[Rule], wrong: &[Wrong]) {
    expect_found(Seeds::GlobalPayments, without, wrong);
    expect_found(Seeds::Flitt, without, wrong);
    expect_found(Seeds::PaymentFlow, without, wrong);
}

#[test]
fn without_write_ahead_the_runs_find_the_fault() {
    expect_found_at_each_that_refunds(&[Rule::WriteAhead], &MONEY);
}

#[test]
fn without_one_key_the_runs_find_the_fault() {
    expect_found_at_each_that_refunds(&[Rule::OneKey], &MONEY);
}

/// Flitt gives back all that was held, also where only part of it was captured: there only the reservation counts.
/// PaymentFlow itself lets no more go back than came.
#[test]
fn without_the_reservation_the_runs_find_the_fault() {
    let wrong = [Wrong::OverRefund, Wrong::DoubleRefund, Wrong::Stuck];
    expect_found(Seeds::GlobalPayments, &[Rule::Reservation], &wrong);
    expect_found(Seeds::Flitt, &[Rule::Reservation], &[Wrong::OverRefund]);
}

#[test]
fn where_a_timeout_is_a_failure_the_runs_find_the_fault() {
    let wrong = [Wrong::Lost, Wrong::OverRefund, Wrong::DoubleRefund];
    expect_found_at_each_that_refunds(&[Rule::TimeoutIsUnknown], &wrong);
    expect_found(Seeds::MerchantDashboard, &[Rule::TimeoutIsUnknown], &[Wrong::Lost]);
}

/// Elsewhere a look finds what the first request made, or the provider knows the key for ever. A PaymentFlow that gives no
/// metadata back shows nobody which payment is whose, and makes another one of the same key after a day.
#[test]
fn where_a_key_is_trusted_for_ever_the_runs_find_the_fault() {
    expect_found(Seeds::PaymentFlow, &[Rule::SafeWindow], &[Wrong::Key]);
}

/// At Flitt every key is known for ever, so hardly anything is ever taken for absent: but for a link whose time is over
/// and whose request is still on its way. Then nobody watches what comes of it.
#[test]
fn without_the_quiet_period_the_runs_find_the_fault() {
    expect_found(Seeds::GlobalPayments, &[Rule::QuietPeriod], &MONEY);
    expect_found(Seeds::Flitt, &[Rule::QuietPeriod], &[Wrong::Lost, Wrong::LinkState]);
    expect_found(Seeds::PaymentFlow, &[Rule::QuietPeriod], &MONEY);
    expect_found(Seeds::MerchantDashboard, &[Rule::QuietPeriod], &[Wrong::Lost, Wrong::LinkState]);
}

#[test]
fn where_a_repeat_needs_no_key_the_runs_find_the_fault() {
    let wrong = [Wrong::OverRefund, Wrong::DoubleRefund, Wrong::Divergence, Wrong::DoubleLink];
    expect_found(Seeds::GlobalPayments, &[Rule::KeylessNeverRepeats], &wrong);
    expect_found(Seeds::PaymentFlow, &[Rule::KeylessNeverRepeats], &[Wrong::SentAgain]);
    let wrong = [Wrong::SentAgain, Wrong::DoubleLink];
    expect_found(Seeds::MerchantDashboard, &[Rule::KeylessNeverRepeats], &wrong);
}

/// Found where a lid is closed in the one moment between the decision and the request, for longer than the quiet period.
#[test]
fn without_a_last_look_at_the_lease_the_runs_find_the_fault() {
    expect_found(Seeds::PaymentFlow, &[Rule::LeaseRecheck], &MONEY);
}

#[test]
fn where_the_transport_repeats_writes_the_runs_find_the_fault() {
    let wrong = [Wrong::OverRefund, Wrong::DoubleRefund, Wrong::Divergence, Wrong::DoubleLink];
    expect_found(Seeds::GlobalPayments, &[Rule::NoTransportRetry], &wrong);
    expect_found(Seeds::PaymentFlow, &[Rule::NoTransportRetry], &wrong);
    expect_found(Seeds::MerchantDashboard, &[Rule::NoTransportRetry], &[Wrong::DoubleLink]);
}

#[test]
fn where_leases_never_end_the_runs_find_the_fault() {
    expect_found_at_each_that_refunds(&[Rule::LeasesEnd], &[Wrong::Stuck]);
    expect_found(Seeds::MerchantDashboard, &[Rule::LeasesEnd], &[Wrong::Stuck]);
}

/// `cargo xtask simulate` comes here.
#[test]
#[ignore = "tells the story of one seed, which must be named"]
fn one_seed() {
    let seed = number("TILLSIDE_SIMULATED_SEED").expect("TILLSIDE_SIMULATED_SEED names no seed");
    let names = env::var("TILLSIDE_SIMULATED_WITHOUT").unwrap_or_default();
    let without: Vec<Rule> = names
        .split(',')
        .filter(|name| !name.is_empty())
        .map(|name| *Rule::ALL.iter().find(|rule| rule.name() == name).expect("no such rule"))
        .collect();
    let report = run(seed, &without);
    let story = story(&report, &without);
    assert!(report.violation.is_none(), "{story}");
    // A test may print nothing by itself; what it was asked for goes out as its panic would.
    std::io::Write::write_all(&mut std::io::stderr(), story.as_bytes()).unwrap();
}
