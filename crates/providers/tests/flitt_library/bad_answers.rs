//! Answers that say no, and answers that are none.

use providers::{
    Response,
    flitt::{
        CheckoutUrl, FlittError, NewOrder, NotProven, OrderStatusQuery, Protocol, Refusal,
        RefusalKind, Unreadable,
    },
};
use serde_json::{Value, json};

use crate::stage::{FORM, JSON, XML, gel, merchant, order_id, read, response};

fn refusal(message: &Value) -> Refusal {
    let call = CheckoutUrl { order: NewOrder::new(order_id(), "x", gel(1)) }.call().unwrap();
    match read(&call, message) {
        Err(FlittError::Refused(refusal)) => refusal,
        other => panic!("{message}: {other:?}"),
    }
}

fn failure(code: &Value, message: &str) -> Value {
    json!({
        "response_status": "failure", "error_code": code, "error_message": message,
        "request_id": "3mwpcKoenYZ0w",
    })
}

#[test]
fn a_refusal_says_what_it_is_about() {
    for (code, message, kind) in [
        (json!(1014), "Invalid signature", RefusalKind::WrongKey),
        (json!("1014"), "", RefusalKind::WrongKey),
        (json!(1007), "Parameter `signature` is incorrect", RefusalKind::WrongKey),
        (json!(1007), "parameter signature is incorrect", RefusalKind::WrongKey),
        // A dish may be called so, and so may a parameter that is none.
        (json!(1007), "Parameter `order_desc` is incorrect: signature", RefusalKind::Other),
        (json!(1007), "Parameter order_desc is incorrect: signature dish", RefusalKind::Other),
        (json!(1007), "Our signature dish is no parameter", RefusalKind::Other),
        (json!(1007), "Parameter `signatures` is incorrect", RefusalKind::Other),
        (json!(1007), "Parameter `lang` is incorrect", RefusalKind::Other),
        (json!(1016), "Merchant not found", RefusalKind::UnknownMerchant),
        (json!("1013"), "Duplicate order_id", RefusalKind::DuplicateOrder),
        (json!(1018), "Order not found", RefusalKind::UnknownOrder),
        (json!(1012), "Currency is not supported", RefusalKind::Currency),
        (json!(1001), "What is this", RefusalKind::Other),
        (json!("E-77"), "What is that", RefusalKind::Other),
    ] {
        let refusal = refusal(&failure(&code, message));
        assert_eq!(refusal.kind, kind, "{code} {message}");
        let code = code.as_str().map_or_else(|| code.to_string(), ToOwned::to_owned);
        assert_eq!(refusal.code.unwrap().as_str(), code);
        assert_eq!(refusal.request_id.as_str(), "3mwpcKoenYZ0w");
    }
}

#[test]
fn a_refusal_may_lack_its_parts() {
    let only_status = refusal(&json!({ "response_status": "failure" }));
    assert_eq!((only_status.code, only_status.message.is_empty()), (None, true));
    let only_code = refusal(&json!({ "response_status": "failure", "error_code": 1002 }));
    assert_eq!(only_code.code.unwrap().as_str(), "1002");
    let error = refusal(&json!({ "response_status": "error", "error": "no" }));
    assert_eq!(error.message.as_str(), "no");
    let banks = json!({
        "response_status": "failure", "response_code": 1109, "response_description": "Captured",
    });
    let banks = refusal(&banks);
    assert_eq!((banks.code.unwrap().as_str(), banks.message.as_str()), ("1109", "Captured"));
}

