use practice::flitt::{Endpoint, OrderId};
use serde_json::{Value, json};

use crate::shop::{BAD_CARD, Shop, info, refused, text, well_signed};

#[test]
fn every_answer_is_signed_over_all_it_holds() {
    let shop = Shop::open();
    shop.create("order-1", &json!({ "merchant_data": "სკამი 🪑" }));
    let mut answer = shop.status("order-1");
    assert!(well_signed(&answer));
    answer["fee"] = "1".into();
    assert!(!well_signed(&answer));
}

#[test]
fn a_test_merchant_sees_what_was_signed_without_the_key() {
    let shop = Shop::open();
    shop.create("order-1", &json!({}));
    let answer = shop.status("order-1");
    let shown = text(&answer["response_signature_string"]);
    assert!(shown.starts_with("**********|"), "{shown}");
    assert!(!answer.to_string().contains(crate::shop::KEY));
}

#[test]
fn the_types_are_those_the_vendor_prints() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    let answer = shop.status("order-1");
    assert!(answer["payment_id"].is_u64() && answer["merchant_id"].is_u64());
    assert_eq!(answer["card_bin"], 424_242);
    for amount in ["amount", "actual_amount", "reversal_amount"] {
        assert!(answer[amount].is_string(), "{amount}");
    }
    assert_eq!(answer["response_code"], "");
    assert_eq!(answer["settlement_date"], "");
    assert_eq!(answer["masked_card"], "424242XXXXXX4242");
    assert_eq!(answer["order_time"], "20.11.2026 10:00:00");
    assert_eq!(info(&answer)["is_test"], true);
}

#[test]
fn an_unpaid_order_has_empty_fields() {
    let shop = Shop::open();
    shop.create("order-1", &json!({}));
    let answer = shop.status("order-1");
    assert_eq!(answer["order_status"], "created");
    assert_eq!((&answer["amount"], &answer["currency"]), (&json!("1020"), &json!("GEL")));
    for empty in ["actual_amount", "actual_currency", "card_bin", "masked_card", "rrn"] {
        assert_eq!(answer[empty], "", "{empty}");
    }
    assert_eq!(answer["reversal_amount"], "0");
}

#[test]
fn a_declined_try_leaves_a_code_and_the_customer_may_try_again() {
    let shop = Shop::open();
    shop.create("order-1", &json!({ "lifetime": 60 }));
    let id = OrderId::new("order-1");
    shop.books().pay(&id, BAD_CARD).unwrap();
    let answer = shop.status("order-1");
    assert_eq!(answer["order_status"], "processing");
    assert_eq!(answer["response_code"], 1000);
    assert_eq!(answer["response_status"], "success");
    shop.pay("order-1");
    let answer = shop.status("order-1");
    assert_eq!(
        (&answer["order_status"], &answer["response_code"]),
        (&json!("approved"), &json!(""))
    );

    shop.create("order-2", &json!({ "lifetime": 60 }));
    shop.books().pay(&OrderId::new("order-2"), BAD_CARD).unwrap();
    shop.wait(60);
    assert_eq!(shop.status("order-2")["order_status"], "declined");
}

#[test]
fn one_try_is_the_last_where_delayed_is_off() {
    let shop = Shop::open();
    shop.create("order-1", &json!({ "delayed": "N" }));
    let id = OrderId::new("order-1");
    shop.books().pay(&id, BAD_CARD).unwrap();
    assert_eq!(shop.status("order-1")["order_status"], "declined");
    assert!(shop.books().pay(&id, crate::shop::GOOD_CARD).is_err());
}

#[test]
fn an_order_that_was_never_made_is_not_found() {
    let shop = Shop::open();
    refused(&shop.status("nothing"), 1018);
    assert!(shop.status("nothing")["error_code"].is_u64());
}

#[test]
fn questions_are_counted() {
    let shop = Shop::open();
    shop.create("order-1", &json!({}));
    for _ in 0..3 {
        shop.status("order-1");
    }
    shop.status("order-2");
    let books = shop.books();
    assert_eq!(books.requests(Endpoint::Status), 4);
    assert_eq!(books.requests_about(Endpoint::Status, &OrderId::new("order-1")), 3);
    assert_eq!(books.all_requests(), 5);
    assert_eq!(books.key_exposures(), 0);
    let leaky = json!({ "order_id": crate::shop::KEY });
    shop.send("/api/status/order_id", &leaky);
    assert_eq!(books.key_exposures(), 1);
}

#[test]
fn additional_info_is_a_json_text_with_decimals() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    let held = info(&shop.status("order-1"));
    assert_eq!((&held["capture_status"], &held["capture_amount"]), (&json!("hold"), &Value::Null));
    shop.capture("order-1", 302);
    let text = text(&shop.status("order-1")["additional_info"]).to_owned();
    assert!(text.contains("\"capture_amount\":3.02"), "{text}");
}
