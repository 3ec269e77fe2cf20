use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Once;

use practice::Random;
use practice::merchant_dashboard::{
    AnswerTrouble, MerchantDashboardConfig, MerchantDashboardServer, Trouble,
};
use serde_json::Value;

use crate::shop::{LINKS, TOKEN, credentials, order, text};

/// A client of reqwest; its TLS needs a provider even for plain HTTP.
pub(crate) fn http() -> reqwest::ClientBuilder {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider().install_default().unwrap();
    });
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none())
}

fn request(
    client: &reqwest::Client,
    base_url: &str,
    token: &str,
    body: &Value,
) -> reqwest::RequestBuilder {
    client
        .post(format!("{base_url}{LINKS}"))
        .header("Content-Type", "application/json; charset=utf-8")
        .header("Authorization", format!("Token {token}"))
        .body(body.to_string())
}

pub(crate) async fn create(
    client: &reqwest::Client,
    base_url: &str,
    token: &str,
    body: &Value,
) -> (u16, Value) {
    let answer = request(client, base_url, token, body).send().await.unwrap();
    assert!(answer.headers().contains_key("date"));
    let status = answer.status().as_u16();
    (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
}

async fn serve() -> MerchantDashboardServer {
    let config = MerchantDashboardConfig::new(credentials(), Random::from_seed(1));
    MerchantDashboardServer::start(config).await.unwrap()
}

#[tokio::test]
async fn a_link_is_made_and_paid_over_a_socket() {
    let server = serve().await;
    assert!(server.address().ip().is_loopback());
    assert_eq!(server.base_url(), format!("http://{}", server.address()));
    let client = http().build().unwrap();
    let (_, made) = create(&client, &server.base_url(), TOKEN, &order()).await;
    let address = text(&made["public_url"]);
    assert_eq!(address, server.public_page().replace("{uuid}", text(&made["uuid"])));
    let pay = client
        .post(format!("{address}/pay"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("card=4242424242424242");
    assert_eq!(pay.send().await.unwrap().status(), 200);
    let deleted = client
        .delete(format!("{}{LINKS}{}/", server.base_url(), text(&made["uuid"])))
        .header("Authorization", format!("Token {TOKEN}"));
    assert_eq!(deleted.send().await.unwrap().status(), 204);
    assert_eq!(server.books().happened().payments_paid, 1);
    assert_eq!(server.books().connections(), 1);
    server.stop().await;
}

#[tokio::test]
async fn a_client_that_follows_the_redirect_loses_its_body() {
    let server = serve().await;
    let client = http().redirect(reqwest::redirect::Policy::limited(3)).build().unwrap();
    let answer = client
        .post(format!("{}{}", server.base_url(), LINKS.trim_end_matches('/')))
        .header("Content-Type", "application/json")
        .header("Authorization", format!("Token {TOKEN}"))
        .body(order().to_string());
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.status(), 200, "it has become the list");
    assert_eq!(server.books().happened().links_made, 0);
}

#[tokio::test]
async fn a_slow_answer_comes_too_late_for_who_does_not_wait() {
    let server = serve().await;
    server.books().plan(AnswerTrouble::AnswersSlowly { seconds: 600 });
    let client = http().timeout(std::time::Duration::from_millis(500)).build().unwrap();
    let ask = request(&client, &server.base_url(), TOKEN, &order());
    assert!(ask.send().await.unwrap_err().is_timeout());
    assert_eq!(server.books().happened().links_made, 1, "it was done all the same");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let server = serve().await;
    let mut body = order();
    body["name"] = "x".repeat(65 * 1024).into();
    let client = http().build().unwrap();
    assert_eq!(create(&client, &server.base_url(), TOKEN, &body).await.0, 413);
}

#[tokio::test]
async fn the_program_serves_the_dashboard_and_says_where() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_practice"))
        .args(["serve", "--merchant-dashboard", "0", "--merchant-dashboard-token", TOKEN])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(program.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    let base = words[1].to_owned();
    assert_eq!(
        [words[0], words[2], words[3], words[4]],
        [
            "merchant-dashboard",
            &format!("token={TOKEN}"),
            &format!("dashboard={base}/dashboard/"),
            &format!("public_page={base}/pay/{{uuid}}"),
        ]
    );
    let client = http().build().unwrap();
    let (status, _) = create(&client, &base, TOKEN, &order()).await;
    let page = client.get(format!("{base}/dashboard/")).send().await.unwrap().status();
    program.kill().unwrap();
    program.wait().unwrap();
    assert_eq!((status, page.as_u16()), (201, 200));
}

#[test]
fn every_trouble_in_the_help_text_is_one() {
    let help = Command::new(env!("CARGO_BIN_EXE_practice")).args(["serve", "--help"]).output();
    let help = String::from_utf8(help.unwrap().stdout).unwrap();
    let (everywhere, rest) = help.split_once("At Global Payments and Flitt").unwrap();
    let (_, here) = rest.split_once("At the merchant dashboard").unwrap();
    let bodies = everywhere.lines().chain(here.lines()).filter_map(|line| {
        let line = line.trim_start();
        line.starts_with("{\"trouble\"").then(|| &line[..=line.find('}').unwrap()])
    });
    let read: Result<Vec<Trouble>, _> = bodies.map(serde_json::from_str).collect();
    assert_eq!(read.unwrap().len(), 31);
}
