//! Stopping the charges of a subscription, and starting them again.

use domain::{Outcome, error::Doubt, outcome::RejectionClass};
use providers::{Class, SubscriptionToSet};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, REFERENCE, became, enveloped, flitt, link_id, play, reference, refusal,
    said_in_envelope, shop, signed_by, unsigned,
};

fn set(charge: bool, answer: Answer) -> (Outcome<bool>, Value) {
    let subscription = SubscriptionToSet { provider_id: link_id(), reference: reference(), charge };
    let exchange = flitt().set_charges(&shop(), subscription);
    let (outcome, sent) = play(&shop(), exchange, vec![answer]);
    assert_eq!(sent[0].class, Class::Writes);
    (outcome, said_in_envelope(&sent[0], "/subscription"))
}

fn stands(status: &str) -> Value {
    json!({
        "response_status": "success", "order_id": REFERENCE, "merchant_id": 1_549_901,
        "status": status,
    })
}

#[test]
fn charges_are_stopped_and_started_and_the_answer_tells_which() {
    for (charge, action) in [(false, "stop"), (true, "start")] {
        for (status, charges) in [("disabled", false), ("active", true)] {
            let (outcome, said) = set(charge, enveloped(&stands(status)));
            assert_eq!(said, json!({ "order_id": REFERENCE, "action": action }));
            assert_eq!(outcome, Outcome::Done(charges));
        }
    }
}

#[test]
fn an_answer_that_tells_nothing_sure_is_unclear() {
    let mut other = stands("disabled");
    other["order_id"] = "INV-13-0123456789".into();
    for (answer, due) in [
        (enveloped(&stands("paused")), Became::Unclear(Doubt::Unreadable)),
        (enveloped(&stands("")), Became::Unclear(Doubt::Unreadable)),
        (enveloped(&other), Became::Unclear(Doubt::Unreadable)),
        (signed_by("test", &stands("disabled")), Became::Unclear(Doubt::Unreadable)),
        (
            unsigned(&json!({ "version": "2.0", "data": "e30=", "signature": "00" })),
            Became::Unclear(Doubt::Unreadable),
        ),
        (refusal("1018", "Order not found"), Became::Rejected(RejectionClass::NotFound)),
    ] {
        assert_eq!(became(&set(false, answer.clone()).0), due, "{answer:?}");
    }
}
