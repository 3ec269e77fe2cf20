//! Charging a card that was kept.

use providers::flitt::{Fault, FieldFault, NotProven, OrderStatus, RecurringCharge};
use serde_json::json;

use crate::stage::{gel, order_id, read, sent, signed};

fn charge() -> RecurringCharge {
    RecurringCharge::new(order_id(), "Monthly", gel(100), "REC_TOKEN".into())
}

#[test]
fn a_charge_names_the_token_and_all_that_is_told() {
    let mut charge = charge();
    charge.preauth = Some(true);
    charge.lifetime = Some(600);
    charge.client_ip = Some("198.51.100.7".into());
    charge.sender_email = Some("buyer@example.com".into());
    charge.merchant_data = Some("cart 7".into());
    charge.product_id = Some("sku".into());
    charge.server_callback_url = Some("https://shop.example/hook".into());
    let mut sent = sent(&charge.call().unwrap());
    sent["signature"].take();
    assert_eq!(
        sent,
        json!({
            "order_id": "order_12345", "order_desc": "Monthly", "amount": 100, "currency": "GEL",
            "rectoken": "REC_TOKEN", "preauth": "Y", "lifetime": 600, "client_ip": "198.51.100.7",
            "sender_email": "buyer@example.com", "merchant_data": "cart 7", "product_id": "sku",
            "server_callback_url": "https://shop.example/hook", "merchant_id": 1_549_901,
            "signature": null,
        })
    );
}

#[test]
fn a_charge_without_a_token_is_refused() {
    let mut charge = charge();
    charge.rectoken = "".into();
    let missing = FieldFault { field: "rectoken", fault: Fault::Missing };
    assert_eq!(charge.call().err(), Some(missing));
    assert!(!format!("{:?}", self::charge()).contains("REC_TOKEN"));
}

#[test]
fn a_declined_charge_is_an_answer_and_no_error() {
    let call = charge().call().unwrap();
    let declined = json!({
        "order_id": "order_12345", "merchant_id": 1_549_901, "response_status": "success",
        "order_status": "declined", "response_code": 1037, "response_description": "Insufficient funds",
    });
    let order = read(&call, &signed(declined.clone())).unwrap();
    assert_eq!(order.status, OrderStatus::Declined);
    assert_eq!(order.response_code.unwrap().entry().unwrap().meaning, "insufficient funds");
    assert_eq!(read(&call, &declined).err(), Some(NotProven::Unsigned.into()));
}
