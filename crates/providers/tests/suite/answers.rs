//! Answers, and changes to them.

use domain::Timestamp;
use providers::{Response, RetryAfter, TransportFault};
use serde_json::Value;

use crate::asks::now;

/// What comes back for a request.
pub(crate) type Answer = Result<Response, TransportFault>;

fn response(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response { status, date: Some(now()), retry_after: None, body: body.into() }
}

#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
pub(crate) fn text(status: u16, body: &str) -> Answer {
    Ok(response(status, body))
}

/// An answer that asks to wait.
#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
pub(crate) fn asking_to_wait(status: u16, wait: RetryAfter) -> Answer {
    Ok(Response { retry_after: Some(wait), ..response(status, "") })
}

pub(crate) fn json(status: u16, body: &Value) -> Answer {
    text(status, &body.to_string())
}

pub(crate) fn ok(body: &Value) -> Answer {
    json(200, body)
}

/// A page of a proxy in between.
pub(crate) fn html(status: u16) -> Answer {
    text(status, "<html><body><h1>Service</h1></body></html>")
}

/// `object` with the field at `path` (`a/b`) replaced.
pub(crate) fn with(mut object: Value, path: &str, value: impl Into<Value>) -> Value {
    let (parent, field) = path.rsplit_once('/').map_or(("", path), |(a, b)| (a, b));
    let parent = if parent.is_empty() { String::new() } else { format!("/{parent}") };
    object.pointer_mut(&parent).unwrap()[field] = value.into();
    object
}

pub(crate) fn without(mut object: Value, field: &str) -> Value {
    object.as_object_mut().unwrap().remove(field).unwrap();
    object
}

pub(crate) fn moment(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}
