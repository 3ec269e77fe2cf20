//! Refunds: made, and read by the payment that they give back (Refunds).

use domain::{
    error::Doubt,
    ids::{ProviderPaymentId, ProviderRefundId},
    refund::{RefundOrigin, SeenRefund},
};
use providers::{MadeRefund, RefundedTotal, RefundsSeen, Response};
use serde_json::{Value, json};

use super::{
    errors::not_found,
    records::{PAYMENT, REFUND, more, page, payment, refund},
    turns::{REFUNDS, get_payment, turns},
};
use crate::{
    answers::{ok, with, without},
    asks::{REFUND_ID, money, now},
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

const DIFFERENT: Due = Due::Unclear(Doubt::Different);
const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);

/// Every word that a refund's status is known to have.
const STATUSES: &[&str] = &["pending", "completed", "failed"];

fn seen() -> SeenRefund {
    SeenRefund {
        provider_id: ProviderRefundId::try_from(REFUND.to_owned()).unwrap(),
        payment: Some(ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap()),
        amount: money(500, "EUR"),
        at: Some(now()),
        stands: true,
        origin: RefundOrigin::Ours(REFUND_ID.parse().unwrap()),
    }
}

/// The same where metadata does not tell whose it is.
fn seen_as(origin: RefundOrigin) -> SeenRefund {
    SeenRefund { origin, ..seen() }
}

fn made(refund: SeenRefund) -> Told {
    Told::Refund(MadeRefund::Stands(refund))
}

pub(super) fn make() -> Play {
    let script = |name, record: &Value, told| {
        Script::new(name, turns(["POST /refunds"], vec![ok(record)]), told).writing(0)
    };
    let lie = |about, body, due| Lie { about, script: 0, step: 0, body, due };
    let other =
        |about, path: &str, value: Value| lie(about, with(refund(), path, value), DIFFERENT);
    let nonsense = |about, body| lie(about, body, Due::Nonsense);
    let failed = || with(refund(), "status", "failed");
    Play {
        scripts: vec![
            script("begun", &refund(), made(seen())),
            script("completed", &with(refund(), "status", "completed"), made(seen())),
            Script::new(
                "begun, with HTTP 201",
                turns(
                    ["POST /refunds"],
                    vec![ok(&refund()).map(|answer| Response { status: 201, ..answer })],
                ),
                made(seen()),
            )
            .writing(0),
            script("without metadata", &without(refund(), "metadata"), made(seen())),
            script("without our mark", &with(refund(), "metadata", json!({})), made(seen())),
            script(
                "without a moment",
                &without(refund(), "created"),
                made(SeenRefund { at: None, ..seen() }),
            ),
            script("without a reason", &with(refund(), "reason", Value::Null), made(seen())),
        ],
        lies: vec![
            other(About::Amount, "amount", json!(600)),
            other(About::Amount, "amount", json!(50_000)),
            other(About::Currency, "currency", json!("GBP")),
            lie(About::Belonging, with(refund(), "payment_id", json!("pay_other")), UNREADABLE),
            // Another refund's answer says nothing of ours, not even that it is there.
            lie(
                About::Belonging,
                with(refund(), "metadata/intent_id", json!("019a0b0c-0d0e-7f10-8a12-0000feed")),
                UNREADABLE,
            ),
            nonsense(About::Amount, with(refund(), "amount", json!("5.00"))),
            nonsense(About::Amount, with(refund(), "amount", json!(5.5))),
            nonsense(About::Amount, with(refund(), "amount", json!(-500))),
            nonsense(About::Amount, with(refund(), "amount", Value::Null)),
            nonsense(About::Currency, with(refund(), "currency", json!("XXQ"))),
            nonsense(About::Id, without(refund(), "id")),
            nonsense(About::Id, with(refund(), "id", json!("../x"))),
            // A refusal that is not surely of this refund decides nothing.
            nonsense(About::Amount, with(failed(), "amount", json!(600))),
            nonsense(About::Belonging, with(failed(), "payment_id", json!("pay_other"))),
        ],
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/status",
            known: STATUSES,
            // Without a word that it is final, a refund is taken to stand: so it is never made twice.
            due: Box::new(|word| match word {
                "failed" => Due::RefusedByRecord,
                _ => Due::Done(made(seen())),
            }),
            tells_of_money: false,
        }],
    }
}

fn each(refunds: Vec<SeenRefund>) -> Told {
    Told::Refunds(RefundsSeen::Each(refunds))
}

fn total(gone: u64) -> Told {
    Told::Refunds(RefundsSeen::Total(RefundedTotal {
        gone: money(gone, "EUR"),
        // Never more than was paid, over all refunds together.
        at_most: Some(money(1999, "EUR")),
    }))
}

fn given_back(units: u64) -> Value {
    with(payment("succeeded"), "amount_refunded", units)
}

/// Where there is no list, the payment's own sum is asked for.
fn without_a_list() -> Vec<Script> {
    let script = |name, record: &Value, told| {
        let answers = vec![not_found(), ok(record)];
        Script::new(name, turns([REFUNDS.to_owned(), get_payment()], answers), told)
    };
    vec![
        script("a sum alone", &given_back(500), total(500)),
        script("a sum alone, of nothing", &given_back(0), total(0)),
        script(
            "nothing that tells",
            &without(given_back(0), "amount_refunded"),
            Told::Refunds(RefundsSeen::Untold),
        ),
    ]
}

