//! Ending a link before its time, and changing what it asks for.

use domain::{
    Outcome, Timestamp,
    error::Doubt,
    link::{Alteration, LinkTerms, ProviderLinkState},
    link_wish::LinkFigures,
    outcome::RejectionClass,
    usage::Usage,
};
use providers::{Altered, Method, Request, TransportFault};
use serde_json::{Value, json};

use crate::{
    support::{
        Answer, LINK, amount, body, error, global_payments, header, link, link_to_alter, money,
        new_terms, not_found, ok, path, play, response, sandbox, with, without, yen_shop,
    },
    troubles::{Became, became},
};

fn cancel(answers: Vec<Answer>) -> (Outcome<Altered>, Vec<Request>) {
    play(global_payments().alter_link(&sandbox(), link_to_alter(Alteration::Cancel)), answers)
}

fn change(answers: Vec<Answer>) -> (Outcome<Altered>, Vec<Request>) {
    let change = link_to_alter(Alteration::Change(new_terms()));
    play(global_payments().alter_link(&sandbox(), change), answers)
}

fn is(status: &str) -> Answer {
    ok(&with(link(), "status", status))
}

/// The link with the new terms.
fn new_link() -> Value {
    let link = with(with(link(), "usage_mode", "MULTIPLE"), "usage_limit", "5");
    let link = with(with(link, "shippable", "YES"), "shipping_amount", "350");
    let link = with(with(link, "name", "Corner shop corrected"), "description", "One chair");
    let link = with(link, "expiration_date", "2026-12-02T10:15:30.000Z");
    with(link, "transactions/amount", "1008")
}

fn not_now() -> Answer {
    let text = "You cannot update a Link that has a 400 status";
    error(400, "INVALID_REQUEST_DATA", "40108", text)
}

const CLOSED: ProviderLinkState = ProviderLinkState::Closed;
const OPEN: ProviderLinkState = ProviderLinkState::Open;

#[test]
fn a_cancel_writes_the_links_own_set_back_switched_off() {
    let own = with(with(link(), "usage_mode", "MULTIPLE"), "usage_limit", "7");
    let own = with(with(own, "shippable", "YES"), "shipping_amount", "350");
    let own = with(own, "description", "Written by somebody else");
    let off = with(own.clone(), "status", "INACTIVE");
    let (outcome, sent) = cancel(vec![ok(&own), ok(&off), ok(&off)]);
    assert_eq!(outcome, Outcome::Done(Altered::AsWished(CLOSED)));
    let steps: Vec<_> = sent.iter().map(|request| (request.method, path(request))).collect();
    let url = format!("/ucp/links/{LINK}");
    let expected = [Method::Get, Method::Patch, Method::Get].map(|method| (method, url.clone()));
    assert_eq!(steps, expected);
    assert_eq!(
        body(&sent[1]),
        json!({
            "usage_mode": "MULTIPLE",
            "usage_limit": 7,
            "name": "Corner shop",
            "description": "Written by somebody else",
            "type": "PAYMENT",
            "status": "INACTIVE",
            "shippable": "YES",
            "shipping_amount": "350",
            "transactions": { "amount": "1999" },
            "expiration_date": "2026-11-20T14:18:00Z",
        })
    );
    assert_eq!(header(&sent[1], "x-gp-idempotency"), None);
}

#[test]
fn what_a_link_does_not_tell_of_itself_is_not_made_up() {
    let sent = |own: &Value| {
        let (outcome, sent) = cancel(vec![ok(own), is("INACTIVE"), is("INACTIVE")]);
        assert_eq!(outcome, Outcome::Done(Altered::AsWished(CLOSED)));
        body(&sent[1])
    };
    assert_eq!(sent(&with(link(), "expiration_date", "")).get("expiration_date"), None);
    assert_eq!(sent(&without(link(), "usage_limit"))["usage_limit"], 1);
    assert_eq!(sent(&without(link(), "shippable"))["shippable"], "NO");
    assert_eq!(sent(&with(link(), "type", ""))["type"], "PAYMENT");
    assert_eq!(sent(&link()).get("shipping_amount"), None);

    // Without these there is no whole set to write back.
    for own in [
        without(link(), "name"),
        without(link(), "usage_mode"),
        with(link(), "transactions/amount", ""),
        with(link(), "usage_limit", "many"),
        without(with(link(), "usage_mode", "MULTIPLE"), "usage_limit"),
    ] {
        let (outcome, sent) = cancel(vec![ok(&own)]);
        assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Unreadable)), "{own}");
        assert_eq!(sent.len(), 1);
    }
}

