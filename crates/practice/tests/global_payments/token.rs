use chrono::TimeDelta;
use practice::global_payments::{Behaviour, Endpoint};
use reqwest::Method;
use serde_json::{Value, json};

use crate::shop::{APP_KEY, Shop, secret, sign_in_body, text};

#[tokio::test]
async fn a_token_names_the_accounts_and_the_first_of_them_cannot_make_links() {
    let shop = Shop::open().await;
    let answer = shop.ask_for_token(&sign_in_body()).await.ok();
    assert_eq!(answer["type"], "Bearer");
    assert_eq!(answer["seconds_to_expire"], 86_399);
    assert_eq!(answer["scope"]["merchant_name"], "Corner <shop> & sons");
    assert!(answer.get("merchant_id").is_none(), "the merchant stands under scope");
    let accounts = answer["scope"]["accounts"].as_array().unwrap();
    let names: Vec<_> = accounts.iter().map(|account| text(&account["name"])).collect();
    assert_eq!(names, ["transaction_processing", "paylink", "tokenization"]);
    let holds = |account: usize, right: &str| {
        accounts[account]["permissions"].as_array().unwrap().contains(&json!(right))
    };
    assert!(text(&accounts[0]["id"]).starts_with("TRA_"));
    assert!(holds(0, "TRN_POST_Refund") && !holds(0, "LNK_POST_Create"));
    assert!(holds(1, "LNK_POST_Create") && !holds(1, "TRN_POST_Refund"));
}

#[tokio::test]
async fn wrong_credentials_are_refused_in_two_ways() {
    let shop = Shop::open().await;
    let mut unknown_app = sign_in_body();
    unknown_app["app_id"] = "somebody else".into();
    let app = shop.ask_for_token(&unknown_app).await.refused(403, "ACTION_NOT_AUTHORIZED", "40004");
    let mut wrong_key = sign_in_body();
    wrong_key["secret"] = secret("nonce-1", "another key").into();
    let key = shop.ask_for_token(&wrong_key).await.refused(403, "ACTION_NOT_AUTHORIZED", "40004");
    assert_ne!(app, key);
}

#[tokio::test]
async fn each_missing_field_of_a_sign_in_is_named() {
    let shop = Shop::open().await;
    for field in ["app_id", "nonce", "secret", "grant_type"] {
        let mut body = sign_in_body();
        body.as_object_mut().unwrap().remove(field);
        let told = shop.ask_for_token(&body).await.refused(400, "MANDATORY_DATA_MISSING", "40005");
        assert_eq!(told, format!("Request expects the following field {field}"));
    }
}

#[tokio::test]
async fn lifetimes_are_kept_to_their_bounds() {
    let shop = Shop::open().await;
    let with = |name: &str, value: Value| {
        let mut body = sign_in_body();
        body[name] = value;
        body
    };
    for seconds in [10, 59, 604_801] {
        let body = with("seconds_to_expire", seconds.into());
        shop.ask_for_token(&body).await.refused(400, "INVALID_REQUEST_DATA", "40213");
    }
    for seconds in [60, 604_800] {
        let answer = shop.ask_for_token(&with("seconds_to_expire", seconds.into())).await.ok();
        assert_eq!(answer["seconds_to_expire"], seconds);
    }
    let answer = shop.ask_for_token(&with("interval_to_expire", "10_MINUTES".into())).await.ok();
    assert_eq!(answer["seconds_to_expire"], 599);
    assert_eq!(answer["interval_to_expire"], "10_MINUTES");
    let body = with("interval_to_expire", "2_MINUTES".into());
    shop.ask_for_token(&body).await.refused(400, "INVALID_REQUEST_DATA", "40213");
}

