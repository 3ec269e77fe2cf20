use practice::global_payments::{
    Account, Behaviour, PAYLINK_ACCOUNT, PROCESSING_ACCOUNT, Permission,
};
use serde_json::json;

use crate::shop::{Shop, sign_in_body, text};

#[tokio::test]
async fn two_accounts_can_make_links() {
    let mut shop = Shop::open().await;
    let market = Account::new(
        "TRA_00000000000000000000000000000009",
        "market_stall",
        [Permission::LinkCreate, Permission::LinkSingle, Permission::LinkList],
    );
    let accounts = vec![PROCESSING_ACCOUNT, PAYLINK_ACCOUNT, market];
    shop.books().set_behaviour(Behaviour { accounts: Some(accounts), ..Behaviour::default() });
    shop.sign_in().await;
    let answer = shop.ask_for_token(&sign_in_body()).await.ok();
    let named = |place: usize| text(&answer["scope"]["accounts"][place]["name"]).to_owned();
    assert_eq!(
        [named(0), named(1), named(2)],
        ["transaction_processing", "paylink", "market_stall"]
    );
    assert_eq!(
        answer["scope"]["accounts"][2]["permissions"],
        json!(["LNK_POST_Create", "LNK_GET_Single", "LNK_GET_List"])
    );

    shop.link(|_| {}).await;
    let of_market = shop.link(|body| body["account_name"] = "market_stall".into()).await;
    assert_eq!(of_market["account_name"], "market_stall");
    assert_eq!(of_market["account_id"], "TRA_00000000000000000000000000000009");
    for (query, count) in [("", 2), ("?account_name=paylink", 1), ("?account_name=market_stall", 1)]
    {
        let list = shop.get(&format!("/links{query}")).await.ok();
        assert_eq!(list["total_record_count"], count, "{query}");
    }
    let list = shop.get("/links?account_name=market_stall").await.ok();
    assert_eq!(list["links"][0]["id"], of_market["id"]);
    assert_eq!(list["account_name"], "market_stall");
}

#[tokio::test]
async fn one_account_may_hold_every_right() {
    let mut shop = Shop::open().await;
    let rights = [PROCESSING_ACCOUNT.permissions, PAYLINK_ACCOUNT.permissions].concat();
    let only = Account::new("TRA_5", "ECOMUAT", rights);
    shop.books().set_behaviour(Behaviour { accounts: Some(vec![only]), ..Behaviour::default() });
    shop.sign_in().await;
    shop.link(|body| body["account_name"] = "ECOMUAT".into()).await;
    shop.books().pay(&shop.books().links()[0].id, "4242424242424242").unwrap();
    let list = shop.get("/transactions?account_name=ECOMUAT").await.ok();
    assert_eq!(list["total_record_count"], 1);
    assert_eq!(list["transactions"][0]["account_name"], "ECOMUAT");
}

#[tokio::test]
async fn a_right_that_no_account_holds_is_refused_and_cannot_be_asked_for() {
    let shop = Shop::open().await;
    let sale = shop.sale().await;
    let without_refund = Account::new("TRA_1", "reading", [Permission::TransactionSingle]);
    let accounts = Some(vec![without_refund, PAYLINK_ACCOUNT]);
    shop.books().set_behaviour(Behaviour { accounts, ..Behaviour::default() });
    assert_eq!(shop.status_of(&sale).await, "CAPTURED");
    let refund = shop.refund(&sale, &json!({ "amount": "100" })).await;
    refund.refused(403, "ACTION_NOT_AUTHORIZED", "40212");
    let mut body = sign_in_body();
    body["permissions"] = json!(["TRN_GET_Single", "TRN_POST_Refund"]);
    let told = shop.ask_for_token(&body).await.refused(400, "INVALID_REQUEST_DATA", "40119");
    assert!(told.contains("TRN_POST_Refund"), "{told}");
}
