//! What went back: nobody gives anything back here but in the dashboard ('What it does not have'), and a payment's own word
//! says that it did, all of it.

use domain::{
    error::Doubt,
    ids::{ProviderPaymentId, ProviderRefundId},
    refund::{RefundOrigin, SeenRefund},
};
use providers::RefundsSeen;
use serde_json::{Value, json};

use super::{
    payments::on_the_link,
    records::{OUR_PAYMENT, REFUND, bare, page, payment as record},
    states::STATUSES,
};
use crate::{
    answers::{with, without},
    asks::money,
    due::Due,
    script::{About, Lie, Play, Words},
    told::Told,
};

const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);

fn each(refunds: Vec<SeenRefund>) -> Told {
    Told::Refunds(RefundsSeen::Each(refunds))
}

/// The refund of the whole payment.
pub(super) fn whole() -> SeenRefund {
    SeenRefund {
        provider_id: ProviderRefundId::try_from(REFUND.to_owned()).unwrap(),
        payment: Some(ProviderPaymentId::try_from(OUR_PAYMENT.to_owned()).unwrap()),
        amount: money(1999, "EUR"),
        at: None,
        stands: true,
        origin: RefundOrigin::Elsewhere,
    }
}

pub(super) fn refunds_of() -> Play {
    let row = |path: &str, value: Value| bare(&[with(record("refunded"), path, value)]);
    let lie = |about, body, due| Lie { about, script: 0, step: 0, body, due };
    let mut lies = vec![
        lie(About::Currency, row("currency", json!("USD")), Due::Unclear(Doubt::Different)),
        lie(About::Currency, row("currency", json!("XXQ")), UNREADABLE),
        lie(About::Id, row("id", json!("pmt_Other")), UNREADABLE),
        lie(About::Id, row("id", json!("")), UNREADABLE),
        lie(About::Whole, bare(&[]), UNREADABLE),
        lie(About::Whole, without(page(&[]), "results"), UNREADABLE),
    ];
    for no_sum in [Value::Null, json!(""), json!("19.999"), json!("-19.99")] {
        lies.push(lie(About::Amount, row("amount", no_sum), UNREADABLE));
    }
    let script = |name, word: &str, told| on_the_link(name, &bare(&[record(word)]), told);
    Play {
        scripts: vec![
            script("given back", "refunded", each(vec![whole()])),
            script("paid", "paid", each(vec![])),
            script("declined", "failed", each(vec![])),
        ],
        lies,
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/0/status",
            known: STATUSES,
            due: Box::new(|word| {
                Due::Done(match word {
                    "refunded" => each(vec![whole()]),
                    "pending" | "paid" | "failed" => each(vec![]),
                    // A part of it may have gone back.
                    _ => Told::Refunds(RefundsSeen::Untold),
                })
            }),
            tells_of_money: false,
        }],
    }
}
