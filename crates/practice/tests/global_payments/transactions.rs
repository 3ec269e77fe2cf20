use serde_json::json;

use crate::shop::{BAD_CARD, GOOD_CARD, Shop, text};

#[tokio::test]
async fn a_sale_is_read_in_the_documented_shape() {
    let shop = Shop::open().await;
    let id = shop.sale().await;
    assert!(id.starts_with("TRN_") && id.ends_with("_INV1001REF"), "{id}");
    let sale = shop.get(&format!("/transactions/{id}")).await.ok();
    for (field, value) in [
        ("status", "CAPTURED"),
        ("type", "SALE"),
        ("amount", "1999"),
        ("currency", "GBP"),
        ("country", "GB"),
        ("channel", "CNP"),
        ("reference", "INV-1001-REF"),
        ("account_name", "transaction_processing"),
        ("time_created", "2026-11-20T10:00:00.000Z"),
        ("time_last_updated", ""),
        ("parent_resource_id", id.as_str()),
    ] {
        assert_eq!(sale[field], value, "{field}");
    }
    let method = &sale["payment_method"];
    assert_eq!((&method["result"], &method["message"]), (&json!("00"), &json!("SUCCESS")));
    assert_eq!(method["card"]["masked_number_first6last4"], "424242XXXXXX4242");
    assert_eq!(sale["action"]["type"], "TRANSACTION_SINGLE");
    assert!(!sale.to_string().contains(GOOD_CARD));
}

#[tokio::test]
async fn an_unknown_transaction_is_not_found() {
    let shop = Shop::open().await;
    shop.get("/transactions/TRN_unknown").await.refused(404, "RESOURCE_NOT_FOUND", "40118");
}

#[tokio::test]
async fn sales_and_refunds_are_found_by_what_they_are() {
    let shop = Shop::open().await;
    let sale = shop.sale().await;
    shop.refund(&sale, &json!({ "amount": "500" })).await.ok();
    let other = shop.link(|body| body["reference"] = "OTHER-REFERENCE".into()).await;
    shop.books().pay(&shop.link_id(text(&other["id"])), BAD_CARD).unwrap();
    let opened = shop.link(|body| body["reference"] = "OPENED-ONLY".into()).await;
    shop.open_page(&opened).await;

    for (query, count) in [
        ("", 4),
        ("reference=inv-1001-ref", 2),
        ("reference=INV-1001", 0),
        ("reference=INV-1001-REF&type=REFUND", 1),
        ("reference=INV-1001-REF&type=SALE", 1),
        ("reference=OPENED-ONLY", 1),
        ("reference=OPENED-ONLY&type=SALE", 0),
        ("status=CAPTURED", 2),
        ("status=DECLINED", 1),
        ("status=INITIATED", 1),
        ("amount=500", 1),
        ("currency=GBP", 4),
        ("currency=gbp", 0),
        ("country=IE", 0),
        ("channel=CNP", 4),
        ("brand=VISA", 3),
        ("number_first6=400012", 1),
        ("number_last4=4242", 2),
        ("id=TRN_unknown", 0),
        ("name=practice", 3),
        ("name=somebody+else", 0),
        ("authcode=nonsense", 0),
        ("entry_mode=ECOM", 4),
        ("entry_mode=MOTO", 0),
        ("batch_id=BAT_1", 0),
        ("token_last4=4242", 0),
        ("account_name=paylink", 0),
        ("from_time_created=2026-11-21", 0),
        ("to_time_created=2026-11-19", 0),
        ("from_time_created=2026-11-20&to_time_created=2026-11-20", 4),
    ] {
        let list = shop.get(&format!("/transactions?{query}")).await.ok();
        assert_eq!(list["total_record_count"], count, "{query}");
        assert_eq!(list["transactions"].as_array().unwrap().len(), count, "{query}");
    }
    let list = shop.get(&format!("/transactions?id={sale}&page_size=1")).await.ok();
    assert_eq!(list["transactions"][0]["id"], sale);
    assert_eq!(list["action"]["type"], "TRANSACTION_LIST");
    let newest = shop.get("/transactions?order=DESC&page_size=1").await.ok();
    assert_eq!(newest["transactions"][0]["reference"], "OPENED-ONLY");
    assert_eq!(newest["total_record_count"], 4);

    let answer = shop.get("/transactions?brand=SHOPCARD").await;
    answer.refused(400, "INVALID_REQUEST_DATA", "40097");
    for query in ["type=GIFT", "status=GONE", "channel=MAIL", "entry_mode=MOON", "order_by=SIZE"] {
        let answer = shop.get(&format!("/transactions?{query}")).await;
        answer.refused(400, "INVALID_REQUEST_DATA", "40105");
    }
    let answer = shop.get("/transactions?account_name=other").await;
    answer.refused(403, "ACTION_NOT_AUTHORIZED", "40003");
}

#[tokio::test]
async fn the_list_has_the_defaults_of_the_real_one() {
    let mut shop = Shop::open().await;
    let sale = shop.sale().await;
    for _ in 0..6 {
        shop.refund(&sale, &json!({ "amount": "1" })).await.ok();
    }
    let list = shop.get("/transactions").await.ok();
    assert_eq!((&list["total_record_count"], &list["current_page_size"]), (&json!(7), &json!(5)));
    assert_eq!(list["transactions"][0]["id"], sale.as_str());
    let by_type = shop.get("/transactions?order_by=TYPE&order=DESC&page_size=1").await.ok();
    assert_eq!(by_type["transactions"][0]["type"], "SALE");
    shop.clock.advance(chrono::TimeDelta::days(31));
    shop.sign_in().await;
    let list = shop.get("/transactions?reference=INV-1001-REF").await.ok();
    assert_eq!(list["total_record_count"], 0, "the default window ends after 30 days");
    let dated = "/transactions?reference=INV-1001-REF&from_time_created=2026-11-20";
    assert_eq!(shop.get(dated).await.ok()["total_record_count"], 7);
}
