use std::time::Duration;

use practice::flitt::{Behaviour, OrderId, ReverseIdUses};
use serde_json::json;

use crate::shop::{Shop, refused, well_signed};

#[test]
fn a_refund_in_two_parts_ends_in_reversed() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    let first = shop.reverse("order-1", 20, "r-1");
    assert!(well_signed(&first));
    assert_eq!(first["reverse_status"], "approved");
    assert_eq!(first["reversal_amount"], "20");
    assert_eq!(first["reverse_id"], "r-1");
    assert!(first["transaction_id"].is_string());
    let status = shop.status("order-1");
    assert_eq!(
        (&status["order_status"], &status["reversal_amount"]),
        (&json!("approved"), &json!("20"))
    );
    let second = shop.reverse("order-1", 1000, "r-2");
    assert_eq!(second["reversal_amount"], "1000", "this refund, not the total");
    let status = shop.status("order-1");
    assert_eq!(
        (&status["order_status"], &status["reversal_amount"]),
        (&json!("reversed"), &json!("1020"))
    );
    refused(&shop.reverse("order-1", 1, "r-3"), 1086);
}

#[test]
fn a_refund_may_tell_all_that_went_back() {
    let shop = Shop::open();
    shop.lie(Behaviour { reverse_tells_the_total: true, ..Behaviour::default() });
    shop.paid("order-1", &json!({}));
    assert_eq!(shop.reverse("order-1", 20, "r-1")["reversal_amount"], "20");
    let second = shop.reverse("order-1", 400, "r-2");
    assert!(well_signed(&second));
    assert_eq!(second["reversal_amount"], "420");
    assert_eq!(shop.reverse("order-1", 20, "r-1")["reversal_amount"], "420");
    assert_eq!(shop.status("order-1")["reversal_amount"], "420");
}

#[test]
fn the_same_reverse_id_gives_back_once() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    let first = shop.reverse("order-1", 500, "r-1");
    assert_eq!(shop.reverse("order-1", 500, "r-1"), first);
    refused(&shop.reverse("order-1", 501, "r-1"), 1007);
    assert_eq!(shop.books().reversed(&OrderId::new("order-1")).get(), 500);
    assert_eq!(shop.books().reverse_id_uses("r-1"), ReverseIdUses { seen: 3, executed: 1 });
}

#[test]
fn without_a_reverse_id_a_repeat_gives_back_again() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    shop.reverse_without_id("order-1", 500);
    shop.reverse_without_id("order-1", 500);
    assert_eq!(shop.books().reversed(&OrderId::new("order-1")).get(), 1000);
}

#[test]
fn no_more_than_was_paid_goes_back() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    refused(&shop.reverse("order-1", 1021, "r-1"), 1023);
    shop.reverse("order-1", 1000, "r-2");
    refused(&shop.reverse("order-1", 21, "r-3"), 1023);
    refused(&shop.reverse("order-1", 0, "r-4"), 1023);
}

#[test]
fn a_hold_is_released_as_a_whole() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    refused(&shop.reverse("order-1", 1019, "r-1"), 1084);
    assert_eq!(shop.reverse("order-1", 1020, "r-2")["reverse_status"], "approved");
    assert_eq!(shop.status("order-1")["order_status"], "reversed");
}

#[test]
fn the_gateway_does_not_stop_a_refund_of_what_a_capture_released() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    shop.capture("order-1", 400);
    shop.reverse("order-1", 400, "r-1");
    assert_eq!(shop.status("order-1")["order_status"], "approved");
    assert_eq!(shop.reverse("order-1", 620, "r-2")["reverse_status"], "approved");
    assert_eq!(shop.status("order-1")["order_status"], "reversed");
}

#[test]
fn an_order_without_money_gives_nothing_back() {
    let shop = Shop::open();
    refused(&shop.reverse("nothing", 1, "r-1"), 1018);
    shop.create("open", &json!({ "lifetime": 60 }));
    refused(&shop.reverse("open", 1020, "r-2"), 1100);
    shop.wait(60);
    refused(&shop.reverse("open", 1020, "r-3"), 1052);
}

#[test]
fn a_bank_may_refuse_a_refund_within_a_success() {
    let shop = Shop::open();
    let behaviour = Behaviour { refunds_declined_with: Some(1069), ..Behaviour::default() };
    shop.lie(behaviour);
    shop.paid("order-1", &json!({}));
    let answer = shop.reverse("order-1", 500, "r-1");
    assert_eq!(answer["response_status"], "success");
    assert_eq!(answer["reverse_status"], "declined");
    assert_eq!(answer["response_code"], 1069);
    assert_eq!(shop.status("order-1")["reversal_amount"], "0");
    shop.lie(Behaviour::default());
    assert_eq!(shop.reverse("order-1", 500, "r-1")["reverse_status"], "declined", "the id is used");
    assert_eq!(shop.reverse("order-1", 1020, "r-2")["reverse_status"], "approved");
    assert_eq!(shop.books().reverse_id_uses("r-1"), ReverseIdUses { seen: 2, executed: 0 });
}

#[test]
fn a_refund_may_wait_for_the_bank_and_takes_its_place_meanwhile() {
    let shop = Shop::open();
    let refunds_wait = Some(Duration::from_secs(30));
    shop.lie(Behaviour { refunds_wait, ..Behaviour::default() });
    shop.paid("order-1", &json!({}));
    assert_eq!(shop.reverse("order-1", 1000, "r-1")["reverse_status"], "created");
    assert_eq!(shop.status("order-1")["reversal_amount"], "0");
    refused(&shop.reverse("order-1", 21, "r-2"), 1023);
    shop.wait(30);
    assert_eq!(shop.reverse("order-1", 1000, "r-1")["reverse_status"], "approved");
    assert_eq!(shop.status("order-1")["reversal_amount"], "1000");
}

#[test]
fn some_merchants_may_only_refund_in_full() {
    let shop = Shop::open();
    shop.lie(Behaviour { only_full_refunds: true, ..Behaviour::default() });
    shop.paid("order-1", &json!({}));
    refused(&shop.reverse("order-1", 1, "r-1"), 1084);
    assert_eq!(shop.reverse("order-1", 1020, "r-2")["reverse_status"], "approved");
}
