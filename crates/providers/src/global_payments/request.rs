//! How a request to the GP API looks (fact sheet, 1.1, 1.2).

use domain::{account::Account, ids::IdempotencyKey};
use serde_json::Value;
use url::form_urlencoded;

use super::hosts;
use crate::transport::{Method, Request, TimeLimit};

/// The only version that current official clients send (fact sheet, 1.3).
const VERSION: &str = "2021-03-22";

fn request(account: &Account, method: Method, path: &str) -> Request {
    let limit = if method == Method::Get { TimeLimit::Read } else { TimeLimit::Write };
    let url = hosts::base(&account.place) + path;
    Request::new(method, url, None, limit)
        .with_header("x-gp-version", VERSION)
        .with_header("accept", "application/json")
}

fn with_body(mut request: Request, body: &Value) -> Request {
    request.body = Some(body.to_string());
    request.with_header("content-type", "application/json")
}

/// Where a resource lies: a partner's key speaks for a merchant, whose resources lie below it (fact sheet, 1.1).
fn resource(account: &Account, path: &str) -> String {
    account
        .merchant
        .as_ref()
        .map_or_else(|| path.to_owned(), |merchant| format!("/merchants/{merchant}{path}"))
}

/// A read of `path`, which begins with a slash and needs no escaping.
pub(super) fn get(account: &Account, path: &str, query: &[(&str, &str)]) -> Request {
    let mut path = resource(account, path);
    if !query.is_empty() {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        path = path + "?" + &query;
    }
    request(account, Method::Get, &path)
}

/// The sign-in: below no merchant, and without a key for repeats, which would otherwise be used up by it (RELIABILITY
/// 5.1). It changes nothing, though it takes as long as a write may.
pub(super) fn sign_in(account: &Account, body: &Value) -> Request {
    let request = with_body(request(account, Method::Post, "/accesstoken"), body);
    Request { limit: TimeLimit::Write, ..request.reading() }
}

/// A write, with the key by which the provider knows it again.
pub(super) fn write(account: &Account, path: &str, body: &Value, key: IdempotencyKey) -> Request {
    with_body(request(account, Method::Post, &resource(account, path)), body)
        .with_header("x-gp-idempotency", key.to_string())
}

/// A change of what is there. It has no key: the whole set is written, so it may be repeated (fact sheet, 5.3).
pub(super) fn patch(account: &Account, path: &str, body: &Value) -> Request {
    with_body(request(account, Method::Patch, &resource(account, path)), body)
}