#[test]
fn the_words_of_a_wrong_key_are_dropped_and_all_others_are_cut() {
    let hint = "Invalid signature: 63f3b6a9a1cd07550d17ff0f3102d6b7e9867b38 ****|100|GEL|order";
    // Whatever the words of a wrong key are.
    assert_eq!(refusal(&failure(&json!(1014), "100GELorder")).message.as_str(), "");
    let without_code = refusal(&json!({ "response_status": "failure", "error_message": hint }));
    assert_eq!(without_code.message.as_str(), "");
    for signed in [
        hint,
        "response_signature_string: ****100GELorder",
        "SIGNATURE of 100GELorder",
        "expected ****|100|GEL|order",
    ] {
        for code in [1007, 1002] {
            assert_eq!(refusal(&failure(&json!(code), signed)).message.as_str(), "", "{signed}");
        }
    }
    let long = refusal(&failure(&json!(1002), &format!("\u{7}\n{}", "ქ".repeat(500))));
    assert_eq!(long.message.as_str(), "ქ".repeat(200));
}

#[test]
fn a_refusal_with_a_wrong_signature_is_none() {
    let mut forged = failure(&json!(1018), "Order not found");
    forged["signature"] = "0".repeat(40).into();
    let call = OrderStatusQuery { order_id: order_id() }.call().unwrap();
    assert_eq!(read(&call, &forged).err(), Some(NotProven::WrongSignature.into()));
    // Where the keys differ, the signature can't be right.
    forged["error_code"] = json!(1014);
    assert!(matches!(read(&call, &forged), Err(FlittError::Refused(_))));
}

#[test]
fn a_status_other_than_200_and_201_proves_nothing() {
    let call = OrderStatusQuery { order_id: order_id() }.call().unwrap();
    let body = json!({ "response": failure(&json!(1018), "Order not found") }).to_string();
    for status in [204, 301, 400, 404, 429, 500, 503] {
        let answer = Response { status, ..response(body.clone()) };
        let read = call.read(&merchant(), JSON, &answer);
        assert_eq!(read.err(), Some(FlittError::Http { status }));
    }
    let created = Response { status: 201, ..response(body) };
    assert!(matches!(call.read(&merchant(), JSON, &created), Err(FlittError::Refused(_))));
}

#[test]
fn what_is_no_answer_is_not_read() {
    let call = OrderStatusQuery { order_id: order_id() }.call().unwrap();
    for body in [
        "",
        "null",
        "[]",
        "\"x\"",
        "<html>maintenance</html>",
        "{\"response\": {\"order_id\"",
        "{}",
        "{\"response\": null}",
        "{\"response\": \"x\"}",
        "{\"response\": []}",
        "{\"response\": [1]}",
        "{\"response\": {}, \"response\": {}}",
        "{\"response\": {\"order_id\": \"a\", \"order_id\": \"b\"}}",
        "{\"response\": {\"order_id\": \"\\ud800\"}}",
        "{\"response\": {\"version\": \"2.0\", \"data\": \"???\", \"signature\": \"x\"}}",
        "{\"response\": {\"version\": \"2.0\", \"data\": \"e30=\", \"signature\": \"x\"}}",
    ] {
        for protocol in [JSON, Protocol::V2, FORM, XML] {
            let read = call.read(&merchant(), protocol, &response(body));
            let is_none = matches!(
                read,
                Err(FlittError::Unreadable(_) | FlittError::NotProven(NotProven::Unsigned))
            );
            assert!(is_none, "{protocol:?} {body}: {read:?}");
        }
    }
    let deep = format!("{{\"response\":{}1{}}}", "[".repeat(50_000), "]".repeat(50_000));
    let read = call.read(&merchant(), JSON, &response(deep));
    assert_eq!(read.err(), Some(Unreadable::Format.into()));
}

#[test]
fn a_link_without_an_address_is_none() {
    let call = CheckoutUrl { order: NewOrder::new(order_id(), "x", gel(1)) }.call().unwrap();
    for answer in [
        json!({ "response_status": "success" }),
        json!({ "response_status": "success", "checkout_url": "" }),
        json!({ "response_status": "success", "checkout_url": null }),
    ] {
        let missing = Unreadable::Missing { name: "checkout_url" };
        assert_eq!(read(&call, &answer).err(), Some(missing.into()));
    }
    let forged = json!({
        "response_status": "success", "checkout_url": "https://x", "signature": "0000",
    });
    assert_eq!(read(&call, &forged).err(), Some(NotProven::WrongSignature.into()));
}
