use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use chrono::TimeDelta;
use practice::flitt::{
    Behaviour, CallbackReason, CustomerTrouble, FlittConfig, FlittServer, OrderId,
};
use practice::{ManualClock, Random};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::shop::{
    BAD_CARD, GOOD_CARD, KEY, MERCHANT, Shop, credentials, link, opened, signature, start, with,
};

fn bodies(shop: &Shop) -> Vec<(CallbackReason, Value)> {
    let callbacks = shop.books().callbacks();
    let read = |body: &str| serde_json::from_str(body).unwrap();
    callbacks.iter().map(|callback| (callback.reason, read(&callback.body))).collect()
}

#[test]
fn each_try_approval_capture_and_refund_is_told() {
    let shop = Shop::open();
    let more = json!({ "server_callback_url": "http://shop.example/told", "preauth": "Y" });
    shop.create("order-1", &more);
    shop.books().pay(&OrderId::new("order-1"), BAD_CARD).unwrap();
    shop.pay("order-1");
    shop.capture("order-1", 1020);
    shop.capture("order-1", 1020);
    shop.reverse("order-1", 20, "r-1");
    shop.reverse("order-1", 20, "r-1");
    shop.reverse("order-1", 1000, "r-2");
    let told = bodies(&shop);
    let words: Vec<_> = told
        .iter()
        .map(|(reason, body)| {
            assert_eq!(body["signature"], signature(KEY, body), "{body}");
            assert_eq!(
                (&body["order_id"], &body["merchant_id"]),
                (&json!("order-1"), &json!(MERCHANT))
            );
            let text = |name: &str| body[name].as_str().unwrap().to_owned();
            (*reason, text("order_status"), text("tran_type"), text("reversal_amount"))
        })
        .collect();
    let row = |reason, status: &str, kind: &str, reversed: &str| {
        (reason, status.to_owned(), kind.to_owned(), reversed.to_owned())
    };
    assert_eq!(
        words,
        [
            row(CallbackReason::DeclinedTry, "processing", "purchase", "0"),
            row(CallbackReason::Approved, "approved", "purchase", "0"),
            row(CallbackReason::Captured, "approved", "purchase", "0"),
            row(CallbackReason::Reversed, "approved", "reverse", "20"),
            row(CallbackReason::Reversed, "reversed", "reverse", "1020"),
        ]
    );
}

#[test]
fn a_verification_is_told_twice() {
    let shop = Shop::open();
    let url = "http://shop.example/told";
    shop.paid("order-1", &json!({ "server_callback_url": url, "verification": "Y" }));
    let told = bodies(&shop);
    let words: Vec<_> =
        told.iter().map(|(reason, body)| (*reason, body["verification_status"].clone())).collect();
    let verified = || json!("verified");
    assert_eq!(
        words,
        [(CallbackReason::Approved, verified()), (CallbackReason::Reversed, verified())]
    );
}

#[test]
fn nobody_is_told_without_an_address() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    assert_eq!(shop.books().callbacks(), []);
}

#[test]
fn orders_of_protocol_2_0_are_told_of_in_it() {
    let shop = Shop::open();
    let wish = |order| with(link(order), &json!({ "server_callback_url": "http://shop.example/" }));
    shop.ask_2_0("/api/checkout/url", &wish("order-1"));
    shop.pay("order-1");
    assert_eq!(opened(&bodies(&shop)[0].1)["order_status"], "approved");
    shop.lie(Behaviour { callbacks_in_response: true, ..Behaviour::default() });
    shop.ask_2_0("/api/checkout/url", &wish("order-2"));
    shop.pay("order-2");
    assert_eq!(opened(&bodies(&shop)[1].1["response"])["order_id"], "order-2");
}

#[test]
fn an_address_that_practice_cannot_call_is_written_down_only() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "server_callback_url": "https://shop.example/told" }));
    let told = shop.books().callbacks();
    assert_eq!((told.len(), told[0].next), (1, None));
}

/// A merchant who hears callbacks.
struct Merchant {
    url: String,
    told: UnboundedReceiver<(String, Value)>,
}

