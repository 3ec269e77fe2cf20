//! What a refused request is told (fact sheet, Errors).

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::books_file::BooksError;

/// Where a problem stands that belongs to no single field.
const NO_FIELD: &str = "non_field_errors";

/// What is wrong, by field.
pub(super) type Faults = BTreeMap<String, Vec<String>>;

#[derive(Debug)]
enum Said {
    Detail(String),
    Faults(Faults),
}

/// A request that was not done.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    said: Said,
    /// The value of `Retry-After`.
    pub(super) retry_after: Option<String>,
}

impl Refusal {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, said: Said::Detail(detail.into()), retry_after: None }
    }

    /// 400, and what is wrong at which field.
    pub(super) fn faults(faults: Faults) -> Self {
        Self { status: StatusCode::BAD_REQUEST, said: Said::Faults(faults), retry_after: None }
    }

    /// 400, and what is wrong with the whole.
    pub(super) fn whole(problem: impl Into<String>) -> Self {
        Self::faults(Faults::from([(NO_FIELD.to_owned(), vec![problem.into()])]))
    }

    pub(super) fn not_json() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "JSON parse error.")
    }

    pub(super) fn wrong_media_type() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported media type in request.")
    }

    pub(super) fn unreadable() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "The request cannot be read.")
    }

    pub(super) fn nobody() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Authentication credentials were not provided.")
    }

    pub(super) fn unknown_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Invalid token.")
    }

    pub(super) fn session_ended() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "The session has ended.")
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not found.")
    }

    pub(super) fn no_such_page() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Invalid page.")
    }

    pub(super) fn wrong_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed.")
    }

    /// It does not say why: what a 410 says is not given (fact sheet, Customer routes).
    pub(super) fn gone() -> Self {
        Self::new(StatusCode::GONE, "This payment link is not available.")
    }

    pub(super) fn too_many_requests(retry_after: Option<String>) -> Self {
        let detail = "Request was throttled.";
        Self { retry_after, ..Self::new(StatusCode::TOO_MANY_REQUESTS, detail) }
    }

    pub(super) fn broken() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Something broke on our side.")
    }

    pub(super) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large or broke off.")
    }

    pub(super) fn body(&self) -> Value {
        match &self.said {
            Said::Detail(detail) => json!({ "detail": detail }),
            Said::Faults(faults) => json!(faults),
        }
    }
}

/// The disk failed, so nothing was done.
impl From<BooksError> for Refusal {
    fn from(_: BooksError) -> Self {
        let detail = "The practice books cannot be written; nothing was done.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    }
}
