//! Payouts and card numbers: only in a build with the feature `card-data`.

use providers::flitt::{
    Fault, FieldFault, Merchant, NewOrder, NotProven, OrderStatus, Unsendable,
    card_data::{Card, CardPayment, Payout, PayoutTo, StepOne, StepTwo},
    sign,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::stage::{JSON, gel, key, members, merchant, order_id, read, sent, signed};

fn payout(to: PayoutTo) -> Payout {
    Payout {
        order_id: order_id(),
        description: "Payout".into(),
        money: gel(100),
        to,
        server_callback_url: None,
    }
}

#[test]
fn a_payout_goes_to_one_place() {
    for (to, path, name) in [
        (PayoutTo::Token("X".into()), "/p2pcredit", "receiver_rectoken"),
        (PayoutTo::ExternalToken("X".into()), "/p2pcredit", "external_rectoken"),
        (PayoutTo::CardNumber("X".into()), "/p2pcredit", "receiver_card_number"),
        (PayoutTo::Iban("X".into()), "/ibancredit", "receiver_iban"),
    ] {
        let call = payout(to).call().unwrap();
        assert_eq!((call.path(), &sent(&call)[name]), (path, &json!("X")));
    }
    let missing = FieldFault { field: "receiver_iban", fault: Fault::Missing };
    assert_eq!(payout(PayoutTo::Iban("".into())).call().err(), Some(missing));
}

#[test]
fn a_payout_needs_the_payout_key_both_ways() {
    let call = payout(PayoutTo::Token("X".into())).call().unwrap();
    let sent = members(&sent(&call));
    assert_eq!(sign::verifies(&key("testcredit"), &sent), Some(true));
    assert_eq!(sign::verifies(&key("test"), &sent), Some(false));
    let without = Merchant { payout_key: None, ..merchant() };
    assert_eq!(call.sign(&without, JSON).err(), Some(Unsendable::NoPayoutKey));

    let answer = json!({
        "order_id": "order_12345", "order_status": "approved", "tran_type": "p2p credit",
        "merchant_id": 1_549_901, "amount": "100", "currency": "GEL",
    });
    assert_eq!(read(&call, &signed(answer.clone())).err(), Some(NotProven::WrongSignature.into()));
    let signature = sign::sign(&key("testcredit"), &members(&answer)).unwrap();
    let mut paid_out = answer;
    paid_out["signature"] = signature.as_str().into();
    assert_eq!(read(&call, &paid_out).unwrap().status, OrderStatus::Approved);
}

fn card() -> Card {
    Card { number: "4444555511116666".into(), cvv2: "123".into(), expiry: "1225".into() }
}

fn payment(card: Card) -> CardPayment {
    let order = NewOrder::new(order_id(), "Direct", gel(100));
    CardPayment { order, card, client_ip: Some("198.51.100.7".into()) }
}

#[test]
fn a_card_is_sent_and_never_shown() {
    let payment = payment(card());
    let call = payment.call().unwrap();
    let sent = sent(&call);
    assert_eq!(call.path(), "/3dsecure_step1");
    assert_eq!(sent["card_number"], "4444555511116666");
    assert_eq!((&sent["cvv2"], &sent["expiry_date"]), (&json!("123"), &json!("1225")));
    let shown = format!("{payment:?} {call:?}");
    assert!(!shown.contains("4444") && !shown.contains("123\"") && !shown.contains("1225"));
    let wrong = Card { number: "4444 5555 1111 6666".into(), ..card() };
    let malformed = FieldFault { field: "card_number", fault: Fault::Malformed };
    assert_eq!(self::payment(wrong).call().err(), Some(malformed));
}

fn done() -> Value {
    json!({ "order_id": "order_12345", "order_status": "approved", "merchant_id": 1_549_901 })
}

#[test]
fn step_1_ends_the_payment_or_leads_to_the_bank() {
    let call = payment(card()).call().unwrap();
    let Ok(StepOne::Done(order)) = read(&call, &signed(done())) else { panic!() };
    assert_eq!(order.status, OrderStatus::Approved);
    // What ends a payment must be proven; the way to the bank is not signed.
    assert_eq!(read(&call, &done()).err(), Some(NotProven::Unsigned.into()));
    let bank = json!({
        "response_status": "success", "acs_url": "https://acs.example/", "pareq": "P", "md": "M",
    });
    let Ok(StepOne::ThreeDs(bank)) = read(&call, &bank) else { panic!() };
    assert_eq!(bank.acs_url, "https://acs.example/");
    assert_eq!((bank.pareq.expose_secret(), bank.md.expose_secret()), ("P", "M"));
}

#[test]
fn step_2_brings_what_the_bank_gave() {
    let step = StepTwo { order_id: order_id(), pares: "P".into(), md: "M".into() };
    let call = step.call().unwrap();
    let sent = sent(&call);
    assert_eq!(
        (call.path(), &sent["pares"], &sent["md"]),
        ("/3dsecure_step2", &json!("P"), &json!("M"))
    );
    assert_eq!(read(&call, &signed(done())).unwrap().status, OrderStatus::Approved);
}
