//! Capturing or giving up what was only authorised.

use domain::{
    Outcome, Timestamp,
    error::Doubt,
    hold::{HoldEndKind, NewHoldEnd},
    outcome::RejectionClass,
    payment::{PaymentStatus, SeenPayment},
};
use providers::{MadeHoldEnd, Method, TransportFault};
use serde_json::{Value, json};

use crate::{
    support::{
        Answer, PAYMENT, REFUND, amount, body, error, global_payments, header, hold_end, key,
        money, not_found, ok, outcome, path, payment_id, play, refund, reserved, response, sale,
        sandbox, seen_before, with, without, yen_shop,
    },
    troubles::{Became, became},
};

const CAPTURE: HoldEndKind = HoldEndKind::Capture;
const RELEASE: HoldEndKind = HoldEndKind::Release;

fn ended(kind: HoldEndKind, answers: Vec<Answer>) -> Outcome<MadeHoldEnd> {
    outcome(global_payments().end_hold(&sandbox(), hold_end(kind, 1999), key()), answers)
}

fn done(outcome: Outcome<MadeHoldEnd>) -> Option<SeenPayment> {
    match outcome {
        Outcome::Done(MadeHoldEnd::Done(payment)) => Some(payment),
        _ => None,
    }
}

fn reversed() -> Value {
    with(sale(), "status", "REVERSED")
}

#[test]
fn one_request_names_the_amount_and_the_key() {
    for (kind, action, answer) in [(CAPTURE, "capture", sale()), (RELEASE, "reversal", reversed())]
    {
        let exchange = global_payments().end_hold(&sandbox(), hold_end(kind, 1999), key());
        let (outcome, sent) = play(exchange, vec![ok(&answer)]);
        let payment = done(outcome).unwrap();
        assert_eq!(payment.provider_id, payment_id());
        assert_eq!(payment.amount, money(1999, "GBP"));
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].method, Method::Post);
        assert_eq!(path(&sent[0]), format!("/ucp/transactions/{PAYMENT}/{action}"));
        assert_eq!(body(&sent[0]), json!({ "amount": "1999" }));
        assert_eq!(header(&sent[0], "x-gp-idempotency"), Some(key().to_string()));
    }
}

#[test]
fn each_end_has_the_states_that_prove_it() {
    for status in ["CAPTURED", "BATCHED", "FUNDED"] {
        let payment = done(ended(CAPTURE, vec![ok(&with(sale(), "status", status))])).unwrap();
        assert_eq!(payment.status, PaymentStatus::Paid, "{status}");
    }
    let payment = done(ended(RELEASE, vec![ok(&reversed())])).unwrap();
    assert_eq!(payment.status, PaymentStatus::Reversed);
    // The other's end.
    for (kind, answer) in [(CAPTURE, reversed()), (RELEASE, sale())] {
        assert_eq!(
            became(&ended(kind, vec![ok(&answer)])),
            Some(Became::Unclear(Doubt::Different))
        );
    }
    for kind in [CAPTURE, RELEASE] {
        for status in ["PREAUTHORIZED", "PENDING", "INITIATED", "SOMETHING_NEW", ""] {
            let answer = with(sale(), "status", status);
            assert_eq!(
                became(&ended(kind, vec![ok(&answer)])),
                Some(Became::Unclear(Doubt::Unreadable)),
                "{status}"
            );
        }
    }
}

#[test]
fn part_of_a_reservation_can_be_captured() {
    let capture = || global_payments().end_hold(&sandbox(), hold_end(CAPTURE, 500), key());
    let (outcome, sent) = play(capture(), vec![ok(&with(sale(), "amount", "500"))]);
    assert_eq!(done(outcome).unwrap().amount, money(500, "GBP"));
    assert_eq!(body(&sent[0]), json!({ "amount": "500" }));
    let (outcome, _) = play(capture(), vec![ok(&sale())]);
    assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Different)));
}

#[test]
fn an_answer_about_something_else_leaves_the_question_open() {
    for (kind, answer) in [(CAPTURE, sale()), (RELEASE, reversed())] {
        for (changed, doubt) in [
            (with(answer.clone(), "amount", "1998"), Doubt::Different),
            (with(answer.clone(), "currency", "EUR"), Doubt::Different),
            (with(answer.clone(), "parent_resource_id", "TRN_other"), Doubt::Different),
            (with(answer.clone(), "type", "REFUND"), Doubt::Different),
            (with(answer.clone(), "amount", "19.99"), Doubt::Unreadable),
            (with(answer.clone(), "currency", "XXQ"), Doubt::Unreadable),
            (without(answer.clone(), "amount"), Doubt::Unreadable),
            (without(answer.clone(), "id"), Doubt::Unreadable),
            (without(answer.clone(), "status"), Doubt::Unreadable),
        ] {
            let outcome = ended(kind, vec![ok(&changed)]);
            assert_eq!(became(&outcome), Some(Became::Unclear(doubt)), "{changed}");
        }
    }
}

