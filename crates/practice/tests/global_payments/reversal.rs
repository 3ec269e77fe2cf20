use practice::global_payments::{Endpoint, KeyUses};
use serde_json::json;

use crate::shop::Shop;

#[tokio::test]
async fn reserved_and_captured_sales_can_be_reversed() {
    let shop = Shop::open().await;
    for sale in [shop.reserved().await, shop.sale().await] {
        let path = format!("/transactions/{sale}/reversal");
        let reversed = shop.post(&path, &json!({ "amount": "1999" })).await.ok();
        assert_eq!(reversed["id"], sale.as_str());
        assert_eq!(
            (&reversed["status"], &reversed["amount"]),
            (&json!("REVERSED"), &json!("1999"))
        );
        assert_eq!(reversed["action"]["type"], "REVERSE");
        assert_eq!(shop.status_of(&sale).await, "REVERSED");
        let told = shop.post(&path, &json!({ "amount": "1999" })).await;
        told.refused(400, "INVALID_ACTION", "40290");
        let told = shop.refund(&sale, &json!({ "amount": "1" })).await;
        told.refused(400, "INVALID_TRANSACTION_ACTION", "40038");
        let told = shop.post(&format!("/transactions/{sale}/capture"), &json!({})).await;
        told.refused(400, "INVALID_ACTION", "40290");
    }
    assert_eq!(shop.books().requests(Endpoint::TransactionReversal), 4);
}

#[tokio::test]
async fn the_whole_or_nothing() {
    let shop = Shop::open().await;
    let sale = shop.sale().await;
    let path = format!("/transactions/{sale}/reversal");
    for part in ["1998", "2000", "0"] {
        let told = shop.post(&path, &json!({ "amount": part })).await;
        told.refused(400, "INVALID_REQUEST_DATA", "40214");
    }
    assert_eq!(shop.status_of(&sale).await, "CAPTURED");
    shop.post(&path, &json!({})).await.ok();
    let told = shop.post("/transactions/TRN_unknown/reversal", &json!({})).await;
    told.refused(404, "RESOURCE_NOT_FOUND", "40008");
}

#[tokio::test]
async fn settled_and_refunded_sales_cannot_be_reversed() {
    let shop = Shop::open().await;
    let settled = shop.sale().await;
    shop.books().batch_captured().unwrap();
    let refunded = shop.sale().await;
    shop.refund(&refunded, &json!({ "amount": "1" })).await.ok();
    let refund = shop.books().transactions()[2].id.to_string();
    for id in [settled, refunded, refund] {
        let told = shop.post(&format!("/transactions/{id}/reversal"), &json!({})).await;
        told.refused(400, "INVALID_ACTION", "40290");
    }
}

#[tokio::test]
async fn a_repeated_key_reverses_once() {
    let mut shop = Shop::open().await;
    let sale = shop.sale().await;
    let path = format!("/transactions/{sale}/reversal");
    shop.post_with_key(&path, "key-1", &json!({})).await.ok();
    let told = shop.post_with_key(&path, "key-1", &json!({})).await;
    let told = told.refused(409, "DUPLICATE_ACTION", "40039");
    assert!(told.ends_with(&format!("id={sale}, status=REVERSED")), "{told}");
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 2, executed: 1 });

    let other = shop.sale().await;
    shop.restrict(&["TRN_POST_Refund", "TRN_POST_Capture"]).await;
    let told = shop.post(&format!("/transactions/{other}/reversal"), &json!({})).await;
    told.refused(403, "ACTION_NOT_AUTHORIZED", "40212");
}
