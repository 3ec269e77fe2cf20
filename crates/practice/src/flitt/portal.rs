//! The reports portal: another service with other credentials (fact sheet, 3.12). It lives on the
//! same port here.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha512};

use super::endpoint::Endpoint;
use super::gateway::Gateway;
use super::params::Params;
use super::portal_report;
use crate::answer::GatewayAnswer;
use crate::call::Call;

/// How long a token opens the portal, in seconds.
const TOKEN_LIFE: i64 = 3600;

/// The tokens that open the portal, each with its end. They are not kept in the file.
#[derive(Debug, Default)]
pub(super) struct Tokens(Mutex<BTreeMap<String, DateTime<Utc>>>);

impl Tokens {
    fn add(&self, token: String, ends: DateTime<Utc>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(token, ends);
    }

    fn opens(&self, token: &str, now: DateTime<Utc>) -> bool {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.get(token).is_some_and(|ends| *ends > now)
    }
}

/// Answers what is asked under a path of the portal.
pub(super) fn answer(gateway: &Gateway, endpoint: Endpoint, call: &Call) -> GatewayAnswer {
    let body = match endpoint {
        Endpoint::PortalToken => sign_in(gateway, call),
        _ => report(gateway, call),
    };
    GatewayAnswer::json(StatusCode::OK, &body, gateway.now())
}

fn read(call: &Call) -> Option<Params> {
    match serde_json::from_slice(&call.body).ok()? {
        Value::Object(members) => Some(Params::from(members)),
        _ => None,
    }
}

/// `POST /authorizer/token/application/get`.
fn sign_in(gateway: &Gateway, call: &Call) -> Value {
    let request_id = gateway.random().alphanumeric(13);
    if may_sign_in(gateway, call) {
        let token = gateway.random().hex(40);
        gateway.portal_tokens().add(token.clone(), gateway.now() + TimeDelta::seconds(TOKEN_LIFE));
        json!({ "token": token, "expires_in": TOKEN_LIFE, "request_id": request_id })
    } else {
        json!({
            "error_code": 403,
            "error_message": "Application or signature is wrong",
            "request_id": request_id,
        })
    }
}

/// The signature is the hex SHA-512 of key, application and date, joined by `|`
/// (fact sheet, 2.4).
fn may_sign_in(gateway: &Gateway, call: &Call) -> bool {
    let text = |params: &Params, name| params.text(name, 1024).ok().flatten();
    let Some(params) = read(call) else { return false };
    let (Some(application), Some(date), Some(signature)) =
        (text(&params, "application_id"), text(&params, "date"), text(&params, "signature"))
    else {
        return false;
    };
    let credentials = &gateway.shop().credentials;
    let key = credentials.reports_key.expose();
    let made = hex::encode(Sha512::digest(format!("{key}|{application}|{date}")));
    application == credentials.reports_application && made == signature
}

/// `POST /api/extend/company/report`.
fn report(gateway: &Gateway, call: &Call) -> Value {
    let token = call.header("authorization").and_then(|value| value.strip_prefix("Token "));
    if !token.is_some_and(|token| gateway.portal_tokens().opens(token, gateway.now())) {
        return refused("401", "The token is wrong or has ended");
    }
    let asked = read(call).ok_or("The request cannot be read");
    match asked.and_then(|params| portal_report::tell(gateway, &params)) {
        Ok(report) => report,
        Err(problem) => refused("400", problem),
    }
}

fn refused(code: &str, problem: &str) -> Value {
    json!({ "error": problem, "err_code": code })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portals_vectors_have_their_signatures() {
        let file: Value =
            serde_json::from_str(include_str!("../../tests/flitt/signatures.json")).unwrap();
        let vectors = file["reports_portal_vectors"].as_array().unwrap();
        assert_eq!(vectors.len(), 4);
        for vector in vectors {
            let text = vector["signing_string"].as_str().unwrap();
            assert_eq!(vector["signature"], hex::encode(Sha512::digest(text)));
            let parts: Vec<&str> = text.split('|').collect();
            assert_eq!(
                (vector["key"].as_str(), vector["date"].as_str()),
                (Some(parts[0]), Some(parts[2]))
            );
        }
    }
}
