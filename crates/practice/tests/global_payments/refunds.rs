use practice::global_payments::{Endpoint, KeyUses, MinorUnits, TransactionId};
use serde_json::json;

use crate::shop::{BAD_CARD, Shop, link_body, text};

fn id_of(shop: &Shop, sale: &str) -> TransactionId {
    let transactions = shop.books().transactions();
    transactions.into_iter().find(|found| found.id.as_str() == sale).unwrap().id
}

#[tokio::test]
async fn a_refund_is_a_transaction_of_its_own() {
    let shop = Shop::open().await;
    let sale = shop.sale().await;
    let refund = shop.refund(&sale, &json!({ "amount": "1000" })).await.ok();
    let id = text(&refund["id"]);
    assert_ne!(id, sale);
    assert!(id.starts_with("TRN_") && id.ends_with("_INV1001REF"), "{id}");
    for (field, value) in [
        ("type", "REFUND"),
        ("status", "CAPTURED"),
        ("amount", "1000"),
        ("currency", "GBP"),
        ("reference", "INV-1001-REF"),
        ("parent_resource_id", sale.as_str()),
    ] {
        assert_eq!(refund[field], value, "{field}");
    }
    assert_eq!(refund["payment_method"]["card"]["masked_number_last4"], "XXXXXXXXXXXX4242");
    assert_eq!(refund["action"]["type"], "REFUND");
    assert_eq!(refund["action"]["result_code"], "SUCCESS");

    let read = shop.get(&format!("/transactions/{id}")).await.ok();
    assert_eq!((&read["type"], &read["amount"]), (&json!("REFUND"), &json!("1000")));
    let sale_again = shop.get(&format!("/transactions/{sale}")).await.ok();
    assert_eq!(
        (&sale_again["status"], &sale_again["amount"]),
        (&json!("CAPTURED"), &json!("1999"))
    );
    assert_eq!(shop.books().refunded(&id_of(&shop, &sale)), MinorUnits::new(1000));
}

#[tokio::test]
async fn without_an_amount_the_rest_is_refunded() {
    for body in ["", "{}", "[]"] {
        let shop = Shop::open().await;
        let sale = shop.sale().await;
        shop.refund(&sale, &json!({ "amount": "500" })).await.ok();
        let path = format!("/transactions/{sale}/refund");
        let ask = || Shop::send(shop.signed(reqwest::Method::POST, &path).body(body));
        assert_eq!(ask().await.ok()["amount"], "1499", "{body}");
        ask().await.refused(400, "INVALID_REQUEST_DATA", "40087");
    }
}

#[tokio::test]
async fn refunds_go_to_115_percent_in_total_and_no_further() {
    let shop = Shop::open().await;
    let link = shop.link(|body| body["transactions"]["amount"] = "2000".into()).await;
    let link = shop.link_id(text(&link["id"]));
    let sale = shop.books().pay(&link, "4242424242424242").unwrap().id.to_string();
    let refund = async |amount: &str| shop.refund(&sale, &json!({ "amount": amount })).await;
    refund("2301").await.refused(400, "INVALID_REQUEST_DATA", "40087");
    refund("1000").await.ok();
    refund("1000").await.ok();
    refund("301").await.refused(400, "INVALID_REQUEST_DATA", "40087");
    refund("300").await.ok();
    let told = refund("1").await.refused(400, "INVALID_REQUEST_DATA", "40087");
    assert!(told.contains("115%"), "{told}");
    assert_eq!(shop.books().refunded(&id_of(&shop, &sale)), MinorUnits::new(2300));
    assert_eq!(shop.books().requests(Endpoint::TransactionRefund), 6);
}

#[tokio::test]
async fn a_merchant_can_be_held_to_100_percent() {
    let shop = Shop::open_with(|config| config.refund_limit_percent = 100).await;
    let sale = shop.sale().await;
    let told = shop.refund(&sale, &json!({ "amount": "2000" })).await;
    assert!(told.refused(400, "INVALID_REQUEST_DATA", "40087").contains("100%"));
    shop.refund(&sale, &json!({ "amount": "1999" })).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn refunds_at_the_same_time_stay_below_the_limit() {
    let shop = Shop::open().await;
    let sale = shop.sale().await;
    let body = json!({ "amount": "1500" });
    let ask = || shop.refund(&sale, &body);
    let answers = tokio::join!(ask(), ask(), ask(), ask());
    let answers = [answers.0, answers.1, answers.2, answers.3];
    let done = answers.iter().filter(|answer| answer.status.is_success()).count();
    assert_eq!(done, 1);
    assert_eq!(shop.books().refunded(&id_of(&shop, &sale)), MinorUnits::new(1500));
}

#[tokio::test]
async fn only_captured_sales_can_be_refunded() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    let declined = shop.books().pay(&shop.link_id(text(&link["id"])), BAD_CARD).unwrap().id;
    let body = json!({ "amount": "100" });
    let told = shop.refund(declined.as_str(), &body).await;
    let told = told.refused(400, "INVALID_TRANSACTION_ACTION", "40038");
    assert!(told.contains("DECLINED"), "{told}");

    shop.open_page(&link).await;
    let initiated = shop.books().transactions()[1].id.to_string();
    let answer = shop.refund(&initiated, &body).await;
    answer.refused(400, "INVALID_TRANSACTION_ACTION", "40038");

    let sale = shop.sale().await;
    let refund = shop.refund(&sale, &body).await.ok();
    let answer = shop.refund(text(&refund["id"]), &body).await;
    answer.refused(400, "INVALID_TRANSACTION_ACTION", "40038");

    let answer = shop.refund("TRN_unknown", &body).await;
    answer.refused(404, "RESOURCE_NOT_FOUND", "40008");
}

#[tokio::test]
async fn refund_amounts_are_positive_whole_minor_units() {
    let shop = Shop::open().await;
    let sale = shop.sale().await;
    for (amount, code) in [
        (json!("0"), "50020"),
        (json!("-5"), "40213"),
        (json!("5.00"), "40213"),
        (json!({}), "40213"),
    ] {
        let answer = shop.refund(&sale, &json!({ "amount": amount })).await;
        answer.refused(400, "INVALID_REQUEST_DATA", code);
    }
    assert_eq!(shop.books().refunded(&id_of(&shop, &sale)), MinorUnits::new(0));
}

#[tokio::test]
async fn a_repeated_key_refunds_once_and_counts_across_endpoints() {
    let shop = Shop::open().await;
    let sale = shop.sale().await;
    let path = format!("/transactions/{sale}/refund");
    let body = json!({ "amount": "100" });
    let refund = shop.post_with_key(&path, "key-1", &body).await.ok();
    let told = shop.post_with_key(&path, "key-1", &json!({ "amount": "200" })).await.refused(
        409,
        "DUPLICATE_ACTION",
        "40039",
    );
    assert!(told.contains(&format!("id={}", text(&refund["id"]))), "{told}");
    let answer = shop.post_with_key("/links", "key-1", &link_body()).await;
    answer.refused(409, "DUPLICATE_ACTION", "40039");
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 3, executed: 1 });
    assert_eq!(shop.books().refunded(&id_of(&shop, &sale)), MinorUnits::new(100));
    assert_eq!(shop.books().links().len(), 1);
}

#[tokio::test]
async fn refunding_needs_its_permission() {
    let mut shop = Shop::open().await;
    let sale = shop.sale().await;
    shop.restrict(&["LNK_POST_Create", "TRN_GET_Single"]).await;
    let answer = shop.refund(&sale, &json!({ "amount": "100" })).await;
    answer.refused(403, "ACTION_NOT_AUTHORIZED", "40212");
}
