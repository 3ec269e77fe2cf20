//! Ending a link before its time.

use domain::{
    Outcome,
    error::{Doubt, Fault},
    link::{Alteration, LinkTerms, ProviderLinkState},
    link_wish::LinkFigures,
    outcome::RejectionClass,
    usage::Usage,
};
use providers::{Altered, Class, LinkToAlter, Method, TransportFault};
use serde_json::json;

use crate::support::{
    Answer, Became, DIFFERENT, UNREADABLE, became, header, in_state, link_id, no, now, ok, paths,
    paymentflow, play, pounds, reference, response, shop, with,
};

fn link(alteration: Alteration) -> LinkToAlter {
    LinkToAlter { provider_id: link_id(), reference: reference(), since: now(), alteration }
}

fn cancel(answers: Vec<Answer>) -> Outcome<Altered> {
    play(paymentflow().alter_link(&shop(), link(Alteration::Cancel)), answers).0
}

fn state(word: &str) -> Answer {
    ok(&in_state(word))
}

const CLOSED: ProviderLinkState = ProviderLinkState::Closed;

#[test]
fn a_link_is_read_cancelled_and_read_back() {
    let answers = vec![state("pending"), state("cancelled"), state("cancelled")];
    let (outcome, sent) =
        play(paymentflow().alter_link(&shop(), link(Alteration::Cancel)), answers);
    assert_eq!(outcome, Outcome::Done(Altered::AsWished(CLOSED)));
    let path = "/payments/pay_abc123";
    assert_eq!(paths(&sent), [path, "/payments/pay_abc123/cancel", path]);
    let methods: Vec<_> = sent.iter().map(|request| (request.method, request.class)).collect();
    let read = (Method::Get, Class::Reads);
    assert_eq!(methods, [read, (Method::Post, Class::Writes), read]);
    assert!(sent.iter().all(|request| header(request, "idempotency-key").is_none()));
}

#[test]
fn only_what_nobody_has_begun_to_pay_is_cancelled() {
    let became = |word| cancel(vec![state(word)]);
    assert_eq!(became("cancelled"), Outcome::Done(Altered::AsWished(CLOSED)));
    assert_eq!(became("succeeded"), Outcome::Done(Altered::Over(ProviderLinkState::Paid)));
    assert_eq!(became("failed"), Outcome::Done(Altered::Over(CLOSED)));
    // It may still come back, so it is tried again.
    assert_eq!(became("processing"), Outcome::Done(Altered::NotYet(ProviderLinkState::Open)));
}

#[test]
fn only_what_is_read_back_counts() {
    let open = ProviderLinkState::Open;
    // A yes that changed nothing.
    let nothing = vec![state("pending"), state("cancelled"), state("pending")];
    assert_eq!(cancel(nothing), Outcome::Done(Altered::NotYet(open.clone())));
    // A no although it worked, and one because a customer was quicker.
    let conflict = || no(409, "payment_not_cancellable", None);
    let then = |word| cancel(vec![state("pending"), conflict(), state(word)]);
    assert_eq!(then("cancelled"), Outcome::Done(Altered::AsWished(CLOSED)));
    assert_eq!(then("processing"), Outcome::Done(Altered::NotYet(open)));
    assert_eq!(then("succeeded"), Outcome::Done(Altered::Over(ProviderLinkState::Paid)));
    let refused = cancel(vec![state("pending"), conflict(), state("pending")]);
    assert_eq!(became(&refused), Became::Rejected(RejectionClass::Refused));
}

#[test]
fn once_the_write_has_left_nothing_is_unsent_or_refused() {
    let after = |answer| became(&cancel(vec![state("pending"), state("cancelled"), answer]));
    assert_eq!(after(Err(TransportFault::Connect)), Became::Unclear(Doubt::ConnectionLost));
    assert_eq!(after(no(404, "", None)), Became::Unclear(Doubt::RefusedLater));
    assert_eq!(after(Ok(response(500, ""))), Became::Unclear(Doubt::ProviderError));
    let writing = |answer| became(&cancel(vec![state("pending"), answer]));
    assert_eq!(writing(Err(TransportFault::TimedOut)), Became::Unclear(Doubt::TimedOut));
    assert_eq!(writing(Ok(response(429, ""))), Became::NotSent(Fault::TooManyRequests));
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let other = with(in_state("pending"), "metadata", json!({ "reference": "another" }));
    assert_eq!(became(&cancel(vec![ok(&other)])), DIFFERENT);
    let elsewhere = with(in_state("pending"), "id", "pay_other");
    assert_eq!(became(&cancel(vec![ok(&elsewhere)])), UNREADABLE);
    let gone = cancel(vec![no(404, "", None)]);
    assert_eq!(became(&gone), Became::Unclear(Doubt::RefusedLater));
    let keys = cancel(vec![no(401, "", None)]);
    assert_eq!(became(&keys), Became::Rejected(RejectionClass::Credentials));
}

#[test]
fn nothing_changes_a_link() {
    let figures =
        LinkFigures { amount: pounds(5), usage: Usage::Single, shipping: None, expires_at: now() };
    let terms = LinkTerms { figures, name: String::new(), description: String::new() };
    let change = paymentflow().alter_link(&shop(), link(Alteration::Change(terms)));
    let (outcome, sent) = play(change, vec![]);
    assert_eq!(became(&outcome), Became::Rejected(RejectionClass::Refused));
    assert!(sent.is_empty());
}
