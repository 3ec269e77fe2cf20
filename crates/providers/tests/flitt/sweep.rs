//! Looking at the payments of all links at once.

use domain::{
    Outcome,
    account::Account,
    error::{Doubt, Fault},
    ids::ProviderPaymentId,
    outcome::RejectionClass,
    payment::PaymentStatus,
};
use providers::{Class, Request, SweepAsk, Swept, SweptPayment};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use sha2::{Digest, Sha512};

use crate::support::{Answer, Became, became, flitt, now, play, response, shop};

fn reporting() -> Account {
    Account { reports_id: Some("1019".to_owned()), ..shop() }
}

#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
fn answer(status: u16, body: &Value) -> Answer {
    Ok(response(status, body.to_string()))
}

fn token() -> Answer {
    answer(200, &json!({ "token": "canary-token", "expires_in": 3600, "request_id": "r" }))
}

fn page(rows: &[Value], count: u64) -> Answer {
    answer(
        200,
        &json!({
            "fields": ["order_id", "payment_id", "order_status", "amount"],
            "data": rows, "rows_count": count, "rows_page": 1, "rows_on_page": 500,
        }),
    )
}

fn swept(page_number: u32, answers: Vec<Answer>) -> (Outcome<Swept>, Vec<Request>) {
    let ask = SweepAsk { since: now(), page: page_number, after: None };
    play(&reporting(), flitt().sweep(&reporting(), ask), answers)
}

fn body(request: &Request) -> Value {
    assert_eq!(request.class, Class::Reads);
    serde_json::from_str(request.body.as_deref().unwrap()).unwrap()
}

#[test]
fn a_token_is_asked_for_and_then_a_page_of_all_transactions() {
    let (_, sent) = swept(3, vec![token(), page(&[], 0)]);
    let asked = body(&sent[0]);
    assert_eq!(sent[0].url, "https://portal.flitt.com/authorizer/token/application/get");
    assert_eq!(asked["application_id"], "1019");
    let salt = asked["date"].as_str().unwrap();
    let signature = Sha512::digest(format!("canary-reports-key-5d2e|1019|{salt}"));
    assert_eq!(asked["signature"], hex::encode(signature));

    assert_eq!(sent[1].url, "https://portal.flitt.com/api/extend/company/report/");
    let header = sent[1].headers.iter().find(|header| header.name == "authorization").unwrap();
    assert_eq!(header.value.expose_secret(), "Token canary-token");
    let asked = body(&sent[1]);
    let query = json!({
        "report_id": 745, "merchant_id": 1_549_901, "page": 3, "on_page": 500,
        // A day wider on both sides: nobody says of which zone the moments are.
        "filters": [
            { "s": "order_timestart", "m": "from", "v": "2026-11-19 00:00:00" },
            { "s": "order_timestart", "m": "to", "v": "2026-11-21 23:59:59" },
        ],
    });
    assert_eq!(asked, query);
}

#[test]
fn a_row_is_a_hint_with_its_reference() {
    let rows = [
        json!(["INV-12-0123456789", 805, "approved", "10.20"]),
        json!(["INV-13-0123456789", "806", "reversed", "1"]),
        json!(["INV-14-0123456789", 807, "processing", "1"]),
        json!(["INV-15-0123456789", 808, "declined", "1"]),
        json!(["INV-16-0123456789", 809, "news", "1"]),
        json!(["INV-17-0123456789", null, "approved", "1"]),
        json!([null, 810, "approved", "1"]),
    ];
    let Outcome::Done(swept) = swept(1, vec![token(), page(&rows, 7)]).0 else {
        panic!("not swept");
    };
    let due = |id: &str, reference: &str, status| SweptPayment {
        times_paid: None,
        provider_id: ProviderPaymentId::try_from(id.to_owned()).unwrap(),
        reference: reference.to_owned(),
        status,
        at: None,
    };
    let hints = [
        due("805", "INV-12-0123456789", PaymentStatus::Paid),
        due("806", "INV-13-0123456789", PaymentStatus::Reversed),
        due("807", "INV-14-0123456789", PaymentStatus::Pending),
        due("808", "INV-15-0123456789", PaymentStatus::Refused),
        due("809", "INV-16-0123456789", PaymentStatus::Unknown("news".to_owned())),
    ];
    assert_eq!(swept.payments, hints);
}

#[test]
fn the_last_page_is_the_one_with_which_all_rows_have_come() {
    let last =
        |number, rows: &[Value], count| match swept(number, vec![token(), page(rows, count)]).0 {
            Outcome::Done(swept) => swept.last,
            other => panic!("{other:?}"),
        };
    let row = [json!(["INV-12-0123456789", 805, "approved", "10.20"])];
    assert!(last(1, &row, 1));
    assert!(last(1, &row, 500));
    assert!(!last(1, &row, 501));
    assert!(last(2, &row, 501));
    assert!(last(1, &[], 501));
}

#[test]
fn keys_that_may_not_read_reports_are_told_from_trouble() {
    let permission = Became::Rejected(RejectionClass::Permission);
    for (answers, due) in [
        (
            vec![answer(403, &json!({ "error_code": 403, "error_message": "Forbidden" }))],
            permission,
        ),
        (vec![answer(200, &json!({ "error_code": 1014, "error_message": "x" }))], permission),
        (
            vec![token(), answer(401, &json!({ "error_code": 401, "error_message": "x" }))],
            permission,
        ),
        (
            vec![token(), answer(200, &json!({ "error": "Wrong filter", "err_code": "12" }))],
            Became::Rejected(RejectionClass::Refused),
        ),
        (vec![Ok(response(500, ""))], Became::Unclear(Doubt::ProviderError)),
        (vec![Ok(response(403, "<html>"))], Became::Unclear(Doubt::Unreadable)),
        (vec![Ok(response(200, "{}"))], Became::Unclear(Doubt::Unreadable)),
        (vec![token(), Ok(response(200, "<html>"))], Became::Unclear(Doubt::Unreadable)),
        (vec![token(), Ok(response(429, ""))], Became::NotSent(Fault::TooManyRequests)),
        (
            vec![
                token(),
                answer(200, &json!({ "fields": ["a"], "data": [[1, 2]], "rows_count": 1 })),
            ],
            Became::Unclear(Doubt::Unreadable),
        ),
    ] {
        assert_eq!(became(&swept(1, answers.clone()).0), due, "{answers:?}");
    }
}

#[test]
fn only_an_account_with_an_application_of_its_own_sweeps() {
    assert!(flitt().sweeps(&reporting()));
    assert!(!flitt().sweeps(&shop()));
    let ask = SweepAsk { since: now(), page: 1, after: None };
    let (outcome, sent) = play(&shop(), flitt().sweep(&shop(), ask), vec![]);
    assert!(sent.is_empty());
    assert_eq!(became(&outcome), Became::Rejected(RejectionClass::Permission));
}
