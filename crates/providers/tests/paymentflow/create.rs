//! Making a link, and whether what was made may be shown.

use domain::{
    Money, Outcome, TillError,
    account::Account,
    error::{Doubt, Field},
    link::{MadeLink, NewLink},
    outcome::RejectionClass,
    usage::{Usage, UseLimit},
};
use providers::{Class, CreatedLink, Method, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, CHECKOUT, LINK_ID, PAYMENT, REFERENCE, UNREADABLE, ask, became, body, header,
    in_state, key, link_id, live, money, no, ok, outcome, paths, payment, paymentflow, play,
    practice, response, shop, with, without,
};

fn created(account: &Account, answer: Answer) -> Outcome<CreatedLink> {
    outcome(paymentflow().create_link(account, ask(), key()), vec![answer])
}

/// The link that the answer gives.
fn made(answer: &Value) -> CreatedLink {
    match created(&shop(), ok(answer)) {
        Outcome::Done(created) => created,
        other => panic!("{other:?}: {answer}"),
    }
}

fn unusable(error: TillError) -> CreatedLink {
    CreatedLink::Unusable { provider_id: Some(link_id()), error }
}

fn invalid(doubt: Doubt) -> CreatedLink {
    unusable(TillError::InvalidResponse { doubt })
}

#[test]
fn a_link_is_asked_for_once_with_its_key_and_our_own_marks() {
    let whole = NewLink {
        customer_email: Some("nino@shop.example".to_owned().try_into().unwrap()),
        customer: Some("cus_9".to_owned().try_into().unwrap()),
        ..ask()
    };
    let (outcome, sent) =
        play(paymentflow().create_link(&shop(), whole, key()), vec![ok(&payment())]);
    assert_eq!(became(&outcome), Became::Done);
    assert_eq!(paths(&sent), ["/payments"]);
    assert_eq!((sent[0].method, sent[0].class), (Method::Post, Class::Writes));
    assert_eq!(header(&sent[0], "idempotency-key"), Some(key().to_string()));
    let due = json!({
        "amount": 1999,
        "currency": "GBP",
        "customer_email": "nino@shop.example",
        "description": "Two chairs, café style",
        "metadata": { "intent_id": LINK_ID, "reference": REFERENCE, "customer_id": "cus_9" },
    });
    assert_eq!(body(&sent[0]), due);
}

#[test]
fn what_nobody_said_is_not_sent() {
    let plain = NewLink { description: String::new(), ..ask() };
    let (_, sent) = play(paymentflow().create_link(&shop(), plain, key()), vec![ok(&payment())]);
    let due = json!({
        "amount": 1999,
        "currency": "GBP",
        "metadata": { "intent_id": LINK_ID, "reference": REFERENCE },
    });
    assert_eq!(body(&sent[0]), due);
}

#[test]
fn what_fits_is_shown_to_the_letter_and_has_no_end() {
    let made = made(&payment());
    let CreatedLink::Usable(MadeLink { provider_id, url, expires_at, total }) = made else {
        panic!("{made:?}")
    };
    assert_eq!((provider_id.as_str(), expires_at, total), (PAYMENT, None, None));
    assert_eq!(url.as_str(), CHECKOUT);
}

#[test]
fn a_key_that_is_played_again_gives_the_first_payment_whatever_became_of_it() {
    let first = created(&shop(), ok(&payment()));
    for state in ["processing", "succeeded", "failed", "cancelled", "of_tomorrow"] {
        assert_eq!(created(&shop(), ok(&in_state(state))), first, "{state}");
    }
}

#[test]
fn what_is_not_what_was_asked_for_is_never_shown() {
    let marks = |intent: &str, reference: &str| {
        with(payment(), "metadata", json!({ "intent_id": intent, "reference": reference }))
    };
    let different = invalid(Doubt::Different);
    for answer in [
        with(payment(), "amount", 199),
        with(payment(), "amount", "19990"),
        with(payment(), "currency", "EUR"),
        marks(LINK_ID, "another"),
        marks("another", REFERENCE),
        with(payment(), "metadata", json!({})),
    ] {
        assert_eq!(made(&answer), different, "{answer}");
    }
    let unreadable = invalid(Doubt::Unreadable);
    for answer in [
        without(payment(), "amount"),
        without(payment(), "checkout_url"),
        with(payment(), "checkout_url", Value::Null),
        with(payment(), "checkout_url", "javascript:alert(1)"),
        with(payment(), "checkout_url", "http://checkout.paymentflow.com/c/1"),
    ] {
        assert_eq!(made(&answer), unreadable, "{answer}");
    }
    let foreign =
        with(payment(), "checkout_url", "https://checkout.paymentflow.com.evil.example/c");
    let host = "checkout.paymentflow.com.evil.example".to_owned();
    assert_eq!(made(&foreign), unusable(TillError::ForeignHost { host }));
}

