//! Signing in (fact sheet, 2).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::accounts::{Account, MERCHANT_ID};
use super::errors::ApiError;
use super::fields::{Fields, parse_body};
use super::gateway::{APP_NAME, Gateway, timestamp};
use super::grant::Grant;
use super::permission::Permission;

/// About a day, as live answers show it.
const DEFAULT_SECONDS: u64 = 86_399;

/// What the tests of the client libraries show to be taken and refused.
const SECONDS_TAKEN: std::ops::RangeInclusive<u64> = 60..=604_800;

#[derive(Debug)]
struct Session {
    grant: Grant,
    expires: DateTime<Utc>,
}

/// The tokens given out since the server's start.
#[derive(Debug, Default)]
pub(super) struct Sessions(Mutex<HashMap<String, Session>>);

impl Sessions {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Session>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn grant_of(&self, token: &str, now: DateTime<Utc>) -> Result<Grant, ApiError> {
        self.with(|sessions| {
            let session = sessions.get(token).ok_or_else(ApiError::token_unknown)?;
            if now >= session.expires {
                return Err(ApiError::token_expired());
            }
            Ok(session.grant.clone())
        })
    }

    pub(super) fn expire_all(&self, now: DateTime<Utc>) {
        self.with(|sessions| {
            for session in sessions.values_mut() {
                session.expires = now;
            }
        });
    }

    pub(super) fn forget_all(&self) {
        self.with(HashMap::clear);
    }
}

/// `POST /accesstoken`.
pub(super) fn create(gateway: &Gateway, body: &[u8]) -> Result<Value, ApiError> {
    let body = parse_body(body)?;
    let fields = Fields::of(&body);
    let app_id = fields.required_text("app_id")?;
    let nonce = fields.required_text("nonce")?;
    let secret = fields.required_text("secret")?;
    if fields.required_text("grant_type")? != "client_credentials" {
        return Err(ApiError::unexpected_data("grant_type"));
    }
    let credentials = &gateway.shop().credentials;
    if app_id != credentials.app_id {
        return Err(ApiError::app_unknown());
    }
    if !credentials.app_key.made(secret, nonce) {
        return Err(ApiError::secret_wrong());
    }
    let behaviour = gateway.behaviour();
    let grant = read_grant(fields, behaviour.accounts())?;
    let interval = fields.text("interval_to_expire")?;
    let asked = read_lifetime(fields, interval)?;
    let seconds = behaviour.token_seconds.map_or(asked, u64::from);

    let now = gateway.now();
    let token = gateway.random().alphanumeric(28);
    let lifetime = TimeDelta::seconds(i64::try_from(seconds).unwrap_or(i64::MAX / 1000));
    let session = Session { grant: grant.clone(), expires: now + lifetime };
    gateway.sessions().with(|sessions| sessions.insert(token.clone(), session));

    let mut answer = json!({
        "token": token,
        "type": "Bearer",
        "scope": {
            "merchant_id": MERCHANT_ID,
            "merchant_name": gateway.shop().merchant_name,
            "accounts": grant.on(behaviour.accounts()).scope(),
        },
        "app_id": app_id,
        "app_name": APP_NAME,
        "time_created": timestamp(now),
        "seconds_to_expire": seconds,
        "email": "practice@shop.example",
    });
    if let Some(interval) = interval {
        answer["interval_to_expire"] = interval.into();
    }
    Ok(answer)
}

/// A name that this app holds on no account is treated like an unknown one; the fact sheet leaves
/// that case open (2.4).
fn read_grant(fields: Fields<'_>, accounts: &[Account]) -> Result<Grant, ApiError> {
    let Some(asked) = fields.value("permissions") else {
        return Ok(Grant::Everything);
    };
    let names = asked.as_array().ok_or_else(|| ApiError::unexpected_data("permissions"))?;
    let mut permissions = Vec::new();
    for name in names {
        let name = name.as_str().ok_or_else(|| ApiError::unexpected_data("permissions"))?;
        let permission = held(accounts, name).ok_or_else(|| ApiError::permission_unknown(name))?;
        permissions.push(permission);
    }
    Ok(Grant::Only(permissions))
}

fn held(accounts: &[Account], name: &str) -> Option<Permission> {
    let mut held = accounts.iter().flat_map(|account| account.permissions.iter().copied());
    held.find(|permission| permission.name() == name)
}

/// An interval loses its last second (fact sheet, 2.3). The seconds win if both forms are sent; the fact sheet leaves that open.
fn read_lifetime(fields: Fields<'_>, interval: Option<&str>) -> Result<u64, ApiError> {
    if let Some(seconds) = fields.whole_number("seconds_to_expire")? {
        if !SECONDS_TAKEN.contains(&seconds) {
            return Err(ApiError::unexpected_data("seconds_to_expire"));
        }
        return Ok(seconds);
    }
    let minutes: u64 = match interval {
        None => return Ok(DEFAULT_SECONDS),
        Some("WEEK") => 7 * 24 * 60,
        Some("DAY") => 24 * 60,
        Some("12_HOURS") => 12 * 60,
        Some("6_HOURS") => 6 * 60,
        Some("3_HOURS") => 3 * 60,
        Some("1_HOUR") => 60,
        Some("30_MINUTES") => 30,
        Some("10_MINUTES") => 10,
        Some("5_MINUTES") => 5,
        Some(_) => return Err(ApiError::unexpected_data("interval_to_expire")),
    };
    Ok(minutes * 60 - 1)
}
