//! What an answer means that says no.

use std::time::Duration;

use domain::Timestamp;
use providers::{
    Response, RetryAfter, TransportFault,
    paymentflow::{IDEMPOTENCY_MISMATCH, PaymentFlowError, Words, payments},
};
use serde_json::json;

use crate::stage::{new_payment, response};

fn error(answer: Result<&Response, TransportFault>) -> PaymentFlowError {
    payments::create(&new_payment()).unwrap().read(answer).unwrap_err()
}

fn told(status: u16, body: &str) -> PaymentFlowError {
    error(Ok(&response(status, body)))
}

/// The words of any error that came as an answer.
fn message(status: u16, body: &str) -> String {
    match told(status, body) {
        PaymentFlowError::Authentication { message, .. }
        | PaymentFlowError::Validation { message, .. }
        | PaymentFlowError::RateLimit { message, .. }
        | PaymentFlowError::Other { message, .. } => message.as_str().to_owned(),
        other => panic!("{other:?}"),
    }
}

const BODY: &str =
    r#"{"error":{"type":"some","code":"bad_amount","message":"Too small","field":"amount","x":1}}"#;

#[test]
fn each_status_is_its_kind() {
    let message = Words::new("Too small");
    let code = Some("bad_amount".to_owned());
    for status in [401, 403] {
        let message = message.clone();
        assert_eq!(told(status, BODY), PaymentFlowError::Authentication { status, message });
    }
    for status in [400, 404, 409, 422] {
        let (message, code) = (message.clone(), code.clone());
        let field = Some("amount".to_owned());
        let error = PaymentFlowError::Validation { status, code, field, message };
        assert_eq!(told(status, BODY), error);
    }
    let limit = PaymentFlowError::RateLimit { retry_after: None, message: message.clone() };
    assert_eq!(told(429, BODY), limit);
    for status in [100, 301, 302, 304, 402, 405, 408, 410, 418, 500, 502, 503, 599] {
        let (message, code) = (message.clone(), code.clone());
        assert_eq!(told(status, BODY), PaymentFlowError::Other { status, code, message });
    }
}

#[test]
fn a_mismatch_of_the_key_is_known_by_its_code() {
    let body = json!({ "error": { "code": "idempotency_mismatch" } }).to_string();
    let PaymentFlowError::Validation { status, code, .. } = told(409, &body) else { panic!() };
    assert_eq!((status, code.as_deref()), (409, Some(IDEMPOTENCY_MISMATCH)));
}

#[test]
fn a_wish_to_wait_is_told() {
    let limited = |retry_after, date| {
        let answer = Response { retry_after, date, ..response(429, "") };
        let PaymentFlowError::RateLimit { retry_after, .. } = error(Ok(&answer)) else { panic!() };
        retry_after
    };
    let now = Timestamp::from_millis(1_767_225_600_000);
    let wait = Some(RetryAfter::Wait(Duration::from_secs(7)));
    assert_eq!(limited(wait, None), Some(Duration::from_secs(7)));
    let at = now.map(|now| RetryAfter::At(now.plus(Duration::from_secs(9))));
    assert_eq!(limited(at, now), Some(Duration::from_secs(9)));
    assert_eq!(limited(None, now), None);
}

#[test]
fn other_forms_of_an_error_are_understood_as_far_as_they_go() {
    for (body, words) in [
        (r#"{"error":"not allowed"}"#, "not allowed"),
        (r#"{"message":"bare","code":7}"#, "bare"),
        (r#"{"error":{"message":"ძალიან ცოტა 😀"}}"#, "ძალიან ცოტა 😀"),
        (r#"{"error":{"message":{"en":"no"}}}"#, r#"{"error":{"message":{"en":"no"}}}"#),
        (r#"{"error":null}"#, r#"{"error":null}"#),
        ("<html>\n<h1>502</h1></html>", "<html><h1>502</h1></html>"),
        ("{\"error\":{\"mess", "{\"error\":{\"mess"),
        ("[1,2]", "[1,2]"),
        ("", ""),
    ] {
        for status in [401, 400, 429, 502] {
            assert_eq!(message(status, body), words, "{status}");
        }
    }
    let PaymentFlowError::Validation { code, field, .. } = told(400, r#"{"message":"x","code":7}"#)
    else {
        panic!()
    };
    assert_eq!((code.as_deref(), field), (Some("7"), None));
}

#[test]
fn words_are_cut_and_cannot_control_a_terminal() {
    let long = json!({ "error": { "message": format!("\u{1b}[31m\n{}", "ქ".repeat(500)) } });
    assert_eq!(message(400, &long.to_string()), format!("[31m{}", "ქ".repeat(196)));
    let turned = json!({ "error": { "message": "\u{202e}a\u{200b}b\u{2066}c\u{ad}\u{feff}" } });
    assert_eq!(message(400, &turned.to_string()), "abc");
    assert_eq!(message(500, &"é".repeat(100_000)).chars().count(), 200);
    let broken = response(500, vec![0xff; 5_000]);
    let PaymentFlowError::Other { message, .. } = error(Ok(&broken)) else { panic!() };
    assert_eq!(message.as_str().chars().count(), 200);
}

#[test]
fn an_error_that_repeats_a_key_does_not_bring_it_into_a_log() {
    for (said, kept) in [
        ("Invalid API key: sk_live_51HCanary9Zq4", "Invalid API key: sk_live..."),
        (
            "'sk_test_Canary' and \"pk_live_Canary\", sorry",
            "'sk_test...' and \"pk_live...\", sorry",
        ),
        ("whsec_Canary pk_test_Canary", "whsec_... pk_test..."),
        // What does not show itself hides no key, neither within its prefix nor behind it.
        ("key sk_live\u{1}_Canary", "key sk_live..."),
        ("key sk_live_51H8\nCanary", "key sk_live..."),
        ("key sk_\u{200b}live_\u{200d}Canary", "key sk_live..."),
        ("key sk_live_\u{202e}Canary\u{202c}!", "key sk_live..."),
        ("Canary@shop.example is on our list", "... is on our list"),
        ("no such customer: <\u{e9}.Canary@Shop.example>", "no such customer: <...>"),
    ] {
        let body = json!({ "error": { "message": said, "code": said, "field": said } }).to_string();
        for status in [400, 401, 429, 500] {
            assert_eq!(message(status, &body), kept);
            let shown = format!("{:?} {}", told(status, &body), told(status, &body));
            assert!(!shown.contains("Canary"), "{shown}");
        }
        // Raw text is cut after the key is masked, wherever the cut falls.
        for before in 180..200 {
            let raw = "x".repeat(before) + said;
            assert!(!message(500, &raw).contains("Canary"));
        }
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
        assert_eq!(error(Err(fault)), PaymentFlowError::Network(fault));
    }
}
