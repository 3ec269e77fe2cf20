use practice::merchant_dashboard::{AnswerTrouble, ReadTrouble};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, LINKS, Shop, order, path, text};

/// The status of a create, if it is answered.
fn create(shop: &Shop) -> Option<u16> {
    let body = order().to_string();
    shop.send("POST", LINKS, body.as_bytes()).map(|answer| answer.status)
}

#[test]
fn an_answer_can_be_lost_before_and_after_the_work_and_no_key_settles_it() {
    for (trouble, status, made) in [
        (AnswerTrouble::DropsRequest, None, 0),
        (AnswerTrouble::DropsAnswer, None, 1),
        (AnswerTrouble::FailsBeforeActing, Some(500), 0),
        (AnswerTrouble::FailsAfterActing, Some(500), 1),
        (AnswerTrouble::AnswersPage, Some(200), 1),
        (AnswerTrouble::CutsAnswer, Some(201), 1),
        (AnswerTrouble::AnswersTwice, Some(201), 2),
        (AnswerTrouble::RefusesForRate { seconds: 7 }, Some(429), 0),
        (AnswerTrouble::EndsSession, Some(401), 0),
    ] {
        let shop = Shop::open();
        shop.books().plan(trouble);
        shop.get(LINKS).ok();
        assert_eq!(create(&shop), status, "{trouble:?}");
        assert_eq!(shop.happened().links_made, made, "{trouble:?}");
        if trouble != AnswerTrouble::EndsSession {
            assert_eq!(create(&shop), Some(201), "it happens once");
            assert_eq!(shop.happened().links_made, made + 1, "{trouble:?}");
        }
    }
}

#[test]
fn the_answer_to_a_change_or_a_deletion_can_be_lost_and_it_is_done() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    shop.books().plan(AnswerTrouble::DropsAnswer);
    assert!(shop.send("PATCH", &path(&uuid), br#"{"is_active":false}"#).is_none());
    assert_eq!(shop.link(&uuid)["is_active"], false);
    shop.books().plan(AnswerTrouble::FailsBeforeActing);
    assert_eq!(shop.delete(&uuid).status, 500);
    shop.link(&uuid);
    shop.books().plan(AnswerTrouble::DropsAnswer);
    assert!(shop.send("DELETE", &path(&uuid), b"").is_none());
    shop.get(&path(&uuid)).refused(404);
}

#[test]
fn a_lost_create_is_found_in_the_list_by_its_metadata() {
    let shop = Shop::open();
    let mut body = order();
    body["metadata"] = json!({ "intent_id": "int_7" });
    shop.books().plan(AnswerTrouble::DropsAnswer);
    assert!(shop.send("POST", LINKS, body.to_string().as_bytes()).is_none());
    let list = shop.get(LINKS).ok();
    assert_eq!(list["results"][0]["metadata"]["intent_id"], "int_7");
}

#[test]
fn a_start_of_a_customer_has_no_trouble() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    shop.books().plan(AnswerTrouble::DropsRequest);
    shop.start(&uuid, &json!({ "email": "jane@example.com" })).ok();
    assert_eq!(shop.books().planned().len(), 1);
}

#[test]
fn broken_answers_are_a_page_and_half_of_the_json() {
    let shop = Shop::open();
    let body = order().to_string();
    let ask = || shop.send("POST", LINKS, body.as_bytes()).unwrap();
    shop.books().plan(AnswerTrouble::AnswersPage);
    assert_eq!(ask().header("content-type"), Some("text/html; charset=utf-8"));
    shop.books().plan(AnswerTrouble::CutsAnswer);
    let cut = ask();
    assert_eq!((cut.status, cut.header("content-type")), (201, Some("application/json")));
    assert!(cut.body.starts_with(b"{\"") && serde_json::from_slice::<Value>(&cut.body).is_err());
}

#[test]
fn a_refusal_for_rate_says_when_to_come_back_and_is_counted() {
    let shop = Shop::open();
    shop.books().plan(AnswerTrouble::RefusesForRate { seconds: 7 });
    let answer = shop.post(&order());
    assert_eq!(answer.retry_after.as_deref(), Some("7"));
    answer.refused(429);
    assert_eq!(shop.happened().refused_for_rate, 1);
}

#[test]
fn a_read_can_go_wrong_in_each_way_and_then_goes_right() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    for path in [path(&uuid), LINKS.to_owned(), format!("{LINKS}public/{uuid}/")] {
        for (trouble, status) in [
            (ReadTrouble::ReadDrops, None),
            (ReadTrouble::ReadFails, Some(500)),
            (ReadTrouble::ReadAnswersPage, Some(200)),
            (ReadTrouble::ReadCutsAnswer, Some(200)),
            (ReadTrouble::ReadRefusedForRate { seconds: 7 }, Some(429)),
            (ReadTrouble::ReadDeniesObject, Some(404)),
        ] {
            shop.books().plan(trouble);
            let answer = shop.send("GET", &path, b"");
            assert_eq!(answer.as_ref().map(|answer| answer.status), status, "{trouble:?}");
            let readable =
                answer.is_some_and(|one| serde_json::from_slice::<Value>(&one.body).is_ok());
            assert_eq!(readable, !matches!(status, None | Some(200)), "{trouble:?}");
            shop.get(&path).ok();
        }
    }
}

#[test]
fn payments_can_have_a_status_that_nobody_knows() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    shop.books().plan(ReadTrouble::ReadUnknownStatus);
    shop.link(&uuid);
    assert_eq!(shop.statuses(&uuid), ["sleeping"]);
    assert_eq!(shop.statuses(&uuid), ["paid"]);
}

#[test]
fn one_list_can_lag() {
    let shop = Shop::open();
    let old = shop.create(&json!({}));
    shop.wait(60);
    shop.create(&json!({}));
    shop.books().pay(&old, GOOD_CARD).unwrap();
    shop.patch(&old, &json!({ "is_active": false, "name": "Over" })).ok();
    shop.books().plan(ReadTrouble::ListLags { seconds: 30 });
    assert_eq!(shop.statuses(&old), ["paid"], "payments are no list of links");
    let lagging = shop.get(LINKS).ok();
    let row = &lagging["results"][0];
    assert_eq!((&lagging["count"], text(&row["uuid"])), (&json!(1), old.as_str()));
    assert_eq!(
        [&row["name"], &row["is_active"], &row["paid_count"]],
        [&json!("Counter"), &json!(true), &json!(0)]
    );
    assert_eq!(shop.get(LINKS).ok()["count"], 2);
}
