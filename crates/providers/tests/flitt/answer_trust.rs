//! Which answers are believed: what the gateway signed, over all that was received.

use domain::{
    Outcome,
    error::{Doubt, Fault},
    link_kind::LinkKind,
    outcome::RejectionClass,
};
use providers::{LinkReport, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, became, flitt, key, link_to_read, order, order_with, outcome, own,
    payment_to_read, refund_of, refunds_to_find, refusal, response, shop, signed, signed_by,
    unsigned, with, without,
};

fn read(answer: Answer) -> Outcome<LinkReport> {
    let exchange = flitt().read_link(&shop(), link_to_read(own(LinkKind::Payment)));
    outcome(exchange, vec![answer])
}

/// What `answer` becomes in each operation whose answer must be signed.
fn each(answer: &Answer) -> Vec<Became> {
    let answers = || vec![answer.clone()];
    vec![
        became(&read(answer.clone())),
        became(&outcome(flitt().read_payment(&shop(), payment_to_read()), answers())),
        became(&outcome(flitt().refunds_of(&shop(), refunds_to_find()), answers())),
        became(&outcome(flitt().refund(&shop(), refund_of(500), key()), answers())),
    ]
}

fn members_of(answer: Answer) -> Value {
    let body: Value = serde_json::from_slice(&answer.unwrap().body).unwrap();
    body["response"].clone()
}

#[test]
fn what_nobody_or_somebody_else_signed_is_never_a_state() {
    let good = members_of(signed(&order()));
    let signature = good["signature"].as_str().unwrap().to_owned();
    for answer in [
        unsigned(&order()),
        unsigned(&with(order(), "signature", "")),
        unsigned(&with(order(), "signature", signature.to_uppercase())),
        signed_by("test", &order()),
        unsigned(&with(good.clone(), "amount", "1021")),
        unsigned(&with(good.clone(), "payment_id", 805_234_567_890_123_457_u64)),
        // Fields that nobody knows take part, too.
        unsigned(&with(good.clone(), "new_field", "x")),
        unsigned(&without(good.clone(), "masked_card")),
    ] {
        for became in each(&answer) {
            assert_eq!(became, Became::Unclear(Doubt::Unreadable));
        }
    }
    let unknown_fields = with(order(), "new_field", "x");
    assert_eq!(became(&read(signed(&unknown_fields))), Became::Done);
    let hint = with(good, "response_signature_string", "anything");
    assert_eq!(became(&read(unsigned(&hint))), Became::Done);
}

#[test]
fn an_answer_about_another_order_or_merchant_says_nothing_of_ours_though_it_is_signed() {
    for (name, value) in
        [("order_id", json!("INV-13-0123456789")), ("merchant_id", json!(1_549_902))]
    {
        for became in each(&signed(&order_with(&[(name, value)]))) {
            assert_eq!(became, Became::Unclear(Doubt::Unreadable));
        }
    }
}

#[test]
fn what_is_no_answer_of_the_gateways_is_unclear() {
    for (answer, due) in [
        (Ok(response(200, "")), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(200, "{}")), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(200, "<html><body>Hello</body></html>")), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(200, r#"{"response": {"order_id": "#)), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(200, r#"{"response": []}"#)), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(404, "<html>")), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(302, "")), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(500, "{}")), Became::Unclear(Doubt::ProviderError)),
        (Ok(response(503, "<html>")), Became::Unclear(Doubt::ProviderError)),
        (Ok(response(429, "")), Became::NotSent(Fault::TooManyRequests)),
        (Err(TransportFault::Dns), Became::NotSent(Fault::Dns)),
        (Err(TransportFault::Tls), Became::NotSent(Fault::Tls)),
        (Err(TransportFault::TimedOut), Became::Unclear(Doubt::TimedOut)),
        (Err(TransportFault::ConnectionLost), Became::Unclear(Doubt::ConnectionLost)),
        (Err(TransportFault::Redirected), Became::Unclear(Doubt::Refused)),
    ] {
        for became in each(&answer) {
            assert_eq!(became, due, "{answer:?}");
        }
    }
}

#[test]
fn a_refusal_has_its_class_also_with_its_numbers_as_texts() {
    for (answer, class) in [
        (refusal("1014", "Invalid signature"), RejectionClass::Credentials),
        (refusal("1007", "Parameter `signature` is incorrect"), RejectionClass::Credentials),
        (refusal("1016", "Merchant not found"), RejectionClass::Credentials),
        (refusal("1018", "Order not found"), RejectionClass::NotFound),
        (refusal("1007", "Parameter `amount` is incorrect"), RejectionClass::Refused),
        (refusal("1012", "Currency"), RejectionClass::Refused),
        (refusal("1999", "New"), RejectionClass::Refused),
        (
            unsigned(&json!({ "response_status": "failure", "error_code": 1018 })),
            RejectionClass::NotFound,
        ),
        (unsigned(&json!({ "response_status": "failure" })), RejectionClass::Refused),
    ] {
        for became in each(&answer) {
            assert_eq!(became, Became::Rejected(class), "{answer:?}");
        }
    }
    // A refusal that is signed wrongly is none.
    let forged = signed_by("test", &json!({ "response_status": "failure", "error_code": 1018 }));
    for became in each(&forged) {
        assert_eq!(became, Became::Unclear(Doubt::Unreadable));
    }
}

#[test]
fn trouble_of_the_gateways_own_is_no_answer_to_whether_it_acted() {
    for code in ["1002", "1049", "1066", "1089", "1122", "1123"] {
        for became in each(&refusal(code, "Trouble")) {
            assert_eq!(became, Became::Unclear(Doubt::ProviderError), "{code}");
        }
    }
}
