//! Refunds: made, and found (4.4).

use domain::{
    error::Doubt,
    ids::{ProviderPaymentId, ProviderRefundId},
    outcome::{Rejection, RejectionClass},
    payment::PaymentStatus,
    refund::{RefundOrigin, SeenRefund},
};
use providers::{MadeRefund, RefundsSeen};
use serde_json::json;

use super::{
    records::{PAYMENT, REFUND, list, page, page_body, refund, sale, seen_before},
    states::{STATUSES, status_of},
    turns::{TRANSACTIONS, get_transaction, post_to_payment, turns},
};
use crate::{
    answers::{moment, ok, with, without},
    asks::money,
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

const DIFFERENT: Due = Due::Unclear(Doubt::Different);
const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);
const SEEN_BEFORE: Due = Due::Unclear(Doubt::SeenBefore);

fn seen() -> SeenRefund {
    SeenRefund {
        provider_id: ProviderRefundId::try_from(REFUND.to_owned()).unwrap(),
        payment: Some(ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap()),
        amount: money(500, "EUR"),
        at: Some(moment("2026-11-20T15:00:00Z")),
        stands: true,
        origin: RefundOrigin::NotTold,
    }
}

fn stands() -> Told {
    Told::Refund(MadeRefund::Stands(seen()))
}

/// Without a word that it is final, a refund is taken to stand: so it is never made twice.
fn fate(word: &str, refused: Due, unsaid: Due) -> Due {
    match (word, status_of(word)) {
        ("", _) => unsaid,
        (_, PaymentStatus::Refused) => refused,
        (_, PaymentStatus::Reversed) => DIFFERENT,
        _ => Due::Done(stands()),
    }
}

