use std::time::Duration;

use practice::flitt::{Behaviour, MerchantId, Seal};
use serde_json::json;

use crate::shop::{MERCHANT, Shop, info, refused, text, well_signed};

#[test]
fn a_lie_is_told_and_signed_and_the_books_hold_the_truth() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    shop.lie(Behaviour {
        amount_in_answer: Some("9".to_owned()),
        currency_in_answer: Some("USD".to_owned()),
        actual_amount_in_answer: Some("8".to_owned()),
        actual_currency_in_answer: Some("EUR".to_owned()),
        reversal_amount_in_answer: Some("7".to_owned()),
        order_status_in_answer: Some("sleeping".to_owned()),
        order_id_in_answer: Some("another".to_owned()),
        merchant_id_in_answer: Some(MerchantId::new(MERCHANT + 1)),
        tran_type_in_answer: Some("gift".to_owned()),
        is_test_in_answer: Some(false),
        ..Behaviour::default()
    });
    let answer = shop.status("order-1");
    assert!(well_signed(&answer));
    for (name, value) in [
        ("amount", json!("9")),
        ("currency", json!("USD")),
        ("actual_amount", json!("8")),
        ("actual_currency", json!("EUR")),
        ("reversal_amount", json!("7")),
        ("order_status", json!("sleeping")),
        ("order_id", json!("another")),
        ("merchant_id", json!(MERCHANT + 1)),
        ("tran_type", json!("gift")),
    ] {
        assert_eq!(answer[name], value, "{name}");
    }
    assert_eq!(info(&answer)["is_test"], false);
    shop.lie(Behaviour::default());
    assert_eq!(shop.status("order-1")["order_status"], "approved");
}

#[test]
fn seals_can_be_wrong_or_missing() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    shop.lie(Behaviour { seal: Seal::Wrong, ..Behaviour::default() });
    let answer = shop.status("order-1");
    assert_eq!(text(&answer["signature"]).len(), 40);
    assert!(!well_signed(&answer));
    assert!(!well_signed(&shop.reverse("order-1", 20, "r-1")));
    shop.lie(Behaviour { seal: Seal::Missing, ..Behaviour::default() });
    assert!(shop.status("order-1")["signature"].is_null());
}

#[test]
fn a_lagging_gateway_shows_the_past() {
    let shop = Shop::open();
    let replication_lag = Some(Duration::from_secs(10));
    shop.lie(Behaviour { replication_lag, ..Behaviour::default() });
    shop.create("order-1", &json!({}));
    refused(&shop.status("order-1"), 1018);
    shop.wait(10);
    shop.pay("order-1");
    assert_eq!(shop.status("order-1")["order_status"], "created");
    shop.wait(10);
    shop.reverse("order-1", 1020, "r-1");
    assert_eq!(shop.status("order-1")["order_status"], "approved");
    shop.wait(10);
    assert_eq!(shop.status("order-1")["order_status"], "reversed");
}

#[test]
fn links_can_lead_elsewhere() {
    let shop = Shop::open();
    let link_origin = Some("https://pay.evil.example".to_owned());
    shop.lie(Behaviour { link_origin, ..Behaviour::default() });
    let answer = shop.create("order-1", &json!({}));
    assert!(text(&answer["checkout_url"]).starts_with("https://pay.evil.example/merchants/"));
}

#[test]
fn capture_and_refund_can_answer_with_any_word() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    shop.lie(Behaviour {
        capture_status_in_answer: Some("reversed".to_owned()),
        reverse_status_in_answer: Some("unheard".to_owned()),
        ..Behaviour::default()
    });
    assert_eq!(shop.capture("order-1", 1020)["capture_status"], "reversed");
    assert_eq!(info(&shop.status("order-1"))["capture_status"], "reversed");
    assert_eq!(shop.reverse("order-1", 20, "r-1")["reverse_status"], "unheard");
}

#[test]
fn capture_and_refund_can_be_about_something_else() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    shop.lie(Behaviour {
        order_id_in_answer: Some("another".to_owned()),
        merchant_id_in_answer: Some(MerchantId::new(MERCHANT + 1)),
        ..Behaviour::default()
    });
    for answer in [shop.capture("order-1", 1020), shop.reverse("order-1", 20, "r-1")] {
        assert_eq!(answer["order_id"], "another");
        assert_eq!(answer["merchant_id"], MERCHANT + 1);
    }
}
