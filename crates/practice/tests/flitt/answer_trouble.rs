use practice::flitt::{AnswerTrouble, StatusTrouble, Trouble};
use serde_json::{Value, json};

use crate::shop::{KEY, MERCHANT, Shop, info, link, refused, signature, well_signed};

fn create(shop: &Shop, order: &str) -> Option<u16> {
    let mut params = link(order);
    params["signature"] = signature(KEY, &params).into();
    let body = json!({ "request": params }).to_string();
    shop.post("/api/checkout/url", "application/json", body.as_bytes()).map(|answer| answer.status)
}

fn made(shop: &Shop) -> usize {
    shop.books().orders().len()
}

#[test]
fn an_answer_can_be_lost_before_and_after_the_work() {
    for (trouble, status, orders) in [
        (AnswerTrouble::DropsRequest, None, 0),
        (AnswerTrouble::DropsAnswer, None, 1),
        (AnswerTrouble::FailsBeforeActing, Some(500), 0),
        (AnswerTrouble::FailsAfterActing, Some(500), 1),
    ] {
        let shop = Shop::open();
        shop.books().plan(trouble);
        shop.status("nothing");
        assert_eq!((create(&shop, "order-1"), made(&shop)), (status, orders), "{trouble:?}");
        assert_eq!(create(&shop, "order-2"), Some(200), "it happens once");
    }
}

#[test]
fn a_create_that_arrives_twice_is_a_duplicate() {
    let shop = Shop::open();
    shop.books().plan(AnswerTrouble::AnswersTwice);
    refused(&shop.ask("/api/checkout/url", link("order-1")), 1013);
    assert_eq!(made(&shop), 1);
}

#[test]
fn a_page_can_come_in_place_of_an_answer() {
    let shop = Shop::open();
    shop.books().plan(AnswerTrouble::AnswersPage);
    let mut params = link("order-1");
    params["signature"] = signature(KEY, &params).into();
    let body = json!({ "request": params }).to_string();
    let answer = shop.post("/api/checkout/url", "application/json", body.as_bytes()).unwrap();
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("text/html; charset=utf-8"))
    );
    assert_eq!(made(&shop), 1);
}

#[test]
fn a_planned_refusal_does_nothing() {
    let shop = Shop::open();
    shop.books().plan(AnswerTrouble::Refuses { code: 1013 });
    refused(&shop.ask("/api/checkout/url", link("order-1")), 1013);
    refused(&shop.status("order-1"), 1018);
}

#[test]
fn a_refund_can_be_signed_wrongly_or_declined() {
    let shop = Shop::open();
    shop.books().plan(AnswerTrouble::DeclinesRefund { code: 1069 });
    shop.paid("order-1", &json!({}));
    assert_eq!(shop.reverse("order-1", 20, "r-1")["response_code"], 1069);
    shop.books().plan(AnswerTrouble::SignsWrongly);
    let answer = shop.reverse("order-1", 20, "r-2");
    assert!(!well_signed(&answer));
    assert_eq!(answer["reverse_status"], "approved");
    assert!(well_signed(&shop.reverse("order-1", 20, "r-2")));
}

#[test]
fn one_capture_can_wait() {
    let shop = Shop::open();
    shop.books().plan(AnswerTrouble::CaptureHolds { seconds: 30 });
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    assert_eq!(shop.capture("order-1", 1020)["capture_status"], "hold");
    shop.wait(30);
    assert_eq!(info(&shop.status("order-1"))["capture_status"], "captured");
}

#[test]
fn a_status_request_can_go_wrong_in_each_way_and_then_goes_right() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    shop.books().plan(StatusTrouble::StatusSignsWrongly);
    let answer = shop.status("order-1");
    assert!(answer["signature"].is_string() && !well_signed(&answer));
    shop.books().plan(StatusTrouble::StatusUnsigned);
    assert!(shop.status("order-1")["signature"].is_null());
    shop.books().plan(StatusTrouble::StatusDeniesOrder);
    refused(&shop.status("order-1"), 1018);
    for (trouble, status) in [
        (StatusTrouble::StatusDrops, None),
        (StatusTrouble::StatusFails, Some(500)),
        (StatusTrouble::StatusAnswersPage, Some(200)),
    ] {
        shop.books().plan(trouble);
        let mut params = json!({ "order_id": "order-1", "merchant_id": MERCHANT });
        params["signature"] = signature(KEY, &params).into();
        let body = json!({ "request": params }).to_string();
        let answer = shop.post("/api/status/order_id", "application/json", body.as_bytes());
        assert_eq!(answer.as_ref().map(|answer| answer.status), status);
        let page = |body: &[u8]| body.starts_with(b"<!DOCTYPE html>");
        assert_eq!(answer.is_some_and(|answer| page(&answer.body)), status == Some(200));
    }
    assert!(well_signed(&shop.status("order-1")));
}

#[test]
fn trouble_is_planned_over_http_too() {
    let shop = Shop::open();
    let plan =
        |body: &str| shop.post("/practice/trouble", "application/json", body.as_bytes()).unwrap();
    let answer = plan("{\"trouble\":\"CAPTURE_HOLDS\",\"seconds\":30}");
    let planned: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(planned["planned"][0], json!({ "trouble": "CAPTURE_HOLDS", "seconds": 30 }));
    assert_eq!(
        shop.books().planned(),
        [Trouble::from(AnswerTrouble::CaptureHolds { seconds: 30 })]
    );
    assert_eq!(plan("{\"trouble\":\"SINGS\"}").status, 400);
    let form = shop.post("/practice/trouble", "application/x-www-form-urlencoded", b"trouble=x");
    assert_eq!(form.unwrap().status, 415);
    let gone = shop.gateway.answer("DELETE", "/practice/trouble", &[], b"").unwrap();
    assert_eq!(gone.body, b"{\"planned\":[]}");
    assert_eq!(shop.books().planned(), []);
}
