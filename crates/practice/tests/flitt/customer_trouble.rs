use practice::flitt::CustomerTrouble;
use serde_json::json;

use crate::shop::{Shop, info};

fn planned(trouble: CustomerTrouble, more: &serde_json::Value) -> Shop {
    let shop = Shop::open();
    shop.books().plan(trouble);
    shop.create("order-1", more);
    assert!(shop.books().planned().is_empty());
    shop
}

#[test]
fn a_customer_pays_by_itself() {
    let shop = planned(CustomerTrouble::PaysAfter { seconds: 5 }, &json!({}));
    shop.wait(4);
    assert_eq!(shop.status("order-1")["order_status"], "created");
    shop.wait(10);
    assert_eq!(shop.status("order-1")["order_status"], "approved");
    let paid = shop.order("order-1").payment.unwrap();
    assert_eq!(paid.begun, crate::shop::start() + chrono::TimeDelta::seconds(5));
}

#[test]
fn a_customer_pays_after_the_end() {
    let shop = planned(CustomerTrouble::PaysLate { seconds: 0 }, &json!({ "lifetime": 60 }));
    shop.wait(60);
    assert_eq!(shop.status("order-1")["order_status"], "expired");
    shop.wait(1);
    assert_eq!(shop.status("order-1")["order_status"], "approved");
}

#[test]
fn several_tries_end_in_a_payment() {
    let shop = planned(CustomerTrouble::DeclinesThenPays { tries: 2, seconds: 5 }, &json!({}));
    shop.wait(5);
    let status = shop.status("order-1");
    assert_eq!(
        (&status["order_status"], &status["response_code"]),
        (&json!("processing"), &json!(1000))
    );
    shop.wait(1);
    assert_eq!(shop.status("order-1")["order_status"], "processing");
    shop.wait(1);
    assert_eq!(shop.status("order-1")["order_status"], "approved");
    assert_eq!(shop.order("order-1").declined_tries.len(), 2);
}

#[test]
fn a_slow_bank_shows_processing_without_a_code() {
    let trouble = CustomerTrouble::PaysSlowly { processing: 30, seconds: 0 };
    let shop = planned(trouble, &json!({ "lifetime": 10 }));
    let status = shop.status("order-1");
    assert_eq!(
        (&status["order_status"], &status["response_code"]),
        (&json!("processing"), &json!(""))
    );
    assert_eq!(status["actual_amount"], "");
    shop.wait(29);
    assert_eq!(shop.status("order-1")["order_status"], "processing");
    shop.wait(1);
    assert_eq!(shop.status("order-1")["order_status"], "approved");
}

#[test]
fn another_amount_shows_in_actual_amount() {
    let shop =
        planned(CustomerTrouble::PaysAnotherAmount { difference: -20, seconds: 0 }, &json!({}));
    let status = shop.status("order-1");
    assert_eq!((&status["amount"], &status["actual_amount"]), (&json!("1020"), &json!("1000")));
}

#[test]
fn money_may_be_held_unasked() {
    let shop = planned(CustomerTrouble::Reserves { seconds: 0 }, &json!({}));
    assert_eq!(info(&shop.status("order-1"))["capture_status"], "hold");
}

#[test]
fn a_decline_has_the_planned_code() {
    let shop = planned(CustomerTrouble::Declines { seconds: 0, code: 1037 }, &json!({}));
    assert_eq!(shop.status("order-1")["response_code"], 1037);
}

#[test]
fn customers_can_be_sent_away() {
    let shop = planned(CustomerTrouble::PaysAfter { seconds: 5 }, &json!({}));
    shop.books().clear_planned().unwrap();
    shop.wait(5);
    assert_eq!(shop.status("order-1")["order_status"], "created");
}
