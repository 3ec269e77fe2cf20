use std::fs;

use practice::global_payments::KeyUses;
use practice::{
    BooksError, PracticeConfig, PracticeCredentials, PracticeError, PracticeServer, Random,
};
use reqwest::StatusCode;
use serde_json::json;

use crate::shop::{APP_KEY, GOOD_CARD, Shop, link_body, page_path, text};

#[tokio::test]
async fn practice_sales_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("books.json");
    let shop = Shop::open_with_books(file.clone()).await;
    let paid = shop.post_with_key("/links", "key-1", &link_body()).await.ok();
    let open = shop.link(|_| {}).await;
    let sale = shop.books().pay(&shop.link_id(text(&paid["id"])), GOOD_CARD).unwrap().id;
    shop.refund(sale.as_str(), &json!({ "amount": "500" })).await.ok();
    let (links, transactions) = (shop.books().links(), shop.books().transactions());
    let port = shop.server.address().port();
    // No farewell: what was answered must be on disk already.
    drop(shop);

    let shop = Shop::open_with_books(file).await;
    assert_eq!(shop.books().links(), links);
    assert_eq!(shop.books().transactions(), transactions);
    let read = shop.get(&format!("/links/{}", text(&paid["id"]))).await.ok();
    assert_eq!(read["status"], "PAID");
    assert_eq!(page_path(&read), page_path(&paid));
    let answer = shop.refund(sale.as_str(), &json!({ "amount": "1800" })).await;
    answer.refused(400, "INVALID_REQUEST_DATA", "40087");
    let answer = shop.post_with_key("/links", "key-1", &link_body()).await;
    answer.refused(409, "DUPLICATE_ACTION", "40039");
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 1, executed: 1 });

    let address = shop.server.address().to_string();
    let moved = text(&open["url"]).replace(&format!("127.0.0.1:{port}"), &address);
    let (status, _) = shop.pay(&json!({ "url": moved }), "card=4242424242424242").await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_seed_does_not_bring_old_ids_back_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("books.json");
    let many = |body: &mut serde_json::Value| {
        body["usage_mode"] = "MULTIPLE".into();
        body["usage_limit"] = 10.into();
    };
    for _ in 0..2 {
        Shop::open_with_books(file.clone()).await.link(many).await;
    }
    for _ in 0..2 {
        let books = Shop::open_with_books(file.clone()).await.books();
        books.pay(&books.links()[0].id, GOOD_CARD).unwrap();
    }
    let books = Shop::open_with_books(file).await.books();
    let links = books.links();
    assert_ne!(links[0].id, links[1].id);
    assert_ne!(links[0].page, links[1].page);
    let sales = books.transactions();
    assert_ne!(sales[0].id, sales[1].id);
}

#[tokio::test]
async fn neither_card_numbers_nor_the_key_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("books.json");
    let shop = Shop::open_with_books(file.clone()).await;
    shop.sale().await;
    let kept = fs::read_to_string(file).unwrap();
    assert!(kept.contains("424242") && kept.contains("INV-1001-REF"));
    assert!(!kept.contains(GOOD_CARD) && !kept.contains(APP_KEY), "{kept}");
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("books.json");
    let shop = Shop::open_with_books(file.clone()).await;
    let link = shop.link(|_| {}).await;
    // A folder in the place of the part file makes every save fail, also for the superuser.
    let part = folder.path().join("books.json.part");
    fs::create_dir(&part).unwrap();
    let answer = shop.post_with_key("/links", "key-1", &link_body()).await;
    answer.refused(502, "SYSTEM_ERROR", "50002");
    let (status, _) = shop.pay(&link, "card=4242424242424242").await;
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    assert_eq!(shop.books().links().len(), 1);
    assert!(shop.books().transactions().is_empty());

    fs::remove_dir(&part).unwrap();
    shop.post_with_key("/links", "key-1", &link_body()).await.ok();
    assert_eq!(shop.books().key_uses("key-1").executed, 1);
}

#[tokio::test]
async fn damaged_books_stop_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("books.json");
    fs::write(&file, "{").unwrap();
    let random = Random::from_seed(1);
    let mut config = PracticeConfig::new(PracticeCredentials::generate(&random), random);
    config.books_file = Some(file);
    let refusal = PracticeServer::start(config).await.unwrap_err();
    assert!(matches!(refusal, PracticeError::Books(BooksError::Damaged { .. })), "{refusal}");
}

/// What the program wrote before links had accounts and payments could be reserved.
#[tokio::test]
async fn books_of_an_older_program_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("books.json");
    let link = json!({
        "id": "LNK_1", "page": "page-1", "switched_off": false, "usage": "Single",
        "usage_count": 1, "viewed_count": 0, "reference": "INV-1001-REF", "name": "Shop",
        "description": "Two chairs", "amount": 1999, "shipping": null, "currency": "GBP",
        "country": "GB", "time_created": "2026-11-20T09:00:00Z", "expires": "2026-11-21T09:00:00Z",
    });
    let card = json!({ "brand": "VISA", "first6": "424242", "last4": "4242" });
    let sale = json!({
        "id": "TRN_1", "kind": { "Sale": { "link": "LNK_1" } },
        "state": { "Captured": { "card": card, "authcode": "123456" } },
        "amount": 1999, "currency": "GBP", "country": "GB", "reference": "INV-1001-REF",
        "description": "", "time_created": "2026-11-20T09:01:00Z",
    });
    let books = json!({ "links": [link], "transactions": [sale], "executions": {} });
    fs::write(&file, json!({ "version": 1, "books": books }).to_string()).unwrap();

    let shop = Shop::open_with_books(file).await;
    let read = shop.get("/links/LNK_1").await.ok();
    assert_eq!((&read["status"], &read["account_name"]), (&json!("PAID"), &json!("paylink")));
    assert_eq!(read["transactions"]["transaction_list"][0]["id"], "TRN_1");
    let found = shop.get("/transactions?reference=INV-1001-REF").await.ok();
    assert_eq!(found["transactions"][0]["status"], "CAPTURED");
    shop.refund("TRN_1", &json!({ "amount": "1999" })).await.ok();
}
