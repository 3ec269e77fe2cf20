use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use practice::paymentflow::{
    Behaviour, CustomerTrouble, EventKind, PaymentFlowConfig, PaymentFlowServer, WebhookSecret,
};
use practice::{ManualClock, Random};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::shop::{
    BAD_CARD, GOOD_CARD, KEY, ORIGIN, Shop, WEBHOOK_SECRET, credentials, link, start, text,
};

/// What each recorded event says: its type, and the status of its object.
fn told(shop: &Shop) -> Vec<(String, String)> {
    let events = shop.books().events();
    let ids: BTreeSet<_> = events.iter().map(|event| event.id.clone()).collect();
    assert_eq!(ids.len(), events.len(), "every event has an id of its own");
    let row = |body: &str| {
        let body: Value = serde_json::from_str(body).unwrap();
        (text(&body["type"]).to_owned(), text(&body["data"]["status"]).to_owned())
    };
    events.iter().map(|event| row(&event.body)).collect()
}

fn row(kind: &str, status: &str) -> (String, String) {
    (kind.to_owned(), status.to_owned())
}

#[test]
fn each_end_of_a_payment_and_each_step_of_a_refund_is_told() {
    let shop = Shop::open();
    let paid = shop.paid();
    let failed = shop.create(&json!({}));
    shop.books().pay(&failed, BAD_CARD).unwrap();
    let cancelled = shop.create(&json!({}));
    shop.cancel(&cancelled).ok();
    shop.cancel(&cancelled).refused(409, "validation_error", "payment_not_cancellable");
    let refund = shop.refund(&paid, 1000).ok();
    shop.wait(60);
    assert_eq!(
        told(&shop),
        [
            row("payment.succeeded", "succeeded"),
            row("payment.failed", "failed"),
            row("payment.cancelled", "cancelled"),
            row("refund.created", "pending"),
            row("refund.completed", "completed"),
        ]
    );
    let events = shop.books().events();
    let last: Value = serde_json::from_str(&events[4].body).unwrap();
    assert_eq!(events[4].happened, start() + TimeDelta::seconds(60));
    assert_eq!(last["created"], events[4].happened.timestamp());
    assert_eq!((&last["data"]["id"], &last["data"]["amount"]), (&refund["id"], &json!(1000)));
    let first: Value = serde_json::from_str(&events[0].body).unwrap();
    assert_eq!((&first["data"]["id"], &first["data"]["amount"]), (&json!(paid), &json!(2500)));
    assert!(events.iter().all(|event| event.next.is_none()), "nobody wants to be told");
}

#[test]
fn a_slow_payment_is_told_when_it_is_over_and_a_failed_refund_is_not() {
    let shop = Shop::open();
    shop.books().plan(CustomerTrouble::PaysSlowly { processing: 30, seconds: 0 });
    let id = shop.create(&json!({}));
    shop.wait(29);
    assert_eq!(told(&shop), []);
    shop.wait(100);
    assert_eq!(shop.books().events()[0].happened, start() + TimeDelta::seconds(30));
    shop.lie(Behaviour { refunds_fail: true, ..Behaviour::default() });
    shop.refund(&id, 1).ok();
    shop.wait(60);
    let words = [row("payment.succeeded", "succeeded"), row("refund.created", "pending")];
    assert_eq!(told(&shop), words);
}

#[test]
fn signatures_are_those_of_the_vectors() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("webhooks.json")).unwrap();
    let mut valid = 0;
    for vector in vectors {
        let mut credentials = credentials();
        credentials.webhook_secret = WebhookSecret::new(text(&vector["secret"]));
        let moment = DateTime::from_timestamp(vector["timestamp"].as_i64().unwrap(), 0).unwrap();
        let shop = Shop::open_for(credentials, moment);
        let same = shop.books().signature(text(&vector["payload"])) == vector["header"];
        assert_eq!(same, vector["valid"].as_bool().unwrap(), "{vector}");
        valid += u32::from(same);
    }
    assert_eq!(valid, 3);
}

