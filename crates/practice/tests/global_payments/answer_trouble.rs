use practice::global_payments::{AnswerTrouble, CustomerTrouble, KeyUses};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::shop::{Answer, Shop, link_body};

fn create(shop: &Shop, key: &str) -> RequestBuilder {
    let request = shop.signed(Method::POST, "/links").header("x-gp-idempotency", key);
    request.body(link_body().to_string())
}

#[tokio::test]
async fn a_dropped_answer_leaves_the_link_made_and_the_client_in_the_dark() {
    let shop = Shop::open().await;
    for (trouble, made) in [(AnswerTrouble::DropsRequest, 0), (AnswerTrouble::DropsAnswer, 1)] {
        shop.books().plan(trouble);
        shop.get("/links").await.ok();
        assert_eq!(shop.books().planned().len(), 1, "a read is not disturbed");
        let broken = create(&shop, "key-1").send().await.unwrap_err();
        assert!(broken.is_request() && broken.status().is_none(), "{broken:?}");
        assert_eq!(shop.books().links().len(), made);
        assert!(shop.books().planned().is_empty(), "it happens once");
    }
    let told = Shop::send(create(&shop, "key-1")).await.refused(409, "DUPLICATE_ACTION", "40039");
    assert!(told.contains(&format!("id={}", shop.books().links()[0].id)), "{told}");
}

#[tokio::test]
async fn a_request_that_arrives_twice_is_answered_as_a_repeat() {
    let shop = Shop::open().await;
    shop.books().plan(AnswerTrouble::AnswersTwice);
    Shop::send(create(&shop, "key-1")).await.refused(409, "DUPLICATE_ACTION", "40039");
    assert_eq!(shop.books().links().len(), 1);
    assert_eq!(shop.books().key_uses("key-1"), KeyUses { seen: 1, executed: 1 });
    shop.books().plan(AnswerTrouble::AnswersTwice);
    shop.post("/links", &link_body()).await.ok();
    assert_eq!(shop.books().links().len(), 3, "without a key it is done twice");
}

#[tokio::test]
async fn a_500_comes_before_or_after_the_work() {
    let shop = Shop::open().await;
    for (trouble, made) in
        [(AnswerTrouble::FailsBeforeActing, 0), (AnswerTrouble::FailsAfterActing, 1)]
    {
        shop.books().plan(trouble);
        let answer = Shop::send(create(&shop, "key-1")).await;
        answer.refused(500, "SYSTEM_ERROR_DOWNSTREAM", "50134");
        assert_eq!(shop.books().links().len(), made);
    }
    Shop::send(create(&shop, "key-1")).await.refused(409, "DUPLICATE_ACTION", "40039");
}

#[tokio::test]
async fn every_kind_of_write_can_be_disturbed() {
    let shop = Shop::open().await;
    let (sale, other) = (shop.sale().await, shop.sale().await);
    let held = shop.reserved().await;
    let link = shop.link(|_| {}).await;
    let link = format!("/links/{}", link["id"].as_str().unwrap());
    for (method, path, body) in [
        (Method::PATCH, link.clone(), json!({ "name": "Off", "status": "INACTIVE" })),
        (Method::POST, format!("/transactions/{sale}/refund"), json!({ "amount": "5" })),
        (Method::POST, format!("/transactions/{other}/reversal"), json!({})),
        (Method::POST, format!("/transactions/{held}/capture"), json!({})),
    ] {
        shop.books().plan(AnswerTrouble::DropsAnswer);
        let request = shop.signed(method, &path).body(body.to_string());
        assert!(request.send().await.is_err(), "{path}");
    }
    assert_eq!(shop.get(&link).await.ok()["status"], "INACTIVE");
    let refunds = shop.get("/transactions?type=REFUND").await.ok();
    assert_eq!(refunds["total_record_count"], 1);
    assert_eq!(shop.status_of(&other).await, "REVERSED");
    assert_eq!(shop.status_of(&held).await, "CAPTURED");
}

#[tokio::test]
async fn a_refused_client_does_not_use_trouble_up() {
    let mut shop = Shop::open().await;
    shop.books().plan(AnswerTrouble::FailsAfterActing);
    shop.restrict(&["LNK_GET_List"]).await;
    let answer = Shop::send(create(&shop, "key-1")).await;
    answer.refused(403, "ACTION_NOT_AUTHORIZED", "40212");
    assert_eq!(shop.books().planned().len(), 1);
}

async fn control(shop: &Shop, method: Method, body: Option<Value>) -> Answer {
    let address = format!("http://{}/practice/trouble", shop.server.address());
    let request = shop.http.request(method, address);
    Shop::send(match body {
        Some(body) => request.header("Content-Type", "application/json").body(body.to_string()),
        None => request,
    })
    .await
}

#[tokio::test]
async fn any_client_can_plan_trouble_over_http() {
    let shop = Shop::open().await;
    let bodies = [
        json!({ "trouble": "PAYS_AFTER", "seconds": 5 }),
        json!({ "trouble": "PAYS_LATE", "seconds": 60 }),
        json!({ "trouble": "PAYS_AFTER_CANCEL", "seconds": 2 }),
        json!({ "trouble": "PAYS_TWICE", "seconds": 0 }),
        json!({ "trouble": "PAYS_ANOTHER_AMOUNT", "difference": -100, "seconds": 0 }),
        json!({ "trouble": "DECLINES", "seconds": 0 }),
        json!({ "trouble": "RESERVES", "seconds": 0 }),
        json!({ "trouble": "DROPS_REQUEST" }),
        json!({ "trouble": "DROPS_ANSWER" }),
        json!({ "trouble": "ANSWERS_TWICE" }),
        json!({ "trouble": "FAILS_BEFORE_ACTING" }),
        json!({ "trouble": "FAILS_AFTER_ACTING" }),
    ];
    for body in &bodies {
        control(&shop, Method::POST, Some(body.clone())).await.ok();
    }
    let planned = control(&shop, Method::GET, None).await.ok();
    assert_eq!(planned, json!({ "planned": bodies }));
    let cleared = control(&shop, Method::DELETE, None).await.ok();
    assert_eq!(cleared, json!({ "planned": [] }));

    control(&shop, Method::POST, Some(json!({ "trouble": "PAYS_TWICE" }))).await.ok();
    assert_eq!(shop.books().planned(), [CustomerTrouble::PaysTwice { seconds: 0 }.into()]);
    shop.link(|_| {}).await;
    assert_eq!(shop.books().transactions().len(), 2);
    assert_eq!(shop.books().all_requests(), 2, "planning is no request to the gateway");
}

#[tokio::test]
async fn what_is_no_trouble_is_not_planned() {
    let shop = Shop::open().await;
    for body in [
        json!({}),
        json!({ "trouble": "EXPLODES" }),
        json!({ "trouble": "PAYS_ANOTHER_AMOUNT" }),
        json!({ "trouble": "PAYS_AFTER", "seconds": -1 }),
    ] {
        assert_eq!(control(&shop, Method::POST, Some(body)).await.status, 400);
    }
    // What a form on a foreign page could send.
    let address = format!("http://{}/practice/trouble", shop.server.address());
    let form = shop.http.post(address).header("Content-Type", "text/plain");
    let answer = form.body(json!({ "trouble": "DROPS_ANSWER" }).to_string()).send().await.unwrap();
    assert_eq!(answer.status(), 415);
    assert_eq!(control(&shop, Method::PUT, None).await.status, 405);
    assert!(shop.books().planned().is_empty());
}
