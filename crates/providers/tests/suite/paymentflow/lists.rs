//! The sweep (Payments).

use std::time::Duration;

use domain::{Timestamp, error::Doubt, ids::ProviderPaymentId, payment::PaymentStatus};
use providers::{Swept, SweptPayment};
use serde_json::{Value, json};

use super::{
    records::{PAYMENT, more, other_payment, page, payment},
    states::{STATUSES, status_of},
    turns::{PAYMENTS, turns},
};
use crate::{
    answers::{moment, ok, with, without},
    asks::{REFERENCE, now},
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

/// The count of a list is of all that there is, and may be approximate: no total is told. Pages that are none, and rows that can't be asked for.
fn lies(row: &Value, rest: Told) -> Vec<Lie> {
    let lie = |about, body, due| Lie { about, script: 0, step: 0, body, due };
    let unreadable = || Due::Unclear(Doubt::Unreadable);
    let broken = [with(row.clone(), "id", "a/b"), without(row.clone(), "id"), json!(1)];
    let broken = page(&broken);
    vec![
        lie(About::Whole, without(page(&[]), "data"), unreadable()),
        lie(About::Whole, with(page(&[]), "data", json!({})), unreadable()),
        lie(About::Whole, with(page(&[]), "data", Value::Null), unreadable()),
        lie(About::Id, broken, Due::Done(rest)),
    ]
}

fn id(text: &str) -> ProviderPaymentId {
    ProviderPaymentId::try_from(text.to_owned()).unwrap()
}

fn swept(
    status: PaymentStatus,
    last: bool,
    at: Timestamp,
    cursor: Option<ProviderPaymentId>,
) -> Told {
    Told::Swept(Swept {
        payments: vec![SweptPayment {
            times_paid: None,
            provider_id: id(PAYMENT),
            reference: REFERENCE.to_owned(),
            status,
            at: Some(at),
        }],
        last,
        cursor,
    })
}

pub(super) fn sweep() -> Play {
    let one = |last: bool| {
        swept(PaymentStatus::Paid, last, now(), if last { None } else { Some(id(PAYMENT)) })
    };
    let script =
        |name, body: Value, told| Script::new(name, turns([PAYMENTS], vec![ok(&body)]), told);
    // From before anybody asked about.
    let long_ago = moment("2026-11-20T13:00:00Z").minus(Duration::from_hours(2));
    let old = with(other_payment("pay_old", long_ago), "metadata", json!({ "reference": "x" }));
    let rest = Told::Swept(Swept { payments: vec![], last: true, cursor: None });
    let mut lies = lies(&payment("succeeded"), rest);
    // There is more, and nothing by which to ask for it.
    lies.push(Lie {
        about: About::Whole,
        script: 0,
        step: 0,
        body: more(&[]),
        due: Due::Unclear(Doubt::Unreadable),
    });
    let with_the_old = Told::Swept(Swept {
        payments: vec![
            SweptPayment {
                times_paid: None,
                provider_id: id(PAYMENT),
                reference: REFERENCE.to_owned(),
                status: PaymentStatus::Paid,
                at: Some(now()),
            },
            SweptPayment {
                times_paid: None,
                provider_id: id("pay_old"),
                reference: "x".to_owned(),
                status: PaymentStatus::Paid,
                at: Some(long_ago),
            },
        ],
        last: true,
        cursor: Some(id("pay_old")),
    });
    Play {
        scripts: vec![
            script("one page", page(&[payment("succeeded")]), one(true)),
            script("the first of two pages", more(&[payment("succeeded")]), one(false)),
            script("past what was asked for", more(&[payment("succeeded"), old]), with_the_old),
        ],
        lies,
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/data/0/status",
            known: STATUSES,
            due: Box::new(|word| match status_of(word) {
                Some(status) => Due::Done(swept(status, true, now(), None)),
                None => Due::NoMoney,
            }),
            tells_of_money: true,
        }],
    }
}
