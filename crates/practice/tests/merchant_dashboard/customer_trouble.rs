use practice::merchant_dashboard::{CustomerTrouble, LinkTrouble, Trouble};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, Shop, moved, start};

/// A shop with one link for a single payment, and a customer who has this trouble with it.
fn planned(trouble: CustomerTrouble) -> (Shop, String) {
    planned_with(trouble, &json!({ "max_uses": 1, "expires_at": "2026-11-20T10:10:00Z" }))
}

fn planned_with(trouble: CustomerTrouble, more: &Value) -> (Shop, String) {
    let shop = Shop::open();
    shop.books().plan(trouble);
    let uuid = shop.create(more);
    assert_eq!(shop.books().planned(), []);
    (shop, uuid)
}

const NOTHING: [String; 0] = [];

#[test]
fn a_customer_pays_by_itself() {
    let (shop, uuid) = planned(CustomerTrouble::PaysAfter { seconds: 5 });
    shop.wait(4);
    assert_eq!(shop.statuses(&uuid), NOTHING);
    shop.wait(10);
    assert_eq!(shop.statuses(&uuid), ["paid"]);
    let attempt = shop.books().payments()[0].attempt.clone().unwrap();
    assert_eq!(attempt.begun, start() + chrono::TimeDelta::seconds(5));
    assert_eq!(shop.happened(), moved(1, (1, 3250), (0, 0)));
}

#[test]
fn a_customer_pays_what_has_expired() {
    let (shop, uuid) = planned(CustomerTrouble::PaysLate { seconds: 60 });
    shop.wait(659);
    assert_eq!(shop.statuses(&uuid), NOTHING);
    shop.preview(&uuid).refused(410);
    shop.wait(1);
    assert_eq!(shop.statuses(&uuid), ["paid"]);
}

#[test]
fn a_link_without_an_end_is_paid_late_after_a_quarter_of_an_hour() {
    let (shop, uuid) = planned_with(CustomerTrouble::PaysLate { seconds: 60 }, &json!({}));
    shop.wait(959);
    assert_eq!(shop.statuses(&uuid), NOTHING);
    shop.wait(1);
    assert_eq!(shop.statuses(&uuid), ["paid"]);
}

#[test]
fn who_pays_late_keeps_to_a_new_expiry() {
    let (shop, uuid) = planned(CustomerTrouble::PaysLate { seconds: 60 });
    shop.patch(&uuid, &json!({ "expires_at": "2026-11-20T10:20:00Z" })).ok();
    shop.wait(20 * 60 + 59);
    assert_eq!(shop.statuses(&uuid), NOTHING);
    shop.wait(1);
    assert_eq!(shop.statuses(&uuid), ["paid"]);
}

#[test]
fn a_customer_pays_what_was_switched_off_or_deleted() {
    let (shop, uuid) = planned(CustomerTrouble::PaysAfterCancel { seconds: 2 });
    shop.wait(300);
    assert_eq!(shop.statuses(&uuid), NOTHING);
    shop.patch(&uuid, &json!({ "is_active": false })).ok();
    shop.wait(1);
    shop.patch(&uuid, &json!({ "name": "Another" })).ok();
    assert_eq!(shop.statuses(&uuid), NOTHING);
    shop.wait(1);
    assert_eq!(shop.statuses(&uuid), ["paid"], "another change does not make it wait anew");

    let (shop, uuid) = planned(CustomerTrouble::PaysAfterCancel { seconds: 2 });
    shop.delete(&uuid);
    shop.wait(2);
    assert_eq!(shop.happened(), moved(1, (1, 3250), (0, 0)));
}

#[test]
fn who_pays_after_a_cancel_does_not_pay_what_is_on_again_or_was_paid() {
    let (shop, uuid) = planned(CustomerTrouble::PaysAfterCancel { seconds: 2 });
    shop.patch(&uuid, &json!({ "is_active": false })).ok();
    shop.patch(&uuid, &json!({ "is_active": true })).ok();
    shop.wait(2);
    assert_eq!(shop.statuses(&uuid), NOTHING);
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    shop.patch(&uuid, &json!({ "is_active": false })).ok();
    shop.wait(2);
    assert_eq!(shop.happened(), moved(1, (1, 3250), (0, 0)));
}

