//! Links read, and the payments on them ('Staff routes').

use domain::{
    Outcome,
    error::Doubt,
    link::ProviderLinkState,
    payment::{PaymentStatus, SeenPayment},
    refund::SeenRefund,
};
use providers::LinkReport;
use serde_json::{Value, json};

use super::{
    errors::not_found,
    records::{LINK, PAID_AT, PAYMENT, bare, link, more_at, page, payment as record, used},
    refunds::whole,
    states::{STATUSES, payment, seen, status_of},
    turns::{get_link, get_payments, turns},
};
use crate::{
    answers::{Answer, ok, with, without},
    asks::money,
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::{Told, link_report, report},
};

const DIFFERENT: Due = Due::Unclear(Doubt::Different);

/// Another one's answer says nothing of ours, not even that it is there.
const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);

const OTHER_REFERENCE: &str = "Table 7 #2-9876543210";

/// The same where that much went back.
fn went_back(
    state: ProviderLinkState,
    payments: Vec<SeenPayment>,
    went_back: Vec<SeenRefund>,
) -> Told {
    Told::Report(LinkReport { went_back, ..link_report(state, payments) })
}

/// What was read before the rest could not be.
fn broken_off(state: ProviderLinkState, payments: Vec<SeenPayment>) -> Told {
    let broke_off = Some(Outcome::Unclear(Doubt::Unreadable));
    Told::Report(LinkReport { broke_off, ..link_report(state, payments) })
}

/// A row of a payment that is not as it should be, and what is told of it where `told` is what is told of a payment. That
/// step of the first script, in which the payment is paid.
fn lies_about_the_row(step: usize, told: impl Fn(SeenPayment) -> Told) -> Vec<Lie> {
    let row = |about, path: &str, value: Value, due| Lie {
        about,
        script: 0,
        step,
        body: bare(&[with(record("paid"), path, value)]),
        due,
    };
    // Another sum is the payment's own, and for the sale to judge.
    let another = |amount| Due::Done(told(SeenPayment { amount, ..payment("paid") }));
    let mut lies = vec![
        row(About::Amount, "amount", json!("19.98"), another(money(1_998, "EUR"))),
        row(About::Amount, "amount", json!("1999"), another(money(199_900, "EUR"))),
        row(About::Currency, "currency", json!("USD"), another(money(1_999, "USD"))),
        row(About::Currency, "currency", json!("XXQ"), Due::NoMoney),
        row(About::Currency, "currency", json!(""), Due::NoMoney),
        row(About::Id, "id", json!(""), UNREADABLE),
        row(About::Id, "id", json!("../x"), UNREADABLE),
        row(About::Id, "id", Value::Null, UNREADABLE),
    ];
    for no_sum in ["", "19.999", "19,99", "-19.99", "0.00", "19.99 EUR", "1e3"] {
        lies.push(row(About::Amount, "amount", json!(no_sum), Due::NoMoney));
    }
    lies.push(row(About::Amount, "amount", Value::Null, Due::NoMoney));
    lies
}

/// How the link stands beside a payment whose record has that word. Its one use is counted already: whether that is money
/// only the payment says.
fn state_beside(word: &str) -> ProviderLinkState {
    match word {
        "pending" => ProviderLinkState::Open,
        "failed" => ProviderLinkState::Closed,
        _ => ProviderLinkState::Paid,
    }
}

fn words(step: usize, due: impl Fn(&str) -> Due + 'static) -> Vec<Words> {
    let due = Box::new(due);
    vec![Words { script: 0, step, at: "/0/status", known: STATUSES, due, tells_of_money: true }]
}

fn reading(name: &'static str, link: Answer, payments: &Value, told: Told) -> Script {
    Script::new(name, turns([get_link(), get_payments()], vec![link, ok(payments)]), told)
}

/// How the link can stand by itself.
fn states() -> Vec<Script> {
    use ProviderLinkState::{Closed, Expired, Open, Paid};
    let reads =
        |name, link: &Value, state| reading(name, ok(link), &bare(&[]), report(state, Vec::new()));
    let off = || with(link(), "is_active", false);
    let over = || with(link(), "expires_at", "2026-11-20T14:02:59Z");
    vec![
        reads("nobody tried", &link(), Open),
        reads("a page without payments", &link(), Open),
        reads("switched off", &off(), Closed),
        reads("over", &over(), Expired),
        // Whoever switched it off meant it, whatever time it is since.
        reads("switched off, and over", &with(over(), "is_active", false), Closed),
        // A hint that money came.
        reads("used up", &used(), Paid),
        reads("used up, and so switched off", &with(used(), "is_active", false), Paid),
        reads("used once of five times", &with(used(), "max_uses", 5), Open),
        reads("without an end", &with(link(), "expires_at", Value::Null), Open),
        reads("without statistics", &without(without(link(), "times_used"), "paid_count"), Open),
    ]
}

