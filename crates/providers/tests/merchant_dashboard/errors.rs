//! What a no of the dashboard's is to the till.

use domain::{
    Outcome,
    error::{Doubt, Fault, Field},
    outcome::{Rejection, RejectionClass},
};
use providers::CreatedLink;
use serde_json::{Value, json};

use crate::support::{
    Became, UNREADABLE, ask, became, dashboard, key, link_to_read, no, outcome, response, shop,
};

fn created(status: u16, body: &Value) -> Outcome<CreatedLink> {
    let answer = Ok(response(status, body.to_string()));
    outcome(dashboard().create_link(&shop(), ask(), key()), vec![answer])
}

fn refused(body: &Value) -> Rejection {
    match created(400, body) {
        Outcome::Rejected(no) => no,
        other => panic!("{other:?}: {body}"),
    }
}

#[test]
fn a_no_to_a_field_is_shown_beside_it_in_the_dashboards_words() {
    for (body, field) in [
        (json!({ "products": [{}, { "quantity": ["Too many."] }] }), Field::Products),
        (json!({ "products": ["Too many."] }), Field::Products),
        (json!({ "total": "Too many." }), Field::Products),
        (json!({ "currency": ["Too many."] }), Field::Currency),
        (json!({ "expires_at": ["Too many."] }), Field::PayableFor),
        (json!({ "max_uses": ["Too many."] }), Field::UseLimit),
        (json!({ "name": ["Too many."] }), Field::Description),
        (json!({ "metadata": [], "max_uses": ["Too many."] }), Field::UseLimit),
    ] {
        let no = refused(&body);
        assert_eq!(no.class, RejectionClass::Invalid(field), "{body}");
        assert_eq!((no.provider_code.as_str(), no.detail.as_str()), ("400", "Too many."));
    }
    assert_eq!(refused(&json!({ "metadata": ["No."] })).class, RejectionClass::Refused);
}

#[test]
fn the_organizations_limits_are_shown_at_the_products() {
    let words = "The total must be between 5.00 and 500.00.";
    for body in [json!({ "non_field_errors": [words] }), json!({ "detail": words })] {
        let no = refused(&body);
        assert_eq!(no.class, RejectionClass::Invalid(Field::Products));
        assert_eq!(no.detail, words);
    }
    let both = refused(&json!({ "non_field_errors": ["Too much."], "max_uses": ["Too many."] }));
    assert_eq!(both.detail, "Too much.; Too many.");
}

#[test]
fn endless_words_are_cut() {
    let words: Vec<_> = (0..20).map(|_| "far too much of a good thing ".repeat(5)).collect();
    let no = refused(&json!({ "non_field_errors": words }));
    assert_eq!(no.detail.chars().count(), 200);
}

#[test]
fn only_the_dashboards_own_error_is_a_no() {
    let detail = json!({ "detail": "No." });
    let rejected = Became::Rejected;
    for (status, due) in [
        (400, rejected(RejectionClass::Invalid(Field::Products))),
        (401, rejected(RejectionClass::Credentials)),
        (403, rejected(RejectionClass::Permission)),
        (404, rejected(RejectionClass::NotFound)),
        (405, rejected(RejectionClass::Refused)),
        (408, UNREADABLE),
        (409, Became::Unclear(Doubt::ProviderError)),
        (429, Became::NotSent(Fault::TooManyRequests)),
        (500, Became::Unclear(Doubt::ProviderError)),
    ] {
        assert_eq!(became(&created(status, &detail)), due, "{status}");
    }
    for status in [400, 401, 403, 404, 405, 409] {
        for body in ["<html></html>", "", "[]", "{}", "null", "\"No.\""] {
            let answer = Ok(response(status, body));
            let came = outcome(dashboard().create_link(&shop(), ask(), key()), vec![answer]);
            assert_eq!(became(&came), UNREADABLE, "{status} {body}");
        }
    }
    for status in [403, 404] {
        assert_eq!(became(&created(status, &json!({ "message": "no" }))), UNREADABLE);
    }
}

#[test]
fn only_a_401_of_the_dashboards_ends_a_session() {
    let refuses = |status, body: &str| dashboard().refuses_session(&response(status, body));
    assert!(refuses(401, r#"{"detail":"Invalid token."}"#));
    assert!(refuses(401, r#"{"error":"expired"}"#));
    assert!(!refuses(401, "<html></html>"));
    assert!(!refuses(401, ""));
    for status in [200, 400, 403, 404, 500] {
        assert!(!refuses(status, r#"{"detail":"Invalid token."}"#), "{status}");
    }
}

#[test]
fn an_ended_session_makes_nothing_and_says_nothing_of_a_link() {
    let credentials = Became::Rejected(RejectionClass::Credentials);
    assert_eq!(became(&created(401, &json!({ "detail": "Invalid token." }))), credentials);
    let read = dashboard().read_link(&shop(), link_to_read());
    assert_eq!(became(&outcome(read, vec![no(401)])), credentials);
}
