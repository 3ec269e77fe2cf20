//! What a no is, and what is none.

use domain::{
    Outcome,
    outcome::{Rejection, RejectionClass},
};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, KEY, UNREADABLE, became, key, link_to_read, no, outcome, paymentflow,
    refund_of, response, shop,
};

fn read(answer: Answer) -> Outcome<()> {
    outcome(paymentflow().read_link(&shop(), link_to_read()), vec![answer]).map(drop)
}

fn refund(answer: Answer) -> Outcome<()> {
    outcome(paymentflow().refund(&shop(), refund_of(5), key()), vec![answer]).map(drop)
}

#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
fn answer(status: u16, body: &Value) -> Answer {
    Ok(response(status, body.to_string()))
}

#[test]
fn only_the_providers_own_form_is_a_no() {
    for status in [400, 401, 403, 404, 409, 422, 402, 410] {
        for body in [
            json!({ "message": "no", "code": 17 }),
            json!({ "error": "no" }),
            json!({ "error": {} }),
            json!({ "error": { "reason": "no" } }),
            json!([]),
            json!("no"),
        ] {
            assert_eq!(became(&read(answer(status, &body))), UNREADABLE, "{status} {body}");
            assert_eq!(became(&refund(answer(status, &body))), UNREADABLE, "{status} {body}");
        }
        for error in [json!({ "code": "x" }), json!({ "message": "x" }), json!({ "type": "x" })] {
            let refused = refund(answer(status, &json!({ "error": error })));
            assert!(matches!(refused, Outcome::Rejected(_)), "{status} {error}");
        }
    }
}

#[test]
fn a_server_that_did_not_wait_says_no_no() {
    for status in [408, 300, 304, 100] {
        assert_eq!(became(&refund(no(status, "x", None))), UNREADABLE, "{status}");
    }
}

#[test]
fn a_no_keeps_the_providers_code_and_words_but_no_key() {
    let words = format!("The key {KEY} can't do this");
    let error = json!({ "error": { "code": "not_here", "message": words } });
    let told = |class, code: &str| {
        let (provider_code, detail) = (code.to_owned(), "The key sk_test... can't do this".into());
        Outcome::Rejected(Rejection { class, provider_code, detail })
    };
    let refused = RejectionClass::Refused;
    assert_eq!(read(answer(422, &error)), told(refused, "not_here"));
    assert_eq!(read(answer(402, &error)), told(refused, "not_here"));
    let nameless = json!({ "error": { "message": words } });
    assert_eq!(read(answer(400, &nameless)), told(refused, "400"));
    assert_eq!(read(answer(401, &error)), told(RejectionClass::Credentials, "401"));
    assert_eq!(became(&read(answer(404, &error))), Became::Rejected(RejectionClass::NotFound));
}
