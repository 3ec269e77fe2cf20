//! One request and one reply, apart from any socket.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

use super::errors::ApiError;
use super::pay_page::Page;

/// A request as it arrived.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Call {
    /// A header as text; `None` if it is absent, empty or not text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().filter(|text| !text.is_empty())
    }

    pub(super) fn idempotency_key(&self) -> Option<&str> {
        self.header("x-gp-idempotency")
    }

    /// Whether `text` stands anywhere in the request.
    pub(super) fn contains(&self, text: &str) -> bool {
        let within = |bytes: &[u8]| {
            !text.is_empty() && bytes.windows(text.len()).any(|part| part == text.as_bytes())
        };
        within(&self.body)
            || within(self.path.as_bytes())
            || within(self.query.as_bytes())
            || self.headers.values().any(|value| within(value.as_bytes()))
    }
}

/// What goes back.
#[derive(Debug)]
pub(super) enum Reply {
    Json(StatusCode, Value),
    Page(Page),
    Stylesheet,
    /// 429, with the value of `Retry-After`.
    TooManyRequests(Option<String>),
    /// No answer: the connection is closed.
    Closed,
}

impl From<Result<Value, ApiError>> for Reply {
    fn from(result: Result<Value, ApiError>) -> Self {
        match result {
            Ok(value) => Self::Json(StatusCode::OK, value),
            Err(error) => Self::Json(error.status, error.body()),
        }
    }
}
