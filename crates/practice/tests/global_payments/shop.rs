//! A running server and a client that speaks its language.

use std::path::PathBuf;
use std::sync::{Arc, Once};

use chrono::{DateTime, Utc};
use practice::global_payments::{Behaviour, LinkId, PracticeBooks};
use practice::{AppKey, ManualClock, PracticeConfig, PracticeCredentials, PracticeServer, Random};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha512};

pub(crate) const APP_ID: &str = "stub_app_id";
pub(crate) const APP_KEY: &str = "stub_app_key_9876";
pub(crate) const GOOD_CARD: &str = "4242424242424242";
pub(crate) const BAD_CARD: &str = "4000120000001154";

/// The moment at which every test begins.
pub(crate) fn start() -> DateTime<Utc> {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

/// A client of reqwest; its TLS needs a provider even for plain HTTP.
pub(crate) fn http() -> reqwest::ClientBuilder {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider().install_default().unwrap();
    });
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none())
}

pub(crate) fn secret(nonce: &str, key: &str) -> String {
    hex::encode(Sha512::digest(format!("{nonce}{key}")))
}

/// A body that `POST /accesstoken` accepts.
pub(crate) fn sign_in_body() -> Value {
    json!({
        "app_id": APP_ID,
        "nonce": "nonce-1",
        "secret": secret("nonce-1", APP_KEY),
        "grant_type": "client_credentials",
    })
}

/// A body that `POST /links` accepts.
pub(crate) fn link_body() -> Value {
    json!({
        "account_name": "paylink",
        "type": "PAYMENT",
        "usage_mode": "SINGLE",
        "usage_limit": "1",
        "reference": "INV-1001-REF",
        "name": "Corner shop",
        "description": "Two chairs",
        "shippable": "NO",
        "status": "ACTIVE",
        "transactions": {
            "amount": "1999",
            "channel": "CNP",
            "currency": "GBP",
            "country": "GB",
            "allowed_payment_methods": ["CARD"],
        },
    })
}

/// An answer with its body read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Self {
        let status = response.status();
        assert!(response.headers().contains_key("date"));
        let body = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        Self { status, body }
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.body
    }

    /// Compares the refusal and returns its description.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str, detail: &str) -> String {
        let Self { status: found, body } = self;
        assert_eq!(found.as_u16(), status, "{body}");
        assert_eq!(body["error_code"], code, "{body}");
        assert_eq!(body["detailed_error_code"], detail, "{body}");
        body["detailed_error_description"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is not text"))
}

/// The path part of a link's address.
pub(crate) fn page_path(link: &Value) -> String {
    url::Url::parse(text(&link["url"])).unwrap().path().to_owned()
}

/// A server, its clock, and a signed-in client.
pub(crate) struct Shop {
    pub(crate) server: PracticeServer,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) http: reqwest::Client,
    pub(crate) token: String,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    pub(crate) async fn open_with_books(file: PathBuf) -> Self {
        Self::open_with(|config| config.books_file = Some(file)).await
    }

    pub(crate) async fn open_with(adjust: impl FnOnce(&mut PracticeConfig)) -> Self {
        let clock = Arc::new(ManualClock::at(start()));
        let credentials =
            PracticeCredentials { app_id: APP_ID.to_owned(), app_key: AppKey::new(APP_KEY) };
        let mut config = PracticeConfig::new(credentials, Random::from_seed(1));
        config.merchant_name = "Corner <shop> & sons".to_owned();
        config.clock = clock.clone();
        adjust(&mut config);
        let server = PracticeServer::start(config).await.unwrap();
        let http = http().build().unwrap();
        let mut shop = Self { server, clock, http, token: String::new() };
        shop.sign_in().await;
        shop
    }

    pub(crate) async fn sign_in(&mut self) {
        let answer = self.ask_for_token(&sign_in_body()).await.ok();
        text(&answer["token"]).clone_into(&mut self.token);
    }

    /// A client whose token has only these permissions.
    pub(crate) async fn restrict(&mut self, permissions: &[&str]) {
        let mut body = sign_in_body();
        body["permissions"] = json!(permissions);
        let answer = self.ask_for_token(&body).await.ok();
        text(&answer["token"]).clone_into(&mut self.token);
    }

    pub(crate) fn books(&self) -> PracticeBooks {
        self.server.books()
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.server.base_url()))
            .header("X-GP-Version", "2021-03-22")
    }

    pub(crate) fn signed(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, path).bearer_auth(&self.token)
    }

    pub(crate) async fn send(request: RequestBuilder) -> Answer {
        Answer::read(request.send().await.unwrap()).await
    }

    pub(crate) async fn ask_for_token(&self, body: &Value) -> Answer {
        Self::send(self.request(Method::POST, "/accesstoken").body(body.to_string())).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Self::send(self.signed(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Self::send(self.signed(Method::POST, path).body(body.to_string())).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        Self::send(self.signed(Method::PATCH, path).body(body.to_string())).await
    }

    pub(crate) async fn post_with_key(&self, path: &str, key: &str, body: &Value) -> Answer {
        let request = self.signed(Method::POST, path).header("x-gp-idempotency", key);
        Self::send(request.body(body.to_string())).await
    }

    /// Makes a link of [`link_body`] after a change to it.
    pub(crate) async fn link(&self, change: impl FnOnce(&mut Value)) -> Value {
        let mut body = link_body();
        change(&mut body);
        self.post("/links", &body).await.ok()
    }

    /// Makes a link, has it paid, and returns the sale's id.
    pub(crate) async fn sale(&self) -> String {
        let link = self.link(|_| {}).await;
        let id = self.link_id(text(&link["id"]));
        self.books().pay(&id, GOOD_CARD).unwrap().id.to_string()
    }

    /// Has a link's money reserved on its page, and returns the sale's id.
    pub(crate) async fn reserved(&self) -> String {
        self.books().set_behaviour(Behaviour { holds: true, ..Behaviour::default() });
        let sale = self.sale().await;
        self.books().set_behaviour(Behaviour::default());
        sale
    }

    /// The status of a transaction, as the transaction itself says.
    pub(crate) async fn status_of(&self, transaction: &str) -> String {
        let read = self.get(&format!("/transactions/{transaction}")).await.ok();
        text(&read["status"]).to_owned()
    }

    pub(crate) fn link_id(&self, id: &str) -> LinkId {
        let links = self.books().links();
        links.into_iter().find(|link| link.id.as_str() == id).unwrap().id
    }

    pub(crate) async fn refund(&self, sale: &str, body: &Value) -> Answer {
        self.post(&format!("/transactions/{sale}/refund"), body).await
    }

    /// Opens a page as a browser does.
    pub(crate) async fn open_page(&self, link: &Value) -> (StatusCode, String) {
        let response = self.http.get(text(&link["url"])).send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    }

    /// Sends the page's form.
    pub(crate) async fn pay(&self, link: &Value, form: &'static str) -> (StatusCode, String) {
        let request = self
            .http
            .post(format!("{}/pay", text(&link["url"])))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form);
        let response = request.send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    }
}
