//! Good answers: orders, captures, refunds, in all the ways that their types wobble.

use providers::flitt::{
    Capture, CaptureStatus, FlittError, NotProven, Order, OrderStatus, OrderStatusQuery, Reverse,
    ReverseId, ReverseStatus, TestMark, TranType, Unreadable, VerificationStatus,
};
use serde_json::{Value, json};

use crate::stage::{FORM, gel, merchant, order_id, read, response, signed};

/// The order that an official example of an answer shows, with our ids.
fn paid() -> Value {
    json!({
        "rrn": "332518927710", "masked_card": "444455XXXXXX6666", "sender_cell_phone": "",
        "currency": "GEL", "reversal_amount": "0", "actual_amount": "4600", "sender_email": "",
        "order_status": "approved", "response_status": "success", "response_description": "",
        "order_time": "09.10.2024 21:20:46", "actual_currency": "GEL", "order_id": "order_12345",
        "tran_type": "purchase", "eci": "7", "payment_system": "card", "approval_code": "418900",
        "merchant_id": 1_549_901, "payment_id": 1_234_567_890_123_456_789_u64, "card_bin": 444_455,
        "response_code": "", "card_type": "VISA", "amount": "4600", "rectoken": "TOKEN",
        "verification_status": "verified",
        "additional_info": "{\"capture_status\": null, \"capture_amount\": null, \
            \"transaction_id\": 2025817355, \"client_fee\": 0.0, \"is_test\": true}",
    })
}

fn order(message: Value) -> Result<Order, FlittError> {
    read(&OrderStatusQuery { order_id: order_id() }.call().unwrap(), &signed(message))
}

/// [`paid`] with other values.
fn with(changes: &Value) -> Value {
    let mut message = paid();
    for (name, value) in changes.as_object().unwrap() {
        message[name] = value.clone();
    }
    message
}

#[test]
fn an_order_is_read_whole() {
    let order = order(paid()).unwrap();
    assert_eq!(order.order_id, "order_12345");
    assert_eq!(order.payment_id.unwrap().as_str(), "1234567890123456789");
    assert_eq!((order.status, order.tran_type), (OrderStatus::Approved, TranType::Purchase));
    assert_eq!((order.amount, order.actual), (Some(gel(4_600)), Some(gel(4_600))));
    assert_eq!(order.reversal_amount, Some(0));
    assert_eq!(order.response_code, None);
    assert_eq!(order.masked_card.as_deref(), Some("444455XXXXXX6666"));
    assert_eq!(order.card_bin.as_deref(), Some("444455"));
    assert_eq!(order.approval_code.as_deref(), Some("418900"));
    assert_eq!(order.sender_email, None);
    assert_eq!(order.verification_status, Some(VerificationStatus::Verified));
    assert_eq!(order.additional_info.is_test, Some(TestMark::Test));
    assert_eq!(order.additional_info.capture_status, None);
    assert_eq!(order.additional_info.transaction_id.as_deref(), Some("2025817355"));
    assert_eq!(order.additional_info.client_fee.unwrap().as_str(), "0.0");
}

#[test]
fn types_may_wobble() {
    let message = with(&json!({
        "payment_id": "805", "merchant_id": "1549901", "amount": 4600, "response_code": "1004",
        "card_bin": "", "reversal_amount": "", "actual_amount": "", "actual_currency": null,
    }));
    let order = order(message).unwrap();
    assert_eq!(order.payment_id.unwrap().as_str(), "805");
    assert_eq!(order.amount, Some(gel(4_600)));
    assert_eq!(order.response_code.unwrap().as_str(), "1004");
    assert_eq!((order.card_bin, order.reversal_amount, order.actual), (None, None, None));
}

#[test]
fn each_state_has_its_word_and_no_other() {
    for (word, status) in [
        ("created", OrderStatus::Created),
        ("processing", OrderStatus::Processing),
        ("approved", OrderStatus::Approved),
        ("declined", OrderStatus::Declined),
        ("expired", OrderStatus::Expired),
        ("reversed", OrderStatus::Reversed),
        ("Approved", OrderStatus::Unknown("Approved".into())),
        ("approved ", OrderStatus::Unknown("approved ".into())),
        ("frozen", OrderStatus::Unknown("frozen".into())),
    ] {
        let order = order(with(&json!({ "order_status": word }))).unwrap();
        assert_eq!(order.status, status);
        assert_eq!(order.status.word(), word);
    }
}

#[test]
fn what_was_charged_may_differ_from_what_was_asked() {
    let message = with(&json!({ "actual_amount": "15118", "actual_currency": "UAH" }));
    let actual = order(message).unwrap().actual.unwrap();
    assert_eq!((actual.minor(), actual.currency().code()), (15_118, "UAH"));
}

#[test]
fn a_sum_that_is_none_is_never_taken_for_nothing() {
    for (name, wrong) in [
        ("amount", json!("46.00")),
        ("amount", json!("-4600")),
        ("amount", json!(46.5)),
        ("amount", json!("4e3")),
        ("amount", json!("99999999999999999999999")),
        ("reversal_amount", json!("all")),
        ("currency", json!("gel")),
        ("payment_id", json!("8.05e8")),
    ] {
        // Fractions can't be signed, so these are signed as texts.
        let wrong = wrong.as_str().map_or_else(|| wrong.to_string(), ToOwned::to_owned);
        let no = order(with(&json!({ name: wrong }))).err();
        assert_eq!(no, Some(Unreadable::Malformed { name }.into()), "{name}: {wrong}");
    }
}