/// What the merchant's server keeps: where it puts what it hears, and what it will answer.
#[derive(Clone)]
struct Ear {
    told: UnboundedSender<(String, Value)>,
    statuses: Arc<Mutex<Vec<u16>>>,
}

async fn hear(State(ear): State<Ear>, headers: HeaderMap, body: String) -> StatusCode {
    let kind = headers["content-type"].to_str().unwrap().to_owned();
    ear.told.send((kind, serde_json::from_str(&body).unwrap())).unwrap();
    let status = ear.statuses.lock().unwrap().pop().unwrap_or(200);
    StatusCode::from_u16(status).unwrap()
}

impl Merchant {
    /// Answers with `statuses`, the last one first, and then always 200.
    async fn open(statuses: Vec<u16>) -> Self {
        let (sender, told) = unbounded_channel();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/told", listener.local_addr().unwrap());
        let state = Ear { told: sender, statuses: Arc::new(Mutex::new(statuses)) };
        let router = Router::new().fallback(hear).with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, told }
    }

    async fn next(&mut self) -> Value {
        let (kind, body) = in_time(self.told.recv()).await.unwrap();
        assert_eq!(kind, "application/json; charset=UTF-8");
        body
    }
}

async fn serve() -> (FlittServer, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(start()));
    let mut config = FlittConfig::new(credentials(), Random::from_seed(1));
    config.clock = clock.clone();
    (FlittServer::start(config).await.unwrap(), clock)
}

async fn ask(server: &FlittServer, path: &str, mut params: Value) {
    params["signature"] = signature(KEY, &params).into();
    let client = crate::serving::http().build().unwrap();
    let request = client
        .post(format!("{}{path}", server.base_url()))
        .header("Content-Type", "application/json")
        .body(json!({ "request": params }).to_string());
    assert_eq!(request.send().await.unwrap().status(), 200);
}

/// A callback that never comes must fail the test, not stop it for ever.
async fn in_time<F: Future>(awaited: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(20), awaited).await.unwrap()
}

/// A merchant has a callback a moment before the gateway notes that it was sent.
async fn noted(server: &FlittServer, sent: u32) {
    let noting = async {
        while server.books().callbacks()[0].sent < sent {
            tokio::task::yield_now().await;
        }
    };
    in_time(noting).await;
}

#[tokio::test]
async fn a_merchant_is_told_over_http_until_it_answers_200() {
    let mut merchant = Merchant::open(vec![302, 503]).await;
    let (server, clock) = serve().await;
    server.books().plan(CustomerTrouble::PaysAfter { seconds: 0 });
    let wish = with(link("order-1"), &json!({ "server_callback_url": merchant.url }));
    ask(&server, "/checkout/url", wish).await;
    let status = || json!({ "order_id": "order-1", "merchant_id": MERCHANT });
    let first = merchant.next().await;
    assert_eq!(first["order_status"], "approved");
    assert_eq!(first["signature"], signature(KEY, &first));
    noted(&server, 1).await;
    for (wait, sent) in [(2, 2), (60, 3)] {
        clock.advance(TimeDelta::seconds(wait));
        ask(&server, "/status/order_id", status()).await;
        assert_eq!(merchant.next().await, first);
        noted(&server, sent).await;
    }
    let told = &server.books().callbacks()[0];
    assert_eq!((told.sent, told.taken, told.next), (3, true, None));
}

#[tokio::test]
async fn a_payment_on_the_page_is_told() {
    let mut merchant = Merchant::open(Vec::new()).await;
    let (server, _) = serve().await;
    let wish = with(link("order-1"), &json!({ "server_callback_url": merchant.url }));
    ask(&server, "/checkout/url", wish).await;
    let client = crate::serving::http().build().unwrap();
    let page = server.books().page_url(&OrderId::new("order-1")).unwrap();
    let pay = client
        .post(format!("{page}/pay"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(format!("card={GOOD_CARD}"));
    pay.send().await.unwrap();
    assert_eq!(merchant.next().await["order_id"], "order-1");
}
