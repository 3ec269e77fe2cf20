//! Ending a link before its time, and changing it.

use std::time::Duration;

use domain::{
    Outcome,
    error::{Doubt, Fault, Field},
    link::{Alteration, LinkTerms, ProviderLinkState as State},
    link_wish::LinkFigures,
    outcome::RejectionClass,
    usage::{Usage, UseLimit},
};
use providers::{Altered, Class, LinkToAlter, Method, Request, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, DIFFERENT, UNREADABLE, UUID, ago, ahead, became, body, dashboard, euros, link,
    link_id, money, no, now, ok, paths, play, reference, response, shop, shown, with, without,
};

fn terms() -> LinkTerms {
    LinkTerms {
        figures: LinkFigures {
            amount: euros(3_490),
            usage: Usage::Multiple { limit: UseLimit::try_from(3).unwrap() },
            shipping: None,
            expires_at: now().plus(Duration::from_hours(2)),
        },
        name: "Corner shop".to_owned(),
        description: "A present".to_owned(),
    }
}

fn alter(alteration: Alteration, answers: Vec<Answer>) -> (Outcome<Altered>, Vec<Request>) {
    // It was asked for just now.
    alter_made(0, alteration, answers)
}

/// The same of a link that was asked for so many seconds ago.
fn alter_made(
    age: u64,
    alteration: Alteration,
    answers: Vec<Answer>,
) -> (Outcome<Altered>, Vec<Request>) {
    let since = now().minus(Duration::from_secs(age));
    let link = LinkToAlter { provider_id: link_id(), reference: reference(), since, alteration };
    play(dashboard().alter_link(&shop(), link), answers)
}

fn cancel(answers: Vec<Answer>) -> Outcome<Altered> {
    alter(Alteration::Cancel, answers).0
}

fn change(answers: Vec<Answer>) -> Outcome<Altered> {
    alter(Alteration::Change(terms()), answers).0
}

fn off() -> Value {
    with(link(), "is_active", false)
}

fn used() -> Value {
    with(link(), "times_used", 1)
}

fn over() -> Value {
    with(link(), "expires_at", ago(1))
}

fn changed() -> Value {
    let named = with(link(), "name", "INV-12-0123456789 A present");
    with(with(named, "max_uses", 3), "expires_at", ahead(2 * 3_600))
}

#[test]
fn a_link_is_switched_off_and_read_back() {
    let (came, sent) = alter(Alteration::Cancel, vec![ok(&link()), ok(&off()), ok(&off())]);
    assert_eq!(came, Outcome::Done(Altered::AsWished(State::Closed)));
    assert_eq!(paths(&sent), vec![format!("{UUID}/"); 3]);
    assert_eq!(sent[1].method, Method::Patch);
    assert_eq!(
        sent.iter().map(|it| it.class).collect::<Vec<_>>(),
        [Class::Reads, Class::Writes, Class::Reads]
    );
    assert_eq!(body(&sent[1]), json!({ "is_active": false }));
}

#[test]
fn a_link_that_is_over_is_not_written() {
    for (before, due) in [
        (off(), Altered::AsWished(State::Closed)),
        (used(), Altered::Over(State::Paid)),
        (over(), Altered::Over(State::Expired)),
        (with(used(), "is_active", false), Altered::Over(State::Paid)),
    ] {
        assert_eq!(cancel(vec![ok(&before)]), Outcome::Done(due), "{before}");
        let Outcome::Done(Altered::Over(_)) = change(vec![ok(&before)]) else {
            panic!("a link that is over is changed: {before}")
        };
    }
}