pub(super) fn read_link() -> Play {
    let paid = || vec![payment("paid")];
    let is_paid = |payments: &Value| {
        reading("paid", ok(&used()), payments, report(ProviderLinkState::Paid, paid()))
    };
    let second = SeenPayment {
        provider_id: format!("{LINK}.pmt_Second").try_into().unwrap(),
        ..payment("failed")
    };
    let both = bare(&[record("paid"), with(record("failed"), "id", "pmt_Second")]);
    let both_seen = vec![payment("paid"), second];
    let read = |name, word: &str| {
        let gone = if word == "refunded" { vec![whole()] } else { Vec::new() };
        let told = went_back(state_beside(word), vec![payment(word)], gone);
        reading(name, ok(&used()), &bare(&[record(word)]), told)
    };
    let elsewhere = more_at(&[record("paid")], "https://evil.example/api/payment-links/?page=2");
    let unseen = link_report(None, paid());
    let mut scripts = vec![
        is_paid(&bare(&[record("paid")])),
        Script { name: "paid, in a page", ..is_paid(&page(&[record("paid")])) },
        Script {
            name: "paid, without a customer",
            ..is_paid(&bare(&[without(record("paid"), "customer_email")]))
        },
        read("being paid", "pending"),
        read("declined", "failed"),
        read("given back", "refunded"),
        reading("two payments", ok(&used()), &both, report(ProviderLinkState::Paid, both_seen)),
        // A new link may not be shown yet; what came on it is true all the same.
        reading("paid, and not shown", not_found(), &bare(&[record("paid")]), Told::Report(unseen)),
        // The token goes nowhere else; what this page says is true.
        reading(
            "a list that leads elsewhere",
            ok(&used()),
            &elsewhere,
            broken_off(ProviderLinkState::Paid, paid()),
        ),
    ];
    scripts.extend(states());
    let lie = |about, step, body, due| Lie { about, script: 0, step, body, due };
    let of_link =
        |about, path: &str, value: Value, due| lie(about, 0, with(used(), path, value), due);
    let mut lies = lies_about_the_row(1, |seen| report(ProviderLinkState::Paid, vec![seen]));
    let one_of_two = bare(&[record("paid"), with(record("paid"), "id", "")]);
    let rest = broken_off(ProviderLinkState::Paid, paid());
    lies.extend([
        of_link(About::Id, "uuid", json!("00000000-0000-4000-8000-000000000002"), UNREADABLE),
        of_link(About::Id, "uuid", json!(""), Due::NotDone),
        of_link(About::Id, "uuid", json!("../x"), Due::NotDone),
        of_link(About::Reference, "metadata/reference", json!(OTHER_REFERENCE), DIFFERENT),
        of_link(About::Reference, "metadata", json!({ "campaign": "spring" }), DIFFERENT),
        of_link(About::Currency, "currency", json!("USD"), DIFFERENT),
        lie(About::Whole, 1, without(page(&[record("paid")]), "results"), UNREADABLE),
        lie(About::Whole, 1, json!({ "detail": "nothing" }), UNREADABLE),
        lie(About::Whole, 1, one_of_two, Due::Done(rest)),
    ]);
    Play {
        scripts,
        lies,
        words: words(1, |word| match status_of(word) {
            Some(status) if word == "refunded" => {
                let paid = vec![seen(status, PAID_AT)];
                Due::Done(went_back(state_beside(word), paid, vec![whole()]))
            }
            Some(status) => Due::Done(report(state_beside(word), vec![seen(status, PAID_AT)])),
            None => Due::NoMoney,
        }),
    }
}

/// What was paid on the link that the till's id of a payment names.
pub(super) fn on_the_link(name: &'static str, payments: &Value, told: Told) -> Script {
    Script::new(name, turns([get_payments()], vec![ok(payments)]), told)
}

/// One payment: no route reads one by its own id.
pub(super) fn read_payment() -> Play {
    let read = |name, word, rows: Value| on_the_link(name, &rows, Told::Payment(payment(word)));
    let among = page(&[with(record("failed"), "id", "pmt_First"), record("paid")]);
    let other = bare(&[with(record("paid"), "id", format!("{PAYMENT}9"))]);
    let mut lies = lies_about_the_row(0, Told::Payment);
    lies.push(Lie { about: About::Id, script: 0, step: 0, body: other, due: UNREADABLE });
    Play {
        scripts: vec![
            read("paid", "paid", bare(&[record("paid")])),
            read("in a page", "paid", among),
            read("being paid", "pending", bare(&[record("pending")])),
        ],
        lies,
        words: words(0, |word| match status_of(word) {
            Some(status) => Due::Done(Told::Payment(seen(status, PAID_AT))),
            None => Due::NoMoney,
        }),
    }
}

/// The word of a payment with this status.
pub(super) fn word_for(status: &PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::Paid => "paid",
        PaymentStatus::Refused => "failed",
        _ => "pending",
    }
}
