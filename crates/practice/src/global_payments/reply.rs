//! What this API reads from a request beside its body, and what it says back.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::errors::ApiError;
use crate::answer::GatewayAnswer;
use crate::call::Call;
use crate::page::Page;

const TEXT: &str = "text/plain; charset=utf-8";

impl Call {
    pub(super) fn idempotency_key(&self) -> Option<&str> {
        self.header("x-gp-idempotency")
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

impl Reply {
    /// The reply as it is sent at `now`; `None` if the connection is closed instead.
    pub(super) fn sent_at(self, now: DateTime<Utc>) -> Option<GatewayAnswer> {
        let answer = match self {
            Self::Json(status, value) => GatewayAnswer::json(status, &value, now),
            Self::Page(page) => GatewayAnswer::page(page, now),
            Self::Stylesheet => GatewayAnswer::stylesheet(now),
            Self::TooManyRequests(retry_after) => {
                // No shape of this refusal is known (fact sheet, 5.2), so it is no JSON.
                let status = StatusCode::TOO_MANY_REQUESTS;
                let answer = GatewayAnswer::new(status, TEXT, "Too many requests", now);
                match retry_after {
                    Some(moment) => answer.with("retry-after", moment),
                    None => answer,
                }
            }
            Self::Closed => return None,
        };
        Some(answer)
    }
}