#[test]
fn additional_info_may_be_absent_and_never_broken() {
    for (info, is_test) in [
        (json!("{\"is_test\": \"Y\", \"capture_status\": \"hold\"}"), Some(TestMark::Test)),
        (json!("{\"is_test\": false}"), Some(TestMark::Real)),
        (json!("{\"is_test\": \"maybe\"}"), Some(TestMark::Unknown("maybe".into()))),
        (json!(""), None),
        (Value::Null, None),
    ] {
        let order = order(with(&json!({ "additional_info": info }))).unwrap();
        assert_eq!(order.additional_info.is_test, is_test, "{info}");
    }
    for broken in ["{broken", "[1]", "{\"is_test\": 1, \"is_test\": 0}"] {
        let no = order(with(&json!({ "additional_info": broken }))).err();
        let malformed = Unreadable::Malformed { name: "additional_info" };
        assert_eq!(no, Some(malformed.into()), "{broken}");
    }
}

#[test]
fn a_capture_is_told_unsigned() {
    let call = Capture { order_id: order_id(), money: gel(100) }.call().unwrap();
    let answer = |status: &str| {
        json!({
            "capture_status": status, "order_id": "order_12345", "merchant_id": 1_549_901,
            "response_status": "success", "response_code": "", "response_description": "",
        })
    };
    for (word, status) in [
        ("hold", CaptureStatus::Hold),
        ("captured", CaptureStatus::Captured),
        ("reversed", CaptureStatus::Reversed),
        ("lost", CaptureStatus::Unknown("lost".into())),
    ] {
        assert_eq!(read(&call, &answer(word)).unwrap().status, status);
    }
    assert!(read(&call, &signed(answer("captured"))).is_ok());
    let mut forged = answer("captured");
    forged["signature"] = "0".repeat(40).into();
    assert_eq!(read(&call, &forged).err(), Some(NotProven::WrongSignature.into()));
    let refused = json!({
        "order_id": "order_12345", "response_status": "success", "response_code": 1109,
    });
    let refused = read(&call, &refused).unwrap();
    assert_eq!(refused.response_code.unwrap().as_str(), "1109");
    assert_eq!(refused.status, CaptureStatus::Unknown(String::new()));
    let nothing = json!({ "order_id": "order_12345", "response_status": "success" });
    assert_eq!(
        read(&call, &nothing).err(),
        Some(Unreadable::Missing { name: "capture_status" }.into())
    );
}

#[test]
fn a_refund_is_told_signed() {
    let key = ReverseId::new("r-1").unwrap();
    let call = Reverse::new(order_id(), gel(16), Some(key)).call().unwrap();
    let answer = json!({
        "reverse_status": "approved", "order_id": "order_12345", "merchant_id": 1_549_901,
        "response_status": "success", "response_code": "", "reverse_id": "r-1",
        "reversal_amount": "16", "transaction_id": "2011080263",
    });
    let reversal = read(&call, &signed(answer.clone())).unwrap();
    assert_eq!(reversal.status, ReverseStatus::Approved);
    assert_eq!(reversal.reversal_amount, Some(16));
    assert_eq!(reversal.transaction_id.as_deref(), Some("2011080263"));
    assert_eq!(read(&call, &answer).err(), Some(NotProven::Unsigned.into()));
}

#[test]
fn an_answer_about_something_else_is_not_ours() {
    let key = ReverseId::new("r-1").unwrap();
    let call = Reverse::new(order_id(), gel(16), Some(key)).call().unwrap();
    let answer = json!({
        "reverse_status": "approved", "order_id": "order_12345", "merchant_id": 1_549_901,
        "response_status": "success", "reverse_id": "r-1",
    });
    assert!(read(&call, &signed(answer.clone())).is_ok());
    for (name, other) in
        [("order_id", json!("order_2")), ("merchant_id", json!(1)), ("reverse_id", json!("r-2"))]
    {
        let mut answer = answer.clone();
        answer[name] = other;
        assert_eq!(read(&call, &signed(answer)).err(), Some(FlittError::NotOurs { name }));
    }
}

#[test]
fn a_form_answer_is_proven_like_any_other() {
    let signed = signed(paid());
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    let pairs = signed.as_object().unwrap().iter().map(|(name, value)| (name, text(value)));
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let call = OrderStatusQuery { order_id: order_id() }.call().unwrap();
    let order = call.read(&merchant(), FORM, &response(body)).unwrap();
    assert_eq!(
        (order.amount, order.additional_info.is_test),
        (Some(gel(4_600)), Some(TestMark::Test))
    );
}

#[test]
fn nothing_of_the_customer_is_shown() {
    let message = with(&json!({ "sender_email": "buyer@example.com", "merchant_data": "canary" }));
    let shown = format!("{:?}", order(message).unwrap());
    for private in ["buyer", "canary", "TOKEN", "444455"] {
        assert!(!shown.contains(private), "{shown}");
    }
}