#[test]
fn a_change_writes_the_whole_new_set() {
    let (outcome, sent) = change(vec![ok(&link()), ok(&new_link()), ok(&new_link())]);
    assert_eq!(outcome, Outcome::Done(Altered::AsWished(OPEN)));
    assert_eq!(
        body(&sent[1]),
        json!({
            "usage_mode": "MULTIPLE",
            "usage_limit": 5,
            "name": "Corner shop corrected",
            "description": "One chair",
            "type": "PAYMENT",
            "shippable": "YES",
            "shipping_amount": "350",
            "transactions": { "amount": "1008" },
            "expiration_date": "2026-12-02T10:15:30Z",
        })
    );
}

/// The answer to the write is not believed (fact sheet, 3.6).
#[test]
fn only_what_is_read_back_counts() {
    for answer in [is("INACTIVE"), Ok(response(204, "")), Ok(response(200, "<html>"))] {
        let (outcome, _) = cancel(vec![ok(&link()), answer, is("INACTIVE")]);
        assert_eq!(outcome, Outcome::Done(Altered::AsWished(CLOSED)));
    }
    let (outcome, _) = cancel(vec![ok(&link()), is("INACTIVE"), is("ACTIVE")]);
    assert_eq!(outcome, Outcome::Done(Altered::NotYet(OPEN)));
    let (outcome, _) = change(vec![ok(&link()), ok(&new_link()), ok(&link())]);
    assert_eq!(outcome, Outcome::Done(Altered::NotYet(OPEN)));
}

#[test]
fn each_point_of_a_change_is_compared() {
    let read_back =
        |link: &Value| change(vec![ok(&crate::support::link()), ok(&new_link()), ok(link)]).0;
    for (path, value) in [
        ("transactions/amount", json!("1999")),
        ("transactions/amount", json!("")),
        ("transactions/currency", json!("EUR")),
        ("usage_mode", json!("SINGLE")),
        ("usage_limit", json!("4")),
        ("shippable", json!("NO")),
        ("shipping_amount", json!("351")),
        ("name", json!("Corner shop")),
        ("description", json!("Two chairs, café style")),
        ("expiration_date", json!("2026-12-02T10:15:31Z")),
        ("expiration_date", json!("2026-12-01")),
        ("expiration_date", json!("soon")),
    ] {
        let outcome = read_back(&with(new_link(), path, value.clone()));
        assert_eq!(outcome, Outcome::Done(Altered::NotYet(OPEN)), "{path} {value}");
    }
    for (path, value) in [
        ("transactions/amount", json!(1008)),
        ("usage_limit", json!(5)),
        ("usage_limit", json!("")),
        ("shipping_amount", json!("")),
        ("description", json!("")),
        ("expiration_date", json!("")),
        ("expiration_date", json!("2026-12-02")),
        ("expiration_date", json!("2026-12-02T10:15:30")),
    ] {
        let outcome = read_back(&with(new_link(), path, value.clone()));
        assert_eq!(outcome, Outcome::Done(Altered::AsWished(OPEN)), "{path} {value}");
    }
}

#[test]
fn a_link_that_is_over_is_left_as_it_is() {
    for (status, state) in [
        ("PAID", ProviderLinkState::Paid),
        ("EXPIRED", ProviderLinkState::Expired),
        ("CLOSED", CLOSED),
    ] {
        for (outcome, sent) in [cancel(vec![is(status)]), change(vec![is(status)])] {
            assert_eq!(outcome, Outcome::Done(Altered::Over(state.clone())), "{status}");
            assert_eq!(sent.len(), 1);
        }
    }
    // Switched off is what a cancel wants, and no change turns it on again.
    assert_eq!(cancel(vec![is("INACTIVE")]).0, Outcome::Done(Altered::AsWished(CLOSED)));
    assert_eq!(change(vec![is("INACTIVE")]).0, Outcome::Done(Altered::Over(CLOSED)));
}

#[test]
fn a_link_that_came_to_its_end_meanwhile_is_told_as_such() {
    for alter in [cancel, change] {
        let (outcome, _) = alter(vec![ok(&link()), not_now(), is("PAID")]);
        assert_eq!(outcome, Outcome::Done(Altered::Over(ProviderLinkState::Paid)));
    }
    let (outcome, _) = cancel(vec![ok(&link()), is("CLOSED"), is("CLOSED")]);
    assert_eq!(outcome, Outcome::Done(Altered::AsWished(CLOSED)));
}