/// Where the first of those stands among all.
const SUM_ALONE: usize = 7;

fn lies_about_the_sum() -> Vec<Lie> {
    let lie = |about, path: &str, value: Value, due| Lie {
        about,
        script: SUM_ALONE,
        step: 1,
        body: with(given_back(500), path, value),
        due,
    };
    vec![
        lie(About::Id, "id", json!("pay_other"), Due::NotDone),
        lie(About::Belonging, "metadata/reference", json!("another"), Due::NotDone),
        lie(About::Currency, "currency", json!("GBP"), Due::NotDone),
        lie(About::Currency, "currency", json!("XXQ"), Due::NotDone),
        lie(About::Amount, "amount_refunded", json!("5.00"), Due::NotDone),
        lie(About::Amount, "amount_refunded", json!(-500), Due::NotDone),
        lie(About::Amount, "amount_refunded", json!("much"), Due::NotDone),
    ]
}

pub(super) fn refunds_of() -> Play {
    let second_id = "ref_second";
    let second = || with(refund(), "id", second_id);
    let seen_second = || {
        let provider_id = ProviderRefundId::try_from(second_id.to_owned()).unwrap();
        SeenRefund { provider_id, ..seen() }
    };
    let two = || each(vec![seen(), seen_second()]);
    let lie = |about, body, due| Lie { about, script: 0, step: 0, body, due };
    let script = |name, pages: Vec<Value>, told| {
        let answers = pages.iter().map(ok).collect();
        Script::new(name, turns([REFUNDS, REFUNDS], answers), told)
    };
    let by_hand = || with(refund(), "metadata", json!({ "user_id": "67890" }));
    let blank = || with(refund(), "metadata", json!({ "intent_id": "" }));
    let nameless = || with(refund(), "metadata", json!({}));
    let mut scripts = vec![
        script("one", vec![page(&[refund()])], each(vec![seen()])),
        script("none", vec![page(&[])], each(vec![])),
        script("two", vec![page(&[refund(), second()])], two()),
        script("on two pages", vec![more(&[refund()]), page(&[second()])], two()),
        script("one twice", vec![page(&[refund(), refund()])], each(vec![seen()])),
        script(
            "one that somebody made elsewhere",
            vec![page(&[by_hand()])],
            each(vec![seen_as(RefundOrigin::Elsewhere)]),
        ),
        script(
            "one that does not say whose it is",
            vec![page(&[without(refund(), "metadata")])],
            each(vec![seen_as(RefundOrigin::NotTold)]),
        ),
    ];
    assert_eq!(scripts.len(), SUM_ALONE);
    scripts.extend(without_a_list());
    let stuck =
        Lie { about: About::Whole, script: 3, step: 1, body: more(&[refund()]), due: UNREADABLE };
    let mut lies = vec![
        // A refund that can't be counted makes the list unreadable: too few would allow too much.
        lie(About::Amount, page(&[refund(), with(second(), "amount", "5.00")]), UNREADABLE),
        lie(About::Amount, page(&[without(refund(), "amount")]), UNREADABLE),
        lie(About::Amount, page(&[with(refund(), "amount", -500)]), UNREADABLE),
        lie(About::Currency, page(&[with(refund(), "currency", "XXQ")]), UNREADABLE),
        lie(About::Currency, page(&[with(refund(), "currency", "GBP")]), Due::Nonsense),
        lie(About::Id, page(&[with(refund(), "id", "../x")]), UNREADABLE),
        lie(About::Id, page(&[without(refund(), "id")]), UNREADABLE),
        // None of this payment's, whatever the list was asked for.
        lie(
            About::Belonging,
            page(&[with(refund(), "payment_id", "pay_other")]),
            Due::Done(each(vec![])),
        ),
        // A blank says nothing, nor does a record without a name: that it was made elsewhere would let one of ours be
        // called absent.
        lie(About::Id, page(&[blank()]), Due::Done(each(vec![seen_as(RefundOrigin::NotTold)]))),
        lie(About::Id, page(&[nameless()]), Due::Done(each(vec![seen_as(RefundOrigin::NotTold)]))),
        lie(About::Whole, without(page(&[]), "data"), UNREADABLE),
        lie(About::Whole, with(page(&[]), "data", json!({})), UNREADABLE),
        lie(About::Whole, with(page(&[]), "data", Value::Null), UNREADABLE),
        lie(About::Whole, with(page(&[]), "data", json!([1])), UNREADABLE),
        lie(About::Whole, without(page(&[]), "has_more"), UNREADABLE),
        lie(About::Whole, more(&[]), UNREADABLE),
        stuck,
    ];
    lies.extend(lies_about_the_sum());
    Play {
        scripts,
        lies,
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/data/0/status",
            known: STATUSES,
            due: Box::new(|word| {
                Due::Done(each(vec![SeenRefund { stands: word != "failed", ..seen() }]))
            }),
            tells_of_money: false,
        }],
    }
}
