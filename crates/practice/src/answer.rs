//! An answer as it leaves a gateway, apart from any socket.

use std::time::Duration;

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::page::{self, Page};

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

/// A page such as a broken proxy sends.
const FOREIGN_PAGE: &str =
    "<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon</body></html>";

/// One answer of a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The headers, their names in lower case; `date` is always there.
    pub headers: Vec<(String, String)>,
    /// The body: what the API says, or a page.
    pub body: Vec<u8>,
    /// How long a server holds it back. A gateway without a socket gives it at once.
    pub(crate) delay: Duration,
}

impl GatewayAnswer {
    /// The first header with this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(found, value)| (found == name).then_some(value.as_str()))
    }

    pub(crate) fn new(
        status: StatusCode,
        kind: &str,
        body: impl Into<Vec<u8>>,
        now: DateTime<Utc>,
    ) -> Self {
        let headers = Vec::with_capacity(6);
        Self { status: status.as_u16(), headers, body: body.into(), delay: Duration::ZERO }
            .with("date", http_date(now))
            .with("content-type", kind)
            .with("x-content-type-options", "nosniff")
            .with("cache-control", "no-store")
    }

    pub(crate) fn json(status: StatusCode, value: &Value, now: DateTime<Utc>) -> Self {
        Self::new(status, JSON, value.to_string(), now)
    }

    pub(crate) fn page(page: Page, now: DateTime<Utc>) -> Self {
        let policy = page.security_policy();
        Self::new(page.status, HTML, page.html, now)
            .with("content-security-policy", policy)
            .with("referrer-policy", "no-referrer")
    }

    /// HTTP 200, and a page in place of what was expected.
    pub(crate) fn foreign_page(now: DateTime<Utc>) -> Self {
        Self::new(StatusCode::OK, HTML, FOREIGN_PAGE, now)
    }

    pub(crate) fn stylesheet(now: DateTime<Utc>) -> Self {
        Self::new(StatusCode::OK, CSS, page::STYLESHEET, now)
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// A moment as HTTP headers write it.
pub(crate) fn http_date(moment: DateTime<Utc>) -> String {
    moment.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
