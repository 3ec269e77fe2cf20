//! Payments read: the link, and the one payment that can be on it (Payments).

use domain::{
    error::Doubt,
    link::ProviderLinkState,
    payment::{PaymentStatus, SeenPayment},
};
use providers::Response;
use serde_json::{Value, json};

use super::{
    records::{payment as record, pending},
    states::{STATUSES, payment, state_of, status_of},
    turns::{get_payment, turns},
};
use crate::{
    answers::{ok, with, without},
    asks::money,
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::{Told, report},
};

const DIFFERENT: Due = Due::Unclear(Doubt::Different);

/// Another one's answer says nothing of ours, not even that it is there.
const NOT_OURS: Due = Due::Unclear(Doubt::Unreadable);

fn told_of_link(word: &str) -> Told {
    report(state_of(word), status_of(word).map(payment).into_iter().collect())
}

fn script(name: &'static str, record: &Value, told: Told) -> Script {
    Script::new(name, turns([get_payment()], vec![ok(record)]), told)
}

/// What must be doubted of a payment; `told` is what is told of one. It starts from the first script's, which succeeded.
fn lies(told: impl Fn(SeenPayment) -> Told) -> Vec<Lie> {
    let lie = |about, path: &str, value: Value, due| Lie {
        about,
        script: 0,
        step: 0,
        body: with(record("succeeded"), path, value),
        due,
    };
    // Another sum is the payment's own, and for the sale to judge.
    let another = |amount| Due::Done(told(SeenPayment { amount, ..payment(PaymentStatus::Paid) }));
    let mut lies = vec![
        lie(About::Id, "id", json!("pay_other"), NOT_OURS),
        lie(About::Id, "id", json!(""), Due::NotDone),
        lie(About::Id, "id", json!("../x"), Due::NotDone),
        lie(About::Id, "id", json!("ref_Zz98Yy76Xx54Ww32"), NOT_OURS),
        lie(About::Reference, "metadata/reference", json!("Table 7 #2-9876543210"), DIFFERENT),
        lie(About::Reference, "metadata/reference", json!("table 7 #2-0123456789"), DIFFERENT),
        lie(About::Reference, "metadata/reference", json!(""), DIFFERENT),
        lie(About::Reference, "metadata", json!({ "order_id": "12345" }), DIFFERENT),
        lie(About::Amount, "amount", json!(1998), another(money(1998, "EUR"))),
        lie(About::Amount, "amount", json!(199_900), another(money(199_900, "EUR"))),
        lie(About::Currency, "currency", json!("GBP"), DIFFERENT),
        lie(About::Currency, "currency", json!("XXQ"), Due::NoMoney),
        lie(About::Currency, "currency", json!(""), Due::NoMoney),
        lie(About::Amount, "amount", Value::Null, Due::NoMoney),
    ];
    for no_sum in [json!("19.99"), json!(-1999), json!(19.99), json!("99999999999999999999")] {
        lies.push(lie(About::Amount, "amount", no_sum, Due::NoMoney));
    }
    lies
}

fn words(due: impl Fn(&str) -> Due + 'static) -> Vec<Words> {
    let due = Box::new(due);
    vec![Words { script: 0, step: 0, at: "/status", known: STATUSES, due, tells_of_money: true }]
}

/// What is told whether or not an earlier look saw a payment.
fn ends(told: fn(&str) -> Told) -> Vec<Script> {
    let succeeded = || record("succeeded");
    vec![
        script("paid", &succeeded(), told("succeeded")),
        Script::new(
            "paid, with HTTP 201",
            turns(
                [get_payment()],
                vec![ok(&succeeded()).map(|answer| Response { status: 201, ..answer })],
            ),
            told("succeeded"),
        ),
        script("being paid", &record("processing"), told("processing")),
        script("declined", &record("failed"), told("failed")),
        script("given back", &with(succeeded(), "amount_refunded", 1999), told("succeeded")),
        // Nothing but the seed's own fields (Payments).
        script("without metadata", &without(succeeded(), "metadata"), told("succeeded")),
        script(
            "with null metadata",
            &with(succeeded(), "metadata", Value::Null),
            told("succeeded"),
        ),
        script("without an address", &without(succeeded(), "checkout_url"), told("succeeded")),
        script(
            "without what went back",
            &without(succeeded(), "amount_refunded"),
            told("succeeded"),
        ),
        script("without a moment", &without(succeeded(), "created"), told("succeeded")),
    ]
}

pub(super) fn read_link() -> Play {
    let mut scripts = ends(told_of_link);
    scripts.extend([
        script("nobody tried", &pending(), told_of_link("pending")),
        script("cancelled", &record("cancelled"), told_of_link("cancelled")),
    ]);
    Play {
        scripts,
        lies: lies(|seen| report(ProviderLinkState::Paid, vec![seen])),
        words: words(|word| Due::Done(told_of_link(word))),
    }
}

/// An attempt that was under way came to nothing where the payment is pending again.
pub(super) fn read_begun() -> Play {
    let again = || report(ProviderLinkState::Open, vec![payment(PaymentStatus::NotBegun)]);
    let mut scripts = ends(told_of_link);
    scripts.push(script("pending again", &pending(), again()));
    Play {
        scripts,
        lies: lies(|seen| report(ProviderLinkState::Paid, vec![seen])),
        words: words(move |word| match word {
            "pending" => Due::Done(again()),
            "cancelled" => Due::NoMoney,
            other => Due::Done(told_of_link(other)),
        }),
    }
}

/// One payment, of which somebody says that it is there.
pub(super) fn read_payment() -> Play {
    let told = |word: &str| Told::Payment(payment(status_of(word).unwrap()));
    Play {
        scripts: ends(told),
        lies: lies(Told::Payment),
        words: words(move |word| match status_of(word) {
            Some(status) => Due::Done(Told::Payment(payment(status))),
            None => Due::NoMoney,
        }),
    }
}