#[test]
fn loose_forms_of_the_answer_do_no_harm() {
    for answer in [
        with(sale(), "amount", 1999),
        with(sale(), "currency", ""),
        with(sale(), "type", ""),
        with(sale(), "parent_resource_id", ""),
        with(sale(), "payment_method", ""),
        with(sale(), "time_created", ""),
    ] {
        assert!(done(ended(CAPTURE, vec![ok(&answer)])).is_some(), "{answer}");
    }
    // Where the answer has an id of its own, it is the payment that was captured, and its time is not the payment's.
    let payment = done(ended(CAPTURE, vec![ok(&with(sale(), "id", REFUND))])).unwrap();
    assert_eq!((payment.provider_id, payment.at), (payment_id(), None));
    let payment = done(ended(CAPTURE, vec![ok(&sale())])).unwrap();
    assert_eq!(payment.at, Timestamp::parse("2026-11-20T14:05:36.709Z"));
}

#[test]
fn a_decline_with_http_200_is_a_final_no_in_the_providers_words() {
    let declined = with(
        with(sale(), "status", "DECLINED"),
        "payment_method",
        json!({ "result": "101", "message": "DECLINED BY ISSUER" }),
    );
    let unsaid = with(without(declined.clone(), "status"), "action/result_code", "DECLINED");
    for answer in [declined.clone(), unsaid] {
        let Outcome::Done(MadeHoldEnd::Refused(no)) = ended(CAPTURE, vec![ok(&answer)]) else {
            panic!("the decline is no no");
        };
        assert_eq!((no.provider_code.as_str(), no.detail.as_str()), ("101", "DECLINED BY ISSUER"));
    }
    let other = with(declined, "parent_resource_id", "TRN_other");
    assert_eq!(became(&ended(CAPTURE, vec![ok(&other)])), Some(Became::Unclear(Doubt::Different)));
}

#[test]
fn a_no_to_the_request_is_a_no() {
    for (status, code, detailed) in [
        (400, "INVALID_TRANSACTION_ACTION", "40038"),
        (400, "INVALID_ACTION", "40290"),
        (400, "INVALID_REQUEST_DATA", "50020"),
        (400, "INVALID_REQUEST_DATA", "40214"),
    ] {
        for kind in [CAPTURE, RELEASE] {
            let outcome = ended(kind, vec![error(status, code, detailed, "no")]);
            let Outcome::Rejected(no) = outcome else {
                panic!("{detailed} is no no");
            };
            assert_eq!((no.class, no.provider_code.as_str()), (RejectionClass::Refused, detailed));
        }
    }
}

#[test]
fn a_known_key_leads_to_the_payment_itself() {
    for (kind, record) in [(CAPTURE, sale()), (RELEASE, reversed())] {
        // Whatever id the words name, or none.
        for known in [seen_before(PAYMENT), seen_before(REFUND), seen_before("")] {
            let exchange = global_payments().end_hold(&sandbox(), hold_end(kind, 1999), key());
            let (outcome, sent) = play(exchange, vec![known, ok(&record)]);
            assert!(done(outcome).is_some());
            assert_eq!(sent[1].method, Method::Get);
            assert_eq!(path(&sent[1]), format!("/ucp/transactions/{PAYMENT}"));
            assert_eq!(header(&sent[1], "x-gp-idempotency"), None);
        }
    }
}

/// The key was used: nothing that happens while the payment is read may free it for a second end.
#[test]
fn a_known_key_whose_payment_does_not_tell_stays_open() {
    for (answer, doubt) in [
        (Err(TransportFault::Connect), Doubt::SeenBefore),
        (Ok(response(429, "")), Doubt::SeenBefore),
        (error(401, "NOT_AUTHENTICATED", "40001", ""), Doubt::SeenBefore),
        (not_found(), Doubt::SeenBefore),
        (Ok(response(200, "<html>")), Doubt::SeenBefore),
        // The record lags.
        (ok(&reserved()), Doubt::SeenBefore),
        (ok(&with(sale(), "amount", "500")), Doubt::Different),
        (ok(&with(sale(), "id", "TRN_other")), Doubt::Different),
        (ok(&reversed()), Doubt::Different),
        (ok(&refund()), Doubt::Different),
    ] {
        let outcome = ended(CAPTURE, vec![seen_before(PAYMENT), answer.clone()]);
        assert_eq!(became(&outcome), Some(Became::Unclear(doubt)), "{answer:?}");
    }
    let declined = with(sale(), "status", "DECLINED");
    let outcome = ended(CAPTURE, vec![seen_before(PAYMENT), ok(&declined)]);
    assert!(matches!(outcome, Outcome::Done(MadeHoldEnd::Refused(_))));
}

#[test]
fn yen_are_captured_as_the_provider_counts_them() {
    let ask = NewHoldEnd { amount: amount(1_999, "JPY"), ..hold_end(CAPTURE, 1) };
    let captured = |units: &str| {
        let exchange = global_payments().end_hold(&yen_shop(), ask.clone(), key());
        let answer = with(with(sale(), "currency", "JPY"), "amount", units);
        play(exchange, vec![ok(&answer)])
    };
    let (outcome, sent) = captured("199900");
    assert_eq!(body(&sent[0]), json!({ "amount": "199900" }));
    assert_eq!(done(outcome).unwrap().amount, money(1_999, "JPY"));
    assert_eq!(became(&captured("199800").0), Some(Became::Unclear(Doubt::Different)));
    assert_eq!(became(&captured("199950").0), Some(Became::Unclear(Doubt::Unreadable)));
}
