//! What is a final no, and what only looks like one: its request may have been acted on.

use providers::flitt::{
    Capture, CheckoutUrl, FiscalData, FlittError, NewOrder, Reverse, ReverseId, Unreadable,
};
use serde_json::{Value, json};

use crate::stage::{gel, order_id, read, signed};

/// What becomes of `message` as the answer to a refund that the gateway did.
fn refund(changes: &Value) -> FlittError {
    let key = ReverseId::new("r-1").unwrap();
    let call = Reverse::new(order_id(), gel(16), Some(key)).call().unwrap();
    let mut message = json!({
        "reverse_status": "approved", "order_id": "order_12345", "merchant_id": 1_549_901,
        "response_status": "success", "reverse_id": "r-1", "reversal_amount": "16",
    });
    assert!(read(&call, &signed(message.clone())).is_ok());
    put(&mut message, changes);
    read(&call, &signed(message)).unwrap_err()
}

fn put(message: &mut Value, changes: &Value) {
    for (name, value) in changes.as_object().unwrap() {
        message[name] = value.clone();
    }
}

fn malformed(name: &'static str) -> FlittError {
    Unreadable::Malformed { name }.into()
}

fn missing(name: &'static str) -> FlittError {
    Unreadable::Missing { name }.into()
}

#[test]
fn an_unknown_word_is_neither_a_yes_nor_a_no() {
    for word in ["processing", "Success", "Failure", "failure ", "ok", "0"] {
        let change = json!({ "response_status": word });
        assert_eq!(refund(&change), malformed("response_status"), "{word}");
        let alone = json!({ "response_status": word, "error_code": 1000, "error_message": "no" });
        assert_eq!(create(&alone), malformed("response_status"), "{word}");
    }
}

#[test]
fn an_error_beside_a_result_is_no_refusal() {
    for error in [
        json!({ "error_code": 1000 }),
        json!({ "error_code": "1000", "error_message": "General decline" }),
        json!({ "error_message": "note" }),
        json!({ "error": "note" }),
    ] {
        assert_eq!(refund(&error), malformed("response_status"), "{error}");
    }
    for word in ["failure", "error"] {
        let change = json!({ "response_status": word, "error_code": 1000 });
        assert_eq!(refund(&change), malformed("reverse_status"), "{word}");
        let declined = json!({ "response_status": word, "reverse_status": "declined" });
        assert!(matches!(refund(&declined), FlittError::Refused(_)), "{word}");
    }
    // A zero and an empty text say that there is none.
    let key = ReverseId::new("r-1").unwrap();
    let call = Reverse::new(order_id(), gel(16), Some(key)).call().unwrap();
    let none = json!({
        "reverse_status": "approved", "order_id": "order_12345", "response_status": "success",
        "error_code": 0, "error_message": "", "error": null,
    });
    assert!(read(&call, &signed(none)).is_ok());
}

/// What becomes of `message` as the answer to a request for a link.
fn create(message: &Value) -> FlittError {
    let call = CheckoutUrl { order: NewOrder::new(order_id(), "x", gel(1)) }.call().unwrap();
    read(&call, message).unwrap_err()
}

#[test]
fn a_link_that_came_is_not_refused() {
    for (name, result) in [
        ("checkout_url", json!("https://pay.flitt.com/x")),
        ("payment_id", json!("8050001")),
        ("token", json!("6a6a")),
        ("order_status", json!("created")),
        ("order_status", json!("approved")),
        ("capture_status", json!("hold")),
        ("transaction_id", json!(7)),
        ("acs_url", json!("https://acs.example/")),
        ("status", json!("disabled")),
    ] {
        let mut message = json!({ "response_status": "failure", "error_code": 1000 });
        assert!(matches!(create(&message), FlittError::Refused(_)));
        message[name] = result;
        assert_eq!(create(&message), malformed(name));
    }
}

#[test]
fn without_the_word_an_error_is_no_refusal() {
    for error in [
        json!({ "error_code": 1018 }),
        json!({ "error_message": "Order not found" }),
        json!({ "error": "no" }),
        json!({ "error_code": 1018, "response_status": "" }),
        json!({ "error_code": 1018, "response_status": null }),
    ] {
        assert_eq!(create(&error), missing("response_status"), "{error}");
    }
}

#[test]
fn what_is_neither_text_nor_number_is_never_absent() {
    for wrong in [json!(true), json!({ "a": 1 }), json!([])] {
        for name in ["response_status", "error_code", "error_message", "error"] {
            let message = json!({ "checkout_url": "https://x", name: wrong });
            assert_eq!(create(&message), malformed(name), "{wrong}");
        }
        let capture = json!({
            "capture_status": "captured", "order_id": "order_12345", "response_code": wrong,
        });
        assert_eq!(captured(&capture), Err(malformed("response_code")));
    }
}

/// What becomes of `message` as the answer to a capture.
fn captured(message: &Value) -> Result<(), FlittError> {
    let call = Capture { order_id: order_id(), money: gel(100) }.call().unwrap();
    read(&call, message).map(drop)
}

#[test]
fn a_capture_and_a_refund_name_the_order() {
    let good = json!({
        "capture_status": "captured", "order_id": "order_12345", "merchant_id": 1_549_901,
        "response_status": "success",
    });
    assert_eq!(captured(&good), Ok(()));
    for (name, value, due) in [
        ("order_id", json!(""), missing("order_id")),
        ("order_id", json!("order_2"), FlittError::NotOurs { name: "order_id" }),
        ("order_id", json!(null), malformed("order_id")),
        ("order_id", json!(true), malformed("order_id")),
        ("order_id", json!({ "a": 1 }), malformed("order_id")),
        ("merchant_id", json!([1]), malformed("merchant_id")),
        ("merchant_id", json!(null), malformed("merchant_id")),
        ("capture_status", json!(true), malformed("capture_status")),
    ] {
        let mut message = good.clone();
        message[name] = value;
        assert_eq!(captured(&message), Err(due), "{message}");
    }
    assert_eq!(captured(&json!({ "capture_status": "captured" })), Err(missing("order_id")));
    assert_eq!(refund(&json!({ "order_id": "" })), missing("order_id"));
    assert_eq!(refund(&json!({ "order_id": null })), malformed("order_id"));
}

#[test]
fn only_a_receipt_has_its_error_in_a_success() {
    let call = FiscalData { order_id: order_id() }.call().unwrap();
    let no = json!({ "response_status": "success", "error": "Merchant account not found" });
    assert!(matches!(read(&call, &no), Err(FlittError::Refused(_))));
    assert_eq!(create(&no), malformed("response_status"));
}
