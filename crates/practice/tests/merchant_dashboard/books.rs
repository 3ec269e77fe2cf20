use std::path::PathBuf;
use std::sync::Arc;

use chrono::TimeDelta;
use practice::merchant_dashboard::{
    Currency, CustomerTrouble, MerchantDashboardConfig, MerchantDashboardServer, MinorUnits,
};
use practice::{ManualClock, PracticeError, Random};
use serde_json::{Value, json};

use crate::serving::{create, http};
use crate::shop::{GOOD_CARD, LINKS, TOKEN, credentials, moved, order, start, text};

async fn open(file: PathBuf) -> (MerchantDashboardServer, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(start()));
    let mut config = MerchantDashboardConfig::new(credentials(), Random::from_seed(1));
    config.books_file = Some(file);
    config.clock = clock.clone();
    (MerchantDashboardServer::start(config).await.unwrap(), clock)
}

async fn post(server: &MerchantDashboardServer, body: &Value) -> (u16, Value) {
    create(&http().build().unwrap(), &server.base_url(), TOKEN, body).await
}

async fn list(server: &MerchantDashboardServer, token: &str) -> u16 {
    let request = http().build().unwrap().get(format!("{}{LINKS}", server.base_url()));
    let request = request.header("Authorization", format!("Token {token}"));
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn practice_sales_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("merchant-dashboard.json");
    let (server, _) = open(file.clone()).await;
    server.books().plan(CustomerTrouble::PaysAfter { seconds: 60 });
    post(&server, &order()).await;
    let (_, paid) = post(&server, &order()).await;
    let uuid = text(&paid["uuid"]).to_owned();
    let payment = server.books().pay(&uuid, GOOD_CARD).unwrap();
    server.books().refund(payment.id.as_str()).unwrap();
    server.books().change_price("prod_mug_blue", Currency::Usd, MinorUnits::new(1300)).unwrap();
    let before = (server.books().links(), server.books().payments());
    // No farewell: what was answered must be on disk already.
    drop(server);

    let (server, clock) = open(file.clone()).await;
    let books = server.books();
    assert_eq!((books.links(), books.payments()), before);
    assert_eq!(books.happened(), moved(2, (1, 3250), (1, 3250)));
    let (status, third) = post(&server, &order()).await;
    assert_eq!((status, &third["total"]), (201, &json!("34.50")));
    let uuids: std::collections::BTreeSet<_> =
        books.links().into_iter().map(|link| link.uuid).collect();
    assert_eq!(uuids.len(), 3, "a seed does not bring old ids back");
    clock.advance(TimeDelta::seconds(60));
    assert_eq!(books.happened(), moved(3, (2, 6500), (1, 3250)), "the customer still came");
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains(&uuid) && !kept.contains(GOOD_CARD) && !kept.contains(TOKEN), "{kept}");
}

#[tokio::test]
async fn sessions_survive_a_restart_and_those_that_ended_stay_ended() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("merchant-dashboard.json");
    let (server, _) = open(file.clone()).await;
    assert_eq!(list(&server, TOKEN).await, 200);
    drop(server);
    let (server, _) = open(file.clone()).await;
    assert_eq!(list(&server, TOKEN).await, 200);
    server.books().end_sessions().unwrap();
    let fresh = server.books().sign_in().unwrap();
    drop(server);
    let (server, _) = open(file.clone()).await;
    assert_eq!(list(&server, TOKEN).await, 401);
    assert_eq!(list(&server, fresh.expose()).await, 200);
    assert_ne!(server.books().sign_in().unwrap(), fresh, "a seed does not bring old tokens back");
    assert!(!std::fs::read_to_string(&file).unwrap().contains(fresh.expose()));
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let (server, _) = open(folder.path().join("merchant-dashboard.json")).await;
    let (_, first) = post(&server, &order()).await;
    // A folder in the place of the part file makes every save fail, also for the superuser.
    std::fs::create_dir(folder.path().join("merchant-dashboard.json.part")).unwrap();
    assert_eq!(post(&server, &order()).await.0, 503);
    let books = server.books();
    assert!(books.pay(text(&first["uuid"]), GOOD_CARD).is_err());
    assert!(books.end_sessions().is_err() && books.sign_in().is_err());
    assert_eq!(list(&server, TOKEN).await, 200);
    let page = http().build().unwrap().post(server.dashboard_url()).send().await.unwrap();
    assert_eq!(page.status(), 502);
    assert_eq!(books.happened(), moved(1, (0, 0), (0, 0)));
}

#[tokio::test]
async fn damaged_books_stop_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("merchant-dashboard.json");
    std::fs::write(&file, "{").unwrap();
    let mut config = MerchantDashboardConfig::new(credentials(), Random::from_seed(1));
    config.books_file = Some(file);
    let refusal = MerchantDashboardServer::start(config).await.unwrap_err();
    assert!(matches!(refusal, PracticeError::Books(_)), "{refusal}");
}
