//! What a refused request is told (fact sheet, Errors). The codes, and which status goes with which
//! problem, are this gateway's own choice but for `idempotency_mismatch`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::books_file::BooksError;

const VALIDATION: &str = "validation_error";
const API: &str = "api_error";

/// A request that was not done.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    kind: &'static str,
    code: &'static str,
    message: String,
    field: Option<String>,
    /// The seconds in `Retry-After`.
    pub(super) retry_after: Option<String>,
}

impl Refusal {
    fn new(status: StatusCode, kind: &'static str, code: &'static str, message: &str) -> Self {
        let message = message.to_owned();
        Self { status, kind, code, message, field: None, retry_after: None }
    }

    fn about(self, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..self }
    }

    pub(super) fn unauthorized() -> Self {
        let message = "The API key is invalid or expired";
        let status = StatusCode::UNAUTHORIZED;
        Self::new(status, "authentication_error", "invalid_api_key", message)
    }

    pub(super) fn live_key() -> Self {
        let message = "A live API key does not belong here";
        let status = StatusCode::UNAUTHORIZED;
        Self::new(status, "authentication_error", "live_key_in_test_mode", message)
    }

    pub(super) fn unreadable() -> Self {
        let message = "The body is not the JSON object that was expected";
        Self::new(StatusCode::BAD_REQUEST, VALIDATION, "invalid_json", message)
    }

    pub(super) fn missing(field: &str) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self::new(status, VALIDATION, "parameter_missing", &format!("{field} is required"))
            .about(field)
    }

    pub(super) fn invalid(field: &str, problem: &str) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self::new(status, VALIDATION, "parameter_invalid", problem).about(field)
    }

    /// The fact sheet does not say what becomes of it; a client that believes to have said something
    /// shall notice.
    pub(super) fn unknown_field(field: &str) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self::new(status, VALIDATION, "parameter_unknown", &format!("{field} is not known here"))
            .about(field)
    }

    /// A parameter behind the question mark.
    pub(super) fn query(field: &str, problem: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, VALIDATION, "parameter_invalid", problem).about(field)
    }

    pub(super) fn no_such(what: &str, id: &str) -> Self {
        let message = format!("There is no {what} {id}");
        Self::new(StatusCode::NOT_FOUND, VALIDATION, "resource_missing", &message)
    }

    pub(super) fn no_such_place() -> Self {
        let message = "There is nothing under this address";
        Self::new(StatusCode::NOT_FOUND, VALIDATION, "not_found", message)
    }

    pub(super) fn wrong_method() -> Self {
        let message = "This address does not take this method";
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Self::new(status, VALIDATION, "method_not_allowed", message)
    }

    pub(super) fn key_for_something_else() -> Self {
        let message = "This idempotency key was used with other parameters";
        Self::new(StatusCode::CONFLICT, VALIDATION, "idempotency_mismatch", message)
    }

    pub(super) fn not_cancellable(status: &str) -> Self {
        let message = format!("Only a pending payment can be cancelled; this one is {status}");
        Self::new(StatusCode::CONFLICT, VALIDATION, "payment_not_cancellable", &message)
    }

    pub(super) fn not_refundable(status: &str) -> Self {
        let message = format!("Only a succeeded payment can be refunded; this one is {status}");
        Self::new(StatusCode::CONFLICT, VALIDATION, "payment_not_refundable", &message)
            .about("payment_id")
    }

    pub(super) fn more_than_paid() -> Self {
        let message = "All refunds together would be more than was paid";
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self::new(status, VALIDATION, "amount_too_large", message).about("amount")
    }

    pub(super) fn too_many_requests(retry_after: Option<String>) -> Self {
        let message = "Too many requests within a minute";
        let status = StatusCode::TOO_MANY_REQUESTS;
        Self { retry_after, ..Self::new(status, "rate_limit_error", "rate_limited", message) }
    }

    pub(super) fn broken() -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, API, "internal_error", "Something broke on our side")
    }

    pub(super) fn too_large() -> Self {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        Self::new(status, VALIDATION, "body_too_large", "The body is too large or broke off")
    }

    /// The disk failed, so nothing was done.
    fn nothing_kept() -> Self {
        let message = "The practice books cannot be written; nothing was done";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, API, "books_not_written", message)
    }

    pub(super) fn body(&self) -> Value {
        json!({ "error": {
            "type": self.kind,
            "code": self.code,
            "message": self.message,
            "field": self.field,
        }})
    }
}

impl From<BooksError> for Refusal {
    fn from(_: BooksError) -> Self {
        Self::nothing_kept()
    }
}