#[test]
fn a_link_that_was_switched_off_by_trouble_is_paid_after_it() {
    let shop = Shop::open();
    shop.books().plan(LinkTrouble::SwitchedOff);
    shop.books().plan(CustomerTrouble::PaysAfterCancel { seconds: 2 });
    let uuid = shop.create(&json!({}));
    shop.wait(2);
    assert_eq!(shop.statuses(&uuid), ["paid"]);
}

#[test]
fn two_customers_pay_a_link_for_one() {
    let (shop, uuid) = planned(CustomerTrouble::PaysTwice { seconds: 5 });
    shop.wait(5);
    assert_eq!(shop.statuses(&uuid), ["paid", "paid"]);
    let link = shop.link(&uuid);
    assert_eq!((&link["times_used"], &link["max_uses"]), (&json!(2), &json!(1)));
    assert_eq!(shop.happened(), moved(1, (2, 6500), (0, 0)));
}

#[test]
fn a_customer_pays_another_amount() {
    let (shop, uuid) = planned(CustomerTrouble::PaysAnotherAmount { difference: -100, seconds: 5 });
    shop.wait(5);
    assert_eq!(shop.payments(&uuid)[0]["amount"], "31.50");
    let link = shop.link(&uuid);
    assert_eq!((&link["total"], &link["revenue"]), (&json!("32.50"), &json!("31.50")));
}

#[test]
fn a_card_is_refused_and_the_next_customer_pays() {
    let (shop, uuid) = planned(CustomerTrouble::Declines { seconds: 5 });
    shop.wait(5);
    assert_eq!(shop.statuses(&uuid), ["failed"]);
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    assert_eq!(shop.statuses(&uuid), ["paid", "failed"]);
}

#[test]
fn a_customer_starts_and_goes_away() {
    let (shop, uuid) = planned(CustomerTrouble::StartsOnly { seconds: 5 });
    shop.wait(3600);
    assert_eq!(shop.statuses(&uuid), ["pending"]);
    assert_eq!(shop.happened(), moved(1, (0, 0), (0, 0)));
}

#[test]
fn a_customer_who_was_sent_away_or_came_too_late_pays_nothing() {
    let (shop, uuid) = planned(CustomerTrouble::PaysAfter { seconds: 5 });
    shop.books().clear_planned().unwrap();
    shop.wait(5);
    assert_eq!(shop.statuses(&uuid), NOTHING);
    let (shop, uuid) = planned(CustomerTrouble::PaysAfter { seconds: 5 });
    shop.patch(&uuid, &json!({ "is_active": false })).ok();
    shop.wait(5);
    assert_eq!(shop.statuses(&uuid), NOTHING);
    let (shop, uuid) = planned(CustomerTrouble::PaysAfter { seconds: 5 });
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    shop.wait(5);
    assert_eq!(shop.statuses(&uuid), ["paid"]);
}

#[test]
fn trouble_is_planned_over_http_too() {
    let shop = Shop::open();
    let json = [("Content-Type".to_owned(), "application/json".to_owned())];
    let plan = |body: &[u8]| shop.gateway.answer("POST", "/practice/trouble", &json, body).unwrap();
    assert_eq!(plan(br#"{"trouble":"PRICE_CHANGES","difference":100}"#).status, 200);
    let wanted = LinkTrouble::PriceChanges { difference: 100 };
    assert_eq!(shop.books().planned(), [Trouble::from(wanted)]);
    assert_eq!(plan(br#"{"trouble":"RESERVES"}"#).status, 400);
    let gone = shop.gateway.answer("DELETE", "/practice/trouble", &[], b"").unwrap();
    assert_eq!(gone.body, b"{\"planned\":[]}");
    assert_eq!(shop.books().planned(), []);
}
