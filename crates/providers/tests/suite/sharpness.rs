//! That the suite sees what it is there to see: a provider with a flaw does not pass.

mod answers;
mod catalogue;
mod outcomes;
mod requests;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use domain::capabilities::KeyPromise;
use providers::Counting;

use crate::{
    capabilities, errors, hosts, money,
    subject::Subject,
    wrapped::{Flaw, Wrapped},
};

/// What a provider with the flaw does, what must see it, and the flaw.
type Case = (&'static str, fn(&dyn Subject), Flaw);

pub(crate) fn each_flaw_is_seen(subject: &dyn Subject) {
    for (name, check, flaw) in flaws(subject) {
        let flawed = Wrapped::with(subject, flaw);
        let passed = catch_unwind(AssertUnwindSafe(|| check(&flawed))).is_ok();
        assert!(!passed, "a provider passes that {name}");
    }
}

fn flaws(subject: &dyn Subject) -> Vec<Case> {
    [
        requests::of_requests(),
        requests::of_keys(subject),
        requests::of_facts(),
        requests::of_ends(subject),
        catalogue::of_products(subject),
        catalogue::of_customers_own_routes(subject),
        outcomes::of_outcomes(),
        answers::of_answers(subject),
        answers::of_signatures(subject),
        requests::of_customers(subject),
        of_data(),
    ]
    .concat()
}

fn of_data() -> Vec<Case> {
    vec![
        (
            "takes a key to any host",
            hosts::a_key_meets_no_host_of_another_environment,
            Flaw { any_host: true, ..Flaw::default() },
        ),
        (
            "signs in anew after every answer",
            errors::a_new_sign_in_is_tried_only_where_it_helps,
            Flaw { always_signs_in: true, ..Flaw::default() },
        ),
        (
            "counts currencies in digits of its own",
            money::what_goes_out_and_comes_back_is_the_same_sum,
            Flaw { counting: Some(Counting::Disputed { theirs: 9 }), ..Flaw::default() },
        ),
        (
            "promises less than it does",
            capabilities::what_is_promised_is_done,
            Flaw {
                capabilities: Some(|can| {
                    can.capture = None;
                    can.cancel = !can.cancel;
                }),
                ..Flaw::default()
            },
        ),
        (
            "sends what it does not promise",
            capabilities::what_is_not_promised_is_not_sent,
            Flaw { capabilities: Some(|can| can.cancel = !can.cancel), ..Flaw::default() },
        ),
        (
            "is never late",
            capabilities::the_figures_make_sense,
            Flaw {
                capabilities: Some(|can| can.create.late_bound = Duration::ZERO),
                ..Flaw::default()
            },
        ),
        (
            "promises a key for no time",
            capabilities::the_figures_make_sense,
            Flaw {
                capabilities: Some(|can| {
                    can.create.key = KeyPromise::Replay;
                    can.create.key_window = Some(Duration::ZERO);
                }),
                ..Flaw::default()
            },
        ),
    ]
}
