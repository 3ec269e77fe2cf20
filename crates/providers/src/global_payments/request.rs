//! How a request to the GP API looks (fact sheet, 1.1, 1.2).

use domain::{
    account::{Account, Environment},
    ids::IdempotencyKey,
};
use serde_json::Value;
use url::form_urlencoded;

use crate::transport::{Method, Request, TimeLimit};

/// The only version that current official clients send (fact sheet, 1.3).
const VERSION: &str = "2021-03-22";

/// Where the account's requests go: host, and port where there is one.
pub(super) fn host(account: &Account) -> String {
    base(account).split('/').nth(2).unwrap_or_default().to_owned()
}

fn base(account: &Account) -> String {
    match account.environment {
        Environment::Live => "https://apis.globalpay.com/ucp".to_owned(),
        Environment::Sandbox => "https://apis.sandbox.globalpay.com/ucp".to_owned(),
        Environment::Practice => {
            format!("http://127.0.0.1:{}/ucp", account.practice_port.unwrap_or_default())
        }
    }
}

fn request(method: Method, url: String, body: Option<String>, limit: TimeLimit) -> Request {
    Request { method, url, headers: Vec::new(), body, limit }
        .with_header("x-gp-version", VERSION)
        .with_header("accept", "application/json")
}

/// A read of `path`, which begins with a slash and needs no escaping.
pub(super) fn get(account: &Account, path: &str, query: &[(&str, &str)]) -> Request {
    let mut url = base(account) + path;
    if !query.is_empty() {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        url = url + "?" + &query;
    }
    request(Method::Get, url, None, TimeLimit::Read)
}

/// A sign-in: no key for repeats, which would otherwise be used up by it (RELIABILITY 5.1).
pub(super) fn post(account: &Account, path: &str, body: &Value) -> Request {
    let url = base(account) + path;
    request(Method::Post, url, Some(body.to_string()), TimeLimit::Write)
        .with_header("content-type", "application/json")
}

/// A write, with the key by which the provider knows it again.
pub(super) fn write(account: &Account, path: &str, body: &Value, key: IdempotencyKey) -> Request {
    post(account, path, body).with_header("x-gp-idempotency", key.to_string())
}
