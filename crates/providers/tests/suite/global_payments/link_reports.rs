//! Links read, with the payments on them (3.4, 3.7).

use std::iter;

use domain::{
    error::Doubt,
    ids::ProviderPaymentId,
    link::ProviderLinkState,
    outcome::RejectionClass,
    payment::{PaymentStatus, SeenPayment},
};
use serde_json::Value;

use super::{
    errors::{broken, not_found},
    records::{PAYMENT, link, link_with, list, page, row, sale},
    states::{LINK_STATUSES, STATUSES, payment, state_of, status_of},
    turns::{TRANSACTIONS, get_link, get_transaction, turns},
};
use crate::{
    answers::{Answer, html, ok, with},
    asks::money,
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::{Told, report},
};

const NOT_FOUND: Due = Due::Rejected(RejectionClass::NotFound);
const FORBIDDEN: Due = Due::Rejected(RejectionClass::Permission);

fn open(payments: Vec<SeenPayment>) -> Told {
    report(Some(ProviderLinkState::Open), payments)
}

fn paid() -> Vec<SeenPayment> {
    vec![payment(PaymentStatus::Paid)]
}

/// A payment that is listed, but has no record to be read: what a list says is no proof.
fn unproven() -> SeenPayment {
    payment(PaymentStatus::Unknown("CAPTURED".to_owned()))
}

/// The same where the link itself lists it, without the card.
fn unproven_on_the_link() -> SeenPayment {
    SeenPayment { card: None, ..unproven() }
}

fn another(seen: SeenPayment) -> SeenPayment {
    let provider_id = ProviderPaymentId::try_from("TRN_first".to_owned()).unwrap();
    SeenPayment { provider_id, ..seen }
}

fn is_another(record: Value) -> Value {
    with(record, "id", "TRN_first")
}

/// The link names its payments.
fn by_name() -> Vec<Script> {
    // Not every kind of transaction can be read by itself (4.1, 40042).
    let script = |name, rows: Vec<Value>, records: Vec<Value>, told| {
        let link = (get_link(), ok(&link_with(&rows)));
        let records = records
            .into_iter()
            .map(|record| (get_transaction(record["id"].as_str().unwrap()), ok(&record)));
        Script::new(name, iter::once(link).chain(records).collect(), open(told))
    };
    let plain = script("the link names its payment", vec![row()], vec![sale()], paid());
    // The list's status is not refreshed (9.13).
    let stale = with(with(row(), "status", "PREAUTHORIZED"), "amount", "1");
    let reserved = SeenPayment {
        amount: money(1, "EUR"),
        status: PaymentStatus::Unknown("PREAUTHORIZED".to_owned()),
        ..unproven_on_the_link()
    };
    let begun = with(row(), "status", "INITIATED");
    let unproven_begun = SeenPayment {
        status: PaymentStatus::Unknown("INITIATED".to_owned()),
        ..unproven_on_the_link()
    };
    let declined = with(row(), "status", "DECLINED");
    let refused = || payment(PaymentStatus::Refused);
    let unproven_refused = SeenPayment {
        status: PaymentStatus::Unknown("DECLINED".to_owned()),
        ..unproven_on_the_link()
    };
    vec![
        plain.surviving(1, NOT_FOUND, open(vec![unproven_on_the_link()])),
        script("listed as it was", vec![stale], vec![sale()], paid()).surviving(
            1,
            NOT_FOUND,
            open(vec![reserved]),
        ),
        script("listed as begun", vec![begun], vec![sale()], paid()).surviving(
            1,
            NOT_FOUND,
            open(vec![unproven_begun]),
        ),
        script("listed without a type", vec![with(row(), "type", "")], vec![sale()], paid())
            .surviving(1, NOT_FOUND, open(vec![unproven_on_the_link()])),
        script("without a reference", vec![row()], vec![with(sale(), "reference", "")], paid())
            .surviving(1, NOT_FOUND, open(vec![unproven_on_the_link()])),
        script(
            "declined, and then paid",
            vec![is_another(declined.clone()), row(), is_another(declined)],
            vec![is_another(with(sale(), "status", "DECLINED")), sale()],
            vec![another(refused()), payment(PaymentStatus::Paid)],
        )
        .surviving(1, NOT_FOUND, open(vec![another(unproven_refused), unproven_on_the_link()]))
        .surviving(2, NOT_FOUND, open(vec![another(refused()), unproven_on_the_link()])),
    ]
}

