use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Once;

use practice::Random;
use practice::paymentflow::{AnswerTrouble, PaymentFlowConfig, PaymentFlowServer, Trouble};
use serde_json::{Value, json};

use crate::shop::{KEY, credentials, link, text};

/// A client of reqwest; its TLS needs a provider even for plain HTTP.
pub(crate) fn http() -> reqwest::ClientBuilder {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider().install_default().unwrap();
    });
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none())
}

async fn create(client: &reqwest::Client, base_url: &str, key: &str, body: &Value) -> (u16, Value) {
    let request = client
        .post(format!("{base_url}/payments"))
        .header("Content-Type", "application/json; charset=utf-8")
        .bearer_auth(key)
        .body(body.to_string());
    let answer = request.send().await.unwrap();
    assert!(answer.headers().contains_key("date"));
    let status = answer.status().as_u16();
    (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
}

#[tokio::test]
async fn a_link_is_made_and_paid_over_a_socket() {
    let config = PaymentFlowConfig::new(credentials(), Random::from_seed(1));
    let server = PaymentFlowServer::start(config).await.unwrap();
    assert!(server.address().ip().is_loopback() && server.base_url().ends_with("/v1"));
    let client = http().build().unwrap();
    let (_, made) = create(&client, &server.base_url(), KEY, &link()).await;
    let address = text(&made["checkout_url"]);
    assert!(address.starts_with(&format!("http://{}/", server.address())), "{address}");
    let pay = client
        .post(format!("{address}/pay"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("card=4242424242424242");
    assert_eq!(pay.send().await.unwrap().status(), 200);
    assert_eq!(server.books().happened().payments_paid, 1);
    assert_eq!(server.books().connections(), 1);
    server.stop().await;
}

#[tokio::test]
async fn the_largest_metadata_fits_into_a_body_and_larger_ones_are_refused() {
    let config = PaymentFlowConfig::new(credentials(), Random::from_seed(1));
    let server = PaymentFlowServer::start(config).await.unwrap();
    let client = http().build().unwrap();
    let pairs = (0..50).map(|one| (format!("{one:02}{}", "😀".repeat(38)), "😀".repeat(500)));
    let metadata: BTreeMap<String, String> = pairs.collect();
    let body = json!({ "amount": 1, "currency": "USD", "metadata": metadata });
    assert_eq!(create(&client, &server.base_url(), KEY, &body).await.0, 200);
    let body = json!({ "description": "x".repeat(513 * 1024) });
    let (status, answer) = create(&client, &server.base_url(), KEY, &body).await;
    assert_eq!((status, text(&answer["error"]["code"])), (413, "body_too_large"));
}

#[tokio::test]
async fn a_slow_answer_comes_too_late_for_who_does_not_wait() {
    let config = PaymentFlowConfig::new(credentials(), Random::from_seed(1));
    let server = PaymentFlowServer::start(config).await.unwrap();
    server.books().plan(AnswerTrouble::AnswersSlowly { seconds: 600 });
    let client = http().timeout(std::time::Duration::from_millis(500)).build().unwrap();
    let request = client
        .post(format!("{}/payments", server.base_url()))
        .header("Content-Type", "application/json")
        .bearer_auth(KEY)
        .body(link().to_string());
    assert!(request.send().await.unwrap_err().is_timeout());
    assert_eq!(server.books().happened().payments_made, 1, "it was done all the same");
}

#[tokio::test]
async fn the_program_serves_the_gateway_and_says_where() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_practice"))
        .args(["serve", "--flitt", "0", "--paymentflow", "0"])
        .args(["--paymentflow-key", "sk_test_x", "--paymentflow-hides-refunds"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(program.stdout.take().unwrap());
    let (mut first, mut second) = (String::new(), String::new());
    output.read_line(&mut first).unwrap();
    output.read_line(&mut second).unwrap();
    let words: Vec<&str> = second.split_whitespace().collect();
    assert_eq!((words[0], words[2]), ("paymentflow", "secret_key=sk_test_x"), "{second}");
    assert!(words[3].starts_with("publishable_key=pk_test_"), "{second}");
    assert!(words[4].starts_with("webhook_secret=whsec_"), "{second}");
    let client = http().build().unwrap();
    let (status, made) = create(&client, words[1], "sk_test_x", &link()).await;
    program.kill().unwrap();
    program.wait().unwrap();
    assert_eq!((status, made.get("amount_refunded")), (200, None), "{made}");
}

#[test]
fn every_trouble_in_the_help_text_is_one() {
    let help = Command::new(env!("CARGO_BIN_EXE_practice")).args(["serve", "--help"]).output();
    let help = String::from_utf8(help.unwrap().stdout).unwrap();
    let (everywhere, rest) = help.split_once("At Global Payments and Flitt").unwrap();
    let (_, here) = rest.split_once("At PaymentFlow").unwrap();
    let (here, _) = here.split_once("At the merchant dashboard").unwrap();
    let bodies = everywhere.lines().chain(here.lines()).filter_map(|line| {
        let line = line.trim_start();
        line.starts_with("{\"trouble\"").then(|| &line[..=line.find('}').unwrap()])
    });
    let read: Result<Vec<Trouble>, _> = bodies.map(serde_json::from_str).collect();
    assert_eq!(read.unwrap().len(), 28);
}