#[tokio::test]
async fn asked_permissions_narrow_the_scope() {
    let mut shop = Shop::open().await;
    let mut body = sign_in_body();
    body["permissions"] = json!(["PMT_POST_Create", "PMT_POST_Detokenize"]);
    let answer = shop.ask_for_token(&body).await.ok();
    let accounts = answer["scope"]["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0]["name"], "tokenization");

    body["permissions"] = json!(["LNK_POST_Create", "LNK_POST_Everything"]);
    let told = shop.ask_for_token(&body).await.refused(400, "INVALID_REQUEST_DATA", "40119");
    assert!(told.contains("LNK_POST_Everything") && !told.contains("LNK_POST_Create"), "{told}");

    shop.restrict(&["TRN_GET_Single"]).await;
    shop.get("/links/LNK_x").await.refused(403, "ACTION_NOT_AUTHORIZED", "40212");
    shop.get("/transactions").await.refused(403, "ACTION_NOT_AUTHORIZED", "40212");
    shop.get("/transactions/TRN_x").await.refused(404, "RESOURCE_NOT_FOUND", "40118");
}

#[tokio::test]
async fn nonsense_and_expired_tokens_are_told_apart() {
    let mut shop = Shop::open().await;
    let request = shop.request(Method::GET, "/links");
    Shop::send(request).await.refused(401, "NOT_AUTHENTICATED", "40001");
    let request = shop.request(Method::GET, "/links").bearer_auth("nonsense");
    Shop::send(request).await.refused(401, "NOT_AUTHENTICATED", "40001");

    shop.get("/links").await.ok();
    shop.clock.advance(TimeDelta::seconds(86_398));
    shop.get("/links").await.ok();
    shop.clock.advance(TimeDelta::seconds(1));
    shop.get("/links").await.refused(401, "NOT_AUTHENTICATED", "40002");

    shop.sign_in().await;
    shop.get("/links").await.ok();
    shop.books().expire_tokens();
    shop.get("/links").await.refused(401, "NOT_AUTHENTICATED", "40002");
    shop.books().forget_tokens();
    shop.get("/links").await.refused(401, "NOT_AUTHENTICATED", "40001");
}

#[tokio::test]
async fn a_test_can_shorten_the_life_of_tokens() {
    let mut shop = Shop::open().await;
    shop.books().set_behaviour(Behaviour { token_seconds: Some(5), ..Behaviour::default() });
    let answer = shop.ask_for_token(&sign_in_body()).await.ok();
    assert_eq!(answer["seconds_to_expire"], 5);
    shop.sign_in().await;
    shop.clock.advance(TimeDelta::seconds(5));
    shop.get("/links").await.refused(401, "NOT_AUTHENTICATED", "40002");
}

#[tokio::test]
async fn the_version_header_is_required() {
    let shop = Shop::open().await;
    let base = shop.server.base_url();
    let sign_in = shop.http.post(format!("{base}/accesstoken")).body(sign_in_body().to_string());
    Shop::send(sign_in).await.refused(400, "MANDATORY_DATA_MISSING", "40005");
    let list = shop.http.get(format!("{base}/links")).bearer_auth(&shop.token);
    let told = Shop::send(list).await.refused(400, "MANDATORY_DATA_MISSING", "40005");
    assert_eq!(told, "Request expects the following field X-GP-Version");
    let list = shop.http.get(format!("{base}/links")).bearer_auth(&shop.token);
    let list = list.header("X-GP-Version", "1999-12-31");
    Shop::send(list).await.refused(400, "INVALID_REQUEST_DATA", "40090");
}

#[tokio::test]
async fn a_client_that_sends_its_key_is_noticed() {
    let shop = Shop::open().await;
    shop.link(|_| {}).await;
    assert_eq!(shop.books().app_key_exposures(), 0);
    let mut body = sign_in_body();
    body["app_key"] = APP_KEY.into();
    shop.ask_for_token(&body).await.ok();
    assert_eq!(shop.books().app_key_exposures(), 1);
    let request = shop.request(Method::POST, "/accesstoken").header("X-GP-Api-Key", APP_KEY);
    Shop::send(request.body(sign_in_body().to_string())).await.ok();
    assert_eq!(shop.books().app_key_exposures(), 2);
    assert_eq!(shop.books().requests(Endpoint::AccessToken), 3);
}