/// The link names no payment, or can't be read: its payments are looked for by our reference.
fn by_reference() -> Vec<Script> {
    let foreign = with(is_another(sale()), "reference", "another");
    let searched = || list("transactions", &[foreign.clone(), sale()]);
    let script = |name, answers, told| {
        let asked = [get_link(), TRANSACTIONS.to_owned(), get_transaction(PAYMENT)];
        Script::new(name, turns(asked, answers), told)
    };
    let unread = |name, first: Answer| {
        let answers = vec![first, searched(), ok(&sale())];
        script(name, answers, report(None, paid())).surviving(
            2,
            NOT_FOUND,
            report(None, vec![unproven()]),
        )
    };
    let is_paid = |payments| report(Some(ProviderLinkState::Paid), payments);
    let all_paid = with(link(), "status", "PAID");
    let declined = is_another(with(sale(), "status", "DECLINED"));
    let refused = || another(payment(PaymentStatus::Refused));
    // A key may lack the right to list transactions; then what the link itself shows is all there is.
    vec![
        script("found by reference", vec![ok(&link()), searched(), ok(&sale())], open(paid()))
            .surviving(1, FORBIDDEN, open(vec![]))
            .surviving(2, NOT_FOUND, open(vec![unproven()])),
        unread("the link is not there", not_found()),
        unread("the link's server is broken", broken()),
        unread("a page stands for the link", html(200)),
        Script::new(
            "paid, it says, by a payment that was declined",
            turns(
                [
                    get_link(),
                    get_transaction("TRN_first"),
                    TRANSACTIONS.to_owned(),
                    get_transaction(PAYMENT),
                ],
                vec![
                    ok(&with(
                        all_paid.clone(),
                        "transactions/transaction_list",
                        [declined.clone()],
                    )),
                    ok(&declined),
                    list("transactions", &[declined.clone(), sale()]),
                    ok(&sale()),
                ],
            ),
            is_paid(vec![refused(), payment(PaymentStatus::Paid)]),
        )
        .surviving(2, FORBIDDEN, is_paid(vec![refused()]))
        .surviving(3, NOT_FOUND, is_paid(vec![refused(), unproven()])),
        script(
            "paid, it says, but nobody did",
            vec![ok(&all_paid), list("transactions", &[])],
            is_paid(vec![]),
        )
        .surviving(1, FORBIDDEN, is_paid(vec![])),
        script("nobody paid", vec![ok(&link()), list("transactions", &[])], open(vec![]))
            .surviving(1, FORBIDDEN, open(vec![])),
        script(
            "begun alone",
            vec![
                ok(&link_with(&[with(with(row(), "type", ""), "status", "INITIATED")])),
                list("transactions", &[]),
            ],
            open(vec![]),
        )
        .surviving(1, FORBIDDEN, open(vec![])),
        Script::new(
            "listed on two pages",
            turns(
                [
                    get_link(),
                    TRANSACTIONS.to_owned(),
                    TRANSACTIONS.to_owned(),
                    get_transaction("TRN_first"),
                    get_transaction(PAYMENT),
                ],
                vec![
                    ok(&link()),
                    page("transactions", &[is_another(sale())], 2),
                    page("transactions", &[sale()], 2),
                    ok(&is_another(with(sale(), "status", "INITIATED"))),
                    ok(&sale()),
                ],
            ),
            open(paid()),
        )
        .surviving(1, FORBIDDEN, open(vec![]))
        .surviving(2, FORBIDDEN, open(vec![]))
        .surviving(3, NOT_FOUND, open(vec![another(unproven()), unproven()]))
        .surviving(4, NOT_FOUND, open(vec![unproven()])),
    ]
}

fn lies() -> Vec<Lie> {
    let lie = |step, about, body, due| Lie { about, script: 0, step, body, due };
    let unreadable = || Due::Unclear(Doubt::Unreadable);
    let different = || Due::Unclear(Doubt::Different);
    let told = |told| Due::Done(open(told));
    let of = |amount| SeenPayment { amount, ..payment(PaymentStatus::Paid) };
    let uncounted = |about, path: &str, value: &str| {
        let told = told(vec![SeenPayment { amount: money(0, "EUR"), ..unproven() }]);
        lie(1, about, with(sale(), path, value), told)
    };
    vec![
        lie(0, About::Id, with(link_with(&[row()]), "id", "LNK_other"), different()),
        lie(0, About::Id, link_with(&[with(row(), "id", "")]), unreadable()),
        lie(0, About::Id, link_with(&[with(row(), "id", "../links")]), unreadable()),
        lie(1, About::Id, with(sale(), "id", "TRN_other"), different()),
        // Not ours; and nothing else is found.
        lie(1, About::Reference, with(sale(), "reference", "somebody else's"), told(vec![])),
        lie(1, About::Belonging, with(sale(), "type", "REFUND"), told(vec![])),
        // Another sum is the payment's own, and for the sale to judge.
        lie(1, About::Amount, with(sale(), "amount", "1998"), told(vec![of(money(1998, "EUR"))])),
        lie(
            1,
            About::Currency,
            with(sale(), "currency", "GBP"),
            told(vec![of(money(1999, "GBP"))]),
        ),
        // Money that can't be counted is not taken for paid.
        uncounted(About::Amount, "amount", "19.99"),
        uncounted(About::Amount, "amount", ""),
        uncounted(About::Amount, "amount", "-1999"),
        uncounted(About::Currency, "currency", "XXQ"),
        uncounted(About::Currency, "currency", ""),
    ]
}

fn words() -> Vec<Words> {
    vec![
        Words {
            script: 0,
            step: 0,
            at: "/status",
            known: LINK_STATUSES,
            due: Box::new(|word| Due::Done(report(Some(state_of(word)), paid()))),
            tells_of_money: false,
        },
        Words {
            script: 0,
            step: 1,
            at: "/status",
            known: STATUSES,
            due: Box::new(|word| {
                // A payment that was only begun is none (9.15).
                let begun = word == "INITIATED";
                let payments = if begun { vec![] } else { vec![payment(status_of(word))] };
                Due::Done(open(payments))
            }),
            tells_of_money: true,
        },
        Words {
            script: 0,
            step: 1,
            at: "/type",
            known: &["SALE", "REFUND", ""],
            due: Box::new(|word| {
                Due::Done(open(match word {
                    "SALE" | "" => paid(),
                    "REFUND" => vec![],
                    other => vec![payment(PaymentStatus::Unknown(other.to_owned()))],
                }))
            }),
            tells_of_money: true,
        },
    ]
}

pub(super) fn read() -> Play {
    let scripts = by_name().into_iter().chain(by_reference()).collect();
    Play { scripts, lies: lies(), words: words() }
}
