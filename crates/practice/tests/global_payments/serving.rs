use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use practice::global_payments::Trouble;
use practice::{
    PracticeConfig, PracticeCredentials, PracticeError, PracticeServer, Random, TlsIdentity,
};
use reqwest::Method;
use serde_json::json;

use crate::shop::{Answer, Shop, http, link_body, secret, text};

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let shop = Shop::open().await;
    shop.link(|_| {}).await;
    shop.get("/links").await.ok();
    assert_eq!(shop.books().connections(), 1);
    assert_eq!(shop.books().all_requests(), 3);
}

#[tokio::test]
async fn the_server_listens_on_loopback_only_and_frees_its_port() {
    let shop = Shop::open().await;
    let address = shop.server.address();
    assert!(address.ip().is_loopback());
    let random = Random::from_seed(2);
    let mut config = PracticeConfig::new(PracticeCredentials::generate(&random), random);
    config.port = address.port();
    let refusal = PracticeServer::start(config).await.unwrap_err();
    assert!(matches!(refusal, PracticeError::Listen { .. }), "{refusal}");

    let (books, base_url) = (shop.books(), shop.server.base_url());
    assert_eq!(shop.get("/links").await.status.as_u16(), 200);
    shop.server.stop().await;
    assert_eq!(books.links().len(), 0, "the books outlive the server");
    // Somebody else may have taken the port by now, so it does not matter who refuses.
    let (heard, connected) = (books.all_requests(), books.connections());
    let client = http().build().unwrap();
    let _ = client.get(base_url).timeout(Duration::from_secs(5)).send().await;
    assert_eq!((books.all_requests(), books.connections()), (heard, connected));
}

#[test]
fn a_server_may_be_dropped_outside_its_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let shop = runtime.block_on(Shop::open());
    let (address, books) = (shop.server.address(), shop.books());
    drop(shop);
    runtime.block_on(tokio::task::yield_now());
    drop(runtime);
    let connected = books.connections();
    let _ = std::net::TcpStream::connect(address);
    assert_eq!(books.connections(), connected, "the server has stopped");
}

#[tokio::test]
async fn tls_is_served_with_the_given_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let identity = TlsIdentity::from_pem_files(&certificate, &key).unwrap();

    let random = Random::from_seed(1);
    let credentials = PracticeCredentials::generate(&random);
    let mut config = PracticeConfig::new(credentials.clone(), random);
    config.tls = Some(identity);
    let server = PracticeServer::start(config).await.unwrap();
    assert!(server.base_url().starts_with("https://127.0.0.1:"), "{}", server.base_url());

    let trusted = reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap();
    let client = http().tls_certs_only([trusted]).build().unwrap();
    let body = json!({
        "app_id": credentials.app_id,
        "nonce": "n",
        "secret": secret("n", credentials.app_key.expose()),
        "grant_type": "client_credentials",
    });
    // A peer that never finishes its handshake does not keep others out.
    let _silent = tokio::net::TcpStream::connect(server.address()).await.unwrap();
    let request = client
        .post(format!("{}/accesstoken", server.base_url()))
        .header("X-GP-Version", "2021-03-22")
        .body(body.to_string());
    let token = Shop::send(request).await.ok();
    let request = client
        .post(format!("{}/links", server.base_url()))
        .header("X-GP-Version", "2021-03-22")
        .bearer_auth(text(&token["token"]))
        .body(link_body().to_string());
    let link = Shop::send(request).await.ok();
    assert!(text(&link["url"]).starts_with("https://127.0.0.1:"), "{link}");
    assert!(TlsIdentity::from_pem_files(&key, &certificate).is_err());
}

#[tokio::test]
async fn the_program_says_where_it_serves_and_for_whom() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_practice"))
        .args(["serve", "--global-payments", "0", "--app-id", "my_app", "--app-key", "my_key"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words[0], "global-payments");
    assert_eq!(words[2..], ["app_id=my_app", "app_key=my_key"]);
    let body = json!({
        "app_id": "my_app",
        "nonce": "n",
        "secret": secret("n", "my_key"),
        "grant_type": "client_credentials",
    });
    let request = http()
        .build()
        .unwrap()
        .request(Method::POST, format!("{}/accesstoken", words[1]))
        .header("X-GP-Version", "2021-03-22")
        .body(body.to_string());
    let answer = Answer::read(request.send().await.unwrap()).await;
    program.kill().unwrap();
    program.wait().unwrap();
    assert!(!text(&answer.ok()["token"]).is_empty());
}

#[test]
fn every_trouble_in_the_help_text_is_one() {
    let help = Command::new(env!("CARGO_BIN_EXE_practice")).args(["serve", "--help"]).output();
    let help = String::from_utf8(help.unwrap().stdout).unwrap();
    let (here, elsewhere) = help.split_once("At Flitt only").unwrap();
    assert!(elsewhere.contains("STATUS_FAILS") && !elsewhere.contains("At all"));
    let bodies = here.lines().filter_map(|line| {
        let line = line.trim_start();
        line.starts_with("{\"trouble\"").then(|| &line[..=line.find('}').unwrap()])
    });
    let read: Result<Vec<Trouble>, _> = bodies.map(serde_json::from_str).collect();
    assert_eq!(read.unwrap().len(), 12);
}
