//! What each operation asks of its answer: a signature, our merchant, our order.

use providers::flitt::{
    AtolLogs, Call, Capture, CheckoutUrl, FiscalData, FlittError, NewOrder, NotProven, OrderId,
    OrderStatusQuery, Protocol, Receiver, RecurringCharge, Reverse, Settlement, SubscriptionAction,
    SubscriptionSwitch,
};
#[cfg(feature = "card-data")]
use providers::flitt::{
    card_data::{Card, CardPayment, Payout, PayoutTo, StepTwo},
    sign,
};
use serde_json::{Value, json};

use crate::stage::{enveloped, gel, merchant, order_id, read, response, signed};
#[cfg(feature = "card-data")]
use crate::stage::{key, members};

/// An answer that fits every operation.
fn good() -> Value {
    json!({
        "response_status": "success", "order_id": "order_12345", "merchant_id": 1_549_901,
    })
}

/// [`good`] with what `call` asks for as well.
fn with(more: &Value) -> Value {
    let mut message = good();
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    message
}

fn other_order(mut message: Value) -> Value {
    message["order_id"] = "order_2".into();
    message
}

fn other_merchant(mut message: Value) -> Value {
    message["merchant_id"] = 1_549_902.into();
    message
}

fn forged(mut message: Value) -> Value {
    message["signature"] = "0".repeat(40).into();
    message
}

/// Whether an operation takes an answer without a signature.
#[derive(Clone, Copy, PartialEq)]
enum Unsigned {
    Taken,
    Refused,
}

/// Tries every lie on `call`, whose own part of an answer is `more`; `sign` makes it a proven one.
fn check<A>(call: &Call<A>, more: &Value, sign: fn(Value) -> Value, unsigned: Unsigned) {
    let path = call.path();
    let error = |message: &Value| read(call, message).err();
    let message = with(more);
    assert_eq!(error(&sign(message.clone())), None, "{path}");
    let without = (unsigned == Unsigned::Refused).then(|| NotProven::Unsigned.into());
    assert_eq!(error(&message), without, "{path}");
    assert_eq!(error(&forged(message.clone())), Some(NotProven::WrongSignature.into()), "{path}");
    let not_ours = |name| Some(FlittError::NotOurs { name });
    let order = sign(other_order(message.clone()));
    assert_eq!(error(&order), not_ours("order_id"), "{path}");
    let merchant = sign(other_merchant(message));
    assert_eq!(error(&merchant), not_ours("merchant_id"), "{path}");
}

#[test]
fn every_operation_refuses_what_is_not_its_answer() {
    let status = json!({ "order_status": "approved" });
    let query = OrderStatusQuery { order_id: order_id() }.call().unwrap();
    check(&query, &status, signed, Unsigned::Refused);
    let charge = RecurringCharge::new(order_id(), "x", gel(100), "TOKEN".into()).call().unwrap();
    check(&charge, &status, signed, Unsigned::Refused);
    let reverse = Reverse::new(order_id(), gel(100), None).call().unwrap();
    check(&reverse, &json!({ "reverse_status": "approved" }), signed, Unsigned::Refused);
    let capture = Capture { order_id: order_id(), money: gel(100) }.call().unwrap();
    check(&capture, &json!({ "capture_status": "captured" }), signed, Unsigned::Taken);
    let page = CheckoutUrl { order: NewOrder::new(order_id(), "x", gel(100)) }.call().unwrap();
    check(&page, &json!({ "checkout_url": "https://x" }), signed, Unsigned::Taken);
    let stop = SubscriptionSwitch { order_id: order_id(), action: SubscriptionAction::Stop };
    let stop = stop.call().unwrap();
    check(&stop, &json!({ "status": "disabled" }), signed, Unsigned::Taken);
    let receipt = FiscalData { order_id: order_id() }.call().unwrap();
    check(&receipt, &json!({}), signed, Unsigned::Taken);
    let logs = AtolLogs { order_id: order_id() }.call().unwrap();
    check(&logs, &json!({}), signed, Unsigned::Taken);
    check(&settlement(), &status, signed, Unsigned::Refused);
}

fn settlement() -> Call<providers::flitt::Order> {
    let part = Receiver {
        merchant: "600001".parse().unwrap(),
        amount: 100,
        description: None,
        partner_fee: None,
    };
    let paid = OrderId::new("paid_1").unwrap();
    Settlement::new(order_id(), paid, gel(100), vec![part]).call().unwrap()
}

#[test]
fn an_envelope_is_always_signed_and_about_what_was_asked() {
    let message = with(&json!({ "order_status": "created" }));
    let call = settlement();
    let error = |envelope: &Value| {
        let body = json!({ "response": envelope }).to_string();
        call.read(&merchant(), Protocol::V2, &response(body)).err()
    };
    let envelope = enveloped(&message);
    assert_eq!(error(&envelope), None);
    assert_eq!(error(&forged(envelope.clone())), Some(NotProven::WrongSignature.into()));
    let mut unsigned = envelope;
    unsigned["signature"].take();
    assert_eq!(error(&unsigned), Some(NotProven::Unsigned.into()));
    let not_ours = |name| Some(FlittError::NotOurs { name });
    assert_eq!(error(&enveloped(&other_order(message.clone()))), not_ours("order_id"));
    assert_eq!(error(&enveloped(&other_merchant(message))), not_ours("merchant_id"));
}

#[cfg(feature = "card-data")]
fn signed_as_payout(mut message: Value) -> Value {
    let signature = sign::sign(&key("testcredit"), &members(&message)).unwrap();
    message["signature"] = signature.as_str().into();
    message
}

#[cfg(feature = "card-data")]
#[test]
fn every_operation_with_card_data_refuses_what_is_not_its_answer() {
    let status = json!({ "order_status": "approved" });
    let payout = Payout {
        order_id: order_id(),
        description: "Payout".into(),
        money: gel(100),
        to: PayoutTo::Token("X".into()),
        server_callback_url: None,
    };
    check(&payout.call().unwrap(), &status, signed_as_payout, Unsigned::Refused);
    let card = Card { number: "4444".into(), cvv2: "123".into(), expiry: "1225".into() };
    let order = NewOrder::new(order_id(), "x", gel(100));
    let one = CardPayment { order, card, client_ip: None }.call().unwrap();
    check(&one, &status, signed, Unsigned::Refused);
    let bank = json!({ "acs_url": "https://acs.example/", "pareq": "P", "md": "M" });
    check(&one, &bank, signed, Unsigned::Taken);
    let two = StepTwo { order_id: order_id(), pares: "P".into(), md: "M".into() };
    check(&two.call().unwrap(), &status, signed, Unsigned::Refused);
}
