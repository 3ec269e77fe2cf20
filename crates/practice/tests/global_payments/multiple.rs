use practice::global_payments::LinkStatus;
use serde_json::json;

use crate::shop::{GOOD_CARD, Shop, text};

#[tokio::test]
async fn each_payment_counts_until_the_limit_is_reached() {
    let shop = Shop::open().await;
    let link = shop
        .link(|body| {
            body["usage_mode"] = "MULTIPLE".into();
            body["usage_limit"] = "2".into();
            body["shippable"] = "YES".into();
            body["shipping_amount"] = "350".into();
            body["images"] = json!(["not looked at", 5]);
            body["notifications"] = json!({
                "return_url": "https://shop.example/return",
                "status_url": "https://shop.example/status",
                "cancel_url": "https://shop.example/cancel",
            });
        })
        .await;
    assert_eq!(link["images"], json!([]));
    let path = format!("/links/{}", text(&link["id"]));
    let id = shop.link_id(text(&link["id"]));
    for (count, status) in [("1", "ACTIVE"), ("2", "PAID")] {
        assert!(shop.open_page(&link).await.1.contains("23.49 GBP"));
        shop.pay(&link, "card=4242424242424242").await;
        let read = shop.get(&path).await.ok();
        assert_eq!((&read["usage_count"], &read["status"]), (&json!(count), &json!(status)));
    }
    let read = shop.get(&path).await.ok();
    let sales = read["transactions"]["transaction_list"].as_array().unwrap();
    assert_eq!(sales.len(), 2);
    assert_ne!(sales[0]["id"], sales[1]["id"]);
    assert!(sales.iter().all(|sale| sale["amount"] == "2349"), "{sales:?}");
    assert_eq!(shop.books().link_status(&id), Some(LinkStatus::Paid));
    assert!(shop.books().pay(&id, GOOD_CARD).is_err());
}
