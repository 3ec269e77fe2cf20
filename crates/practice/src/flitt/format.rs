//! The three formats of requests and answers (fact sheet, 1.2). The answer comes in the format of
//! the request.

use axum::body::Bytes;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::params::Params;
use super::refusal::Refusal;
use super::xml;
use crate::answer::GatewayAnswer;
use crate::call::Call;

/// How parameters are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Form,
    Xml,
}

impl Format {
    /// The format that the request says it has.
    pub(super) fn of(call: &Call) -> Option<Self> {
        match call.media_type()? {
            "application/json" => Some(Self::Json),
            "application/x-www-form-urlencoded" => Some(Self::Form),
            "application/xml" | "text/xml" => Some(Self::Xml),
            _ => None,
        }
    }

    /// Reads the parameters of a request, out of its `request` envelope where there is one.
    pub(super) fn read(self, body: &Bytes) -> Result<Params, Refusal> {
        let text = std::str::from_utf8(body).map_err(|_| Refusal::not_utf8())?;
        if text.trim().is_empty() {
            return Err(Refusal::request_empty());
        }
        match self {
            Self::Json => read_json(text),
            Self::Form => read_form(text),
            Self::Xml => xml::read(text),
        }
    }

    /// Writes what stands in `response`: an object, or a list of objects.
    pub(super) fn write(self, response: &Value, now: DateTime<Utc>) -> GatewayAnswer {
        let (kind, body) = match self {
            Self::Json => {
                let whole = json!({ "response": response });
                return GatewayAnswer::json(StatusCode::OK, &whole, now);
            }
            Self::Form => {
                ("application/x-www-form-urlencoded; charset=utf-8", write_form(response))
            }
            Self::Xml => ("application/xml; charset=utf-8", xml::write(response)),
        };
        GatewayAnswer::new(StatusCode::OK, kind, body, now)
    }
}

fn read_json(text: &str) -> Result<Params, Refusal> {
    let mut whole: Value = serde_json::from_str(text).map_err(|_| Refusal::unreadable())?;
    match whole.get_mut("request").map(Value::take) {
        Some(Value::Object(request)) if !request.is_empty() => Ok(Params::from(request)),
        Some(Value::Object(_) | Value::Null) | None => Err(Refusal::request_empty()),
        Some(_) => Err(Refusal::unreadable()),
    }
}

fn read_form(text: &str) -> Result<Params, Refusal> {
    let mut params = Params::default();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        // The decoder puts this character in place of bytes that are not UTF-8.
        if value.contains(char::REPLACEMENT_CHARACTER) {
            return Err(Refusal::not_utf8());
        }
        if !params.add(&name, value.into_owned()) {
            return Err(Refusal::incorrect(&name));
        }
    }
    Ok(params)
}

/// Every value as a text; what is nested, and a list as a whole, as a JSON text.
fn write_form(response: &Value) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    match response {
        Value::Object(params) => {
            for (name, value) in params {
                pairs.append_pair(name, &flat(value));
            }
        }
        other => {
            pairs.append_pair("response", &flat(other));
        }
    }
    pairs.finish()
}

/// A value as one text.
pub(super) fn flat(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
