use practice::paymentflow::{CustomerTrouble, FailureCode, PaymentStatus, Trouble};
use serde_json::json;

use crate::shop::{GOOD_CARD, Shop, moved, start};

/// A shop with one link, and a customer who has this trouble with it.
fn planned(trouble: CustomerTrouble) -> (Shop, String) {
    let shop = Shop::open();
    shop.books().plan(trouble);
    let id = shop.create(&json!({}));
    assert_eq!(shop.books().planned(), []);
    (shop, id)
}

#[test]
fn a_customer_pays_by_itself() {
    let (shop, id) = planned(CustomerTrouble::PaysAfter { seconds: 5 });
    shop.wait(4);
    assert_eq!(shop.status(&id), "pending");
    shop.wait(10);
    assert_eq!(shop.status(&id), "succeeded");
    let attempt = shop.books().payment(&id).unwrap().attempt.unwrap();
    assert_eq!(attempt.begun, start() + chrono::TimeDelta::seconds(5));
    assert_eq!(shop.happened(), moved(1, (1, 2500), (0, 0)));
}

#[test]
fn a_customer_pays_when_nobody_waits_any_more() {
    let (shop, id) = planned(CustomerTrouble::PaysLate { seconds: 60 });
    shop.wait(959);
    assert_eq!(shop.status(&id), "pending");
    shop.wait(1);
    assert_eq!(shop.status(&id), "succeeded");
}

#[test]
fn a_customer_pays_what_was_cancelled() {
    let (shop, id) = planned(CustomerTrouble::PaysAfterCancel { seconds: 2 });
    shop.wait(3600);
    assert_eq!(shop.status(&id), "pending");
    assert_eq!(shop.cancel(&id).ok()["status"], "cancelled");
    shop.wait(1);
    assert_eq!(shop.status(&id), "cancelled");
    shop.wait(1);
    assert_eq!(shop.status(&id), "succeeded");
    assert_eq!(shop.happened(), moved(1, (1, 2500), (0, 0)));
    shop.refund(&id, 2500).ok();
}

#[test]
fn another_amount_shows_once_it_is_paid() {
    let (shop, id) = planned(CustomerTrouble::PaysAnotherAmount { difference: -100, seconds: 5 });
    assert_eq!(shop.payment(&id)["amount"], 2500);
    shop.wait(5);
    let paid = shop.payment(&id);
    assert_eq!((&paid["amount"], &paid["status"]), (&json!(2400), &json!("succeeded")));
    assert_eq!(shop.happened(), moved(1, (1, 2400), (0, 0)));
}

#[test]
fn a_decline_is_final_and_has_the_planned_code() {
    let code = FailureCode::InsufficientFunds;
    let (shop, id) = planned(CustomerTrouble::Declines { seconds: 5, code });
    assert_eq!(shop.payment(&id)["failure_code"], json!(null));
    shop.wait(5);
    let failed = shop.payment(&id);
    assert_eq!(failed["status"], "failed");
    assert_eq!(failed["failure_code"], "insufficient_funds");
    assert!(shop.books().pay(&id, GOOD_CARD).is_err());
}

#[test]
fn a_slow_bank_shows_processing_and_takes_no_money_before() {
    let (shop, id) = planned(CustomerTrouble::PaysSlowly { processing: 30, seconds: 5 });
    shop.wait(34);
    assert_eq!(shop.status(&id), "processing");
    assert_eq!(shop.happened(), moved(1, (0, 0), (0, 0)));
    shop.wait(1);
    assert_eq!(shop.status(&id), "succeeded");
    assert_eq!(shop.happened(), moved(1, (1, 2500), (0, 0)));
}

#[test]
fn a_slow_bank_can_refuse_in_the_end() {
    let shop = Shop::open();
    let json = [("Content-Type".to_owned(), "application/json".to_owned())];
    let trouble = br#"{"trouble":"DECLINES_SLOWLY","processing":30,"seconds":5}"#;
    shop.gateway.answer("POST", "/practice/trouble", &json, trouble).unwrap();
    let id = shop.create(&json!({}));
    shop.wait(34);
    assert_eq!(shop.status(&id), "processing");
    assert_eq!(shop.books().events().len(), 0);
    shop.wait(1);
    let failed = shop.payment(&id);
    assert_eq!(failed["status"], "failed");
    assert_eq!(failed["failure_code"], "card_declined");
    assert_eq!(shop.happened(), moved(1, (0, 0), (0, 0)));
    assert_eq!(shop.books().events().len(), 1);
}

#[test]
fn a_bank_that_never_decides_can_be_made_to() {
    let (shop, id) = planned(CustomerTrouble::StaysProcessing { seconds: 0 });
    shop.wait(10 * 24 * 3600);
    assert_eq!(shop.status(&id), "processing");
    shop.books().decide(&id).unwrap();
    assert_eq!(shop.books().status(&id), Some(PaymentStatus::Succeeded));
    assert!(shop.books().decide(&id).is_err());
    assert_eq!(shop.books().events().len(), 1);
}

#[test]
fn a_bank_that_is_made_to_decide_early_tells_so_once() {
    let (shop, id) = planned(CustomerTrouble::PaysSlowly { processing: 30, seconds: 0 });
    shop.books().decide(&id).unwrap();
    shop.wait(60);
    assert_eq!(shop.books().events().len(), 1);
}

#[test]
fn a_customer_who_was_sent_away_or_came_too_late_pays_nothing() {
    let (shop, id) = planned(CustomerTrouble::PaysAfter { seconds: 5 });
    shop.books().clear_planned().unwrap();
    shop.wait(5);
    assert_eq!(shop.status(&id), "pending");
    let (shop, id) = planned(CustomerTrouble::PaysAfter { seconds: 5 });
    shop.cancel(&id).ok();
    shop.wait(5);
    assert_eq!(shop.status(&id), "cancelled");
    let (shop, id) = planned(CustomerTrouble::PaysAfter { seconds: 5 });
    shop.books().pay(&id, GOOD_CARD).unwrap();
    shop.wait(5);
    assert_eq!(shop.happened(), moved(1, (1, 2500), (0, 0)));
}

#[test]
fn trouble_is_planned_over_http_too() {
    let shop = Shop::open();
    let json = [("Content-Type".to_owned(), "application/json".to_owned())];
    let plan = |body: &[u8]| shop.gateway.answer("POST", "/practice/trouble", &json, body).unwrap();
    assert_eq!(plan(br#"{"trouble":"DECLINES","code":"expired_card"}"#).status, 200);
    let wanted = CustomerTrouble::Declines { seconds: 0, code: FailureCode::ExpiredCard };
    assert_eq!(shop.books().planned(), [Trouble::from(wanted)]);
    assert_eq!(plan(br#"{"trouble":"PAYS_TWICE"}"#).status, 400);
    let gone = shop.gateway.answer("DELETE", "/practice/trouble", &[], b"").unwrap();
    assert_eq!(gone.body, b"{\"planned\":[]}");
    assert_eq!(shop.books().planned(), []);
}