#[test]
fn only_what_is_read_back_is_told() {
    let plain = |read: Value| cancel(vec![ok(&link()), ok(&off()), ok(&read)]);
    assert_eq!(plain(link()), Outcome::Done(Altered::NotYet(State::Open)));
    assert_eq!(plain(used()), Outcome::Done(Altered::Over(State::Paid)));
    // It worked, whatever the write was answered.
    for odd in [no(400), Ok(response(500, "")), ok(&json!({})), Ok(response(301, ""))] {
        let came = cancel(vec![ok(&link()), odd.clone(), ok(&off())]);
        assert_eq!(came, Outcome::Done(Altered::AsWished(State::Closed)), "{odd:?}");
        let came = cancel(vec![ok(&link()), odd.clone(), ok(&link())]);
        assert!(!matches!(came, Outcome::Done(_)), "{odd:?}: {came:?}");
    }
    let refused = cancel(vec![ok(&link()), no(403), ok(&link())]);
    assert_eq!(became(&refused), Became::Rejected(RejectionClass::Permission));
    for (fault, due) in [
        (TransportFault::TimedOut, Became::Unclear(Doubt::TimedOut)),
        (TransportFault::Connect, Became::NotSent(Fault::Connect)),
    ] {
        assert_eq!(became(&cancel(vec![ok(&link()), Err(fault)])), due);
    }
    let unread = |answer: Answer| became(&cancel(vec![ok(&link()), ok(&off()), answer]));
    assert_eq!(unread(Err(TransportFault::Connect)), Became::Unclear(Doubt::ConnectionLost));
    assert_eq!(unread(no(404)), Became::Unclear(Doubt::RefusedLater));
    assert_eq!(unread(ok(&without(off(), "is_active"))), UNREADABLE);
}

#[test]
fn a_look_before_that_brings_nothing_refuses_nothing() {
    for (answer, due) in [
        (no(404), Became::Unclear(Doubt::RefusedLater)),
        (no(401), Became::Rejected(RejectionClass::Credentials)),
        (Err(TransportFault::Dns), Became::NotSent(Fault::Dns)),
        (ok(&without(link(), "is_active")), UNREADABLE),
        (ok(&with(link(), "is_active", "maybe")), UNREADABLE),
        (ok(&with(link(), "metadata", json!({ "reference": "another" }))), DIFFERENT),
    ] {
        assert_eq!(became(&cancel(vec![answer.clone()])), due, "{answer:?}");
    }
}

#[test]
fn a_link_that_neither_staff_nor_customers_find_was_deleted() {
    let cancel = |age, public: Vec<Answer>| {
        let answers = [vec![no(404)], public].concat();
        alter_made(age, Alteration::Cancel, answers)
    };
    for gone in [no(404), no(410), Ok(response(410, ""))] {
        let (came, sent) = cancel(60, vec![gone]);
        assert_eq!(came, Outcome::Done(Altered::AsWished(State::Closed)));
        assert_eq!(paths(&sent), [format!("{UUID}/"), format!("public/{UUID}/")]);
        assert!(sent[1].without_sign_in);
    }
    // Customers may pay it, or nobody knows.
    let unproven = [
        ok(&shown()),
        Ok(response(404, "<html>")),
        Ok(response(500, "")),
        no(401),
        no(403),
        Err(TransportFault::TimedOut),
    ];
    for answer in unproven {
        let (came, _) = cancel(86_400, vec![answer.clone()]);
        assert_eq!(became(&came), Became::Unclear(Doubt::RefusedLater), "{answer:?}");
    }
    // A new one may not be shown yet.
    let (came, _) = cancel(59, vec![]);
    assert_eq!(became(&came), Became::Unclear(Doubt::RefusedLater));
    // Only a page of the dashboard's own is its word.
    let page = Ok(response(404, "<html>"));
    let (came, _) = alter_made(86_400, Alteration::Cancel, vec![page]);
    assert_eq!(became(&came), UNREADABLE);
    // What shall be changed is not there.
    let (came, _) = alter_made(86_400, Alteration::Change(terms()), vec![no(404)]);
    assert_eq!(became(&came), Became::Unclear(Doubt::RefusedLater));
}

