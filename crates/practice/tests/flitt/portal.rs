use chrono::TimeDelta;
use practice::flitt::{Endpoint, OrderId};
use serde_json::{Value, json};
use sha2::{Digest, Sha512};

use crate::shop::{BAD_CARD, KEY, MERCHANT, REPORTS_KEY, Shop, text, with};

fn post(shop: &Shop, path: &str, token: Option<&str>, body: &Value) -> Value {
    let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    headers.extend(token.map(|token| ("Authorization".to_owned(), format!("Token {token}"))));
    let body = body.to_string();
    let answer = shop.gateway.answer("POST", path, &headers, body.as_bytes()).unwrap();
    assert_eq!(answer.status, 200);
    serde_json::from_slice(&answer.body).unwrap()
}

fn sign_in(shop: &Shop, key: &str) -> Value {
    let date = "2026-11-20 10:00:00.000001";
    let signature = hex::encode(Sha512::digest(format!("{key}|1019|{date}")));
    let body = json!({ "application_id": "1019", "date": date, "signature": signature });
    post(shop, "/authorizer/token/application/get", None, &body)
}

fn report(shop: &Shop, token: &str, more: &Value) -> Value {
    let body = json!({ "report_id": 745, "merchant_id": MERCHANT, "on_page": 10, "page": 1 });
    post(shop, "/api/extend/company/report/", Some(token), &with(body, more))
}

/// A shop with a paid, a refunded, a declined and an untouched order, a day apart, and a token.
fn open() -> (Shop, String) {
    let shop = Shop::open();
    shop.paid("paid", &json!({}));
    shop.clock.advance(TimeDelta::days(1));
    shop.paid("refunded", &json!({}));
    shop.reverse("refunded", 1020, "r-1");
    shop.clock.advance(TimeDelta::days(1));
    shop.create("declined", &json!({ "delayed": "N" }));
    shop.books().pay(&OrderId::new("declined"), BAD_CARD).unwrap();
    shop.create("untouched", &json!({}));
    let token = text(&sign_in(&shop, REPORTS_KEY)["token"]).to_owned();
    (shop, token)
}

fn orders(report: &Value) -> Vec<&str> {
    report["data"].as_array().unwrap().iter().map(|row| text(&row[0])).collect()
}

#[test]
fn the_portal_has_its_own_key_and_a_token_that_ends() {
    let (shop, token) = open();
    let refusal = sign_in(&shop, KEY);
    assert_eq!(refusal["error_code"], 403);
    assert!(refusal["request_id"].is_string() && refusal["response"].is_null());
    assert_eq!(sign_in(&shop, REPORTS_KEY)["expires_in"], 3600);
    let wrong = report(&shop, "another", &json!({}));
    assert!(wrong["error"].is_string() && wrong["err_code"].is_string());
    shop.wait(3599);
    assert!(report(&shop, &token, &json!({}))["error"].is_null());
    shop.wait(1);
    assert!(report(&shop, &token, &json!({}))["error"].is_string());
    assert_eq!(shop.books().requests(Endpoint::PortalToken), 3);
    assert_eq!(shop.books().requests(Endpoint::PortalReport), 3);
}

#[test]
fn reports_hold_rows_in_the_order_of_their_fields() {
    let (shop, token) = open();
    let all = report(&shop, &token, &json!({}));
    assert_eq!(orders(&all), ["paid", "refunded", "declined"]);
    assert_eq!(all["rows_count"], 3);
    let place = |field: &str| {
        all["fields"].as_array().unwrap().iter().position(|name| name == field).unwrap()
    };
    let refunded = &all["data"][1];
    assert_eq!(refunded[place("reversal_amount")], "10.20");
    assert_eq!(refunded[place("order_status")], "reversed");
    assert_eq!(refunded[place("order_timestart")], "2026-11-21 10:00:00");
    let successful = report(&shop, &token, &json!({ "report_id": 528 }));
    assert_eq!(orders(&successful), ["paid", "refunded"]);
    for none in [500, 969] {
        assert_eq!(report(&shop, &token, &json!({ "report_id": none }))["rows_count"], 0);
    }
}

#[test]
fn rows_are_filtered_by_time_in_both_ways() {
    let (shop, token) = open();
    let filter = |filters: Value| report(&shop, &token, &json!({ "filters": filters }));
    let docs = filter(json!([
        { "s": "order_timestart", "m": "from", "v": "2026-11-21 00:00:00" },
        { "s": "order_timestart", "m": "to", "v": "2026-11-21 23:59:59" },
    ]));
    assert_eq!(orders(&docs), ["refunded"]);
    let sdk = filter(json!([
        { "s": "order_timestart_from", "m": "from", "v": "2026-11-20" },
        { "s": "order_timestart_to", "m": "to", "v": "2026-11-21" },
    ]));
    assert_eq!(orders(&sdk), ["paid", "refunded"]);
    let equal = filter(json!([{ "s": "order_status", "m": "=", "v": "declined" }]));
    assert_eq!(orders(&equal), ["declined"]);
    for wrong in [
        json!("all"),
        json!([{ "s": "order_timestart", "m": "from", "v": "yesterday" }]),
        json!([{ "s": "colour", "m": "=", "v": "red" }]),
        json!([7]),
    ] {
        assert!(filter(wrong)["error"].is_string());
    }
}

#[test]
fn long_reports_come_in_pages() {
    let (shop, token) = open();
    for place in 0..9 {
        shop.paid(&format!("more-{place}"), &json!({}));
    }
    let first = report(&shop, &token, &json!({}));
    assert_eq!((orders(&first).len(), &first["rows_count"]), (10, &json!(12)));
    let second = report(&shop, &token, &json!({ "page": 2 }));
    assert_eq!((orders(&second), &second["rows_page"]), (vec!["more-7", "more-8"], &json!(2)));
    assert!(orders(&report(&shop, &token, &json!({ "page": u64::MAX }))).is_empty());
    for wrong in [
        json!({ "on_page": 9 }),
        json!({ "on_page": 501 }),
        json!({ "page": 0 }),
        json!({ "report_id": 7 }),
        json!({ "merchant_id": 1 }),
    ] {
        assert!(report(&shop, &token, &wrong)["error"].is_string(), "{wrong}");
    }
}
