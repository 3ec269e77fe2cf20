use practice::paymentflow::{AnswerTrouble, CustomerTrouble};
use serde_json::{Value, json};

use crate::shop::{BAD_CARD, Shop, moved, start, text};

const VALIDATION: &str = "validation_error";

fn status(shop: &Shop, refund: &str) -> Value {
    shop.get(&format!("/refunds/{refund}")).ok()["status"].take()
}

#[test]
fn a_partial_refund_is_on_its_way_and_then_completed() {
    let shop = Shop::open();
    let paid = shop.paid();
    let body = json!({
        "payment_id": paid,
        "amount": 1000,
        "reason": "customer_request",
        "metadata": { "intent_id": "int_2" },
    });
    let made = shop.post("/refunds", &body).ok();
    let id = text(&made["id"]);
    assert!(id.starts_with("ref_"), "{id}");
    assert_eq!(
        made,
        json!({
            "id": id,
            "payment_id": paid,
            "status": "pending",
            "amount": 1000,
            "currency": "USD",
            "reason": "customer_request",
            "metadata": { "intent_id": "int_2" },
            "created": start().timestamp(),
        })
    );
    assert_eq!(shop.payment(&paid)["amount_refunded"], 1000);
    shop.wait(59);
    assert_eq!(status(&shop, id), "pending");
    shop.wait(1);
    assert_eq!(status(&shop, id), "completed");
    assert_eq!(shop.status(&paid), "succeeded");
    assert_eq!(shop.happened(), moved(1, (1, 2500), (1, 1000)));
    shop.get("/refunds/ref_nothing").refused(404, VALIDATION, "resource_missing");
    shop.get(&format!("/refunds/{paid}")).refused(404, VALIDATION, "resource_missing");
}

#[test]
fn without_an_amount_all_goes_back() {
    let shop = Shop::open();
    let paid = shop.paid();
    let made = shop.post("/refunds", &json!({ "payment_id": paid })).ok();
    assert_eq!((&made["amount"], &made["reason"]), (&json!(2500), &json!(null)));
    assert_eq!(shop.happened(), moved(1, (1, 2500), (1, 2500)));
}

#[test]
fn never_more_goes_back_than_was_paid() {
    let shop = Shop::open();
    let paid = shop.paid();
    let refused = |answer: crate::shop::Answer| {
        let field = answer.refused(422, VALIDATION, "amount_too_large");
        assert_eq!(field.as_deref(), Some("amount"));
    };
    refused(shop.refund(&paid, 2501));
    shop.refund(&paid, 1500).ok();
    refused(shop.refund(&paid, 1001));
    refused(shop.post("/refunds", &json!({ "payment_id": paid })));
    shop.wait(3600);
    refused(shop.refund(&paid, 1001));
    shop.refund(&paid, 1000).ok();
    refused(shop.refund(&paid, 1));
    assert_eq!(shop.happened(), moved(1, (1, 2500), (2, 2500)));
}

#[test]
fn a_refund_counts_against_what_was_really_paid() {
    let shop = Shop::open();
    shop.books().plan(CustomerTrouble::PaysAnotherAmount { difference: -500, seconds: 0 });
    let paid = shop.create(&json!({}));
    shop.refund(&paid, 2001).refused(422, VALIDATION, "amount_too_large");
    assert_eq!(shop.post("/refunds", &json!({ "payment_id": paid })).ok()["amount"], 2000);
}

#[test]
fn a_refund_that_fails_late_frees_its_money_again() {
    let shop = Shop::open();
    let paid = shop.paid();
    shop.books().plan(AnswerTrouble::RefundFails { seconds: 30 });
    let failing = shop.refund(&paid, 2500).ok();
    let failing = text(&failing["id"]);
    shop.wait(29);
    assert_eq!(status(&shop, failing), "pending");
    shop.refund(&paid, 1).refused(422, VALIDATION, "amount_too_large");
    shop.wait(1);
    assert_eq!(status(&shop, failing), "failed");
    assert_eq!(shop.payment(&paid)["amount_refunded"], 0);
    assert_eq!(shop.happened(), moved(1, (1, 2500), (0, 0)));
    shop.refund(&paid, 2500).ok();
    assert_eq!(shop.happened(), moved(1, (1, 2500), (1, 2500)));
}

#[test]
fn only_a_succeeded_payment_can_be_refunded() {
    let shop = Shop::open();
    let pending = shop.create(&json!({}));
    let failed = shop.create(&json!({}));
    shop.books().pay(&failed, BAD_CARD).unwrap();
    let cancelled = shop.create(&json!({}));
    shop.cancel(&cancelled).ok();
    shop.books().plan(CustomerTrouble::StaysProcessing { seconds: 0 });
    let processing = shop.create(&json!({}));
    for id in [pending, failed, cancelled, processing] {
        let field = shop.refund(&id, 1).refused(409, VALIDATION, "payment_not_refundable");
        assert_eq!(field.as_deref(), Some("payment_id"));
    }
    shop.refund("pay_nothing", 1).refused(404, VALIDATION, "resource_missing");
    assert_eq!(shop.happened().refunds_made, 0);
}

#[test]
fn a_refund_that_breaks_a_rule_names_the_field() {
    let shop = Shop::open();
    let paid = shop.paid();
    for (body, code, field) in [
        (json!({ "amount": 1 }), "parameter_missing", "payment_id"),
        (json!({ "payment_id": paid, "amount": 0 }), "parameter_invalid", "amount"),
        (json!({ "payment_id": paid, "reason": "bored" }), "parameter_invalid", "reason"),
        (json!({ "payment_id": paid, "currency": "USD" }), "parameter_unknown", "currency"),
    ] {
        let named = shop.post("/refunds", &body).refused(422, VALIDATION, code);
        assert_eq!(named.as_deref(), Some(field));
    }
    for reason in ["customer_request", "fraudulent", "duplicate"] {
        let body = json!({ "payment_id": paid, "amount": 1, "reason": reason });
        assert_eq!(shop.post("/refunds", &body).ok()["reason"], reason);
    }
}

#[test]
fn the_refunds_of_one_payment_are_listed_in_pages() {
    let shop = Shop::open();
    let (paid, other) = (shop.paid(), shop.paid());
    shop.refund(&other, 7).ok();
    for amount in [1, 2, 3] {
        shop.refund(&paid, amount).ok();
    }
    let page = shop.get(&format!("/refunds?payment_id={paid}&limit=2")).ok();
    let amounts = |page: &Value| -> Vec<Value> {
        page["data"].as_array().unwrap().iter().map(|one| one["amount"].clone()).collect()
    };
    assert_eq!(amounts(&page), [3, 2]);
    assert_eq!((&page["has_more"], &page["total_count"]), (&json!(true), &json!(3)));
    let cursor = text(&page["data"][1]["id"]);
    let rest = shop.get(&format!("/refunds?payment_id={paid}&starting_after={cursor}")).ok();
    assert_eq!((amounts(&rest), &rest["has_more"]), (vec![json!(1)], &json!(false)));
    let field = shop.get("/refunds").refused(400, VALIDATION, "parameter_invalid");
    assert_eq!(field.as_deref(), Some("payment_id"));
    shop.get("/refunds?payment_id=pay_nothing").refused(404, VALIDATION, "resource_missing");
}
