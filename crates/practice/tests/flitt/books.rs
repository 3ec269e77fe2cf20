use std::path::PathBuf;
use std::sync::Arc;

use practice::flitt::{CustomerTrouble, FlittConfig, FlittServer, OrderId, ReverseIdUses};
use practice::{ManualClock, PracticeError, Random};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, KEY, MERCHANT, credentials, link, signature, start, with};

async fn open(file: PathBuf) -> FlittServer {
    let mut config = FlittConfig::new(credentials(), Random::from_seed(1));
    config.books_file = Some(file);
    config.clock = Arc::new(ManualClock::at(start()));
    FlittServer::start(config).await.unwrap()
}

async fn ask(server: &FlittServer, path: &str, mut params: Value) -> Value {
    params["signature"] = signature(KEY, &params).into();
    let client = crate::serving::http().build().unwrap();
    let request = client
        .post(format!("{}{path}", server.base_url()))
        .header("Content-Type", "application/json")
        .body(json!({ "request": params }).to_string());
    let answer = request.send().await.unwrap().text().await.unwrap();
    serde_json::from_str::<Value>(&answer).unwrap()["response"].take()
}

#[tokio::test]
async fn practice_sales_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flitt.json");
    let server = open(file.clone()).await;
    server.books().plan(CustomerTrouble::PaysAfter { seconds: 0 });
    ask(&server, "/checkout/url", link("waiting")).await;
    ask(&server, "/checkout/url", link("paid")).await;
    server.books().pay(&OrderId::new("paid"), GOOD_CARD).unwrap();
    let money = json!({ "order_id": "paid", "merchant_id": MERCHANT, "amount": 20, "currency": "GEL", "reverse_id": "r-1" });
    ask(&server, "/reverse/order_id", money.clone()).await;
    let orders = server.books().orders();
    // No farewell: what was answered must be on disk already.
    drop(server);

    let server = open(file.clone()).await;
    assert_eq!(server.books().orders(), orders);
    assert_eq!(server.books().reverse_id_uses("r-1"), ReverseIdUses { seen: 0, executed: 1 });
    ask(&server, "/reverse/order_id", money).await;
    let executed = server.books().reverse_id_uses("r-1");
    assert_eq!(executed, ReverseIdUses { seen: 1, executed: 1 });
    let again = ask(&server, "/checkout/url", link("paid")).await;
    assert_eq!(again["error_code"], "1013");
    let made = ask(&server, "/checkout/url", link("third")).await;
    assert_eq!(made["response_status"], "success");
    let ids: std::collections::BTreeSet<u64> =
        server.books().orders().iter().map(|order| order.payment_id.get()).collect();
    assert_eq!(ids.len(), 3, "a seed does not bring old ids back");

    let kept = std::fs::read_to_string(file).unwrap();
    assert!(kept.contains("424242") && !kept.contains(GOOD_CARD) && !kept.contains(KEY), "{kept}");
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let server = open(folder.path().join("flitt.json")).await;
    ask(&server, "/checkout/url", link("first")).await;
    // A folder in the place of the part file makes every save fail, also for the superuser.
    std::fs::create_dir(folder.path().join("flitt.json.part")).unwrap();
    let answer = ask(&server, "/checkout/url", with(link("second"), &json!({}))).await;
    assert_eq!(answer["error_code"], "1002");
    assert!(server.books().pay(&OrderId::new("first"), GOOD_CARD).is_err());
    assert_eq!(server.books().orders().len(), 1);
    assert!(server.books().orders()[0].payment.is_none());
}

#[tokio::test]
async fn damaged_books_stop_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flitt.json");
    std::fs::write(&file, "{").unwrap();
    let mut config = FlittConfig::new(credentials(), Random::from_seed(1));
    config.books_file = Some(file);
    let refusal = FlittServer::start(config).await.unwrap_err();
    assert!(matches!(refusal, PracticeError::Books(_)), "{refusal}");
}
