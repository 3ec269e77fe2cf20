use practice::paymentflow::{Behaviour, KeyUses};
use serde_json::json;

use crate::shop::{GOOD_CARD, Shop, link, moved, text};

const VALIDATION: &str = "validation_error";
const MISMATCH: &str = "idempotency_mismatch";

#[test]
fn the_same_key_gives_the_first_link_again_and_makes_no_second() {
    let shop = Shop::open();
    let first = shop.post_with_key("/payments", "key-1", &link()).ok();
    shop.wait(3600);
    // The order in which a client writes the same parameters is no difference.
    let again = br#"{ "currency": "USD",  "amount": 2500 }"#;
    let again = shop.send(crate::shop::KEY, "POST", "/payments", Some("key-1"), again).unwrap();
    assert_eq!(crate::shop::read(&again).ok(), first);
    shop.books().pay(text(&first["id"]), GOOD_CARD).unwrap();
    shop.refund(text(&first["id"]), 1000).ok();
    assert_eq!(shop.post_with_key("/payments", "key-1", &link()).ok(), first);
    assert_eq!(shop.happened(), moved(1, (1, 2500), (1, 1000)));
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 3, executed: 1 });
    let present = Behaviour { replays_show_the_present: true, ..Behaviour::default() };
    shop.lie(present);
    let now = shop.post_with_key("/payments", "key-1", &link()).ok();
    assert_eq!((&now["id"], &now["status"]), (&first["id"], &json!("succeeded")));
    assert_eq!(now["amount_refunded"], 1000);
}

#[test]
fn a_key_for_something_else_is_refused() {
    let shop = Shop::open();
    let paid = shop.paid();
    shop.post_with_key("/payments", "key-1", &link()).ok();
    for body in [
        json!({ "amount": 2501, "currency": "USD" }),
        json!({ "amount": 2500, "currency": "EUR" }),
        json!({ "amount": 2500, "currency": "USD", "description": "x" }),
    ] {
        shop.post_with_key("/payments", "key-1", &body).refused(409, VALIDATION, MISMATCH);
    }
    let refund = json!({ "payment_id": paid, "amount": 1 });
    shop.post_with_key("/refunds", "key-1", &refund).refused(409, VALIDATION, MISMATCH);
    // The same parameters at another place are something else, too.
    shop.post_with_key("/refunds", "key-1", &link()).refused(409, VALIDATION, MISMATCH);
    assert_eq!(shop.happened(), moved(2, (1, 2500), (0, 0)));
}

#[test]
fn a_key_is_forgotten_24_hours_after_its_first_use() {
    let shop = Shop::open();
    let first = shop.post_with_key("/payments", "key-1", &link()).ok();
    shop.wait(24 * 3600 - 1);
    assert_eq!(shop.post_with_key("/payments", "key-1", &link()).ok()["id"], first["id"]);
    shop.wait(1);
    let second = shop.post_with_key("/payments", "key-1", &link()).ok();
    assert_ne!(second["id"], first["id"]);
    assert_eq!(shop.happened(), moved(2, (0, 0), (0, 0)));
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 3, executed: 2 });
    shop.wait(24 * 3600 - 1);
    assert_eq!(shop.post_with_key("/payments", "key-1", &link()).ok()["id"], second["id"]);
}

#[test]
fn a_refused_request_leaves_its_key_free() {
    let shop = Shop::open();
    let bad = json!({ "amount": 0, "currency": "USD" });
    shop.post_with_key("/payments", "key-1", &bad).refused(422, VALIDATION, "parameter_invalid");
    shop.post_with_key("/payments", "key-1", &link()).ok();
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 2, executed: 1 });
}

#[test]
fn a_refund_is_made_once_under_its_key_unless_keys_are_ignored() {
    let shop = Shop::open();
    let paid = shop.paid();
    let body = json!({ "payment_id": paid, "amount": 1000 });
    let first = shop.post_with_key("/refunds", "key-1", &body).ok();
    shop.wait(60);
    assert_eq!(shop.post_with_key("/refunds", "key-1", &body).ok(), first);
    assert_eq!(shop.happened(), moved(1, (1, 2500), (1, 1000)));
    shop.lie(Behaviour { refund_keys_ignored: true, ..Behaviour::default() });
    let second = shop.post_with_key("/refunds", "key-1", &body).ok();
    assert_ne!(second["id"], first["id"]);
    assert_eq!(shop.happened(), moved(1, (1, 2500), (2, 2000)));
}

#[test]
fn a_customer_is_made_once_under_its_key() {
    let shop = Shop::open();
    let body = json!({ "email": "jane@example.com" });
    let first = shop.post_with_key("/customers", "key-1", &body).ok();
    assert_eq!(shop.post_with_key("/customers", "key-1", &body).ok(), first);
    assert_eq!(shop.books().customers().len(), 1);
}
