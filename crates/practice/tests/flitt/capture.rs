use std::time::Duration;

use practice::flitt::Behaviour;
use serde_json::json;

use crate::shop::{MERCHANT, Shop, info, refused};

#[test]
fn held_money_is_captured_once_in_full_or_in_part() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    let answer = shop.capture("order-1", 400);
    let expected = json!({
        "capture_status": "captured",
        "order_id": "order-1",
        "merchant_id": MERCHANT,
        "response_status": "success",
        "response_code": "",
        "response_description": "",
    });
    assert_eq!(answer, expected, "no signature");
    let status = shop.status("order-1");
    assert_eq!(status["order_status"], "approved");
    assert_eq!(status["actual_amount"], "1020");
    assert_eq!(info(&status)["capture_status"], "captured");
    assert_eq!(info(&status)["capture_amount"].to_string(), "4.0");
    assert_eq!(shop.order("order-1").capture.unwrap().amount.get(), 400);
}

#[test]
fn the_same_amount_may_be_asked_for_again_and_another_may_not() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    shop.capture("order-1", 400);
    assert_eq!(shop.capture("order-1", 400)["capture_status"], "captured");
    refused(&shop.capture("order-1", 401), 1109);
    assert_eq!(shop.books().callbacks().len(), 0);
}

#[test]
fn no_more_than_the_hold_can_be_captured() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    refused(&shop.capture("order-1", 1021), 1023);
    refused(&shop.capture("order-1", 0), 1023);
    assert_eq!(shop.capture("order-1", 1020)["capture_status"], "captured");
}

#[test]
fn only_an_approved_hold_can_be_captured() {
    let shop = Shop::open();
    refused(&shop.capture("nothing", 100), 1018);
    shop.create("open", &json!({ "preauth": "Y", "lifetime": 60 }));
    refused(&shop.capture("open", 1020), 1100);
    shop.paid("charged", &json!({}));
    refused(&shop.capture("charged", 1020), 1100);
    shop.paid("released", &json!({ "preauth": "Y" }));
    shop.reverse("released", 1020, "r-1");
    refused(&shop.capture("released", 1020), 1086);
    shop.wait(60);
    refused(&shop.capture("open", 1020), 1052);
}

#[test]
fn a_capture_may_wait_for_the_bank() {
    let shop = Shop::open();
    let captures_wait = Some(Duration::from_secs(30));
    shop.lie(Behaviour { captures_wait, ..Behaviour::default() });
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    assert_eq!(shop.capture("order-1", 1020)["capture_status"], "hold");
    assert_eq!(info(&shop.status("order-1"))["capture_status"], "hold");
    refused(&shop.reverse("order-1", 1020, "r-1"), 1100);
    shop.wait(30);
    assert_eq!(shop.capture("order-1", 1020)["capture_status"], "captured");
    assert_eq!(info(&shop.status("order-1"))["capture_amount"].to_string(), "10.2");
}

#[test]
fn the_actual_amount_may_become_what_was_captured() {
    let shop = Shop::open();
    shop.lie(Behaviour { actual_amount_is_what_was_captured: true, ..Behaviour::default() });
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    assert_eq!(shop.status("order-1")["actual_amount"], "1020");
    shop.capture("order-1", 400);
    assert_eq!(shop.status("order-1")["actual_amount"], "400");
    shop.lie(Behaviour::default());
    assert_eq!(shop.status("order-1")["actual_amount"], "1020");
}

#[test]
fn a_bank_may_refuse_a_capture_within_a_success() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    shop.lie(Behaviour { captures_declined_with: Some(1000), ..Behaviour::default() });
    let answer = shop.capture("order-1", 400);
    assert_eq!(
        (&answer["response_status"], &answer["response_code"]),
        (&json!("success"), &json!(1000))
    );
    assert_eq!(
        (&answer["capture_status"], &answer["order_id"]),
        (&json!("hold"), &json!("order-1"))
    );
    assert!(shop.order("order-1").capture.is_none());
    shop.lie(Behaviour::default());
    let answer = shop.capture("order-1", 400);
    assert_eq!(
        (&answer["capture_status"], &answer["response_code"]),
        (&json!("captured"), &json!(""))
    );
}

#[test]
fn a_gateway_may_tell_captured_money_in_minor_units() {
    let shop = Shop::open();
    shop.lie(Behaviour { capture_amount_in_minor_units: true, ..Behaviour::default() });
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    shop.capture("order-1", 400);
    assert_eq!(info(&shop.status("order-1"))["capture_amount"], 400);
}
