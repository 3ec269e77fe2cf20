//! The reports portal: a token, then pages of a report.

use std::time::Duration;

use providers::{
    Method, Response,
    flitt::{
        FlittError, Unreadable,
        portal::{
            Application, Filter, PORTAL, PageSize, PortalToken, Report, ReportPage, ReportQuery,
        },
    },
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::stage::{key, response};

fn application() -> Application {
    Application { id: "1019".into(), key: key("test") }
}

fn token() -> PortalToken {
    PortalToken::read(&response(json!({ "token": "TOK", "expires_in": 1_800 }).to_string()))
        .unwrap()
}

fn query() -> ReportQuery {
    ReportQuery {
        report: Report::All,
        merchant: "1549902".parse().unwrap(),
        filters: vec![Filter {
            field: "order_timestart".into(),
            operand: "from".into(),
            value: "2026-08-01".into(),
        }],
        page: 2,
        page_size: PageSize::LARGEST,
    }
}

#[test]
fn a_token_is_asked_for_with_a_signature() {
    let request = application().sign_in(PORTAL, "2025-11-20 12:00:00.000001");
    assert_eq!(request.method, Method::Post);
    assert_eq!(request.url, "https://portal.flitt.com/authorizer/token/application/get");
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    assert_eq!(body["application_id"], "1019");
    assert_eq!(body["date"], "2025-11-20 12:00:00.000001");
    let signature = body["signature"].as_str().unwrap();
    assert!(signature.starts_with("e2d778d781046622") && signature.len() == 128);
}

#[test]
fn a_token_says_how_long_it_works() {
    assert_eq!(token().token.expose_secret(), "TOK");
    assert_eq!(token().lifetime, Duration::from_mins(30));
    let unsaid = PortalToken::read(&response(r#"{"token":"TOK"}"#)).unwrap();
    assert_eq!(unsaid.lifetime, Duration::from_hours(1));
    let none = PortalToken::read(&response(r#"{"expires_in":3600}"#)).err();
    assert_eq!(none, Some(Unreadable::Missing { name: "token" }.into()));
}

#[test]
fn a_page_is_asked_for_with_the_token() {
    let request = query().request(PORTAL, &token());
    assert_eq!(request.url, "https://portal.flitt.com/api/extend/company/report/");
    let header = request.headers.iter().find(|header| header.name == "authorization").unwrap();
    assert_eq!(header.value.expose_secret(), "Token TOK");
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    assert_eq!(
        body,
        json!({
            "report_id": 745, "merchant_id": 1_549_902, "on_page": 500, "page": 2,
            "filters": [{ "s": "order_timestart", "m": "from", "v": "2026-08-01" }],
        })
    );
    let shown = format!("{request:?} {:?} {:?}", token(), application());
    assert!(!shown.contains("TOK") && !shown.contains("\"test\""), "{shown}");
}

#[test]
fn reports_and_page_sizes_are_the_portals() {
    let numbers = [Report::Chargebacks, Report::Successful, Report::All, Report::Reimbursements];
    assert_eq!(numbers.map(Report::number), [500, 528, 745, 969]);
    assert_eq!((PageSize::new(9), PageSize::new(501)), (None, None));
    assert!(PageSize::new(10).is_some());
    assert_eq!(PageSize::new(500), Some(PageSize::LARGEST));
}

#[test]
fn rows_are_read_by_the_names_of_their_fields() {
    let body = r#"{"fields":["order_id","amount","fee","payment_id"],"data":[
        ["order_1","302.35",null,1234567890123456789],["order_2",20.10,"",7]],
        "rows_count":"702","rows_page":1,"rows_on_page":10}"#;
    let page = ReportPage::read(&response(body)).unwrap();
    assert_eq!(page.rows_count, 702);
    let gel = "GEL".parse().unwrap();
    let sums: Vec<_> = page
        .rows
        .iter()
        .map(|row| row.decimal("amount").unwrap().in_major_units(gel).unwrap().minor())
        .collect();
    assert_eq!(sums, [30_235, 2_010]);
    assert_eq!(page.rows[0].text("payment_id"), Some("1234567890123456789"));
    assert_eq!((page.rows[0].text("fee"), page.rows[1].text("order_id")), (None, Some("order_2")));
    let empty = r#"{"data":[],"fields":[],"rows_count":0}"#;
    assert!(ReportPage::read(&response(empty)).unwrap().rows.is_empty());
}

#[test]
fn rows_that_do_not_fit_their_fields_are_not_read() {
    for body in [
        r#"{"fields":["a","b"],"data":[["1"]],"rows_count":1}"#,
        r#"{"fields":["a"],"data":[["1","2"]],"rows_count":1}"#,
        r#"{"fields":["a","a"],"data":[["1","2"]],"rows_count":1}"#,
        r#"{"fields":["a"],"data":[{"a":"1"}],"rows_count":1}"#,
        r#"{"fields":["a"],"data":[["1"]]}"#,
        r#"{"data":[["1"]],"rows_count":1}"#,
        r"[]",
        "<html></html>",
    ] {
        let read = ReportPage::read(&response(body));
        assert!(matches!(read, Err(FlittError::Unreadable(_))), "{body}: {read:?}");
    }
}

#[test]
fn the_portal_refuses_in_two_ways_and_with_any_status() {
    let refused = |status, body: &str, code: &str, words: &str| {
        let answer = Response { status, ..response(body) };
        let Err(FlittError::Refused(refusal)) = ReportPage::read(&answer) else { panic!("{body}") };
        assert_eq!(refusal.code.unwrap().as_str(), code);
        assert_eq!(refusal.message.as_str(), words);
    };
    let sign_in = r#"{"error_code":403,"error_message":"Forbidden","request_id":"x"}"#;
    refused(200, sign_in, "403", "Forbidden");
    refused(403, sign_in, "403", "Forbidden");
    refused(200, r#"{"error":"Unknown report","err_code":"17"}"#, "17", "Unknown report");
    for body in ["<html></html>", "{}", ""] {
        let read = ReportPage::read(&Response { status: 502, ..response(body) });
        assert_eq!(read.err(), Some(FlittError::Http { status: 502 }));
    }
}
