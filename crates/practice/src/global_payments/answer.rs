//! An answer as it leaves the gateway, apart from any socket.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};

use super::call::Reply;
use super::pay_page;

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// One answer of the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The headers, their names in lower case; `date` is always there.
    pub headers: Vec<(String, String)>,
    /// The body: JSON of the API, or a page.
    pub body: Vec<u8>,
}

impl GatewayAnswer {
    /// The first header with this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(found, value)| (found == name).then_some(value.as_str()))
    }

    /// `reply` as it is sent at `now`; `None` if the connection is closed instead.
    pub(super) fn of(reply: Reply, now: DateTime<Utc>) -> Option<Self> {
        let answer = match reply {
            Reply::Json(status, value) => {
                Self::new(status, JSON, value.to_string().into_bytes(), now)
            }
            Reply::Page(page) => Self::new(page.status, HTML, page.html.into_bytes(), now)
                .with("content-security-policy", pay_page::SECURITY_POLICY)
                .with("referrer-policy", "no-referrer"),
            Reply::Stylesheet => Self::new(StatusCode::OK, CSS, pay_page::STYLESHEET.into(), now),
            Reply::TooManyRequests(retry_after) => {
                // No shape of this refusal is known (fact sheet, 5.2), so it is no JSON.
                let body = "Too many requests".into();
                let answer = Self::new(StatusCode::TOO_MANY_REQUESTS, TEXT, body, now);
                match retry_after {
                    Some(moment) => answer.with("retry-after", moment),
                    None => answer,
                }
            }
            Reply::Closed => return None,
        };
        Some(answer)
    }

    fn new(status: StatusCode, kind: &str, body: Vec<u8>, now: DateTime<Utc>) -> Self {
        Self { status: status.as_u16(), headers: Vec::with_capacity(6), body }
            .with("date", http_date(now))
            .with("content-type", kind)
            .with("x-content-type-options", "nosniff")
            .with("cache-control", "no-store")
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// A moment as HTTP headers write it.
pub(super) fn http_date(moment: DateTime<Utc>) -> String {
    moment.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
