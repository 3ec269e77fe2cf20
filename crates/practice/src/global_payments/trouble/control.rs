//! `/practice/trouble`: any client can plan trouble over HTTP.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::super::call::{Call, Reply};
use super::super::gateway::Gateway;
use super::Trouble;

/// Plans, lists or forgets trouble. It needs no token; but a page in a browser cannot plan
/// anything from elsewhere, because a form cannot send JSON.
pub(in super::super) fn answer(gateway: &Gateway, call: &Call) -> Reply {
    match call.method {
        Method::GET => planned(gateway),
        Method::DELETE => match gateway.clear_planned() {
            Ok(()) => planned(gateway),
            Err(error) => Reply::from(Err(error.into())),
        },
        Method::POST => {
            let kind = call.header("content-type").and_then(|kind| kind.split(';').next());
            if kind.map(str::trim) != Some("application/json") {
                return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send application/json");
            }
            match serde_json::from_slice::<Trouble>(&call.body) {
                Ok(trouble) => {
                    gateway.plans().add(trouble);
                    planned(gateway)
                }
                Err(_) => refused(StatusCode::BAD_REQUEST, "No such trouble"),
            }
        }
        _ => refused(StatusCode::METHOD_NOT_ALLOWED, "Use POST, GET or DELETE"),
    }
}

fn planned(gateway: &Gateway) -> Reply {
    Reply::Json(StatusCode::OK, json!({ "planned": gateway.plans().all() }))
}

fn refused(status: StatusCode, problem: &str) -> Reply {
    Reply::Json(status, json!({ "problem": Value::from(problem) }))
}
