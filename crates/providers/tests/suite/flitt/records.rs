//! The documented answers (3.2, 3.5, 3.7.2, 3.8, 3.9).

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::wrapping::{WRAPPING, signature_of_data};
use crate::{
    answers::{Answer, ok, with},
    asks::{APP_KEY, REFERENCE},
};

/// The merchant that everybody shares for tests (6).
pub(super) const MERCHANT: u64 = 1_549_901;

/// The gateway's id of the order. The link and the payment on it have no others.
pub(super) const PAYMENT: &str = "804876012";

/// What the till calls the link: the order has no other id than its own reference.
pub(super) const LINK: &str = PAYMENT;

/// The gateway's id of the refund.
pub(super) const REFUND: &str = "2011273408";

/// On the sandbox's pay page (0.2, 10).
pub(super) const URL: &str = "https://pay.flitt.com/merchants/5ad6b888f4becb0c33d543d54e57d86c/default/index.html?token=b3c178ad84446ef36eaab365b1e12e6987e9b3d9";

/// An answer as the vendor prints it, in the types that it prints (3.7.2), but with what is packed in it unpacked.
const ORDER: &str = r#"{
    "rrn": "111111111111",
    "masked_card": "444455XXXXXX6666",
    "sender_cell_phone": "",
    "sender_account": "",
    "fee": "",
    "reversal_amount": "0",
    "settlement_amount": "0",
    "response_description": "",
    "sender_email": "buyer@example.com",
    "order_status": "approved",
    "response_status": "success",
    "order_time": "20.11.2026 14:04:00",
    "tran_type": "purchase",
    "eci": "5",
    "settlement_date": "",
    "payment_system": "card",
    "approval_code": "123456",
    "settlement_currency": "",
    "payment_id": 804876012,
    "card_bin": 444455,
    "response_code": "",
    "card_type": "VISA",
    "product_id": "",
    "merchant_data": "",
    "rectoken": "",
    "rectoken_lifetime": "",
    "verification_status": "",
    "parent_order_id": "",
    "fee_oplata": "0",
    "additional_info": {
        "capture_status": null,
        "capture_amount": null,
        "reservation_data": "{}",
        "transaction_id": 1994930931,
        "client_fee": 0.0,
        "card_type": "VISA",
        "timeend": "20.11.2026 14:04:08",
        "payment_method": "card",
        "is_test": true
    }
}"#;

/// An answer that nobody signed.
pub(super) fn plain(facts: &Value) -> Answer {
    ok(&json!({ "response": facts }))
}

/// An answer of protocol 1.0 with its signature.
pub(super) fn signed(facts: &Value) -> Answer {
    let like = ok(&json!({ "response": { "signature": "" } }));
    WRAPPING.with_facts(&like, facts)
}

/// An answer of protocol 2.0.
pub(super) fn nested(facts: &Value) -> Answer {
    let data = STANDARD.encode(json!({ "order": facts }).to_string());
    let signature = signature_of_data(&data, APP_KEY);
    ok(&json!({ "response": { "version": "2.0", "data": data, "signature": signature } }))
}

/// A link that was made (3.2).
pub(super) fn made(url: &str) -> Value {
    json!({ "response_status": "success", "checkout_url": url, "payment_id": PAYMENT })
}

/// The order, paid (3.7.2).
pub(super) fn order() -> Value {
    order_of("1999", "EUR")
}

pub(super) fn order_of(units: &str, currency: &str) -> Value {
    let mut order: Value = serde_json::from_str(ORDER).unwrap();
    for (field, value) in [
        ("amount", units),
        ("actual_amount", units),
        ("currency", currency),
        ("actual_currency", currency),
        ("order_id", REFERENCE),
    ] {
        order[field] = value.into();
    }
    order["merchant_id"] = MERCHANT.into();
    order
}

/// The order before anybody paid.
pub(super) fn unpaid(status: &str) -> Value {
    let mut order = with(order(), "order_status", status);
    for absent in ["rrn", "masked_card", "actual_amount", "actual_currency", "eci", "approval_code"]
    {
        order[absent] = json!("");
    }
    for absent in ["card_bin", "card_type", "payment_system"] {
        order[absent] = json!("");
    }
    with(order, "additional_info/transaction_id", Value::Null)
}

/// The order whose money is only held (3.7.3, 3.8).
pub(super) fn held() -> Value {
    held_of("1999", "EUR")
}

pub(super) fn held_of(units: &str, currency: &str) -> Value {
    with(order_of(units, currency), "additional_info/capture_status", "hold")
}

/// The same after so much of it was captured, in major units (8, trap 15).
pub(super) fn captured(major: &Value) -> Value {
    let order = with(order(), "additional_info/capture_status", "captured");
    with(order, "additional_info/capture_amount", major.clone())
}

/// The answer to a capture (3.8). Nobody signs it.
pub(super) fn capture(status: &str) -> Value {
    json!({
        "capture_status": status,
        "order_id": REFERENCE,
        "response_description": "",
        "response_code": "",
        "merchant_id": MERCHANT,
        "response_status": "success",
    })
}

/// The answer to a reverse of so much under that key (3.9).
pub(super) fn reverse_of(units: &str, key: &str) -> Value {
    json!({
        "reverse_status": "approved",
        "order_id": REFERENCE,
        "response_description": "",
        "response_code": "",
        "merchant_id": MERCHANT,
        "response_status": "success",
        "reverse_id": key,
        "reversal_amount": units,
        "transaction_id": REFUND,
    })
}

/// The answer to a stop or a start of a subscription (3.5).
pub(super) fn charges(status: &str) -> Value {
    json!({
        "response_status": "success",
        "merchant_id": MERCHANT,
        "order_id": REFERENCE,
        "status": status,
    })
}
