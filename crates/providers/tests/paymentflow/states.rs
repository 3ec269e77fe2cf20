//! What the provider's states are to the till.

use domain::{
    Outcome,
    error::Doubt,
    ids::ProviderPaymentId,
    link::ProviderLinkState,
    outcome::RejectionClass,
    payment::{PaymentStatus as Status, SeenPayment},
};
use providers::{LinkReport, LinkToRead};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, DIFFERENT, UNREADABLE, became, in_state, link_to_read, money, no, ok, outcome,
    paths, payment, payment_id, payment_to_read, paymentflow, play, response, shop, with, without,
};

fn read(answer: Answer) -> Outcome<LinkReport> {
    outcome(paymentflow().read_link(&shop(), link_to_read()), vec![answer])
}

fn report(link: LinkToRead, answer: &Value) -> LinkReport {
    match outcome(paymentflow().read_link(&shop(), link), vec![ok(answer)]) {
        Outcome::Done(report) => report,
        other => panic!("{other:?}: {answer}"),
    }
}

fn seen(status: Status) -> SeenPayment {
    let amount = money(1_999, "GBP");
    SeenPayment { provider_id: payment_id(), status, amount, at: None, card: None }
}

fn unknown(word: &str) -> (ProviderLinkState, Option<Status>) {
    (ProviderLinkState::Unknown(word.to_owned()), Some(Status::Unknown(word.to_owned())))
}

#[test]
fn each_state_is_a_link_and_from_some_moment_a_payment() {
    for (word, (link, payment)) in [
        ("pending", (ProviderLinkState::Open, None)),
        ("processing", (ProviderLinkState::Open, Some(Status::Processing))),
        ("succeeded", (ProviderLinkState::Paid, Some(Status::Paid))),
        ("failed", (ProviderLinkState::Closed, Some(Status::Refused))),
        ("cancelled", (ProviderLinkState::Closed, None)),
        ("Succeeded", unknown("Succeeded")),
        ("succeeded ", unknown("succeeded ")),
        ("refunded", unknown("refunded")),
    ] {
        let report = report(link_to_read(), &in_state(word));
        assert_eq!(report.state, Some(link), "{word}");
        assert_eq!(report.payments, Vec::from_iter(payment.map(seen)), "{word}");
        assert_eq!(report.broke_off, None);
    }
}

#[test]
fn a_link_is_one_question() {
    let (_, sent) =
        play(paymentflow().read_link(&shop(), link_to_read()), vec![ok(&in_state("succeeded"))]);
    assert_eq!(paths(&sent), ["/payments/pay_abc123"]);
}

#[test]
fn what_was_seen_under_way_and_is_no_more_is_as_if_it_had_not_begun() {
    let known =
        |status: Status| LinkToRead { known: vec![(payment_id(), status)], ..link_to_read() };
    let ended = |status: Status, word: &str| {
        let report = report(known(status), &in_state(word));
        report.payments.first().map(|payment| payment.status.clone())
    };
    for word in ["pending", "cancelled"] {
        for before in [Status::Processing, Status::Pending, Status::Unknown("x".into())] {
            assert_eq!(ended(before.clone(), word), Some(Status::NotBegun), "{before:?}, {word}");
        }
        // An older picture says nothing against money that came, nor against a card that was declined.
        for before in [Status::Paid, Status::Refused, Status::NotBegun] {
            assert_eq!(ended(before.clone(), word), None, "{before:?}, {word}");
        }
    }
    let other = ProviderPaymentId::try_from("pay_other".to_owned()).unwrap();
    let strangers = LinkToRead { known: vec![(other, Status::Processing)], ..link_to_read() };
    assert!(report(strangers, &payment()).payments.is_empty());
}

#[test]
fn money_without_a_sum_proves_nothing() {
    for answer in [
        without(in_state("succeeded"), "amount"),
        without(in_state("succeeded"), "currency"),
        with(in_state("succeeded"), "amount", 0),
    ] {
        let report = report(link_to_read(), &answer);
        let status = Status::Unknown("succeeded".to_owned());
        assert_eq!(report.payments, [SeenPayment { amount: money(0, "GBP"), ..seen(status) }]);
    }
    // Another sum is told as it is: the till compares it with what was asked.
    let paid = report(link_to_read(), &with(in_state("succeeded"), "amount", "199"));
    assert_eq!(paid.payments, [SeenPayment { amount: money(199, "GBP"), ..seen(Status::Paid) }]);
}

#[test]
fn what_is_not_ours_is_doubted() {
    let paid = || in_state("succeeded");
    let marked = |reference: &str| with(paid(), "metadata", json!({ "reference": reference }));
    for (answer, due) in [
        (with(paid(), "currency", "EUR"), DIFFERENT),
        (marked("another"), DIFFERENT),
        (with(paid(), "metadata", json!({})), DIFFERENT),
        (with(paid(), "id", "pay_other"), UNREADABLE),
        (without(paid(), "id"), UNREADABLE),
        (with(paid(), "amount", "19.99"), UNREADABLE),
        (with(paid(), "amount", -1), UNREADABLE),
        (with(paid(), "currency", "pounds"), UNREADABLE),
    ] {
        assert_eq!(became(&read(ok(&answer))), due, "{answer}");
        let payment = paymentflow().read_payment(&shop(), payment_to_read());
        assert_eq!(became(&outcome(payment, vec![ok(&answer)])), due, "{answer}");
    }
    // Where metadata is not given back at all, the id alone says whose it is.
    for answer in [without(paid(), "metadata"), with(paid(), "metadata", Value::Null)] {
        assert_eq!(report(link_to_read(), &answer).payments, [seen(Status::Paid)]);
    }
}

#[test]
fn a_payment_that_is_read_by_itself_is_told_alike() {
    for (word, status) in [
        ("pending", Status::NotBegun),
        ("processing", Status::Processing),
        ("succeeded", Status::Paid),
        ("failed", Status::Refused),
        ("cancelled", Status::NotBegun),
        ("refunded", Status::Unknown("refunded".to_owned())),
    ] {
        let read = paymentflow().read_payment(&shop(), payment_to_read());
        assert_eq!(outcome(read, vec![ok(&in_state(word))]), Outcome::Done(seen(status)), "{word}");
    }
}

#[test]
fn what_was_not_answered_says_nothing_of_the_link() {
    for (answer, due) in [
        (no(404, "resource_missing", None), Became::Rejected(RejectionClass::NotFound)),
        (Ok(response(404, "<html>")), UNREADABLE),
        (Ok(response(503, "")), Became::Unclear(Doubt::ProviderError)),
        (Ok(response(204, "")), UNREADABLE),
    ] {
        assert_eq!(became(&read(answer)), due);
    }
}
