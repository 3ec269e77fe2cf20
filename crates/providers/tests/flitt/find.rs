//! Finding an order whose making got no clear answer.

use std::time::Duration;

use domain::{Outcome, TillError, error::Doubt, link::NewLink, outcome::RejectionClass};
use providers::{Class, CreatedLink};
use serde_json::json;

use crate::support::{
    Answer, Became, REFERENCE, ask, became, flitt, link_id, now, order, outcome, play, refusal,
    said, shop, signed, with,
};

fn found(answer: Answer) -> Outcome<Option<CreatedLink>> {
    outcome(flitt().find_link(&shop(), ask(), now()), vec![answer])
}

#[test]
fn the_order_is_asked_for_by_our_reference_and_nothing_is_changed() {
    let exchange = flitt().find_link(&shop(), ask(), now());
    let (_, sent) = play(&shop(), exchange, vec![refusal("1018", "Order not found")]);
    assert_eq!(said(&sent[0], "/status/order_id", Class::Reads), json!({ "order_id": REFERENCE }));
}

#[test]
fn an_order_that_is_there_lost_its_address_whatever_became_of_it() {
    for status in ["created", "processing", "approved", "declined", "expired", "reversed", "new"] {
        let error = TillError::AddressLost;
        let lost = CreatedLink::Unusable { provider_id: Some(link_id()), error };
        let answer = signed(&with(order(), "order_status", status));
        assert_eq!(found(answer), Outcome::Done(Some(lost)), "{status}");
    }
    assert_eq!(
        became(&found(signed(&with(order(), "payment_id", "")))),
        Became::Unclear(Doubt::SeenBefore)
    );
}

/// Nobody has its address, so after its end nobody can pay it: what is left of it is nothing to wait for.
#[test]
fn an_order_whose_id_is_told_nowhere_is_given_up_when_it_must_be_dead() {
    let ended = |ago: u64| NewLink { expires_at: now().minus(Duration::from_secs(ago)), ..ask() };
    let find = |wanted: NewLink, status: &str| {
        let nameless = with(with(order(), "payment_id", ""), "order_status", status);
        outcome(flitt().find_link(&shop(), wanted, now()), vec![signed(&nameless)])
    };
    let given_up = CreatedLink::Unusable { provider_id: None, error: TillError::AddressLost };
    for status in ["created", "expired"] {
        // The request may have come a quarter of an hour late, and its life was counted from then.
        assert_eq!(became(&find(ended(900), status)), Became::Unclear(Doubt::SeenBefore));
        assert_eq!(find(ended(901), status), Outcome::Done(Some(given_up.clone())), "{status}");
    }
    for status in ["processing", "approved", "declined", "reversed", "new"] {
        let doubt = Became::Unclear(Doubt::SeenBefore);
        assert_eq!(became(&find(ended(86_400), status)), doubt, "{status}");
    }
}

#[test]
fn an_order_of_another_sum_is_not_what_was_asked_for() {
    for (name, value) in [("amount", "1021"), ("currency", "USD"), ("amount", "")] {
        let error = TillError::InvalidResponse { doubt: Doubt::Different };
        let other = CreatedLink::Unusable { provider_id: Some(link_id()), error };
        assert_eq!(
            found(signed(&with(order(), name, value))),
            Outcome::Done(Some(other)),
            "{name}"
        );
    }
}

#[test]
fn only_the_gateways_own_word_says_that_there_is_no_order() {
    assert_eq!(found(refusal("1018", "Order not found")), Outcome::Done(None));
    let other = found(refusal("1000", "General decline"));
    assert_eq!(became(&other), Became::Rejected(RejectionClass::Refused));
    let wrong_key = found(refusal("1014", "Invalid signature"));
    assert_eq!(became(&wrong_key), Became::Rejected(RejectionClass::Credentials));
}
