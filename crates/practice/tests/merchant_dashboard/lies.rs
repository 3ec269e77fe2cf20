use std::time::Duration;

use practice::merchant_dashboard::{Behaviour, MinorUnits};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, LINKS, NOBODYS, Shop, moved, order, path, text};

#[test]
fn links_and_payments_show_what_a_test_says_and_the_books_keep_the_truth() {
    let shop = Shop::with(Behaviour {
        creates_answer_200: true,
        uuid_in_answer: Some(NOBODYS.to_owned()),
        total_in_answer: Some(MinorUnits::new(1)),
        currency_in_answer: Some("GBP".to_owned()),
        payment_status_in_answer: Some("sleeping".to_owned()),
        payment_amount_in_answer: Some(MinorUnits::new(2)),
        payment_currency_in_answer: Some("JPY".to_owned()),
        link_origin: Some("https://pay.example".to_owned()),
        ..Behaviour::default()
    });
    let made = shop.post(&order()).ok();
    assert_eq!(
        [&made["uuid"], &made["total"], &made["currency"]],
        [&json!(NOBODYS), &json!("0.01"), &json!("GBP")]
    );
    let uuid = shop.books().links()[0].uuid.to_string();
    assert_eq!(made["public_url"], format!("https://pay.example/pay/{uuid}"));
    let preview = shop.preview(&uuid).ok();
    assert_eq!([&preview["total"], &preview["currency"]], [&json!("0.01"), &json!("GBP")]);
    let started = shop.start(&uuid, &json!({ "email": "jane@example.com" })).ok();
    assert!(text(&started["checkout_url"]).starts_with("https://pay.example/checkout/"));
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    let paid = &shop.payments(&uuid)[0];
    assert_eq!(
        [&paid["status"], &paid["amount"], &paid["currency"]],
        [&json!("sleeping"), &json!("0.02"), &json!("JPY")]
    );
    assert_eq!(shop.happened(), moved(1, (1, 3250), (0, 0)));
}

#[test]
fn what_is_assumed_can_be_missing() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({ "metadata": { "intent_id": "1" } }));
    let lie = |behaviour| shop.books().set_behaviour(behaviour);
    let rows = || -> [Value; 2] { [shop.link(&uuid), shop.get(LINKS).ok()["results"][0].take()] };
    let has = |name: &str| rows().map(|row| row.get(name).is_some());
    lie(Behaviour { list_metadata_missing: true, ..Behaviour::default() });
    assert_eq!(has("metadata"), [true, false]);
    lie(Behaviour { metadata_missing: true, ..Behaviour::default() });
    assert_eq!(has("metadata"), [false, false]);
    lie(Behaviour { public_url_missing: true, ..Behaviour::default() });
    assert_eq!((has("public_url"), has("metadata")), ([false, false], [true, true]));
    lie(Behaviour { statistics_missing: true, ..Behaviour::default() });
    for name in ["times_used", "paid_count", "revenue"] {
        assert_eq!(has(name), [false, false], "{name}");
    }
}

#[test]
fn a_change_can_be_lost() {
    let shop = Shop::with(Behaviour { changes_lost: true, ..Behaviour::default() });
    let uuid = shop.create(&json!({}));
    assert_eq!(shop.patch(&uuid, &json!({ "is_active": false })).ok()["is_active"], false);
    assert_eq!(shop.link(&uuid)["is_active"], true);
    assert_eq!(shop.delete(&uuid).status, 204);
    shop.preview(&uuid).ok();
}

#[test]
fn reads_can_lag_behind_the_truth() {
    let lag = Some(Duration::from_secs(10));
    let shop = Shop::with(Behaviour { replication_lag: lag, ..Behaviour::default() });
    let uuid = shop.create(&json!({}));
    shop.get(&path(&uuid)).refused(404);
    shop.preview(&uuid).refused(404);
    assert_eq!(shop.get(LINKS).ok()["count"], 0);
    shop.wait(10);
    shop.link(&uuid);
    shop.preview(&uuid).ok();
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    shop.patch(&uuid, &json!({ "is_active": false })).ok();
    assert_eq!(shop.statuses(&uuid).len(), 0);
    let link = shop.link(&uuid);
    assert_eq!((&link["is_active"], &link["times_used"]), (&json!(true), &json!(0)));
    shop.preview(&uuid).ok();
    shop.start(&uuid, &json!({ "email": "jane@example.com" })).refused(410);
    shop.wait(10);
    assert_eq!(shop.statuses(&uuid), ["paid"]);
    shop.preview(&uuid).refused(410);
    shop.delete(&uuid);
    shop.link(&uuid);
    shop.wait(10);
    shop.get(&path(&uuid)).refused(404);
}

#[test]
fn the_list_alone_can_lag() {
    let lag = Some(Duration::from_secs(10));
    let shop = Shop::with(Behaviour { list_lag: lag, ..Behaviour::default() });
    let uuid = shop.create(&json!({}));
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    assert_eq!(shop.link(&uuid)["paid_count"], 1);
    assert_eq!(shop.statuses(&uuid), ["paid"]);
    assert_eq!(shop.get(LINKS).ok()["count"], 0);
    shop.wait(10);
    assert_eq!(shop.get(LINKS).ok()["results"][0]["paid_count"], 1);
}