#[test]
fn a_no_is_final_only_for_a_link_that_is_still_as_it_was() {
    let (outcome, _) = cancel(vec![ok(&link()), not_now(), is("ACTIVE")]);
    assert_eq!(became(&outcome), Some(Became::Rejected(RejectionClass::Refused)));
    let forbidden = error(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled");
    let (outcome, _) = change(vec![ok(&link()), forbidden, ok(&link())]);
    assert_eq!(became(&outcome), Some(Became::Rejected(RejectionClass::Permission)));
    // An earlier write may have worked.
    let (outcome, _) = cancel(vec![ok(&link()), not_now(), is("INACTIVE")]);
    assert_eq!(outcome, Outcome::Done(Altered::AsWished(CLOSED)));
    let (outcome, _) = change(vec![ok(&link()), not_now(), ok(&new_link())]);
    assert_eq!(outcome, Outcome::Done(Altered::AsWished(OPEN)));
}

#[test]
fn a_state_that_nobody_knows_is_neither_taken_for_over_nor_for_cancelled() {
    let (outcome, sent) = cancel(vec![is("SLEEPING"), is("SLEEPING"), is("SLEEPING")]);
    let asleep = ProviderLinkState::Unknown("SLEEPING".to_owned());
    assert_eq!(outcome, Outcome::Done(Altered::NotYet(asleep)));
    assert_eq!(sent[1].method, Method::Patch);
    let (outcome, _) = cancel(vec![is("SLEEPING"), is("INACTIVE"), is("INACTIVE")]);
    assert_eq!(outcome, Outcome::Done(Altered::AsWished(CLOSED)));
    assert_eq!(became(&cancel(vec![is("")]).0), Some(Became::Unclear(Doubt::Unreadable)));
}

#[test]
fn another_link_is_never_written_to() {
    for other in [with(link(), "id", "LNK_other"), with(link(), "reference", "another")] {
        let (outcome, sent) = cancel(vec![ok(&other)]);
        assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Different)));
        assert_eq!(sent.len(), 1);
    }
    // Nor is its currency one that can be changed.
    let (outcome, sent) = change(vec![ok(&with(link(), "transactions/currency", "EUR"))]);
    assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Different)));
    assert_eq!(sent.len(), 1);
}

#[test]
fn trouble_after_the_write_leaves_the_question_open() {
    for (answer, doubt) in [
        (Err(TransportFault::Connect), Doubt::ConnectionLost),
        (Err(TransportFault::TimedOut), Doubt::TimedOut),
        (Ok(response(429, "")), Doubt::ConnectionLost),
        (Ok(response(500, "")), Doubt::ProviderError),
        (Ok(response(200, "<html>")), Doubt::Unreadable),
    ] {
        let (outcome, _) = cancel(vec![ok(&link()), is("INACTIVE"), answer]);
        assert_eq!(became(&outcome), Some(Became::Unclear(doubt)));
    }
    let (outcome, _) = cancel(vec![ok(&link()), is("INACTIVE"), not_found()]);
    assert_eq!(became(&outcome), Some(Became::Rejected(RejectionClass::NotFound)));
}

#[test]
fn a_change_counts_yen_as_the_provider_does() {
    let terms = LinkTerms {
        figures: LinkFigures {
            amount: amount(1_008, "JPY"),
            usage: Usage::Single,
            shipping: Some(money(350, "JPY")),
            expires_at: Timestamp::parse("2026-12-02T10:15:30Z").unwrap(),
        },
        ..new_terms()
    };
    let before = with(link(), "transactions/currency", "JPY");
    let before = with(before, "transactions/amount", "199900");
    let after = with(new_link(), "transactions/currency", "JPY");
    let after = with(with(after, "transactions/amount", "100800"), "shipping_amount", "35000");
    let after = with(with(after, "usage_mode", "SINGLE"), "usage_limit", "1");
    let exchange = || {
        let change = link_to_alter(Alteration::Change(terms.clone()));
        global_payments().alter_link(&yen_shop(), change)
    };
    let (outcome, sent) = play(exchange(), vec![ok(&before), ok(&after), ok(&after)]);
    assert_eq!(outcome, Outcome::Done(Altered::AsWished(OPEN)));
    assert_eq!(body(&sent[1])["transactions"]["amount"], "100800");
    assert_eq!(body(&sent[1])["shipping_amount"], "35000");
    let hundredth = with(after, "transactions/amount", "1008");
    let (outcome, _) = play(exchange(), vec![ok(&before), ok(&hundredth), ok(&hundredth)]);
    assert_eq!(outcome, Outcome::Done(Altered::NotYet(OPEN)));
}
