use practice::global_payments::Behaviour;
use serde_json::json;

use crate::shop::{Shop, text};

#[tokio::test]
async fn a_test_can_make_every_word_an_unknown_one() {
    let shop = Shop::open().await;
    let sale = shop.sale().await;
    shop.books().set_behaviour(Behaviour {
        link_status_in_answer: Some("SLEEPING".to_owned()),
        transaction_status_in_answer: Some("DREAMING".to_owned()),
        transaction_type_in_answer: Some("GIFT".to_owned()),
        action_type_in_answer: Some("PONDER".to_owned()),
        ..Behaviour::default()
    });
    let links = shop.get("/links").await.ok();
    let made = shop.link(|_| {}).await;
    let read = shop.get(&format!("/links/{}", text(&links["links"][0]["id"]))).await.ok();
    for link in [&links["links"][0], &made, &read] {
        assert_eq!(link["status"], "SLEEPING");
    }
    let transactions = shop.get("/transactions").await.ok();
    let single = shop.get(&format!("/transactions/{sale}")).await.ok();
    let in_link = &read["transactions"]["transaction_list"][0];
    for transaction in [&transactions["transactions"][0], &single, in_link] {
        assert_eq!(
            (&transaction["status"], &transaction["type"]),
            (&json!("DREAMING"), &json!("GIFT"))
        );
    }
    for answer in [&links, &made, &read, &transactions, &single] {
        assert_eq!(answer["action"]["type"], "PONDER");
    }
    shop.books().set_behaviour(Behaviour::default());
    assert_eq!(shop.status_of(&sale).await, "CAPTURED");
}