#[test]
fn a_change_that_nobody_tells_is_none() {
    let mute = |name: &str| without(changed(), name);
    let after = |taken: &Value, read: &Value| change(vec![ok(&link()), ok(taken), ok(read)]);
    let not_yet = Outcome::Done(Altered::NotYet(State::Open));
    let is_changed = Outcome::Done(Altered::AsWished(State::Open));
    for name in ["max_uses", "expires_at"] {
        assert_eq!(after(&mute(name), &mute(name)), not_yet, "{name}");
        // The answer to the write told it.
        assert_eq!(after(&changed(), &mute(name)), is_changed, "{name}");
        assert_eq!(after(&link(), &mute(name)), not_yet, "{name}");
        let anothers = with(changed(), "metadata", json!({ "reference": "another" }));
        assert_eq!(after(&anothers, &mute(name)), not_yet, "{name}");
        // What is read is more than what was answered.
        let read = with(changed(), name, link()[name].clone());
        assert_eq!(after(&changed(), &read), not_yet, "{name}");
        let unread = with(changed(), name, json!("?"));
        assert_eq!(after(&changed(), &unread), not_yet, "{name}");
    }
    // Without an answer to the write, the label must be told, too.
    let lost = change(vec![ok(&link()), Ok(response(500, "")), ok(&mute("name"))]);
    assert_eq!(became(&lost), Became::Unclear(Doubt::ProviderError));
}

#[test]
fn a_change_is_of_the_label_the_end_and_the_uses_alone() {
    let (came, sent) =
        alter(Alteration::Change(terms()), vec![ok(&link()), ok(&changed()), ok(&changed())]);
    assert_eq!(came, Outcome::Done(Altered::AsWished(State::Open)));
    let due = json!({
        "name": "INV-12-0123456789 A present",
        "expires_at": ahead(2 * 3_600),
        "max_uses": 3,
    });
    assert_eq!(body(&sent[1]), due);
}

#[test]
fn a_change_counts_once_it_is_read_back() {
    let back = |read: Value| change(vec![ok(&link()), ok(&changed()), ok(&read)]);
    let is_changed = Outcome::Done(Altered::AsWished(State::Open));
    assert_eq!(back(with(changed(), "name", "In words of its own")), is_changed);
    assert_eq!(back(with(changed(), "expires_at", ahead(2 * 3_600 - 59))), is_changed);
    for read in [
        link(),
        with(changed(), "max_uses", 1),
        with(changed(), "max_uses", Value::Null),
        with(changed(), "expires_at", ahead(2 * 3_600 + 60)),
        with(changed(), "expires_at", Value::Null),
        with(changed(), "total", "34.91"),
    ] {
        assert_eq!(back(read.clone()), Outcome::Done(Altered::NotYet(State::Open)), "{read}");
    }
    // Where the write was not plainly taken, the label must be ours to the letter.
    let lost = |read: Value| change(vec![ok(&link()), Ok(response(500, "")), ok(&read)]);
    assert_eq!(lost(changed()), is_changed);
    assert_eq!(
        became(&lost(with(changed(), "name", "In words of its own"))),
        Became::Unclear(Doubt::ProviderError)
    );
    // It was changed, and paid three times since.
    let paid = with(changed(), "times_used", 3);
    assert_eq!(change(vec![ok(&paid)]), Outcome::Done(Altered::AsWished(State::Paid)));
}

#[test]
fn what_a_link_asks_for_is_not_changed() {
    let dearer = || {
        let figures = LinkFigures { amount: euros(3_500), ..terms().figures };
        Alteration::Change(LinkTerms { figures, ..terms() })
    };
    let (came, sent) = alter(dearer(), vec![ok(&link())]);
    let due = Became::Rejected(RejectionClass::Invalid(Field::Amount));
    assert_eq!((became(&came), sent.len()), (due, 1));
    let figures = LinkFigures { shipping: Some(money(0, "EUR")), ..terms().figures };
    let shipped = Alteration::Change(LinkTerms { figures, ..terms() });
    assert!(alter(shipped, vec![]).1.is_empty());
}
