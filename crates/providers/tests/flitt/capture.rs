//! Taking what is held.

use domain::{
    Outcome, error::Doubt, hold::HoldEndKind, outcome::RejectionClass, payment::PaymentStatus,
};
use providers::{Class, MadeHoldEnd, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, REFERENCE, became, flitt, hold_end, info, key, money, order, order_with,
    outcome, payment_id, play, refusal, refused, said, shop, signed, signed_by, unsigned, with,
};

fn capture() -> Value {
    json!({
        "response_status": "success", "capture_status": "captured", "order_id": REFERENCE,
        "merchant_id": 1_549_901, "response_code": "", "response_description": "",
    })
}

/// 6.00 of the 10.20 lari that are held.
fn captured(answers: Vec<Answer>) -> Outcome<MadeHoldEnd> {
    outcome(flitt().end_hold(&shop(), hold_end(HoldEndKind::Capture, 600), key()), answers)
}

#[test]
fn a_capture_names_the_sum_and_is_done_when_the_order_says_captured_too() {
    for (answer, figure) in [
        (unsigned(&capture()), "6.0"),
        (signed(&capture()), "6"),
        (unsigned(&capture()), "600"),
        // Another sum would have been refused.
        (unsigned(&capture()), ""),
    ] {
        let exchange = flitt().end_hold(&shop(), hold_end(HoldEndKind::Capture, 600), key());
        let proof = signed(&told("captured", figure));
        let (outcome, sent) = play(&shop(), exchange, vec![answer, proof]);
        let asked = json!({ "order_id": REFERENCE, "amount": 600, "currency": "GEL" });
        assert_eq!(said(&sent[0], "/capture/order_id", Class::Writes), asked);
        let asked = json!({ "order_id": REFERENCE });
        assert_eq!(said(&sent[1], "/status/order_id", Class::Reads), asked);
        let Outcome::Done(MadeHoldEnd::Done(seen)) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(
            (seen.provider_id, seen.status, seen.amount),
            (payment_id(), PaymentStatus::Paid, money(600, "GEL"))
        );
    }
}

/// Nobody signs the answer to a capture.
#[test]
fn a_capture_that_the_order_does_not_prove_is_unclear_and_there() {
    let test = json!({ "capture_status": "captured", "capture_amount": "6.0", "is_test": false });
    for (answer, doubt) in [
        (signed(&told("hold", "")), Doubt::InWork),
        (signed(&told("", "")), Doubt::InWork),
        (signed(&with(told("captured", "6.0"), "order_status", "processing")), Doubt::InWork),
        (signed(&order_with(&[("additional_info", info(&test))])), Doubt::InWork),
        (unsigned(&told("captured", "6.0")), Doubt::InWork),
        (signed_by("test", &told("captured", "6.0")), Doubt::InWork),
        (signed(&with(told("captured", "6.0"), "order_id", "INV-13-0123456789")), Doubt::InWork),
        (refusal("1018", ""), Doubt::InWork),
        (Err(TransportFault::Connect), Doubt::InWork),
        (signed(&told("captured", "7.0")), Doubt::Different),
        (signed(&told("captured", "0")), Doubt::Different),
        (signed(&told("captured", "some")), Doubt::Different),
        (signed(&with(told("captured", "6.0"), "payment_id", 1)), Doubt::Different),
    ] {
        let became = became(&captured(vec![unsigned(&capture()), answer.clone()]));
        assert_eq!(became, Became::Unclear(doubt), "{answer:?}");
        assert!(doubt.proves_existence());
    }
}

#[test]
fn a_capture_that_is_not_confirmed_or_not_ours_is_unclear() {
    for (name, value, doubt) in [
        ("capture_status", "hold", Doubt::InWork),
        ("capture_status", "reversed", Doubt::Different),
        ("capture_status", "Captured", Doubt::Unreadable),
        ("capture_status", "", Doubt::Unreadable),
        ("order_id", "INV-13-0123456789", Doubt::Unreadable),
        ("merchant_id", "1549902", Doubt::Unreadable),
        ("amount", "601", Doubt::Unreadable),
        ("currency", "USD", Doubt::Unreadable),
        // A yes and a no at once.
        ("response_code", "1037", Doubt::Unreadable),
    ] {
        let outcome = captured(vec![unsigned(&with(capture(), name, value))]);
        assert_eq!(became(&outcome), Became::Unclear(doubt), "{name} {value}");
    }
    let forged = captured(vec![signed_by("test", &capture())]);
    assert_eq!(became(&forged), Became::Unclear(Doubt::Unreadable));
}

