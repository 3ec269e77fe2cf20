//! What an answer means that says no.

use std::time::Duration;

use domain::Timestamp;
use providers::{
    Response, RetryAfter, TransportFault,
    merchant_dashboard::{DashboardError, Refusal, Words, links},
};
use serde_json::{Value, json};

use crate::stage::{TOKEN, UUID, new_link, response};

fn error(answer: Result<&Response, TransportFault>) -> DashboardError {
    links::create(&new_link()).unwrap().read(answer).unwrap_err()
}

fn told(status: u16, body: &str) -> DashboardError {
    error(Ok(&response(status, body)))
}

fn refusal(body: &str) -> Refusal {
    match told(400, body) {
        DashboardError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// What is said of the fields, and of the whole.
fn said(body: &Value) -> (Vec<(String, String)>, Vec<String>) {
    let Refusal { fields, general } = refusal(&body.to_string());
    let fields = fields.into_iter().map(|it| (it.field, it.message.as_str().to_owned())).collect();
    (fields, general.iter().map(ToString::to_string).collect())
}

#[test]
fn each_status_is_its_kind() {
    let body = r#"{"detail":"No."}"#;
    let message = || Words::new("No.");
    assert_eq!(told(401, body), DashboardError::SessionEnded { message: message() });
    assert_eq!(told(403, body), DashboardError::Forbidden { message: message() });
    let not_found = DashboardError::NotFound { is_from_api: true, message: message() };
    assert_eq!(told(404, body), not_found);
    assert_eq!(told(410, body), DashboardError::Gone { message: message() });
    let limit = DashboardError::RateLimit { retry_after: None, message: message() };
    assert_eq!(told(429, body), limit);
    for status in [100, 402, 405, 408, 409, 413, 415, 422, 500, 502, 503, 504, 599] {
        assert_eq!(told(status, body), DashboardError::Other { status, message: message() });
    }
    for status in [300, 301, 302, 303, 304, 307, 308, 399] {
        assert_eq!(told(status, body), DashboardError::Redirected { status });
    }
    let page = "<html>Not here</html>";
    let DashboardError::NotFound { is_from_api, message } = told(404, page) else { panic!() };
    assert_eq!((is_from_api, message.as_str()), (false, page));
}

#[test]
fn a_success_that_leads_elsewhere_is_never_followed() {
    let detail = links::detail(&UUID.parse().unwrap());
    let moved = detail.read(Ok(&response(301, "")));
    assert_eq!(moved.err(), Some(DashboardError::Redirected { status: 301 }));
    let refused = detail.read(Err(TransportFault::Redirected));
    assert_eq!(refused.err(), Some(DashboardError::Network(TransportFault::Redirected)));
}

#[test]
fn messages_belong_to_their_fields() {
    let field = |field: &str, message: &str| (field.to_owned(), message.to_owned());
    let (fields, general) = said(&json!({
        "name": ["Too long.", "Not again."],
        "max_uses": "At most 500.",
        "products": [{}, { "quantity": ["At most 10."], "non_field_errors": ["Not sold."] }],
        "metadata": { "intent_id": ["Not a string."] },
        "non_field_errors": ["Total must be at least 5.00."],
        "detail": "No.",
    }));
    let mut sorted = fields;
    sorted.sort();
    assert_eq!(
        sorted,
        [
            field("max_uses", "At most 500."),
            field("metadata.intent_id", "Not a string."),
            field("name", "Not again."),
            field("name", "Too long."),
            field("products[1]", "Not sold."),
            field("products[1].quantity", "At most 10."),
        ]
    );
    let mut general = general;
    general.sort();
    assert_eq!(general, ["No.", "Total must be at least 5.00."]);
}

#[test]
fn messages_of_a_field_include_what_lies_within_it() {
    let body = json!({
        "products": [{ "quantity": ["a"] }, { "product_id": ["b"] }], "products_note": ["c"],
    });
    let refusal = refusal(&body.to_string());
    let of = |field| refusal.of_field(field).map(|it| it.message.as_str()).collect::<Vec<_>>();
    assert_eq!(of("products"), ["a", "b"]);
    assert_eq!(of("products[1]"), ["b"]);
    assert_eq!(of("products[1].product_id"), ["b"]);
    assert!(of("product").is_empty());
}

#[test]
fn a_no_of_any_form_is_told() {
    assert_eq!(said(&json!(["Total too small."])), (vec![], vec!["Total too small.".to_owned()]));
    assert_eq!(said(&json!("No.")), (vec![], vec!["No.".to_owned()]));
    for nothing in [json!(null), json!({}), json!([]), json!({ "name": [] })] {
        assert_eq!(said(&nothing), (vec![], vec![]), "{nothing}");
    }
    let field = |message: &str| vec![("x".to_owned(), message.to_owned())];
    assert_eq!(said(&json!({ "x": 7 })).0, field("7"));
    assert_eq!(said(&json!({ "x": [true] })).0, field("true"));
    assert_eq!(said(&json!({ "x": { "message": "m" } })).0[0].0, "x.message");
    let page = refusal("<html>Bad Request</html>");
    assert_eq!(page.general[0].as_str(), "<html>Bad Request</html>");
    assert!(page.fields.is_empty());
    let cut = refusal(r#"{"name": ["Too lo"#);
    assert_eq!(cut.general.len(), 1);
}

#[test]
fn a_no_without_end_is_cut() {
    let many: Vec<_> = (0..500).map(|n| format!("message {n}")).collect();
    let general = refusal(&json!({ "non_field_errors": many }).to_string()).general;
    assert_eq!(general.len(), 20);
    let names = (0..500).map(|n| (format!("f{n}"), json!(["no"]))).collect();
    assert_eq!(refusal(&Value::Object(names).to_string()).fields.len(), 20);
    let long = json!({ "n".repeat(900): "ქ".repeat(900) });
    let cut = refusal(&long.to_string());
    assert!(cut.fields[0].field.len() <= 200);
    assert_eq!(cut.fields[0].message.as_str().chars().count(), 200);
    let deep = format!("{}\"x\"{}", "{\"a\":".repeat(100), "}".repeat(100));
    assert!(refusal(&deep).fields.is_empty());
}

#[test]
fn a_wait_that_was_asked_for_is_told() {
    let limited = |retry_after| {
        let date = Timestamp::from_millis(0);
        let answer = Response { status: 429, date, retry_after, body: b"slow down".to_vec() };
        match error(Ok(&answer)) {
            DashboardError::RateLimit { retry_after, message } => {
                assert_eq!(message.as_str(), "slow down");
                retry_after
            }
            other => panic!("{other:?}"),
        }
    };
    let seconds = Duration::from_secs;
    assert_eq!(limited(Some(RetryAfter::Wait(seconds(30)))), Some(seconds(30)));
    let moment = RetryAfter::At(Timestamp::from_millis(5_000).unwrap());
    assert_eq!(limited(Some(moment)), Some(seconds(5)));
    assert_eq!(limited(None), None);
}

#[test]
fn words_are_cut_and_cannot_control_a_terminal() {
    let message = |text: &str| {
        let body = json!({ "detail": text }).to_string();
        match told(500, &body) {
            DashboardError::Other { message, .. } => message.as_str().to_owned(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(message(&format!("\u{1b}[31m\n{}", "ქ".repeat(500))).chars().count(), 200);
    assert_eq!(message("\u{202e}a\u{200b}b\u{2066}c\u{ad}\u{feff}"), "abc");
    assert_eq!(message("Not found."), "Not found.");
}

#[test]
fn an_error_that_repeats_a_token_does_not_bring_it_into_a_log() {
    let split = format!("{}\u{200b}{}", &TOKEN[..9], &TOKEN[9..]);
    for said in [
        TOKEN.to_owned(),
        format!("Invalid token {TOKEN}."),
        format!("Token '{TOKEN}' has expired"),
        format!("authorization: Token {TOKEN}"),
        format!("token={TOKEN}&x=1"),
        format!("see https://dash.example.com/?t={TOKEN}"),
        format!("no {split}"),
        "Token Canary12".to_owned(),
        "Canary@shop.example is on our list".to_owned(),
    ] {
        let nested = json!({ "detail": said, "name": [said], said.clone(): ["x"] }).to_string();
        for body in [nested.as_str(), said.as_str()] {
            for status in [400, 401, 403, 404, 410, 429, 500] {
                let error = told(status, body);
                let shown = format!("{error:?} {error}");
                assert!(!shown.contains("Canary"), "{shown}");
            }
        }
    }
    // What is no token stays legible.
    for said in [
        "Invalid token header. No credentials provided.",
        "Token expired, please sign in",
        &format!("Link {UUID} is used up"),
        "Ends 2026-11-21T12:00:00Z",
    ] {
        assert_eq!(Words::new(said).as_str(), said);
    }
}

#[test]
fn no_answer_keeps_what_is_proven_of_the_request() {
    for fault in [
        TransportFault::Dns,
        TransportFault::Connect,
        TransportFault::Tls,
        TransportFault::TimedOut,
        TransportFault::ConnectionLost,
        TransportFault::TooLarge,
        TransportFault::TooDeep,
        TransportFault::Redirected,
    ] {
        assert_eq!(error(Err(fault)), DashboardError::Network(fault));
    }
}
