use serde_json::{Value, json};

use crate::shop::{MERCHANT, Shop, link, refused, text, with};

fn create(shop: &Shop, more: &Value) -> Value {
    shop.ask("/api/checkout/url", with(link("order-1"), more))
}

#[test]
fn amounts_are_whole_minor_units_above_zero() {
    let shop = Shop::open();
    for amount in [json!(0), json!("0"), json!(-5), json!("-5"), json!(1_000_000_000_000_u64)] {
        refused(&create(&shop, &json!({ "amount": amount })), 1023);
    }
    let enormous = json!("99999999999999999999999999999999999999");
    refused(&create(&shop, &json!({ "amount": enormous })), 1023);
    for amount in [json!("ten"), json!("10.20"), json!(" 100 "), json!("1e3")] {
        refused(&create(&shop, &json!({ "amount": amount })), 1007);
    }
    refused(&create(&shop, &json!({ "amount": "" })), 1009);
    refused(&create(&shop, &json!({ "amount": null })), 1011);
    assert!(shop.books().orders().is_empty());
    create(&shop, &json!({ "amount": "999999999999" }));
    assert_eq!(shop.order("order-1").amount.get(), 999_999_999_999);
}

#[test]
fn numbers_may_come_as_text() {
    let shop = Shop::open();
    let answer = create(&shop, &json!({ "amount": "1020", "merchant_id": MERCHANT.to_string() }));
    assert_eq!(answer["response_status"], "success");
    assert_eq!(shop.status("order-1")["amount"], "1020");
}

#[test]
fn currencies_are_those_of_the_merchant() {
    let shop = Shop::open();
    for currency in ["GBP", "gel", "XXX"] {
        refused(&create(&shop, &json!({ "currency": currency })), 1012);
    }
    refused(&create(&shop, &json!({ "currency": "LARI" })), 1007);
    refused(&create(&shop, &json!({ "currency": null })), 1011);
}

#[test]
fn long_texts_are_counted_in_characters() {
    let shop = Shop::open();
    let order = "ა".repeat(1024);
    let answer = shop.ask("/api/checkout/url", with(link(&order), &json!({})));
    assert_eq!(answer["response_status"], "success", "{answer}");
    assert_eq!(shop.status(&order)["order_id"], order);
    refused(&shop.ask("/api/checkout/url", link(&"x".repeat(1025))), 1007);
    refused(&create(&shop, &json!({ "order_desc": "x".repeat(1025) })), 1007);
    refused(&create(&shop, &json!({ "merchant_data": "x".repeat(2049) })), 1007);
    refused(&shop.status(&"x".repeat(1025)), 1007);
}

#[test]
fn missing_and_empty_differ() {
    let shop = Shop::open();
    for name in ["order_id", "order_desc", "currency"] {
        refused(&create(&shop, &json!({ name: null })), 1011);
        refused(&create(&shop, &json!({ name: "" })), 1009);
    }
}

#[test]
fn any_writing_system_comes_through() {
    let shop = Shop::open();
    let description = "ორი სკამი 🪑🪑 & <b>\"ერთი\"</b> მაგიდა %#@";
    create(&shop, &json!({ "order_desc": description, "merchant_data": description }));
    assert_eq!(shop.order("order-1").description, description);
    assert_eq!(shop.status("order-1")["merchant_data"], description);
}

#[test]
fn the_separator_of_signatures_is_refused() {
    let shop = Shop::open();
    let answer = create(&shop, &json!({ "order_desc": "chairs|tables" }));
    refused(&answer, 1034);
    assert!(text(&answer["error_message"]).contains("order_desc"));
    refused(&shop.status("a|b"), 1034);
}

#[test]
fn each_wrong_wish_is_named() {
    let shop = Shop::open();
    for (name, value, code) in [
        ("preauth", "yes", 1007),
        ("delayed", "1", 1007),
        ("lang", "tt", 1007),
        ("verification_type", "sms", 1007),
        ("server_callback_url", "ftp://shop.example", 1007),
        ("response_url", "not an address", 1007),
        ("reservation_data", "bm8gSlNPTg==", 1007),
        ("sender_email", "nobody", 1096),
        ("design_id", "7", 1028),
        ("payment_systems", "card;shells", 1017),
    ] {
        let answer = create(&shop, &json!({ name: value }));
        refused(&answer, code);
        let sentence = text(&answer["error_message"]);
        assert!(code != 1007 || sentence.contains(name), "{sentence}");
    }
    let good = json!({
        "reservation_data": "eyJhY2NvdW50IjoiNyJ9",
        "payment_systems": "card, opb",
        "response_url": "https://shop.example/back",
    });
    assert_eq!(create(&shop, &good)["response_status"], "success");
}

#[test]
fn what_is_no_request_is_refused() {
    let shop = Shop::open();
    let path = "/api/checkout/url";
    let read = |kind: &str, body: &[u8]| -> Value {
        let answer = shop.post(path, kind, body).unwrap();
        assert_eq!(answer.status, 200);
        serde_json::from_slice::<Value>(&answer.body).unwrap()["response"].take()
    };
    let json = "application/json";
    refused(&read(json, b""), 1010);
    refused(&read(json, b"{}"), 1010);
    refused(&read(json, b"{\"request\":{}}"), 1010);
    refused(&read(json, b"{\"request\":"), 1068);
    refused(&read(json, b"{\"request\":[1]}"), 1068);
    refused(&read(json, b"[]"), 1010);
    refused(&read(json, b"<html></html>"), 1068);
    refused(&read(json, b"\xff\xfe"), 1046);
    refused(&read("text/plain", b"{}"), 1021);
    refused(&read(json, b"{\"request\":{\"order_id\":\"x\"}}"), 1011);
    let deep = format!("{{\"request\":{}", "[".repeat(5000));
    refused(&read(json, deep.as_bytes()), 1068);
}

#[test]
fn only_posts_to_known_paths_are_answered() {
    let shop = Shop::open();
    let status =
        |method: &str, path: &str| shop.gateway.answer(method, path, &[], b"").unwrap().status;
    assert_eq!(status("GET", "/api/checkout/url"), 405);
    for path in ["/api", "/api/", "/", "/api/order/status", "/api/get_atol_logs"] {
        assert_eq!(status("POST", path), 404, "{path}");
    }
    assert_eq!(status("POST", "not a path"), 400);
}
