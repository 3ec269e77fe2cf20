//! `/practice/trouble`: any client can plan trouble over HTTP.

use axum::http::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::books_file::BooksError;
use crate::call::Call;
use crate::plans::Plans;

/// Plans, lists or forgets trouble. It needs no credentials; but a page in a browser cannot plan
/// anything from elsewhere, because a form cannot send JSON. `forget` also sends pretend customers
/// away.
///
/// # Errors
/// The books cannot be written.
pub(crate) fn answer<T: Copy + Serialize + DeserializeOwned>(
    call: &Call,
    plans: &Plans<T>,
    forget: impl FnOnce() -> Result<(), BooksError>,
) -> Result<(StatusCode, Value), BooksError> {
    let refused = |status, problem: &str| Ok((status, json!({ "problem": problem })));
    match call.method {
        Method::GET => {}
        Method::DELETE => forget()?,
        Method::POST => {
            if call.media_type() != Some("application/json") {
                return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send application/json");
            }
            match serde_json::from_slice(&call.body) {
                Ok(trouble) => plans.add(trouble),
                Err(_) => return refused(StatusCode::BAD_REQUEST, "No such trouble"),
            }
        }
        _ => return refused(StatusCode::METHOD_NOT_ALLOWED, "Use POST, GET or DELETE"),
    }
    Ok((StatusCode::OK, json!({ "planned": plans.all() })))
}
