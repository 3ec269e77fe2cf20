//! Ending a link before its time, and changing what it asks for.

use domain::{
    Outcome, Timestamp,
    error::Doubt,
    link::{Alteration, LinkTerms, ProviderLinkState},
    link_wish::LinkFigures,
    outcome::RejectionClass,
    usage::Usage,
};
use providers::{Altered, Method, Request};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, LINK, amount, became, body, error, global_payments, header, link,
    link_to_alter, money, new_terms, ok, path, play, sandbox, with, without, yen_shop,
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

#[test]
fn loose_forms_of_what_is_read_back_do_no_harm() {
    let read_back =
        |link: &Value| change(vec![ok(&crate::support::link()), ok(&new_link()), ok(link)]).0;
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

/// It may keep texts and ends in forms of its own, and would be asked for the same change for ever.
#[test]
fn what_the_provider_keeps_in_its_own_form_does_not_keep_a_change_from_being_made() {
    let odd = [
        ("name", json!("CORNER SHOP CORRECTED")),
        ("description", json!("One chair ")),
        ("expiration_date", json!("2026-12-02T23:59:59Z")),
        ("expiration_date", json!("2026-12-01T10:15:31Z")),
        ("expiration_date", json!("2026-12-03")),
        ("expiration_date", json!("soon")),
    ];
    for (path, value) in odd {
        let kept = with(new_link(), path, value.clone());
        let (outcome, _) = change(vec![ok(&link()), ok(&kept), ok(&kept)]);
        assert_eq!(outcome, Outcome::Done(Altered::AsWished(OPEN)), "{path} {value}");
        // Paid meanwhile, but changed before.
        let paid = with(kept.clone(), "status", "PAID");
        let (outcome, _) = change(vec![ok(&link()), ok(&kept), ok(&paid)]);
        let over = Altered::AsWished(ProviderLinkState::Paid);
        assert_eq!(outcome, Outcome::Done(over), "{path} {value}");
        // A write that was refused proves nothing: then every point must be as it was wished.
        let (outcome, _) = change(vec![ok(&kept), not_now(), ok(&kept)]);
        assert_eq!(
            became(&outcome),
            Some(Became::Rejected(RejectionClass::Refused)),
            "{path} {value}"
        );
        let (outcome, _) = change(vec![ok(&paid)]);
        assert_eq!(
            outcome,
            Outcome::Done(Altered::Over(ProviderLinkState::Paid)),
            "{path} {value}"
        );
    }
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

/// A new link may not be shown yet, and an earlier write may have worked.
#[test]
fn a_read_that_is_refused_is_no_no_to_what_is_wished() {
    let hidden = || error(404, "RESOURCE_NOT_FOUND", "40118", "Link not found");
    let forbidden = || error(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled");
    let open = Some(Became::Unclear(Doubt::RefusedLater));
    for alter in [cancel, change] {
        for no in [hidden, forbidden] {
            let (outcome, sent) = alter(vec![no()]);
            assert_eq!((became(&outcome), sent.len()), (open, 1));
            for written in [is("INACTIVE"), not_now()] {
                let (outcome, sent) = alter(vec![ok(&link()), written, no()]);
                assert_eq!((became(&outcome), sent.len()), (open, 3));
            }
        }
    }
}

/// The answer to a change may be lost, and the link come to its end before the till looks again.
#[test]
fn a_link_that_is_over_tells_whether_it_was_changed_before() {
    for (status, state) in [
        ("PAID", ProviderLinkState::Paid),
        ("EXPIRED", ProviderLinkState::Expired),
        ("INACTIVE", CLOSED),
    ] {
        let changed = ok(&with(new_link(), "status", status));
        let as_wished = Outcome::Done(Altered::AsWished(state.clone()));
        assert_eq!(change(vec![changed.clone()]).0, as_wished);
        assert_eq!(change(vec![ok(&link()), not_now(), changed]).0, as_wished);
        let as_before = is(status);
        assert_eq!(change(vec![as_before]).0, Outcome::Done(Altered::Over(state.clone())));
        // What it does not tell proves nothing.
        let silent = with(with(new_link(), "status", status), "transactions/amount", "");
        assert_eq!(change(vec![ok(&silent)]).0, Outcome::Done(Altered::Over(state)));
    }
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
