use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Once;
use std::time::Duration;

use practice::flitt::{FlittConfig, FlittServer, Trouble};
use practice::{PracticeError, Random, TlsIdentity};
use serde_json::{Value, json};

use crate::shop::{KEY, credentials, link, signature, text};

/// A client of reqwest; its TLS needs a provider even for plain HTTP.
pub(crate) fn http() -> reqwest::ClientBuilder {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider().install_default().unwrap();
    });
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none())
}

async fn create(client: &reqwest::Client, base_url: &str, key: &str, mut params: Value) -> Value {
    params["signature"] = signature(key, &params).into();
    let request = client
        .post(format!("{base_url}/checkout/url/"))
        .header("Content-Type", "application/json; charset=utf-8")
        .body(json!({ "request": params }).to_string());
    let answer = request.send().await.unwrap();
    assert!(answer.headers().contains_key("date"));
    let body = answer.text().await.unwrap();
    serde_json::from_str::<Value>(&body).unwrap()["response"].take()
}

#[tokio::test]
async fn a_link_is_made_and_paid_over_a_socket() {
    let config = FlittConfig::new(credentials(), Random::from_seed(1));
    let server = FlittServer::start(config).await.unwrap();
    assert!(server.address().ip().is_loopback());
    let client = http().build().unwrap();
    let made = create(&client, &server.base_url(), KEY, link("order-1")).await;
    let address = text(&made["checkout_url"]);
    assert!(address.starts_with(&format!("http://{}/", server.address())), "{address}");
    let pay = client
        .post(format!("{address}/pay"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("card=4242424242424242");
    assert_eq!(pay.send().await.unwrap().status(), 200);
    let books = server.books();
    assert!(books.orders()[0].payment.is_some());
    assert_eq!(books.connections(), 1);

    let mut second = FlittConfig::new(credentials(), Random::from_seed(2));
    second.port = server.address().port();
    let refusal = FlittServer::start(second).await.unwrap_err();
    assert!(matches!(refusal, PracticeError::Listen { .. }), "{refusal}");
    let page = text(&made["checkout_url"]).to_owned();
    server.stop().await;
    let asked = books.all_requests();
    // Somebody else may have taken the port by now, so it does not matter who refuses.
    let _ = client.get(page).timeout(Duration::from_secs(5)).send().await;
    assert_eq!(books.all_requests(), asked, "the server has stopped");
}

#[tokio::test]
async fn a_request_that_is_too_large_is_refused() {
    let config = FlittConfig::new(credentials(), Random::from_seed(1));
    let server = FlittServer::start(config).await.unwrap();
    let client = http().build().unwrap();
    let request = client
        .post(format!("{}/checkout/url", server.base_url()))
        .header("Content-Type", "application/json")
        .body(vec![b' '; 65 * 1024]);
    assert_eq!(request.send().await.unwrap().status(), 413);
}

#[tokio::test]
async fn tls_is_served_with_the_given_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let mut config = FlittConfig::new(credentials(), Random::from_seed(1));
    config.tls = Some(TlsIdentity::from_pem_files(&certificate, &key).unwrap());
    let server = FlittServer::start(config).await.unwrap();
    let trusted = reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap();
    let client = http().tls_certs_only([trusted]).build().unwrap();
    let link = create(&client, &server.base_url(), KEY, link("order-1")).await;
    assert!(text(&link["checkout_url"]).starts_with("https://127.0.0.1:"), "{link}");
}

#[tokio::test]
async fn the_program_serves_both_gateways_and_says_where() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_practice"))
        .args(["serve", "--global-payments", "0", "--flitt", "0"])
        .args(["--flitt-merchant", "1549901", "--flitt-key", "test"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(program.stdout.take().unwrap());
    let (mut first, mut second) = (String::new(), String::new());
    output.read_line(&mut first).unwrap();
    output.read_line(&mut second).unwrap();
    assert!(first.starts_with("global-payments http://127.0.0.1:"), "{first}");
    let words: Vec<&str> = second.split_whitespace().collect();
    assert_eq!(
        (words[0], &words[2..4]),
        ("flitt", &["merchant_id=1549901", "payment_key=test"][..])
    );
    assert!(words[4].starts_with("payout_key=") && words[6].starts_with("reports_key="));
    let client = http().build().unwrap();
    let made = create(&client, words[1], "test", link("order-1")).await;
    program.kill().unwrap();
    program.wait().unwrap();
    assert_eq!(made["response_status"], "success", "{made}");
}

#[test]
fn the_program_needs_a_server_to_serve() {
    for arguments in [&["serve"][..], &["serve", "--flitt", "0", "--app-id", "x"]] {
        let program = Command::new(env!("CARGO_BIN_EXE_practice")).args(arguments).output();
        assert_eq!(program.unwrap().status.code(), Some(2));
    }
}

#[test]
fn every_trouble_in_the_help_text_is_one() {
    let help = Command::new(env!("CARGO_BIN_EXE_practice")).args(["serve", "--help"]).output();
    let help = String::from_utf8(help.unwrap().stdout).unwrap();
    let (before, rest) = help.split_once("At Global Payments only").unwrap();
    let (_, after) = rest.split_once("At Flitt only").unwrap();
    let (after, _) = after.split_once("At PaymentFlow").unwrap();
    let bodies = before.lines().chain(after.lines()).filter_map(|line| {
        let line = line.trim_start();
        line.starts_with("{\"trouble\"").then(|| &line[..=line.find('}').unwrap()])
    });
    let read: Result<Vec<Trouble>, _> = bodies.map(serde_json::from_str).collect();
    assert_eq!(read.unwrap().len(), 24);
}
