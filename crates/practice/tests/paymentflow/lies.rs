use std::time::Duration;

use practice::paymentflow::{Behaviour, MinorUnits};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, Shop, link, moved, text};

#[test]
fn payments_and_refunds_show_what_a_test_says_and_the_books_keep_the_truth() {
    let shop = Shop::open();
    shop.lie(Behaviour {
        amount_in_answer: Some(MinorUnits::new(1)),
        currency_in_answer: Some("EUR".to_owned()),
        payment_status_in_answer: Some("sleeping".to_owned()),
        payment_id_in_answer: Some("pay_other".to_owned()),
        refund_status_in_answer: Some("dreaming".to_owned()),
        refund_amount_in_answer: Some(MinorUnits::new(2)),
        link_origin: Some("https://pay.example".to_owned()),
        metadata_missing: true,
        creates_answer_201: true,
        total_count_in_answer: Some(77),
        ..Behaviour::default()
    });
    let made = shop.post_with_key("/payments", "key-1", &link());
    assert_eq!(made.status, 201);
    let made = made.body;
    assert_eq!(
        [&made["id"], &made["amount"], &made["currency"], &made["status"]],
        [&json!("pay_other"), &json!(1), &json!("EUR"), &json!("sleeping")]
    );
    assert!(text(&made["checkout_url"]).starts_with("https://pay.example/checkout/"));
    assert!(made.get("metadata").is_none());
    assert_eq!(shop.get("/payments").ok()["total_count"], 77);
    assert_eq!(
        shop.post_with_key("/payments", "key-1", &link()).status,
        200,
        "a replay is no make"
    );
    let id = shop.books().payments()[0].id.to_string();
    shop.books().pay(&id, GOOD_CARD).unwrap();
    let refund = shop.refund(&id, 500).body;
    assert_eq!(
        [&refund["amount"], &refund["currency"], &refund["status"]],
        [&json!(2), &json!("EUR"), &json!("dreaming")]
    );
    assert_eq!(shop.happened(), moved(1, (1, 2500), (1, 500)));
}

#[test]
fn what_is_unproven_can_be_missing() {
    let shop = Shop::open();
    let paid = shop.paid();
    shop.refund(&paid, 500).ok();
    let behaviour = Behaviour {
        refund_list_missing: true,
        amount_refunded_missing: true,
        checkout_url_missing: true,
        ..Behaviour::default()
    };
    shop.lie(behaviour);
    let list = shop.get(&format!("/refunds?payment_id={paid}"));
    list.refused(404, "validation_error", "not_found");
    let payment = shop.payment(&paid);
    assert!(payment.get("amount_refunded").is_none() && payment.get("checkout_url").is_none());
    assert_eq!(shop.happened(), moved(1, (1, 2500), (1, 500)));
}

#[test]
fn refunds_alone_can_come_back_without_what_the_merchant_keeps_on_them() {
    let shop = Shop::open();
    let paid = shop.paid();
    let refund = json!({ "payment_id": paid, "amount": 500, "metadata": { "intent_id": "1" } });
    assert_eq!(shop.post("/refunds", &refund).ok()["metadata"], json!({ "intent_id": "1" }));
    shop.lie(Behaviour { refund_metadata_empty: true, ..Behaviour::default() });
    let list = shop.get(&format!("/refunds?payment_id={paid}")).ok();
    assert_eq!(list["data"][0]["metadata"], json!({}));
    assert_eq!(shop.post("/refunds", &refund).ok()["metadata"], json!({}));
}

#[test]
fn reads_can_lag_behind_the_truth() {
    let shop = Shop::open();
    let id = shop.paid();
    let lag = Some(Duration::from_secs(10));
    shop.lie(Behaviour { replication_lag: lag, ..Behaviour::default() });
    let missing = |path: &str| {
        shop.get(path).refused(404, "validation_error", "resource_missing");
    };
    missing(&format!("/payments/{id}"));
    assert_eq!(shop.get("/payments").ok()["total_count"], 0);
    shop.wait(10);
    assert_eq!(shop.status(&id), "succeeded");
    let refund = shop.refund(&id, 500).ok();
    missing(&format!("/refunds/{}", text(&refund["id"])));
    assert_eq!(shop.payment(&id)["amount_refunded"], 0);
    shop.wait(10);
    assert_eq!(shop.payment(&id)["amount_refunded"], 500);
}

#[test]
fn lists_alone_can_lag() {
    let shop = Shop::open();
    shop.lie(Behaviour { list_lag: Some(Duration::from_secs(10)), ..Behaviour::default() });
    let id = shop.paid();
    let customer = shop.post("/customers", &json!({ "email": "jane@example.com" })).ok();
    shop.refund(&id, 500).ok();
    assert_eq!(shop.status(&id), "succeeded");
    shop.get(&format!("/customers/{}", text(&customer["id"]))).ok();
    let counts = || -> [Value; 2] {
        ["/payments", "/customers"].map(|path| shop.get(path).ok()["total_count"].take())
    };
    assert_eq!(counts(), [0, 0]);
    shop.wait(10);
    assert_eq!(counts(), [1, 1]);
}

#[test]
fn refunds_can_take_longer_and_fail() {
    let shop = Shop::open();
    let paid = shop.paid();
    let week = Some(Duration::from_hours(24 * 7));
    shop.lie(Behaviour { refunds_take: week, refunds_fail: true, ..Behaviour::default() });
    let refund = shop.refund(&paid, 500).ok();
    let status = || shop.get(&format!("/refunds/{}", text(&refund["id"]))).ok()["status"].take();
    shop.wait(7 * 24 * 3600 - 1);
    assert_eq!(status(), "pending");
    shop.wait(1);
    assert_eq!(status(), "failed");
}
