use practice::global_payments::{Endpoint, KeyUses, MinorUnits};
use serde_json::json;

use crate::shop::{Shop, text};

#[tokio::test]
async fn reserved_money_is_no_payment_until_it_is_captured() {
    let shop = Shop::open().await;
    let sale = shop.reserved().await;
    assert_eq!(shop.status_of(&sale).await, "PREAUTHORIZED");
    let refund = shop.refund(&sale, &json!({ "amount": "100" })).await;
    refund.refused(400, "INVALID_TRANSACTION_ACTION", "40038");

    let path = format!("/transactions/{sale}/capture");
    let captured = shop.post(&path, &json!({ "amount": "1999" })).await.ok();
    assert_eq!(captured["id"], sale.as_str(), "a capture keeps the transaction's id");
    for (field, value) in [("status", "CAPTURED"), ("type", "SALE"), ("amount", "1999")] {
        assert_eq!(captured[field], value, "{field}");
    }
    assert_eq!(captured["action"]["type"], "CAPTURE");
    assert_eq!(captured["payment_method"]["card"]["masked_number_last4"], "XXXXXXXXXXXX4242");
    assert_eq!(shop.status_of(&sale).await, "CAPTURED");
    shop.refund(&sale, &json!({ "amount": "100" })).await.ok();
    assert_eq!(shop.books().requests(Endpoint::TransactionCapture), 1);
}

#[tokio::test]
async fn the_link_goes_on_to_show_a_captured_sale_as_reserved() {
    let shop = Shop::open().await;
    let sale = shop.reserved().await;
    let path = format!("/transactions/{sale}/capture");
    shop.post(&path, &json!({ "amount": "1500" })).await.ok();
    let link = format!("/links/{}", shop.books().links()[0].id);
    let link = shop.get(&link).await.ok();
    let listed = &link["transactions"]["transaction_list"][0];
    assert_eq!((&listed["status"], &listed["amount"]), (&json!("PREAUTHORIZED"), &json!("1999")));
    assert_eq!(link["status"], "PAID");
}

#[tokio::test]
async fn a_smaller_amount_captures_in_part_and_once() {
    let shop = Shop::open().await;
    let sale = shop.reserved().await;
    let path = format!("/transactions/{sale}/capture");
    assert_eq!(shop.post(&path, &json!({ "amount": "500" })).await.ok()["amount"], "500");
    let again = shop.post(&path, &json!({ "amount": "500" })).await;
    assert!(again.refused(400, "INVALID_ACTION", "40290").contains("CAPTURED"));
    let refund = shop.refund(&sale, &json!({ "amount": "576" })).await;
    refund.refused(400, "INVALID_REQUEST_DATA", "40087");
    shop.refund(&sale, &json!({ "amount": "500" })).await.ok();
}

#[tokio::test]
async fn captures_go_to_115_percent_and_no_further() {
    let shop = Shop::open().await;
    let (first, second) = (shop.reserved().await, shop.reserved().await);
    let capture =
        async |sale: &str, body| shop.post(&format!("/transactions/{sale}/capture"), &body).await;
    capture(&first, json!({ "amount": "2299" })).await.refused(
        400,
        "INVALID_REQUEST_DATA",
        "50020",
    );
    capture(&first, json!({ "amount": "0" })).await.refused(400, "INVALID_REQUEST_DATA", "50020");
    capture(&first, json!({ "amount": "x" })).await.refused(400, "INVALID_REQUEST_DATA", "40213");
    assert_eq!(capture(&first, json!({ "amount": "2298" })).await.ok()["amount"], "2298");
    assert_eq!(capture(&second, json!({})).await.ok()["amount"], "1999", "all that is held");
    assert_eq!(shop.books().transactions()[0].amount, MinorUnits::new(2298));
}

#[tokio::test]
async fn only_what_is_held_can_be_captured() {
    let shop = Shop::open().await;
    let sale = shop.sale().await;
    let path = format!("/transactions/{sale}/capture");
    let told = shop.post(&path, &json!({ "amount": "1" })).await;
    told.refused(400, "INVALID_ACTION", "40290");
    let told = shop.post("/transactions/TRN_unknown/capture", &json!({ "amount": "1" })).await;
    told.refused(404, "RESOURCE_NOT_FOUND", "40008");
}

#[tokio::test]
async fn a_repeated_key_captures_once() {
    let mut shop = Shop::open().await;
    let sale = shop.reserved().await;
    let path = format!("/transactions/{sale}/capture");
    let refused = shop.post_with_key(&path, "key-1", &json!({ "amount": "9999" })).await;
    refused.refused(400, "INVALID_REQUEST_DATA", "50020");
    let body = json!({ "amount": "1000" });
    let captured = shop.post_with_key(&path, "key-1", &body).await.ok();
    assert_eq!(text(&captured["status"]), "CAPTURED");
    let told = shop.post_with_key(&path, "key-1", &body).await;
    let told = told.refused(409, "DUPLICATE_ACTION", "40039");
    assert!(told.ends_with(&format!("id={sale}, status=CAPTURED")), "{told}");
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 3, executed: 1 });

    let other = shop.reserved().await;
    shop.restrict(&["TRN_POST_Refund", "TRN_POST_Reverse"]).await;
    let path = format!("/transactions/{other}/capture");
    shop.post(&path, &body).await.refused(403, "ACTION_NOT_AUTHORIZED", "40212");
}
