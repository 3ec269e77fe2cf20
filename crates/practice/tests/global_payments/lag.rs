use std::time::Duration;

use chrono::TimeDelta;
use practice::global_payments::{Behaviour, LinkStatus};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, Shop, text};

fn lagging() -> Behaviour {
    Behaviour { replication_lag: Some(Duration::from_secs(2)), ..Behaviour::default() }
}

#[tokio::test]
async fn a_new_link_cannot_be_read_for_two_seconds() {
    let shop = Shop::open().await;
    shop.books().set_behaviour(lagging());
    let link = shop.link(|_| {}).await;
    assert_eq!(link["status"], "ACTIVE", "the answer to the create itself is not late");
    let path = format!("/links/{}", text(&link["id"]));
    let listed =
        async || shop.get("/links?reference=INV-1001-REF").await.ok()["total_record_count"].clone();
    for milliseconds in [0, 1_999] {
        shop.clock.advance(TimeDelta::milliseconds(milliseconds));
        shop.get(&path).await.refused(404, "RESOURCE_NOT_FOUND", "40118");
        assert_eq!(listed().await, 0);
    }
    shop.clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(shop.get(&path).await.ok()["id"], link["id"]);
    assert_eq!(listed().await, 1);
}

#[tokio::test]
async fn payments_refunds_and_edits_are_seen_late_but_hold_at_once() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    let path = format!("/links/{}", text(&link["id"]));
    shop.books().set_behaviour(lagging());
    let seen = async || {
        let link = shop.get(&path).await.ok();
        let transactions = shop.get("/transactions").await.ok();
        let in_link = link["transactions"]["transaction_list"].as_array().unwrap().len();
        let listed = transactions["total_record_count"].as_u64().unwrap();
        (text(&link["status"]).to_owned(), in_link, listed)
    };
    let seen_as = |status: &str, in_link, listed| (status.to_owned(), in_link, listed);

    let id = shop.link_id(text(&link["id"]));
    let sale = shop.books().pay(&id, GOOD_CARD).unwrap().id.to_string();
    assert_eq!(shop.books().link_status(&id), Some(LinkStatus::Paid), "the books hold the truth");
    assert_eq!(seen().await, seen_as("ACTIVE", 0, 0));
    let single = shop.get(&format!("/transactions/{sale}")).await;
    single.refused(404, "RESOURCE_NOT_FOUND", "40118");
    shop.clock.advance(TimeDelta::seconds(1));
    shop.refund(&sale, &json!({ "amount": "500" })).await.ok();
    shop.clock.advance(TimeDelta::seconds(1));
    assert_eq!(seen().await, seen_as("PAID", 1, 1));
    shop.clock.advance(TimeDelta::seconds(1));
    assert_eq!(seen().await, seen_as("PAID", 1, 2));
}

#[tokio::test]
async fn an_edit_is_seen_as_it_was_before() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    let path = format!("/links/{}", text(&link["id"]));
    shop.books().set_behaviour(lagging());
    let name = async || -> Value { shop.get(&path).await.ok()["name"].clone() };
    shop.patch(&path, &json!({ "name": "Second" })).await.ok();
    shop.clock.advance(TimeDelta::seconds(1));
    shop.patch(&path, &json!({ "name": "Third" })).await.ok();
    assert_eq!(name().await, "Corner shop");
    shop.clock.advance(TimeDelta::seconds(1));
    assert_eq!(name().await, "Second");
    shop.clock.advance(TimeDelta::seconds(1));
    assert_eq!(name().await, "Third");
}
