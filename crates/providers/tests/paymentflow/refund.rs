//! Giving money back.

use domain::{
    Outcome,
    error::{Doubt, Fault, Field},
    ids::ProviderRefundId,
    outcome::{Rejection, RejectionClass},
    refund::{NewRefund, RefundOrigin, RefundReason, SeenRefund},
};
use providers::{Class, MadeRefund, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, DIFFERENT, PAYMENT, REFUND_ID, UNREADABLE, became, body, header, key, money,
    no, now, ok, outcome, paths, payment_id, paymentflow, play, refund, refund_of, response, shop,
    with, without,
};

fn make(answer: Answer) -> Outcome<MadeRefund> {
    outcome(paymentflow().refund(&shop(), refund_of(500), key()), vec![answer])
}

fn seen() -> SeenRefund {
    SeenRefund {
        provider_id: ProviderRefundId::try_from("ref_xyz".to_owned()).unwrap(),
        payment: Some(payment_id()),
        amount: money(500, "GBP"),
        at: Some(now()),
        stands: true,
        origin: RefundOrigin::Ours(REFUND_ID.parse().unwrap()),
    }
}

fn stands() -> Outcome<MadeRefund> {
    Outcome::Done(MadeRefund::Stands(seen()))
}

#[test]
fn a_refund_is_asked_for_once_with_its_sum_and_our_mark() {
    let (outcome, sent) =
        play(paymentflow().refund(&shop(), refund_of(500), key()), vec![ok(&refund())]);
    assert_eq!(outcome, stands());
    assert_eq!(paths(&sent), ["/refunds"]);
    assert_eq!(sent[0].class, Class::Writes);
    assert_eq!(header(&sent[0], "idempotency-key"), Some(key().to_string()));
    let due = json!({
        "payment_id": PAYMENT,
        "amount": 500,
        "reason": "customer_request",
        "metadata": { "intent_id": REFUND_ID },
    });
    assert_eq!(body(&sent[0]), due);
}

#[test]
fn the_provider_is_told_a_reason_only_where_it_knows_it() {
    for (reason, word) in [
        (RefundReason::CustomerAsked, json!("customer_request")),
        (RefundReason::PaidTwice, json!("duplicate")),
        (RefundReason::Fraud, json!("fraudulent")),
        (RefundReason::WrongAmount, Value::Null),
        (RefundReason::Other, Value::Null),
    ] {
        let wanted = NewRefund { reason, ..refund_of(500) };
        let (_, sent) = play(paymentflow().refund(&shop(), wanted, key()), vec![ok(&refund())]);
        let body = body(&sent[0]);
        assert_eq!(body["reason"], word);
        assert_eq!(body.as_object().unwrap().contains_key("reason"), !word.is_null());
    }
}

#[test]
fn a_refund_stands_unless_the_provider_says_that_it_failed() {
    for answer in [
        with(refund(), "status", "completed"),
        with(refund(), "status", "of_tomorrow"),
        without(refund(), "status"),
        with(refund(), "amount", "500"),
    ] {
        assert_eq!(make(ok(&answer)), stands(), "{answer}");
    }
    let failed = Rejection {
        class: RejectionClass::Refused,
        provider_code: "failed".to_owned(),
        detail: String::new(),
    };
    let came = make(ok(&with(refund(), "status", "failed")));
    assert_eq!(came, Outcome::Done(MadeRefund::Refused(failed)));
}

#[test]
fn an_answer_that_repeats_nothing_of_what_was_sent_is_still_the_answer_to_it() {
    for metadata in [
        Value::Null,
        json!({}),
        json!({ "intent_id": null }),
        json!({ "intent_id": "" }),
        json!({ "user_id": "67890" }),
    ] {
        let answer = with(refund(), "metadata", metadata);
        assert_eq!(make(ok(&answer)), stands(), "{answer}");
    }
}

#[test]
fn what_is_not_what_was_asked_for_is_not_taken_for_done() {
    for (answer, due) in [
        (with(refund(), "amount", 50), DIFFERENT),
        (with(refund(), "currency", "EUR"), DIFFERENT),
        (without(refund(), "amount"), UNREADABLE),
        (with(refund(), "amount", "5.00"), UNREADABLE),
        (without(refund(), "id"), UNREADABLE),
        (with(refund(), "payment_id", "pay_other"), UNREADABLE),
        (with(refund(), "metadata", json!({ "intent_id": "another" })), UNREADABLE),
    ] {
        for status in ["pending", "failed"] {
            let answer = with(answer.clone(), "status", status);
            assert_eq!(became(&make(ok(&answer))), due, "{answer}");
        }
    }
}

#[test]
fn each_outcome_is_what_the_answer_proves() {
    let rejected = Became::Rejected;
    let amount = rejected(RejectionClass::Invalid(Field::Amount));
    for (answer, due) in [
        (no(422, "amount_too_large", Some("amount")), amount),
        (no(409, "payment_not_refundable", Some("payment_id")), rejected(RejectionClass::Refused)),
        (no(409, "idempotency_mismatch", None), Became::Unclear(Doubt::SeenBefore)),
        (no(404, "", None), rejected(RejectionClass::NotFound)),
        (no(403, "", None), rejected(RejectionClass::Credentials)),
        (no(500, "", None), Became::Unclear(Doubt::ProviderError)),
        (Ok(response(409, "conflict")), UNREADABLE),
        (Ok(response(400, "<html>")), UNREADABLE),
        (Ok(response(200, "{\"id\":\"ref")), UNREADABLE),
        (Ok(response(429, "")), Became::NotSent(Fault::TooManyRequests)),
        (Err(TransportFault::Dns), Became::NotSent(Fault::Dns)),
        (Err(TransportFault::ConnectionLost), Became::Unclear(Doubt::ConnectionLost)),
    ] {
        assert_eq!(became(&make(answer.clone())), due, "{answer:?}");
    }
}
