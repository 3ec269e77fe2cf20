//! Every callback case and raw body: whether it is proven, and what it means.

use providers::flitt::{
    Callback, CallbackFault, Different, Expected, Meaning, NotProven, OrderId, OrderStatus,
    TranType, Unreadable,
};
use serde_json::{Value, json};

use crate::stage::{enveloped, gel, key, order_id, signed};

fn vectors(name: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("fixtures/callbacks.json")).unwrap();
    all[name].as_array().unwrap().clone()
}

/// Whether the body is proven and whether the order is approved; `None` for what is refused as malformed.
fn verdict(content_type: &str, body: &str, secret: &str) -> Option<(bool, bool)> {
    match Callback::read(content_type, body.as_bytes(), &key(secret)) {
        Ok(callback) => Some((true, callback.is_approved())),
        Err(CallbackFault::NotProven(_)) => Some((false, false)),
        Err(CallbackFault::Unreadable(_) | CallbackFault::ContentType) => None,
    }
}

fn wanted(case: &Value) -> Option<(bool, bool)> {
    let should = &case["should"];
    should["valid"].as_bool().zip(should["approved"].as_bool())
}

#[test]
fn each_case_is_judged_as_it_should_be() {
    let cases = vectors("cases");
    assert_eq!(cases.len(), 38);
    for case in cases {
        let content_type = case["content_type"].as_str().unwrap();
        let secret = case["secret"].as_str().unwrap();
        let judged = verdict(content_type, &case["payload"].to_string(), secret);
        assert_eq!(judged, wanted(&case), "{}", case["id"]);
    }
}

#[test]
fn each_raw_body_is_judged_as_it_should_be() {
    let bodies = vectors("raw_bodies");
    assert_eq!(bodies.len(), 7);
    for case in bodies {
        let content_type = case["content_type"].as_str().unwrap();
        let judged = verdict(content_type, case["body"].as_str().unwrap(), "test");
        // A name that stands there twice makes the whole body malformed, so that no reading of it counts.
        let wanted = wanted(&case).filter(|_| case["id"] != "raw-json-duplicate-name");
        assert_eq!(judged, wanted, "{}", case["id"]);
    }
}

fn read(message: &Value) -> Result<Callback, CallbackFault> {
    Callback::read("application/json", message.to_string().as_bytes(), &key("test"))
}

fn expected() -> Expected {
    Expected { merchant: "1549901".parse().unwrap(), order_id: order_id(), money: gel(100) }
}

/// A callback about our order with other values, and what it means for us.
fn meaning(changes: &Value) -> Result<Meaning, Different> {
    let mut message = json!({
        "order_id": "order_12345", "merchant_id": 1_549_901, "order_status": "approved",
        "amount": "100", "currency": "GEL", "tran_type": "purchase", "reversal_amount": "0",
    });
    for (name, value) in changes.as_object().unwrap() {
        message[name] = value.clone();
    }
    read(&signed(message)).unwrap().meaning(&expected())
}

#[test]
fn only_our_approved_purchase_without_a_refund_is_paid() {
    assert_eq!(meaning(&json!({})), Ok(Meaning::Paid));
    assert_eq!(meaning(&json!({ "reversal_amount": "" })), Ok(Meaning::Paid));
    for (changes, other) in [
        (json!({ "merchant_id": 777 }), Err(Different { name: "merchant_id" })),
        (json!({ "merchant_id": "" }), Err(Different { name: "merchant_id" })),
        (json!({ "order_id": "order_2" }), Err(Different { name: "order_id" })),
        (json!({ "amount": "1" }), Err(Different { name: "amount" })),
        (json!({ "currency": "USD" }), Err(Different { name: "currency" })),
        (json!({ "amount": "" }), Err(Different { name: "currency" })),
        (json!({ "reversal_amount": "48" }), Ok(Meaning::Refunded { total: Some(48) })),
        (
            json!({ "tran_type": "reverse", "reversal_amount": "48" }),
            Ok(Meaning::Refunded { total: Some(48) }),
        ),
        (
            json!({ "tran_type": "reverse", "reversal_amount": "" }),
            Ok(Meaning::Refunded { total: None }),
        ),
        (json!({ "tran_type": "verification" }), Ok(Meaning::OtherKind(TranType::Verification))),
        // What goes back after a card's check is no refund.
        (
            json!({
                "tran_type": "verification", "order_status": "reversed", "reversal_amount": "100",
            }),
            Ok(Meaning::OtherKind(TranType::Verification)),
        ),
        (json!({ "tran_type": "p2p credit" }), Ok(Meaning::OtherKind(TranType::Payout))),
        (json!({ "tran_type": "" }), Ok(Meaning::OtherKind(TranType::Unknown(String::new())))),
        (json!({ "order_status": "processing" }), Ok(Meaning::NotPaid(OrderStatus::Processing))),
        (json!({ "order_status": "expired" }), Ok(Meaning::NotPaid(OrderStatus::Expired))),
        (
            json!({ "order_status": "Approved" }),
            Ok(Meaning::NotPaid(OrderStatus::Unknown("Approved".into()))),
        ),
    ] {
        assert_eq!(meaning(&changes), other, "{changes}");
    }
}

