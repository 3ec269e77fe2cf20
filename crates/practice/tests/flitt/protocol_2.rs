use practice::flitt::Behaviour;
use serde_json::json;

use crate::shop::{MERCHANT, Shop, link, opened, refused, sha1, text};

fn about(order: &str) -> serde_json::Value {
    json!({ "order_id": order, "merchant_id": MERCHANT })
}

#[test]
fn all_four_requests_speak_2_0() {
    let shop = Shop::open();
    let mut wish = link("order-1");
    wish["preauth"] = "Y".into();
    let made = opened(&shop.ask_2_0("/api/checkout/url/", &wish));
    assert!(text(&made["checkout_url"]).contains("?token="));
    shop.pay("order-1");
    let status = opened(&shop.ask_2_0("/api/status/order_id/", &about("order-1")));
    assert_eq!(status["order_status"], "approved");
    assert_eq!(status["payment_id"].to_string(), text(&made["payment_id"]));
    assert!(status["signature"].is_null());
    let mut money = about("order-1");
    money["amount"] = 1020.into();
    money["currency"] = "GEL".into();
    let captured = opened(&shop.ask_2_0("/api/capture/order_id/", &money));
    assert_eq!(captured["capture_status"], "captured");
    money["reverse_id"] = "r-1".into();
    let reversed = opened(&shop.ask_2_0("/api/reverse/order_id/", &money));
    assert_eq!(reversed["reverse_status"], "approved");
}

#[test]
fn refusals_come_beside_the_envelope_unless_told_otherwise() {
    let shop = Shop::open();
    refused(&shop.ask_2_0("/api/status/order_id", &about("nothing")), 1018);
    shop.lie(Behaviour { refusals_in_envelope: true, ..Behaviour::default() });
    refused(&opened(&shop.ask_2_0("/api/status/order_id", &about("nothing"))), 1018);
}

#[test]
fn the_data_is_signed_as_it_was_sent() {
    let shop = Shop::open();
    // {"order":{"order_id":"x","merchant_id":1549901}} with blanks.
    let data = "eyAib3JkZXIiIDogeyAib3JkZXJfaWQiOiAieCIsICJtZXJjaGFudF9pZCI6IDE1NDk5MDEgfSB9";
    let sent = |data: &str, key: &str, version: serde_json::Value| {
        let signature = sha1(&format!("{key}|{data}"));
        let request = json!({ "version": version, "data": data, "signature": signature });
        shop.send("/api/status/order_id", &request)
    };
    refused(&sent(data, crate::shop::KEY, json!("2.0")), 1018);
    refused(&sent(data, crate::shop::KEY, json!(2.0)), 1018);
    refused(&sent(data, "another key", json!("2.0")), 1014);
    refused(&sent("no base64!", crate::shop::KEY, json!("2.0")), 1007);
    refused(&sent("e30=", crate::shop::KEY, json!("2.0")), 1007);
}

#[test]
fn additional_info_may_be_an_object() {
    let shop = Shop::open();
    shop.lie(Behaviour { additional_info_as_object: true, ..Behaviour::default() });
    opened(&shop.ask_2_0("/api/checkout/url", &link("order-1")));
    let status = opened(&shop.ask_2_0("/api/status/order_id", &about("order-1")));
    assert_eq!(status["additional_info"]["is_test"], true);
}
