//! Looking at all links at once.

use std::time::Duration;

use domain::{Outcome, payment::PaymentStatus};
use providers::{SweepAsk, Swept, SweptPayment};
use serde_json::{Value, json};

use crate::support::{
    Answer, LINKS, REFERENCE, UNREADABLE, UUID, ago, became, dashboard, last_page, link,
    links_page, list, now, ok, other_uuid, outcome, page, paths, play, shop, stranger, with,
    without,
};

fn ask() -> SweepAsk {
    SweepAsk { since: now().minus(Duration::from_mins(10)), page: 1, after: None }
}

fn swept(answer: Answer) -> Swept {
    match outcome(dashboard().sweep(&shop(), ask()), vec![answer]) {
        Outcome::Done(swept) => swept,
        other => panic!("{other:?}"),
    }
}

fn paid(nth: u64, age: u64) -> Value {
    with(stranger(nth, age), "paid_count", 1)
}

#[test]
fn one_page_is_asked_for_and_the_next_one_where_the_list_says() {
    let rows = [paid(2, 0), paid(1, 60)];
    for query in ["page=2", "cursor=cD0yMDI2LTExLTIw&page_size=50"] {
        let next = format!("{}{LINKS}?{query}", crate::support::BASE);
        let (came, sent) = play(dashboard().sweep(&shop(), ask()), vec![page(&rows, &next)]);
        assert_eq!(paths(&sent), [""]);
        let Outcome::Done(first) = came else { panic!("{came:?}") };
        assert_eq!((first.payments.len(), first.last), (2, false));
        let ask = SweepAsk { page: 2, after: first.cursor, ..ask() };
        let (came, sent) = play(dashboard().sweep(&shop(), ask), vec![last_page(&[paid(3, 90)])]);
        assert_eq!(paths(&sent), [format!("?{query}")]);
        let Outcome::Done(second) = came else { panic!("{came:?}") };
        assert_eq!((second.payments.len(), second.last, second.cursor), (1, true, None));
    }
}

#[test]
fn a_row_is_a_link_and_tells_how_often_it_was_paid() {
    let rows = [
        with(with(link(), "paid_count", 3), "times_used", 4),
        stranger(1, 0),
        with(without(stranger(2, 0), "paid_count"), "times_used", 2),
        without(paid(3, 5), "metadata"),
        // Nobody paid it, and it does not say whose it is.
        without(stranger(7, 0), "metadata"),
        with(stranger(8, 0), "metadata", json!({})),
        with(paid(4, 0), "metadata", json!({})),
        without(without(stranger(5, 0), "paid_count"), "times_used"),
        json!("?"),
        with(paid(6, 0), "paid_count", "18446744073709551615"),
    ];
    let came = swept(list(&rows));
    let told: Vec<_> = came
        .payments
        .iter()
        .map(|row| (row.provider_id.as_str().to_owned(), row.times_paid, row.reference.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (UUID.to_owned(), Some(3), REFERENCE),
            (other_uuid(1), Some(0), "another"),
            (other_uuid(2), Some(2), "another"),
            (other_uuid(3), Some(1), ""),
            (other_uuid(5), Some(0), "another"),
            (other_uuid(6), Some(u32::MAX), "another"),
        ]
    );
    assert_eq!(came.payments[0].at, Some(now()));
    let is_paid =
        |row: &SweptPayment| (row.status == PaymentStatus::Paid) == (row.times_paid != Some(0));
    assert!(came.payments.iter().all(is_paid));
    assert_eq!(came.payments[1].status, PaymentStatus::Pending);
}

#[test]
fn a_page_is_the_last_one_where_the_list_ends_or_has_come_past_what_was_asked_for() {
    let is_last = |rows: &[Value]| swept(page(rows, &links_page(2))).last;
    assert!(swept(list(&[])).last);
    assert!(swept(list(&[paid(1, 0)])).last);
    assert!(is_last(&[paid(2, 0), paid(1, 601)]));
    assert!(!is_last(&[paid(2, 0), paid(1, 600)]));
    // That the last row is old says nothing of the rest where the list is in no order, or does not tell.
    assert!(!is_last(&[paid(2, 700), paid(1, 601), paid(3, 650)]));
    assert!(!is_last(&[without(paid(2, 0), "created_at"), paid(1, 601)]));
    assert!(!is_last(&[json!("?"), paid(1, 601)]));
    // A row that can't be read keeps its place.
    assert!(is_last(&[json!({ "uuid": "?", "created_at": ago(1) }), paid(1, 601)]));
}

#[test]
fn a_list_that_leads_elsewhere_or_nobody_knows_where_is_no_page() {
    let rows = [paid(1, 0)];
    let long = format!("{}&cursor={}", links_page(2), "x".repeat(80));
    for answer in [
        page(&rows, "https://evil.example/api/payment-links/?page=2"),
        page(&rows, &long),
        ok(&json!({ "results": rows })),
        ok(&json!({})),
    ] {
        let came = outcome(dashboard().sweep(&shop(), ask()), vec![answer]);
        assert_eq!(became(&came), UNREADABLE);
    }
    // What is no cursor of ours is not asked for.
    let strange = SweepAsk { after: Some(UUID.to_owned().try_into().unwrap()), ..ask() };
    assert!(play(dashboard().sweep(&shop(), strange), vec![]).1.is_empty());
}
