use std::sync::Arc;

use chrono::TimeDelta;
use practice::global_payments::{
    AnswerTrouble, Behaviour, GatewayAnswer, GatewayConfig, PracticeGateway, RateLimit, RetryAfter,
};
use practice::{AppKey, ManualClock, PracticeCredentials, Random};
use serde_json::Value;

use crate::shop::{APP_ID, APP_KEY, link_body, sign_in_body, start, text};

type Headers = Vec<(String, String)>;

/// A gateway without sockets, its clock, and the headers of a signed-in client.
fn gateway() -> (PracticeGateway, Arc<ManualClock>, Headers) {
    let clock = Arc::new(ManualClock::at(start()));
    let credentials =
        PracticeCredentials { app_id: APP_ID.to_owned(), app_key: AppKey::new(APP_KEY) };
    let mut config = GatewayConfig::new(credentials, Random::from_seed(1), clock.clone());
    config.origin = "http://127.0.0.1:7799".to_owned();
    let gateway = PracticeGateway::new(config);
    let mut headers = vec![("X-GP-Version".to_owned(), "2021-03-22".to_owned())];
    let body = sign_in_body().to_string();
    let token = gateway.answer("POST", "/ucp/accesstoken", &headers, body.as_bytes()).unwrap();
    let token = read(&token);
    headers.push(("Authorization".to_owned(), format!("Bearer {}", text(&token["token"]))));
    (gateway, clock, headers)
}

fn read(answer: &GatewayAnswer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

fn create(gateway: &PracticeGateway, headers: &Headers, key: &str) -> Option<GatewayAnswer> {
    let mut headers = headers.clone();
    headers.push(("x-gp-idempotency".to_owned(), key.to_owned()));
    gateway.answer("POST", "/ucp/links", &headers, link_body().to_string().as_bytes())
}

#[test]
fn the_whole_way_of_a_payment_needs_no_socket() {
    let (gateway, clock, headers) = gateway();
    let made = create(&gateway, &headers, "key-1").unwrap();
    assert_eq!(made.status, 200);
    assert_eq!(made.header("content-type"), Some("application/json"));
    assert_eq!(made.header("date"), Some("Fri, 20 Nov 2026 10:00:00 GMT"));
    let link = read(&made);
    let page = text(&link["url"]).strip_prefix("http://127.0.0.1:7799").unwrap();
    let form = gateway.answer("GET", page, &[], b"").unwrap();
    assert!(String::from_utf8(form.body).unwrap().contains("19.99 GBP"));
    clock.advance(TimeDelta::seconds(61));
    let pay = gateway.answer("POST", &format!("{page}/pay"), &[], b"card=4242424242424242");
    let pay = pay.unwrap();
    assert_eq!((pay.status, pay.header("date")), (200, Some("Fri, 20 Nov 2026 10:01:01 GMT")));
    let list =
        gateway.answer("GET", "/ucp/links?reference=inv-1001-ref&status=PAID", &headers, b"");
    assert_eq!(read(&list.unwrap())["links"][0]["id"], link["id"]);
    assert_eq!(gateway.books().transactions().len(), 1);
    assert_eq!(gateway.books().connections(), 0);
}

#[test]
fn the_same_seed_and_requests_give_the_same_answers() {
    let run = || {
        let (gateway, clock, headers) = gateway();
        let mut answers = Vec::new();
        for key in ["key-1", "key-2", "key-1"] {
            answers.push(create(&gateway, &headers, key));
            clock.advance(TimeDelta::seconds(1));
        }
        gateway.books().pay(&gateway.books().links()[0].id, "4242424242424242").unwrap();
        answers.push(gateway.answer("GET", "/ucp/transactions", &headers, b""));
        answers
    };
    assert_eq!(run(), run());
}

#[test]
fn a_closed_connection_is_no_answer() {
    let (gateway, _, headers) = gateway();
    gateway.books().plan(AnswerTrouble::DropsAnswer);
    assert_eq!(create(&gateway, &headers, "key-1"), None);
    assert_eq!(gateway.books().links().len(), 1);
    assert_eq!(create(&gateway, &headers, "key-1").unwrap().status, 409);
}

#[test]
fn a_refusal_for_too_many_requests_says_when_to_come_back() {
    let (gateway, _, headers) = gateway();
    let limit = RateLimit { requests_per_minute: 0, retry_after: RetryAfter::Seconds };
    gateway.books().set_behaviour(Behaviour { rate_limit: Some(limit), ..Behaviour::default() });
    let answer = gateway.answer("GET", "/ucp/links", &headers, b"").unwrap();
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("60")));
}

#[test]
fn what_cannot_be_a_request_is_refused() {
    let (gateway, _, headers) = gateway();
    assert_eq!(gateway.answer("GET", "not a path", &headers, b"").unwrap().status, 400);
    let broken = [("two words".to_owned(), "x".to_owned())];
    assert_eq!(gateway.answer("GET", "/ucp/links", &broken, b"").unwrap().status, 400);
}
