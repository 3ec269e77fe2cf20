use serde_json::json;

use crate::shop::{KEY, PUBLISHABLE, Shop, link, read};

#[test]
fn the_keys_of_the_account_are_accepted_and_no_others() {
    let shop = Shop::open();
    for key in [KEY, PUBLISHABLE] {
        assert_eq!(shop.send(key, "GET", "/payments", None, b"").unwrap().status, 200, "{key}");
    }
    let body = link().to_string();
    let ask = |key| read(&shop.send(key, "POST", "/payments", None, body.as_bytes()).unwrap());
    for (key, code) in [
        ("sk_test_somebodyelse", "invalid_api_key"),
        ("", "invalid_api_key"),
        ("sk_live_abcdefghijklmnop", "live_key_in_test_mode"),
        ("pk_live_abcdefghijklmnop", "live_key_in_test_mode"),
    ] {
        ask(key).refused(401, "authentication_error", code);
    }
    let nobody = shop.gateway.answer("GET", "/v1/payments", &[], b"").unwrap();
    read(&nobody).refused(401, "authentication_error", "invalid_api_key");
    assert_eq!(shop.happened().payments_made, 0);
}

#[test]
fn a_live_key_is_refused_even_where_it_was_set_up() {
    let mut credentials = crate::shop::credentials();
    credentials.secret_key = practice::paymentflow::ApiKey::new("sk_live_abcdefghijklmnop");
    let shop = Shop::open_for(credentials, crate::shop::start());
    let answer = shop.send("sk_live_abcdefghijklmnop", "GET", "/payments", None, b"").unwrap();
    assert_eq!(answer.status, 401);
}

#[test]
fn a_secret_key_outside_its_header_is_noticed() {
    let shop = Shop::open();
    shop.get("/payments").ok();
    assert_eq!(shop.books().key_exposures(), 0);
    shop.create(&json!({ "description": format!("key {KEY}") }));
    shop.get(&format!("/payments/{KEY}"));
    assert_eq!(shop.books().key_exposures(), 2);
}

#[test]
fn other_places_and_methods_are_refused_as_json() {
    let shop = Shop::open();
    shop.get("/charges").refused(404, "validation_error", "not_found");
    shop.delete("/payments/pay_1").refused(405, "validation_error", "method_not_allowed");
    let root = shop.gateway.answer("GET", "/", &[], b"").unwrap();
    read(&root).refused(404, "validation_error", "not_found");
}