#[test]
fn loose_forms_of_a_good_answer_do_no_harm() {
    for answer in [
        without(payment(), "metadata"),
        with(payment(), "metadata", Value::Null),
        with(payment(), "amount", "1999"),
        with(payment(), "currency", "gbp"),
        without(payment(), "created"),
    ] {
        assert!(matches!(made(&answer), CreatedLink::Usable(_)), "{answer}");
    }
}

#[test]
fn each_outcome_is_what_the_answer_proves() {
    let became = |answer| became(&created(&shop(), answer));
    let rejected = Became::Rejected;
    let invalid = |field| rejected(RejectionClass::Invalid(field));
    for (answer, due) in [
        (no(422, "parameter_invalid", Some("customer_email")), invalid(Field::CustomerEmail)),
        (no(400, "parameter_invalid", Some("amount")), invalid(Field::Amount)),
        (
            no(422, "parameter_invalid", Some("metadata.reference")),
            rejected(RejectionClass::Refused),
        ),
        (no(422, "", None), rejected(RejectionClass::Refused)),
        (no(404, "", None), rejected(RejectionClass::NotFound)),
        (no(409, "conflict", None), rejected(RejectionClass::Refused)),
        (no(409, "idempotency_mismatch", None), Became::Unclear(Doubt::SeenBefore)),
        (no(401, "invalid_api_key", None), rejected(RejectionClass::Credentials)),
        (no(403, "", None), rejected(RejectionClass::Credentials)),
        (no(500, "", None), Became::Unclear(Doubt::ProviderError)),
        (Ok(response(422, "<html>")), UNREADABLE),
        (Ok(response(409, "{}")), UNREADABLE),
        (Ok(response(200, "<html>")), UNREADABLE),
        (ok(&without(payment(), "id")), UNREADABLE),
        (ok(&with(payment(), "amount", 19.99)), UNREADABLE),
        (Err(TransportFault::TimedOut), Became::Unclear(Doubt::TimedOut)),
    ] {
        assert_eq!(became(answer.clone()), due, "{answer:?}");
    }
}

#[test]
fn what_could_not_be_shown_or_is_not_offered_is_not_asked_for() {
    let usage = Usage::Multiple { limit: UseLimit::try_from(2).unwrap() };
    for wanted in [
        NewLink { usage, ..ask() },
        NewLink { shipping: Some(Money::zero("GBP".parse().unwrap())), ..ask() },
        NewLink { page_language: Some("ka".to_owned().try_into().unwrap()), ..ask() },
    ] {
        let (outcome, sent) = play(paymentflow().create_link(&shop(), wanted, key()), vec![]);
        assert_eq!(became(&outcome), Became::Rejected(RejectionClass::Refused));
        assert!(sent.is_empty());
    }
    let unconfirmed = Account { pay_host: None, ..live() };
    let (outcome, sent) = play(paymentflow().create_link(&unconfirmed, ask(), key()), vec![]);
    assert_eq!(became(&outcome), Became::Rejected(RejectionClass::Invalid(Field::PayHost)));
    assert!(sent.is_empty());
}

#[test]
fn a_practice_link_lies_on_this_computer_and_a_real_one_never_does() {
    let here = with(payment(), "checkout_url", "http://127.0.0.1:7703/checkout/pay_abc123");
    let answer = || ok(&here);
    assert!(matches!(created(&practice(), answer()), Outcome::Done(CreatedLink::Usable(_))));
    assert!(matches!(created(&shop(), answer()), Outcome::Done(CreatedLink::Unusable { .. })));
}

#[test]
fn every_currency_is_sent_in_its_own_minor_units() {
    for (minor, code) in [(1_999, "GBP"), (500, "JPY"), (1_999, "KWD")] {
        let wanted = NewLink { amount: money(minor, code).try_into().unwrap(), ..ask() };
        let answer = with(with(payment(), "amount", minor), "currency", code);
        let create = paymentflow().create_link(&shop(), wanted, key());
        let (outcome, sent) = play(create, vec![ok(&answer)]);
        assert!(matches!(outcome, Outcome::Done(CreatedLink::Usable(_))), "{outcome:?}");
        assert_eq!(body(&sent[0])["amount"], minor);
    }
}
