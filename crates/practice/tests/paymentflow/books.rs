use std::path::PathBuf;
use std::sync::Arc;

use chrono::TimeDelta;
use practice::paymentflow::{CustomerTrouble, KeyUses, PaymentFlowConfig, PaymentFlowServer};
use practice::{ManualClock, PracticeError, Random};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, KEY, credentials, link, moved, start, text};

async fn open(file: PathBuf) -> (PaymentFlowServer, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(start()));
    let mut config = PaymentFlowConfig::new(credentials(), Random::from_seed(1));
    config.books_file = Some(file);
    config.clock = clock.clone();
    (PaymentFlowServer::start(config).await.unwrap(), clock)
}

async fn post(server: &PaymentFlowServer, path: &str, key: &str, body: Value) -> (u16, Value) {
    let client = crate::serving::http().build().unwrap();
    let request = client
        .post(format!("{}{path}", server.base_url()))
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .bearer_auth(KEY)
        .body(body.to_string());
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
}

#[tokio::test]
async fn practice_sales_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paymentflow.json");
    let (server, _) = open(file.clone()).await;
    server.books().plan(CustomerTrouble::PaysAfter { seconds: 60 });
    post(&server, "/payments", "waiting", link()).await;
    let (_, paid) = post(&server, "/payments", "paid", link()).await;
    let id = text(&paid["id"]).to_owned();
    server.books().pay(&id, GOOD_CARD).unwrap();
    let refund = json!({ "payment_id": id, "amount": 1000 });
    let (_, refunded) = post(&server, "/refunds", "refund", refund.clone()).await;
    post(&server, "/customers", "jane", json!({ "email": "jane@example.com" })).await;
    let before = (server.books().payments(), server.books().refunds(), server.books().events());
    let customers = server.books().customers();
    // No farewell: what was answered must be on disk already.
    drop(server);

    let (server, clock) = open(file.clone()).await;
    let books = server.books();
    assert_eq!((books.payments(), books.refunds(), books.events()), before);
    assert_eq!(books.customers(), customers);
    let (status, replayed) = post(&server, "/payments", "paid", link()).await;
    assert_eq!((status, &replayed["id"]), (200, &paid["id"]));
    assert_eq!(post(&server, "/refunds", "refund", refund).await, (200, refunded));
    assert_eq!(books.key_uses("refund"), KeyUses { seen: 1, executed: 1 });
    assert_eq!(books.happened(), moved(2, (1, 2500), (1, 1000)));
    post(&server, "/payments", "third", link()).await;
    let ids: std::collections::BTreeSet<_> =
        books.payments().into_iter().map(|payment| payment.id).collect();
    assert_eq!(ids.len(), 3, "a seed does not bring old ids back");
    clock.advance(TimeDelta::seconds(60));
    assert_eq!(books.happened(), moved(3, (2, 5000), (1, 1000)), "the customer still came");

    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains("jane@example.com"));
    let customer = books.customers()[0].id.to_string();
    let client = crate::serving::http().build().unwrap();
    let gone = client.delete(format!("{}/customers/{customer}", server.base_url()));
    assert_eq!(gone.bearer_auth(KEY).send().await.unwrap().status(), 200);
    let kept_then = std::fs::read_to_string(file).unwrap();
    assert!(kept_then.contains(&customer) && !kept_then.contains("jane@"), "{kept_then}");
    assert!(kept.contains(&id) && !kept.contains(GOOD_CARD) && !kept.contains(KEY), "{kept}");
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let (server, _) = open(folder.path().join("paymentflow.json")).await;
    let (_, first) = post(&server, "/payments", "first", link()).await;
    // A folder in the place of the part file makes every save fail, also for the superuser.
    std::fs::create_dir(folder.path().join("paymentflow.json.part")).unwrap();
    let (status, answer) = post(&server, "/payments", "second", link()).await;
    assert_eq!((status, text(&answer["error"]["code"])), (503, "books_not_written"));
    assert!(server.books().pay(text(&first["id"]), GOOD_CARD).is_err());
    assert_eq!(server.books().happened(), moved(1, (0, 0), (0, 0)));
    assert_eq!(server.books().key_uses("second").executed, 0);
}

#[tokio::test]
async fn damaged_books_stop_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paymentflow.json");
    std::fs::write(&file, "{").unwrap();
    let mut config = PaymentFlowConfig::new(credentials(), Random::from_seed(1));
    config.books_file = Some(file);
    let refusal = PaymentFlowServer::start(config).await.unwrap_err();
    assert!(matches!(refusal, PracticeError::Books(_)), "{refusal}");
}
