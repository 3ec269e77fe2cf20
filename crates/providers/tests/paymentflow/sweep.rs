//! Looking at the payments of all links at once.

use std::time::Duration;

use domain::{Outcome, ids::ProviderPaymentId, payment::PaymentStatus};
use providers::{SweepAsk, Swept, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, PAYMENT, REFERENCE, UNREADABLE, became, in_state, list, now, outcome, page, paths,
    payment_id, paymentflow, play, shop, stranger, with, without,
};

fn ask() -> SweepAsk {
    SweepAsk { since: now().minus(Duration::from_mins(10)), page: 1, after: None }
}

fn swept(answer: Answer) -> Swept {
    match outcome(paymentflow().sweep(&shop(), ask()), vec![answer]) {
        Outcome::Done(swept) => swept,
        other => panic!("{other:?}"),
    }
}

fn paid(id: &str, age: i64) -> Value {
    with(stranger(id, age), "status", "succeeded")
}

#[test]
fn one_page_is_asked_for_and_the_next_one_by_its_last_row() {
    let (came, sent) = play(
        paymentflow().sweep(&shop(), ask()),
        vec![page(&[paid("pay_2", 0), paid("pay_1", 60)], true)],
    );
    assert_eq!(paths(&sent), ["/payments?limit=100"]);
    let Outcome::Done(first) = came else { panic!("{came:?}") };
    assert_eq!(first.cursor.as_ref().map(ProviderPaymentId::as_str), Some("pay_1"));
    assert!(!first.last);
    let next = SweepAsk { page: 2, after: first.cursor, ..ask() };
    let (_, sent) = play(paymentflow().sweep(&shop(), next), vec![list(&[])]);
    assert_eq!(paths(&sent), ["/payments?limit=100&starting_after=pay_1"]);
}

#[test]
fn a_page_that_is_too_long_is_asked_for_with_fewer_rows() {
    let ask = SweepAsk { after: Some(payment_id()), ..ask() };
    let sweep = || paymentflow().sweep(&shop(), ask.clone());
    let too_long = || Err(TransportFault::TooLarge);
    let (came, sent) = play(sweep(), vec![too_long(), page(&[paid("pay_1", 0)], true)]);
    let after = format!("starting_after={PAYMENT}");
    let [many, few] = [100, 10].map(|rows| format!("/payments?limit={rows}&{after}"));
    assert_eq!(paths(&sent), [many, few]);
    let Outcome::Done(came) = came else { panic!("{came:?}") };
    assert_eq!(came.payments.len(), 1);
    // There is an end to it, and what was too long is not all of a sudden the short end of the list.
    for second in [too_long(), list(&[paid("pay_1", 0)])] {
        let gone = outcome(sweep(), vec![too_long(), second]);
        assert!(matches!(gone, Outcome::Unclear(_)), "{gone:?}");
    }
}

#[test]
fn what_nobody_began_to_pay_and_what_is_nobodys_is_left_out() {
    let rows = [
        in_state("succeeded"),
        in_state("pending"),
        in_state("cancelled"),
        with(paid("pay_5", 0), "status", "failed"),
        with(paid("pay_6", 0), "status", "processing"),
        with(paid("pay_1", 0), "metadata", json!({})),
        json!("?"),
        without(paid("pay_3", 5), "metadata"),
        with(paid("pay_4", 9_000), "amount", Value::Null),
    ];
    let came = swept(list(&rows));
    let told: Vec<_> = came
        .payments
        .iter()
        .map(|row| (row.provider_id.as_str(), row.reference.as_str(), row.status.clone()))
        .collect();
    let unknown = PaymentStatus::Unknown("succeeded".to_owned());
    assert_eq!(
        told,
        [
            (PAYMENT, REFERENCE, PaymentStatus::Paid),
            ("pay_5", "another", PaymentStatus::Refused),
            ("pay_6", "another", PaymentStatus::Processing),
            ("pay_3", "", PaymentStatus::Paid),
            ("pay_4", "another", unknown),
        ]
    );
    assert_eq!(came.payments[0].provider_id, payment_id());
    assert_eq!(came.payments[0].at, Some(now()));
}

#[test]
fn a_page_is_the_last_one_where_the_list_ends_or_has_come_past_what_was_asked_for() {
    assert!(swept(list(&[])).last);
    assert!(swept(list(&[paid("pay_1", 0)])).last);
    assert!(swept(page(&[paid("pay_2", 0), paid("pay_1", 601)], true)).last);
    assert!(!swept(page(&[paid("pay_2", 0), paid("pay_1", 600)], true)).last);
    // That the last row is old says nothing of the rest where the list is in no order, or does not tell.
    assert!(!swept(page(&[paid("pay_2", 700), paid("pay_1", 601), paid("pay_0", 650)], true)).last);
    let without_a_moment = without(paid("pay_2", 0), "created");
    assert!(!swept(page(&[without_a_moment, paid("pay_1", 601)], true)).last);
    let unreadable = with(paid("pay_2", 0), "amount", "?");
    assert!(!swept(page(&[unreadable, paid("pay_1", 601)], true)).last);
}

#[test]
fn a_list_that_leads_nowhere_is_no_page() {
    for rows in [vec![], vec![json!({ "status": "succeeded" })]] {
        let came = outcome(paymentflow().sweep(&shop(), ask()), vec![page(&rows, true)]);
        assert_eq!(became(&came), UNREADABLE);
    }
    // The page ends where it began.
    let again = SweepAsk { page: 2, after: Some(payment_id()), ..ask() };
    let came =
        outcome(paymentflow().sweep(&shop(), again), vec![page(&[in_state("succeeded")], true)]);
    assert_eq!(became(&came), UNREADABLE);
}
