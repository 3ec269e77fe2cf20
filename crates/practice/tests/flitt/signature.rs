use serde_json::{Value, json};

use crate::shop::{KEY, MERCHANT, PAYOUT_KEY, Shop, link, refused, signature, text};

fn signed_with(key: &str, mut params: Value) -> Value {
    params["signature"] = signature(key, &params).into();
    params
}

#[test]
fn a_wrong_key_is_1014_and_at_capture_and_reverse_1007() {
    let shop = Shop::open();
    for (path, code) in [
        ("/api/checkout/url", 1014),
        ("/api/status/order_id", 1014),
        ("/api/capture/order_id", 1007),
        ("/api/reverse/order_id", 1007),
    ] {
        let answer = shop.send(path, &signed_with(PAYOUT_KEY, link("order-1")));
        refused(&answer, code);
        let sentence = text(&answer["error_message"]);
        assert!(sentence.to_lowercase().contains("signature"), "{sentence}");
        assert!(sentence.contains("**********|1020|GEL"), "{sentence}");
        assert!(!sentence.contains(KEY));
    }
    assert!(shop.books().orders().is_empty());
}

#[test]
fn checkout_writes_codes_as_texts_and_others_as_numbers() {
    let shop = Shop::open();
    let request = signed_with(PAYOUT_KEY, link("order-1"));
    assert_eq!(shop.send("/api/checkout/url", &request)["error_code"], "1014");
    assert_eq!(shop.send("/api/status/order_id", &request)["error_code"], 1014);
}

#[test]
fn the_merchant_is_looked_for_before_the_signature() {
    let shop = Shop::open();
    let stranger = json!({ "order_id": "order-1", "merchant_id": MERCHANT + 1 });
    refused(&shop.ask("/api/status/order_id", stranger), 1016);
    let unsigned = json!({ "order_id": "order-1", "merchant_id": MERCHANT });
    refused(&shop.send("/api/status/order_id", &unsigned), 1011);
    let upper = {
        let mut request = signed_with(KEY, unsigned);
        request["signature"] = text(&request["signature"]).to_uppercase().into();
        request
    };
    refused(&shop.send("/api/status/order_id", &upper), 1014);
}

#[test]
fn unknown_parameters_take_part() {
    let shop = Shop::open();
    let mut request = signed_with(KEY, link("order-1"));
    request["colour"] = "red".into();
    refused(&shop.send("/api/checkout/url", &request), 1014);
    let request = signed_with(KEY, request);
    assert_eq!(shop.send("/api/checkout/url", &request)["response_status"], "success");
}

#[test]
fn values_without_a_rule_cannot_be_signed_in_1_0() {
    let shop = Shop::open();
    for value in [json!(true), json!(10.0), json!({ "a": 1 }), json!([1])] {
        let mut request = link("order-1");
        request["merchant_data"] = value;
        refused(&shop.ask("/api/checkout/url", request), 1014);
    }
}

#[test]
fn a_capture_can_be_replayed_as_a_refund() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    let request = json!({
        "order_id": "order-1",
        "merchant_id": MERCHANT,
        "amount": 1020,
        "currency": "GEL",
    });
    let request = signed_with(KEY, request);
    shop.send("/api/capture/order_id", &request);
    let answer = shop.send("/api/reverse/order_id", &request);
    assert_eq!(answer["reverse_status"], "approved");
}
