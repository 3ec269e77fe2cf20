use practice::paymentflow::{AnswerTrouble, ReadTrouble};
use serde_json::{Value, json};

use crate::shop::{KEY, Shop, link, moved, text};

/// The status of a create, if it is answered.
fn create(shop: &Shop, key: &str) -> Option<u16> {
    let body = link().to_string();
    shop.send(KEY, "POST", "/payments", Some(key), body.as_bytes()).map(|answer| answer.status)
}

#[test]
fn an_answer_can_be_lost_before_and_after_the_work() {
    for (trouble, status, made) in [
        (AnswerTrouble::DropsRequest, None, 0),
        (AnswerTrouble::DropsAnswer, None, 1),
        (AnswerTrouble::FailsBeforeActing, Some(500), 0),
        (AnswerTrouble::FailsAfterActing, Some(500), 1),
        (AnswerTrouble::AnswersPage, Some(200), 1),
        (AnswerTrouble::CutsAnswer, Some(200), 1),
        (AnswerTrouble::AnswersTwice, Some(200), 1),
        (AnswerTrouble::RefusesForRate { seconds: 7 }, Some(429), 0),
    ] {
        let shop = Shop::open();
        shop.books().plan(trouble);
        shop.get("/payments").ok();
        assert_eq!(create(&shop, "key-1"), status, "{trouble:?}");
        assert_eq!(shop.happened().payments_made, made, "{trouble:?}");
        assert_eq!(create(&shop, "key-1"), Some(200), "it happens once");
        assert_eq!(shop.happened().payments_made, 1, "the key is the same: {trouble:?}");
    }
}

#[test]
fn a_create_without_a_key_that_arrives_twice_makes_two() {
    let shop = Shop::open();
    shop.books().plan(AnswerTrouble::AnswersTwice);
    shop.create(&json!({}));
    assert_eq!(shop.happened(), moved(2, (0, 0), (0, 0)));
}

#[test]
fn the_answer_to_a_refund_can_be_lost_and_the_money_is_gone() {
    let shop = Shop::open();
    let paid = shop.paid();
    shop.books().plan(AnswerTrouble::DropsAnswer);
    let body = json!({ "payment_id": paid, "amount": 1000, "metadata": { "intent_id": "i" } });
    assert!(shop.send(KEY, "POST", "/refunds", None, body.to_string().as_bytes()).is_none());
    assert_eq!(shop.happened(), moved(1, (1, 2500), (1, 1000)));
    let found = shop.get(&format!("/refunds?payment_id={paid}")).ok();
    assert_eq!(found["data"][0]["metadata"]["intent_id"], "i");
}

#[test]
fn broken_answers_are_a_page_and_half_of_the_json() {
    let shop = Shop::open();
    let body = link().to_string();
    let ask = || shop.send(KEY, "POST", "/payments", None, body.as_bytes()).unwrap();
    shop.books().plan(AnswerTrouble::AnswersPage);
    let page = ask();
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    shop.books().plan(AnswerTrouble::CutsAnswer);
    let cut = ask();
    assert_eq!((cut.status, cut.header("content-type")), (200, Some("application/json")));
    assert!(cut.body.starts_with(b"{\"") && serde_json::from_slice::<Value>(&cut.body).is_err());
}

#[test]
fn a_refusal_for_rate_says_when_to_come_back_and_is_counted() {
    let shop = Shop::open();
    shop.books().plan(AnswerTrouble::RefusesForRate { seconds: 7 });
    let answer = shop.post("/payments", &link());
    assert_eq!(answer.retry_after.as_deref(), Some("7"));
    answer.refused(429, "rate_limit_error", "rate_limited");
    assert_eq!(shop.happened().refused_for_rate, 1);
}

#[test]
fn a_read_can_go_wrong_in_each_way_and_then_goes_right() {
    let shop = Shop::open();
    let id = shop.paid();
    let path = format!("/payments/{id}");
    for (trouble, status) in [
        (ReadTrouble::ReadDrops, None),
        (ReadTrouble::ReadFails, Some(500)),
        (ReadTrouble::ReadAnswersPage, Some(200)),
        (ReadTrouble::ReadCutsAnswer, Some(200)),
        (ReadTrouble::ReadRefusedForRate { seconds: 7 }, Some(429)),
        (ReadTrouble::ReadDeniesObject, Some(404)),
    ] {
        shop.books().plan(trouble);
        let answer = shop.send(KEY, "GET", &path, None, b"");
        assert_eq!(answer.as_ref().map(|answer| answer.status), status, "{trouble:?}");
        let readable = answer.is_some_and(|one| serde_json::from_slice::<Value>(&one.body).is_ok());
        assert_eq!(readable, !matches!(status, None | Some(200)), "{trouble:?}");
        assert_eq!(shop.status(&id), "succeeded");
    }
    shop.books().plan(ReadTrouble::ReadUnknownStatus);
    shop.get("/payments").ok();
    assert_eq!(shop.status(&id), "sleeping");
    assert_eq!(shop.status(&id), "succeeded");
}

#[test]
fn one_list_can_lag() {
    let shop = Shop::open();
    let old = shop.create(&json!({}));
    shop.wait(60);
    let new = shop.create(&json!({}));
    shop.books().pay(&old, crate::shop::GOOD_CARD).unwrap();
    shop.books().plan(ReadTrouble::ListLags { seconds: 30 });
    assert_eq!(shop.status(&old), "succeeded", "a single read is no list");
    let rows = |page: &Value| -> Vec<(String, String)> {
        let row = |one: &Value| (text(&one["id"]).to_owned(), text(&one["status"]).to_owned());
        page["data"].as_array().unwrap().iter().map(row).collect()
    };
    let lagging = shop.get("/payments").ok();
    assert_eq!(rows(&lagging), [(old.clone(), "pending".to_owned())]);
    let present = shop.get("/payments").ok();
    let expected = [(new, "pending".to_owned()), (old, "succeeded".to_owned())];
    assert_eq!(rows(&present), expected);
}