/// The signature of `body` at `moment` under `secret`, by a reading of its own.
fn signed(secret: &str, moment: DateTime<Utc>, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{}.{body}", moment.timestamp()).as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[test]
fn two_secrets_sign_while_they_are_rolled_over_and_a_lie_fits_neither() {
    let mut credentials = credentials();
    credentials.former_webhook_secret = Some(WebhookSecret::new("whsec_former"));
    let shop = Shop::open_for(credentials, start());
    let [new, former] =
        [WEBHOOK_SECRET, "whsec_former"].map(|secret| signed(secret, start(), "{}"));
    let moment = start().timestamp();
    assert_eq!(shop.books().signature("{}"), format!("t={moment},v1={new},v1={former}"));
    shop.lie(Behaviour { webhooks_signed_wrongly: true, ..Behaviour::default() });
    let lie = shop.books().signature("{}");
    assert!(lie.starts_with(&format!("t={moment},v1=")) && lie.len() > 140, "{lie}");
    assert!(!lie.contains(&new) && !lie.contains(&former));
}

/// A merchant who hears webhooks.
struct Merchant {
    url: String,
    told: UnboundedReceiver<(String, String)>,
}

/// What the merchant's server keeps: where it puts what it hears, and what it will answer.
#[derive(Clone)]
struct Ear {
    told: UnboundedSender<(String, String)>,
    statuses: Arc<Mutex<Vec<u16>>>,
}

async fn hear(State(ear): State<Ear>, headers: HeaderMap, body: String) -> StatusCode {
    assert!(headers["content-type"].to_str().unwrap().starts_with("application/json"));
    let signature = headers["paymentflow-signature"].to_str().unwrap().to_owned();
    ear.told.send((signature, body)).unwrap();
    StatusCode::from_u16(ear.statuses.lock().unwrap().pop().unwrap_or(204)).unwrap()
}

impl Merchant {
    /// Answers with `statuses`, the last one first, and then always 204.
    async fn open(statuses: Vec<u16>) -> Self {
        let (sender, told) = unbounded_channel();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let state = Ear { told: sender, statuses: Arc::new(Mutex::new(statuses)) };
        let router = Router::new().fallback(hear).with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, told }
    }

    /// The body that comes next, if it is well signed at `moment`.
    async fn next(&mut self, moment: DateTime<Utc>) -> String {
        let (signature, body) = in_time(self.told.recv()).await.unwrap();
        let expected = signed(WEBHOOK_SECRET, moment, &body);
        assert_eq!(signature, format!("t={},v1={expected}", moment.timestamp()));
        body
    }
}

/// A webhook that never comes must fail the test, not stop it for ever.
async fn in_time<F: Future>(awaited: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(20), awaited).await.unwrap()
}

/// A merchant has a webhook a moment before the gateway notes that it was sent.
async fn noted(server: &PaymentFlowServer, sent: u32) {
    let noting = async {
        while server.books().events()[0].sent < sent {
            tokio::task::yield_now().await;
        }
    };
    in_time(noting).await;
}

async fn serve(merchant: &Merchant) -> (PaymentFlowServer, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(start()));
    let mut config = PaymentFlowConfig::new(credentials(), Random::from_seed(1));
    config.clock = clock.clone();
    config.webhook_url = Some(merchant.url.clone());
    (PaymentFlowServer::start(config).await.unwrap(), clock)
}

async fn ask(server: &PaymentFlowServer, body: Option<Value>) -> Value {
    let client = crate::serving::http().build().unwrap();
    let url = format!("{}/payments", server.base_url());
    let request = match body {
        Some(body) => {
            client.post(url).header("Content-Type", "application/json").body(body.to_string())
        }
        None => client.get(url),
    };
    let answer = request.bearer_auth(KEY).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn an_event_is_sent_until_the_merchant_answers_2xx_signed_anew_each_time() {
    let mut merchant = Merchant::open(vec![302, 500]).await;
    let (server, clock) = serve(&merchant).await;
    let made = ask(&server, Some(link())).await;
    server.books().pay(text(&made["id"]), GOOD_CARD).unwrap();
    let first = merchant.next(start()).await;
    let event: Value = serde_json::from_str(&first).unwrap();
    assert_eq!((&event["type"], &event["data"]["id"]), (&json!("payment.succeeded"), &made["id"]));
    noted(&server, 1).await;
    let mut moment = start();
    for (wait, sent) in [(5, 2), (60, 3)] {
        moment += TimeDelta::seconds(wait);
        clock.advance(TimeDelta::seconds(wait));
        ask(&server, None).await;
        assert_eq!(merchant.next(moment).await, first, "the same event, its id too");
        noted(&server, sent).await;
    }
    let told = &server.books().events()[0];
    assert_eq!((told.sent, told.taken, told.next), (3, 1, None));
    assert_eq!(told.kind, EventKind::PaymentSucceeded);
}

#[tokio::test]
async fn an_event_may_come_twice_though_it_was_taken() {
    let mut merchant = Merchant::open(Vec::new()).await;
    let (server, clock) = serve(&merchant).await;
    server.books().set_behaviour(Behaviour { events_come_twice: true, ..Behaviour::default() });
    let made = ask(&server, Some(link())).await;
    server.books().pay(text(&made["id"]), GOOD_CARD).unwrap();
    let first = merchant.next(start()).await;
    noted(&server, 1).await;
    clock.advance(TimeDelta::seconds(5));
    ask(&server, None).await;
    assert_eq!(merchant.next(start() + TimeDelta::seconds(5)).await, first);
    noted(&server, 2).await;
    let told = &server.books().events()[0];
    assert_eq!((told.taken, told.next), (2, None));
}

#[test]
fn an_address_that_practice_cannot_call_is_written_down_only() {
    let shop = Shop::open();
    shop.books().send_webhooks_to(Some("https://shop.example/hooks".to_owned()));
    shop.paid();
    let event = &shop.books().events()[0];
    assert_eq!(event.url.as_deref(), Some("https://shop.example/hooks"));
    assert_eq!(event.next, None);
    shop.books().send_webhooks_to(Some(format!("{ORIGIN}/hooks")));
    shop.paid();
    assert_eq!(shop.books().events()[1].next, Some(start()));
}