#[test]
fn a_partial_refund_is_approved_and_yet_no_payment() {
    let case = vectors("cases").into_iter().find(|case| case["id"] == "partial-reverse-callback");
    let callback = read(&case.unwrap()["payload"]).unwrap();
    assert!(callback.is_approved());
    assert!(matches!(callback.meaning(&expected()), Ok(Meaning::Refunded { .. })));
}

#[test]
fn protocol_2_comes_wrapped_or_not() {
    let order = json!({ "order_id": "o", "order_status": "approved" });
    let envelope = enveloped(&order);
    for message in [envelope.clone(), json!({ "response": envelope })] {
        assert!(read(&message).unwrap().is_approved());
    }
}

#[test]
fn the_parts_of_a_split_are_read_with_their_sums() {
    let order = json!({
        "order_id": "o", "order_status": "approved",
        "transaction": [{ "id": 7, "amount": 5.25, "currency": "GEL", "tran_type": "settlement" }],
    });
    let callback = read(&enveloped(&order)).unwrap();
    let [part] = callback.parts.as_slice() else { panic!("{callback:?}") };
    assert_eq!(part.amount.as_ref().unwrap().money(), Ok(gel(525)));
    assert_eq!(part.tran_type, TranType::Unknown("settlement".into()));
}

#[test]
fn what_is_no_callback_is_refused_by_its_reason() {
    let fault = |content_type: &str, body: &str| {
        Callback::read(content_type, body.as_bytes(), &key("test")).err().unwrap()
    };
    let good = signed(json!({ "order_id": "o", "order_status": "approved" })).to_string();
    assert!(Callback::read("Application/JSON ;charset=x", good.as_bytes(), &key("test")).is_ok());
    assert_eq!(fault("text/html", &good), CallbackFault::ContentType);
    assert_eq!(fault("", &good), CallbackFault::ContentType);
    assert_eq!(fault("application/json", "<html>"), Unreadable::Format.into());
    assert_eq!(fault("application/json", &good[1..]), Unreadable::Format.into());
    assert_eq!(
        fault("application/x-www-form-urlencoded", "order_id=a&order_id=b"),
        Unreadable::Format.into()
    );
    assert_eq!(fault("application/json", "{}"), NotProven::Unsigned.into());
    let no_state = signed(json!({ "order_id": "o" })).to_string();
    let missing = Unreadable::Missing { name: "order_status" };
    assert_eq!(fault("application/json", &no_state), missing.into());
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(fault("application/json", &deep), Unreadable::Format.into());
}

#[test]
fn an_order_id_may_hold_anything_that_was_allowed() {
    let name = "ქ ☕ <b>&\"'".to_owned();
    let message = signed(json!({
        "order_id": name, "order_status": "approved", "merchant_id": 1_549_901, "amount": 100,
        "currency": "GEL", "tran_type": "purchase",
    }));
    let expected = Expected { order_id: OrderId::new(name).unwrap(), ..expected() };
    assert_eq!(read(&message).unwrap().meaning(&expected), Ok(Meaning::Paid));
}