fn lies() -> Vec<Lie> {
    let lie = |script, about, body, due| Lie { about, script, step: script, body, due };
    let both = |about, path: &str, value: &str| {
        let body = with(refund(), path, value);
        [lie(0, about, body.clone(), DIFFERENT), lie(1, about, body, DIFFERENT)]
    };
    let unreadable = |about, body: serde_json::Value| {
        // Once the key was used, nothing may free it for a second refund.
        [lie(0, about, body.clone(), UNREADABLE), lie(1, about, body, SEEN_BEFORE)]
    };
    [
        both(About::Amount, "amount", "600"),
        both(About::Amount, "amount", "50000"),
        both(About::Currency, "currency", "GBP"),
        both(About::Belonging, "type", "SALE"),
        both(About::Belonging, "type", "GIFT"),
        both(About::Belonging, "parent_resource_id", "TRN_other"),
        unreadable(About::Amount, with(refund(), "amount", "5.00")),
        unreadable(About::Amount, without(refund(), "amount")),
        unreadable(About::Currency, with(refund(), "currency", "XXQ")),
        unreadable(About::Id, without(refund(), "id")),
        unreadable(About::Id, with(refund(), "id", "../x")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn make() -> Play {
    let declined = with(
        with(refund(), "status", "DECLINED"),
        "payment_method",
        json!({ "result": "101", "message": "DECLINED BY ISSUER" }),
    );
    let no = Told::Refund(MadeRefund::Refused(Rejection {
        class: RejectionClass::Refused,
        provider_code: "101".to_owned(),
        detail: "DECLINED BY ISSUER".to_owned(),
    }));
    let script = |name, answers, told| {
        let asked = [post_to_payment("refund"), get_transaction(REFUND)];
        Script::new(name, turns(asked, answers), told).writing(0)
    };
    let known = |answer| vec![seen_before(REFUND), ok(answer)];
    let unnamed = with(refund(), "currency", "");
    let mut lies = lies();
    // A decline that is not surely of this refund decides nothing.
    for (path, value) in [("amount", "600"), ("parent_resource_id", "TRN_other"), ("type", "SALE")]
    {
        lies.push(Lie {
            about: About::Belonging,
            script: 1,
            step: 1,
            body: with(declined.clone(), path, value),
            due: DIFFERENT,
        });
    }
    lies.push(Lie {
        about: About::Belonging,
        script: 0,
        step: 0,
        body: declined.clone(),
        due: Due::Rejected(RejectionClass::Refused),
    });
    Play {
        scripts: vec![
            script("made", vec![ok(&refund())], stands()),
            script("made before", known(&refund()), stands()),
            // Its currency is the payment's (4.4).
            script("without a currency", vec![ok(&unnamed)], stands()),
            // What the very key made was refused: no earlier attempt can have worked.
            script("refused before", known(&declined), no),
        ],
        lies,
        words: vec![
            Words {
                script: 0,
                step: 0,
                at: "/status",
                known: STATUSES,
                due: Box::new(|word| {
                    fate(word, Due::Rejected(RejectionClass::Refused), UNREADABLE)
                }),
                tells_of_money: false,
            },
            Words {
                script: 1,
                step: 1,
                at: "/status",
                known: STATUSES,
                due: Box::new(|word| {
                    let refused = Due::Done(Told::Refund(MadeRefund::Refused(Rejection {
                        class: RejectionClass::Refused,
                        provider_code: "00".to_owned(),
                        detail: "SUCCESS".to_owned(),
                    })));
                    fate(word, refused, SEEN_BEFORE)
                }),
                tells_of_money: false,
            },
        ],
    }
}

fn found(refunds: Vec<SeenRefund>) -> Told {
    Told::Refunds(RefundsSeen::Each(refunds))
}

pub(super) fn refunds_of() -> Play {
    let second_id = "TRN_second";
    let second = || with(refund(), "id", second_id);
    let two = || {
        let provider_id = ProviderRefundId::try_from(second_id.to_owned()).unwrap();
        found(vec![seen(), SeenRefund { provider_id, ..seen() }])
    };
    let rows = |rows: &[_]| page_body("transactions", rows, rows.len());
    let lie = |about, body, due| Lie { about, script: 0, step: 0, body, due };
    let script =
        |name, answers, told| Script::new(name, turns([TRANSACTIONS, TRANSACTIONS], answers), told);
    let none = || Due::Done(found(vec![]));
    let begun = with(with(refund(), "type", ""), "status", "INITIATED");
    Play {
        scripts: vec![
            script("one", vec![list("transactions", &[refund()])], found(vec![seen()])),
            script("none", vec![list("transactions", &[])], found(vec![])),
            script("two", vec![list("transactions", &[refund(), second()])], two()),
            script(
                "on two pages",
                vec![page("transactions", &[refund()], 2), page("transactions", &[second()], 2)],
                two(),
            ),
            script(
                "one twice, as it moved to another page",
                vec![list("transactions", &[refund(), refund()])],
                found(vec![seen()]),
            ),
            script(
                "named by its payment alone",
                vec![list("transactions", &[with(refund(), "reference", "")])],
                found(vec![seen()]),
            ),
        ],
        lies: vec![
            // A refund that can't be counted makes the list unreadable: too few would allow too much.
            lie(About::Amount, rows(&[refund(), with(second(), "amount", "5.00")]), UNREADABLE),
            lie(About::Amount, rows(&[without(refund(), "amount")]), UNREADABLE),
            lie(About::Currency, rows(&[with(refund(), "currency", "")]), UNREADABLE),
            lie(About::Currency, rows(&[with(refund(), "currency", "XXQ")]), UNREADABLE),
            lie(About::Id, rows(&[with(refund(), "id", "")]), UNREADABLE),
            // None of this payment's.
            lie(
                About::Belonging,
                rows(&[with(refund(), "parent_resource_id", "TRN_other")]),
                none(),
            ),
            lie(About::Belonging, rows(&[with(refund(), "reference", "another")]), none()),
            lie(About::Belonging, rows(&[sale()]), none()),
            // What nobody can tell from a refund is not left out.
            lie(About::Belonging, rows(&[with(refund(), "type", "GIFT")]), UNREADABLE),
            lie(About::Belonging, rows(&[with(refund(), "type", "")]), UNREADABLE),
            lie(About::Belonging, rows(&[begun]), none()),
            lie(About::Whole, page_body("transactions", &[refund()], 3), UNREADABLE),
            lie(About::Whole, without(rows(&[]), "transactions"), UNREADABLE),
            lie(About::Whole, with(rows(&[]), "transactions", json!(null)), UNREADABLE),
        ],
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/transactions/0/status",
            known: STATUSES,
            due: Box::new(|word| {
                let failed =
                    matches!(status_of(word), PaymentStatus::Refused | PaymentStatus::Reversed);
                Due::Done(found(vec![SeenRefund { stands: !failed, ..seen() }]))
            }),
            tells_of_money: false,
        }],
    }
}
