use std::time::Duration;

use chrono::TimeDelta;
use practice::global_payments::{Behaviour, KeyUses};
use serde_json::json;

use crate::shop::{Shop, link_body, text};

#[tokio::test]
async fn a_key_is_forgotten_when_a_test_says_so() {
    let shop = Shop::open().await;
    shop.books().set_behaviour(Behaviour {
        key_memory: Some(Duration::from_mins(1)),
        ..Behaviour::default()
    });
    shop.post_with_key("/links", "key-1", &link_body()).await.ok();
    shop.clock.advance(TimeDelta::seconds(60));
    let told = shop.post_with_key("/links", "key-1", &link_body()).await;
    told.refused(409, "DUPLICATE_ACTION", "40039");
    shop.clock.advance(TimeDelta::milliseconds(1));
    shop.post_with_key("/links", "key-1", &link_body()).await.ok();
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 3, executed: 2 });
}

#[tokio::test]
async fn a_refused_request_may_burn_its_key() {
    let shop = Shop::open().await;
    let burning = Behaviour { refused_requests_burn_keys: true, ..Behaviour::default() };
    shop.books().set_behaviour(burning);
    let refused = shop.post_with_key("/links", "key-1", &json!({})).await;
    refused.refused(400, "INVALID_REQUEST_DATA", "40007");
    for _ in 0..2 {
        let told = shop.post_with_key("/links", "key-1", &link_body()).await;
        let told = told.refused(409, "DUPLICATE_ACTION", "40039");
        assert!(!told.contains("id="), "there is nothing to name: {told}");
    }
    assert!(shop.books().links().is_empty());
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 3, executed: 0 });

    let link = shop.post_with_key("/links", "key-2", &link_body()).await.ok();
    for _ in 0..2 {
        let told = shop.post_with_key("/links", "key-2", &link_body()).await;
        let told = told.refused(409, "DUPLICATE_ACTION", "40039");
        assert!(told.contains(text(&link["id"])), "a repeat is not what the key was for: {told}");
    }
}
