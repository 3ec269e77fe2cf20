//! One payment, and what went back of it.

use std::collections::BTreeSet;

use domain::{
    Outcome,
    outcome::RejectionClass,
    payment::{PaymentStatus as Status, SeenPayment},
    refund::{RefundOrigin, SeenRefund},
};
use providers::{LinkToRead, RefundsSeen, RefundsToFind, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, BASE, Became, DIFFERENT, LINKS, OUR_PAYMENT, PAYMENT, UNREADABLE, UUID, became,
    dashboard, last_page, link, link_to_read, list, money, no, ok, other_uuid, outcome, page,
    paths, payment, payment_id, payment_to_read, play, refunds_to_find, response, shop, with,
    without,
};

fn refunds(answers: Vec<Answer>) -> Outcome<RefundsSeen> {
    outcome(dashboard().refunds_of(&shop(), refunds_to_find()), answers)
}

fn of(row: &Value) -> Outcome<RefundsSeen> {
    refunds(vec![list(std::slice::from_ref(row))])
}

fn whole() -> SeenRefund {
    SeenRefund {
        provider_id: format!("{OUR_PAYMENT}-refunded").try_into().unwrap(),
        payment: Some(payment_id()),
        amount: money(3_490, "EUR"),
        at: None,
        stands: true,
        origin: RefundOrigin::Elsewhere,
    }
}

fn each(refunds: Vec<SeenRefund>) -> Outcome<RefundsSeen> {
    Outcome::Done(RefundsSeen::Each(refunds))
}

#[test]
fn what_was_refunded_in_the_dashboard_went_back_whole() {
    assert_eq!(of(&payment("refunded")), each(vec![whole()]));
    for status in ["paid", "pending", "failed"] {
        assert_eq!(of(&payment(status)), each(Vec::new()), "{status}");
    }
    // It may mean that part of it went back.
    assert_eq!(of(&payment("partially_refunded")), Outcome::Done(RefundsSeen::Untold));
    assert_eq!(became(&of(&without(payment("refunded"), "amount"))), UNREADABLE);
    assert_eq!(became(&of(&with(payment("refunded"), "currency", "USD"))), DIFFERENT);
}

#[test]
fn a_payment_is_found_on_the_link_that_its_id_names() {
    let other = with(payment("paid"), "id", "pmt_other");
    let next = format!("{BASE}{LINKS}{UUID}/payments/?page=2");
    let answers = vec![page(&[other], &next), last_page(&[payment("paid")])];
    let (came, sent) = play(dashboard().read_payment(&shop(), payment_to_read()), answers);
    let Outcome::Done(SeenPayment { provider_id, status, amount, .. }) = came else {
        panic!("{came:?}")
    };
    assert_eq!((provider_id, status, amount), (payment_id(), Status::Paid, money(3_490, "EUR")));
    let below = format!("{UUID}/payments/");
    assert_eq!(paths(&sent), [below.clone(), format!("{below}?page=2")]);
    // What was found is there, also in a list that leads nowhere.
    assert_eq!(refunds(vec![page(&[payment("refunded")], "::")]), each(vec![whole()]));
}

/// What the till calls the payment with this id on that link.
fn told(uuid: &str, id: &str) -> String {
    let of = LinkToRead { provider_id: uuid.to_owned().try_into().unwrap(), ..link_to_read() };
    let answers = vec![ok(&with(link(), "uuid", uuid)), list(&[with(payment("paid"), "id", id)])];
    match outcome(dashboard().read_link(&shop(), of), answers) {
        Outcome::Done(report) => report.payments[0].provider_id.as_str().to_owned(),
        other => panic!("{other:?}: {id}"),
    }
}

#[test]
fn payments_of_two_links_are_never_one() {
    let long = |end: char| format!("pmt_{}{end}", "x".repeat(90));
    let ids = ["1".to_owned(), "p".repeat(54), "p".repeat(55), long('a'), long('b')];
    let all: BTreeSet<_> = [UUID.to_owned(), other_uuid(1)]
        .iter()
        .flat_map(|uuid| ids.iter().map(move |id| told(uuid, id)))
        .collect();
    assert_eq!(all.len(), 2 * ids.len(), "{all:?}");
    // What a refund of it is called is no longer than an id may be.
    for id in &ids {
        let refunded = with(payment("refunded"), "id", id.as_str());
        let ask = || {
            let payment = told(UUID, id).try_into().unwrap();
            RefundsToFind { payment, ..refunds_to_find() }
        };
        let came = outcome(dashboard().refunds_of(&shop(), ask()), vec![list(&[refunded])]);
        let Outcome::Done(RefundsSeen::Each(refunds)) = came else { panic!("{came:?}: {id}") };
        assert_eq!(refunds.len(), 1);
        let due = format!("{}-refunded", told(UUID, id));
        assert_eq!(refunds[0].provider_id.as_str(), due);
        // The same id on another link is another payment.
        let other = told(&other_uuid(1), id).try_into().unwrap();
        let ask = RefundsToFind { payment: other, ..refunds_to_find() };
        let (_, sent) = play(dashboard().refunds_of(&shop(), ask), vec![list(&[])]);
        assert_eq!(paths(&sent), [format!("{}/payments/", other_uuid(1))]);
    }
}

#[test]
fn what_is_not_found_says_nothing() {
    assert_eq!(became(&refunds(vec![list(&[])])), UNREADABLE);
    assert_eq!(became(&refunds(vec![list(&[with(payment("paid"), "id", "pmt")])])), UNREADABLE);
    assert_eq!(became(&refunds(vec![no(404)])), Became::Rejected(RejectionClass::NotFound));
    for trouble in [Ok(response(500, "")), Err(TransportFault::TimedOut), ok(&json!({}))] {
        let came = refunds(vec![trouble]);
        assert!(matches!(came, Outcome::Unclear(_)), "{came:?}");
    }
    // What names no link is no payment of this dashboard's.
    for strange in [PAYMENT, "pmt.1", UUID] {
        let payment = strange.to_owned().try_into().unwrap();
        let ask = RefundsToFind { payment, ..refunds_to_find() };
        let (came, sent) = play(dashboard().refunds_of(&shop(), ask), vec![]);
        assert_eq!((became(&came), sent.len()), (UNREADABLE, 0), "{strange}");
    }
}
