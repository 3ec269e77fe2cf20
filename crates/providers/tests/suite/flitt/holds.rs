//! Reservations ended: captured (3.8), and released, which is a reverse of the whole (3.9).

use domain::{
    error::Doubt,
    outcome::{Rejection, RejectionClass},
    payment::PaymentStatus,
};
use providers::MadeHoldEnd;
use serde_json::{Value, json};

use super::{
    errors::captured_otherwise,
    records::{capture, captured, held, plain, reverse_of, signed},
    refunds::{REVERSE_STATUSES, judged, lies_about},
    states::{cardless, payment},
    turns::{CAPTURE, REVERSE, STATUS, turns},
};
use crate::{
    answers::{Answer, with, without},
    asks::key,
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

const DIFFERENT: Due = Due::Unclear(Doubt::Different);

/// Another one's answer says nothing of ours.
const NOT_OURS: Due = Due::Unclear(Doubt::Unreadable);
const REFUSED: Due = Due::Rejected(RejectionClass::Refused);

fn done(payment: domain::payment::SeenPayment) -> Told {
    Told::HoldEnd(MadeHoldEnd::Done(payment))
}

fn refused(code: &str, detail: &str) -> Told {
    Told::HoldEnd(MadeHoldEnd::Refused(Rejection {
        class: RejectionClass::Refused,
        provider_code: code.to_owned(),
        detail: detail.to_owned(),
    }))
}

pub(super) fn take() -> Play {
    let script = |name, answers: Vec<Answer>, told| {
        Script::new(name, turns([CAPTURE, STATUS], answers), told).writing(0)
    };
    let taken = || done(payment(PaymentStatus::Paid));
    // Nobody signs the answer to a capture, so the order's state proves it (3.8).
    let proven = |name, order: &Value| {
        script(name, vec![plain(&capture("captured")), signed(order)], taken())
    };
    let proof = |about, path: &str, value: Value, due| Lie {
        about,
        script: 0,
        step: 1,
        body: with(captured(&json!(19.99)), path, value),
        due,
    };
    let read_back =
        |name, order: &Value, told| script(name, vec![captured_otherwise(), signed(order)], told);
    let lie = |about, path: &str, value: Value, due| Lie {
        about,
        script: 0,
        step: 0,
        body: with(capture("captured"), path, value),
        due,
    };
    let back = |about, path: &str, value: Value, due| Lie {
        about,
        script: 1,
        step: 1,
        body: with(captured(&json!(19.99)), path, value),
        due,
    };
    // A no can come as a success with a code (5.1).
    let no =
        with(with(capture("hold"), "response_code", json!(1087)), "response_description", "Closed");
    Play {
        scripts: vec![
            proven("taken", &captured(&json!(19.99))),
            // Another amount was captured, says the gateway; that of the order decides.
            read_back(
                "taken before, with this amount",
                &captured(&json!(19.99)),
                done(payment(PaymentStatus::Paid)),
            ),
            read_back(
                "taken before, with another amount",
                &captured(&json!(12.0)),
                refused("1109", "what the gateway says of it"),
            ),
            // Another sum would have been refused (8, trap 32), so the figure's unit does not matter.
            proven("taken, told in pence", &captured(&json!(1999))),
            proven("taken, and no figure is told", &captured(&Value::Null)),
        ],
        lies: vec![
            lie(About::Reference, "order_id", json!("another"), NOT_OURS),
            lie(About::Belonging, "merchant_id", json!(1_549_902), NOT_OURS),
            lie(About::Amount, "amount", json!("1998"), NOT_OURS),
            lie(About::Currency, "currency", json!("GBP"), NOT_OURS),
            Lie { about: About::Belonging, script: 0, step: 0, body: no, due: REFUSED },
            Lie {
                about: About::Belonging,
                script: 0,
                step: 0,
                body: without(capture("captured"), "capture_status"),
                due: Due::Unclear(Doubt::Unreadable),
            },
            // A yes and a no at once.
            lie(About::Belonging, "response_code", json!(1087), Due::Unclear(Doubt::Unreadable)),
            proof(About::Id, "payment_id", json!(804_876_013), DIFFERENT),
            proof(About::Amount, "additional_info/capture_amount", json!(12.0), DIFFERENT),
            proof(About::Currency, "currency", json!("GBP"), DIFFERENT),
            proof(About::Reference, "order_id", json!("another"), Due::There),
            proof(About::Belonging, "merchant_id", json!(1_549_902), Due::There),
            proof(About::Belonging, "tran_type", json!("p2p credit"), Due::There),
            Lie { about: About::Belonging, script: 0, step: 1, body: held(), due: Due::There },
            // What follows a capture that the gateway knows frees nothing for a second one.
            back(About::Id, "payment_id", json!(804_876_013), Due::Open),
            back(About::Amount, "additional_info/capture_amount", json!(""), Due::NotDone),
            back(About::Currency, "currency", json!("GBP"), Due::Open),
            Lie { about: About::Belonging, script: 1, step: 1, body: held(), due: Due::There },
        ],
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/capture_status",
            known: &["captured", "hold", "reversed"],
            // Made and not yet confirmed is no yes (8, trap 29).
            due: Box::new(move |word| match word {
                "captured" => Due::Done(taken()),
                "hold" => Due::Unclear(Doubt::InWork),
                _ => Due::Open,
            }),
            tells_of_money: true,
        }],
    }
}

pub(super) fn release() -> Play {
    let record = || reverse_of("1999", &key().to_string());
    let released = || done(cardless(PaymentStatus::Reversed));
    let script = |name, record: &Value, told| {
        Script::new(name, turns([REVERSE], vec![signed(record)]), told).writing(0)
    };
    Play {
        scripts: vec![
            script("released", &record(), released()),
            script(
                "refused for good",
                &with(
                    with(
                        with(record(), "reverse_status", "declined"),
                        "response_code",
                        json!(1086),
                    ),
                    "response_description",
                    "Finished",
                ),
                refused("1086", "Finished"),
            ),
        ],
        lies: lies_about(&record()),
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/reverse_status",
            known: REVERSE_STATUSES,
            due: Box::new(move |word| judged(word, released(), refused("", ""))),
            tells_of_money: false,
        }],
    }
}
