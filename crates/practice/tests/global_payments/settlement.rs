use std::time::Duration;

use chrono::TimeDelta;
use practice::global_payments::{Behaviour, Settlement};
use serde_json::json;

use crate::shop::{Shop, text};

#[tokio::test]
async fn captured_money_goes_to_the_bank_in_its_time() {
    let shop = Shop::open().await;
    let settlement = Settlement {
        batched_after: Duration::from_hours(1),
        funded_after: Duration::from_hours(2),
    };
    let behaviour = Behaviour { settlement: Some(settlement), ..Behaviour::default() };
    shop.books().set_behaviour(behaviour.clone());
    let sale = shop.sale().await;
    let refund = shop.refund(&sale, &json!({ "amount": "100" })).await.ok();
    shop.books().set_behaviour(Behaviour { holds: true, ..behaviour });
    let held = shop.sale().await;
    shop.clock.advance(TimeDelta::milliseconds(3_599_999));
    assert_eq!(shop.status_of(&sale).await, "CAPTURED");
    shop.clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(shop.status_of(&sale).await, "BATCHED");
    assert_eq!(shop.status_of(text(&refund["id"])).await, "BATCHED");
    shop.post(&format!("/transactions/{held}/capture"), &json!({})).await.ok();
    let batched = shop.get(&format!("/transactions/{sale}")).await.ok();
    shop.clock.advance(TimeDelta::hours(1));
    assert_eq!(shop.status_of(&sale).await, "FUNDED");
    assert_eq!(shop.status_of(&held).await, "BATCHED", "an hour after its capture");

    let read = shop.get(&format!("/transactions/{sale}")).await.ok();
    let batch = text(&read["batch_id"]);
    assert!(batch.starts_with("BAT_") && batched["batch_id"] == batch, "{batch}");
    let list = shop.get(&format!("/transactions?batch_id={batch}")).await.ok();
    assert_eq!(
        (&list["total_record_count"], &list["transactions"][0]["id"]),
        (&json!(1), &json!(sale))
    );
    let refund = shop.refund(&sale, &json!({ "amount": "100" })).await.ok();
    assert_eq!((&refund["status"], &refund["batch_id"]), (&json!("CAPTURED"), &json!("")));
    let link = shop.get(&format!("/links/{}", shop.books().links()[0].id)).await.ok();
    let in_link = &link["transactions"]["transaction_list"][0];
    assert_eq!(in_link["status"], "CAPTURED", "the link's list is not refreshed");
}

#[tokio::test]
async fn a_test_can_settle_everything_at_once() {
    let shop = Shop::open().await;
    let settled = shop.sale().await;
    let held = shop.reserved().await;
    shop.books().fund_batched().unwrap();
    assert_eq!(shop.status_of(&settled).await, "CAPTURED", "nothing is on its way");
    shop.books().batch_captured().unwrap();
    let fresh = shop.sale().await;
    shop.books().fund_batched().unwrap();
    for (sale, status) in [(settled, "FUNDED"), (held, "PREAUTHORIZED"), (fresh, "CAPTURED")] {
        assert_eq!(shop.status_of(&sale).await, status);
    }
    for (status, count) in [("FUNDED", 1), ("BATCHED", 0), ("PREAUTHORIZED", 1)] {
        let list = shop.get(&format!("/transactions?status={status}")).await.ok();
        assert_eq!(list["total_record_count"], count, "{status}");
    }
}

#[tokio::test]
async fn what_was_reversed_is_never_settled() {
    let shop = Shop::open().await;
    let settlement =
        Settlement { batched_after: Duration::from_mins(1), funded_after: Duration::from_mins(2) };
    let behaviour = Behaviour { settlement: Some(settlement), ..Behaviour::default() };
    shop.books().set_behaviour(behaviour);
    let sale = shop.sale().await;
    shop.post(&format!("/transactions/{sale}/reversal"), &json!({})).await.ok();
    shop.clock.advance(TimeDelta::hours(1));
    let read = shop.get(&format!("/transactions/{sale}")).await.ok();
    assert_eq!((&read["status"], &read["batch_id"]), (&json!("REVERSED"), &json!("")));
}