#[test]
fn a_capture_may_be_refused_in_a_success() {
    for status in ["hold", ""] {
        let no = with(with(capture(), "capture_status", status), "response_code", 1_037);
        let no = with(no, "response_description", "Insufficient funds");
        let due = Outcome::Rejected(refused("1037", "Insufficient funds"));
        assert_eq!(captured(vec![unsigned(&no)]), due, "{status}");
    }
    let trouble = with(with(capture(), "capture_status", "hold"), "response_code", 1_122);
    let trouble = captured(vec![unsigned(&trouble)]);
    assert_eq!(became(&trouble), Became::Unclear(Doubt::ProviderError));
    let no = captured(vec![refusal("1023", "Invalid amount")]);
    assert_eq!(became(&no), Became::Rejected(RejectionClass::Refused));
}

fn after_1109(answer: Answer) -> Outcome<MadeHoldEnd> {
    captured(vec![refusal("1109", "Captured with another amount"), answer])
}

fn told(status: &str, capture_amount: &str) -> Value {
    let told = json!({ "capture_status": status, "capture_amount": capture_amount });
    order_with(&[("additional_info", info(&told))])
}

#[test]
fn a_hold_that_was_captured_before_tells_whether_it_was_ours() {
    let exchange = flitt().end_hold(&shop(), hold_end(HoldEndKind::Capture, 600), key());
    let answers = vec![refusal("1109", ""), signed(&told("captured", "6.0"))];
    let (outcome, sent) = play(&shop(), exchange, answers);
    assert_eq!(said(&sent[1], "/status/order_id", Class::Reads), json!({ "order_id": REFERENCE }));
    let Outcome::Done(MadeHoldEnd::Done(seen)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!((seen.status, seen.amount), (PaymentStatus::Paid, money(600, "GEL")));

    // It was captured once, and not with our sum: ours never worked on any attempt.
    let no = MadeHoldEnd::Refused(refused("1109", "Captured with another amount"));
    assert_eq!(after_1109(signed(&told("captured", "7.0"))), Outcome::Done(no));
}

/// The gateway has just said that another sum was captured. So only a figure that can't be read as another is ours.
#[test]
fn a_figure_that_may_be_a_hundredfold_of_ours_does_not_decide_after_that() {
    let captured = |minor: u64, figure: &str| {
        let exchange = flitt().end_hold(&shop(), hold_end(HoldEndKind::Capture, minor), key());
        outcome(exchange, vec![refusal("1109", ""), signed(&told("captured", figure))])
    };
    for (ours, figure) in [(6, "6.0"), (6, "6"), (600, "6"), (600, "600"), (600, "600.0")] {
        let due = Became::Unclear(Doubt::Different);
        assert_eq!(became(&captured(ours, figure)), due, "{ours} {figure}");
    }
    for (ours, figure) in [(600, "6.00"), (6, "0.06"), (1_020, "10.2")] {
        let outcome = captured(ours, figure);
        assert!(matches!(outcome, Outcome::Done(MadeHoldEnd::Done(_))), "{outcome:?}");
    }
}

#[test]
fn what_the_order_does_not_tell_after_that_stays_unclear() {
    for (answer, doubt) in [
        (signed(&told("hold", "")), Doubt::SeenBefore),
        (signed(&told("captured", "")), Doubt::SeenBefore),
        (signed(&told("captured", "some")), Doubt::SeenBefore),
        (signed(&with(order(), "order_status", "processing")), Doubt::SeenBefore),
        (unsigned(&told("captured", "6.0")), Doubt::SeenBefore),
        (refusal("1018", ""), Doubt::SeenBefore),
        (Err(TransportFault::Connect), Doubt::SeenBefore),
        (signed(&with(told("captured", "6.0"), "payment_id", 1)), Doubt::Different),
    ] {
        assert_eq!(became(&after_1109(answer.clone())), Became::Unclear(doubt), "{answer:?}");
    }
}
