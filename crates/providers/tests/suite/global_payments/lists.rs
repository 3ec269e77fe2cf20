//! Pages of lists, and the sweep (3.5, 4.2).

use domain::{
    error::Doubt,
    ids::{ProviderLinkId, ProviderPaymentId},
    link::ProviderLinkState,
    payment::PaymentStatus,
};
use providers::{Listed, ListedLink, ListedTransaction, Swept, SweptPayment, TransactionKind};
use serde_json::{Value, json};

use super::{
    records::{LINK, PAYMENT, REFUND, link, page_body, refund, sale},
    states::{LINK_STATUSES, STATUSES, state_of, status_of},
    turns::{LINKS, TRANSACTIONS, turns},
};
use crate::{
    answers::{moment, ok, with, without},
    asks::{REFERENCE, money},
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

/// Pages that are none, and rows that can't be asked for.
fn lies(name: &'static str, row: &Value, rest: impl Fn() -> Told) -> Vec<Lie> {
    let lie = |about, body, due| Lie { about, script: 0, step: 0, body, due };
    let unreadable = || Due::Unclear(Doubt::Unreadable);
    let page = page_body(name, &[], 0);
    let broken = page_body(name, &[with(row.clone(), "id", "a/b"), without(row.clone(), "id")], 0);
    vec![
        lie(About::Whole, without(page.clone(), name), unreadable()),
        lie(About::Whole, with(page.clone(), name, json!({})), unreadable()),
        lie(About::Whole, with(page.clone(), name, Value::Null), unreadable()),
        lie(About::Whole, with(page, name, json!([1, 2])), unreadable()),
        lie(About::Id, broken, Due::Done(rest())),
    ]
}

pub(super) fn links() -> Play {
    let told = |state: ProviderLinkState| {
        Told::Links(Listed {
            rows: vec![ListedLink {
                provider_id: ProviderLinkId::try_from(LINK.to_owned()).unwrap(),
                reference: REFERENCE.to_owned(),
                state,
                amount: Some(money(1999, "EUR")),
                expires_at: Some(moment("2026-11-20T14:18:00Z")),
            }],
            total: Some(71),
        })
    };
    let page = page_body("links", &[link()], 71);
    Play {
        scripts: vec![Script::new(
            "a page",
            turns([LINKS], vec![ok(&page)]),
            told(ProviderLinkState::Open),
        )],
        lies: lies("links", &link(), || Told::Links(Listed { rows: vec![], total: Some(0) })),
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/links/0/status",
            known: LINK_STATUSES,
            due: Box::new(move |word| Due::Done(told(state_of(word)))),
            tells_of_money: false,
        }],
    }
}

fn sale_row(status: PaymentStatus) -> ListedTransaction {
    ListedTransaction {
        provider_id: ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap(),
        kind: Some(TransactionKind::Payment),
        reference: REFERENCE.to_owned(),
        status,
        amount: Some(money(1999, "EUR")),
        at: Some(moment("2026-11-20T14:05:36.709Z")),
    }
}

fn refund_row() -> ListedTransaction {
    ListedTransaction {
        provider_id: ProviderPaymentId::try_from(REFUND.to_owned()).unwrap(),
        kind: Some(TransactionKind::Refund),
        reference: REFERENCE.to_owned(),
        status: PaymentStatus::Paid,
        amount: Some(money(500, "EUR")),
        at: Some(moment("2026-11-20T15:00:00Z")),
    }
}

fn transactions_told(row: ListedTransaction) -> Told {
    Told::Transactions(Listed { rows: vec![row, refund_row()], total: Some(2) })
}

pub(super) fn transactions() -> Play {
    let page = page_body("transactions", &[sale(), refund()], 2);
    let told = transactions_told(sale_row(PaymentStatus::Paid));
    let nothing = || Told::Transactions(Listed { rows: vec![], total: Some(0) });
    Play {
        scripts: vec![Script::new("a page", turns([TRANSACTIONS], vec![ok(&page)]), told)],
        lies: lies("transactions", &sale(), nothing),
        words: vec![
            Words {
                script: 0,
                step: 0,
                at: "/transactions/0/status",
                known: STATUSES,
                due: Box::new(|word| Due::Done(transactions_told(sale_row(status_of(word))))),
                tells_of_money: true,
            },
            Words {
                script: 0,
                step: 0,
                at: "/transactions/0/type",
                known: &["SALE", "REFUND"],
                due: Box::new(|word| {
                    let kind = match word {
                        "SALE" => Some(TransactionKind::Payment),
                        "REFUND" => Some(TransactionKind::Refund),
                        _ => None,
                    };
                    let row = ListedTransaction { kind, ..sale_row(PaymentStatus::Paid) };
                    Due::Done(transactions_told(row))
                }),
                tells_of_money: true,
            },
        ],
    }
}

fn swept(status: PaymentStatus) -> Told {
    Told::Swept(Swept {
        payments: vec![SweptPayment {
            times_paid: None,
            provider_id: ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap(),
            reference: REFERENCE.to_owned(),
            status,
            at: Some(moment("2026-11-20T14:05:36.709Z")),
        }],
        last: true,
        cursor: None,
    })
}

pub(super) fn sweep() -> Play {
    let page = page_body("transactions", &[sale()], 1);
    let nothing = || Told::Swept(Swept { payments: vec![], last: true, cursor: None });
    Play {
        scripts: vec![Script::new(
            "a page",
            turns([TRANSACTIONS], vec![ok(&page)]),
            swept(PaymentStatus::Paid),
        )],
        lies: lies("transactions", &sale(), nothing),
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/transactions/0/status",
            known: STATUSES,
            due: Box::new(|word| Due::Done(swept(status_of(word)))),
            tells_of_money: true,
        }],
    }
}
