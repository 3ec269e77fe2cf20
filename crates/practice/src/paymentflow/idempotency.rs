//! Keys that a client repeats when it does not know whether it was heard (fact sheet,
//! Idempotency).

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::endpoint::Endpoint;
use super::refusal::Refusal;
use crate::call::Call;

/// The header that carries a key.
const HEADER: &str = "idempotency-key";

/// What a key was last used for.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Execution {
    /// What it made: `payment`, `refund` or `customer`.
    made: String,
    /// The id of that.
    id: String,
    /// The SHA-256 of what the client had asked for, in hex: to know that again, nobody must keep what
    /// stands in it about a person.
    asked: String,
    /// The first use. Later ones do not make the key live longer.
    at: DateTime<Utc>,
    /// How often the key made something: more than once only if it was forgotten in between.
    times: u32,
}

/// All keys that ever made something. A refused request does not use its key up.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Keys(BTreeMap<String, Execution>);

/// A request that may carry a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keyed<'a> {
    key: Option<&'a str>,
    endpoint: Endpoint,
    asked: &'a Value,
}

/// The key of a request.
pub(super) fn key(call: &Call) -> Option<&str> {
    call.header(HEADER)
}

impl<'a> Keyed<'a> {
    /// A request for `asked` with the key of its header.
    pub(super) fn of(call: &'a Call, endpoint: Endpoint, asked: &'a Value) -> Self {
        Self { key: key(call), endpoint, asked }
    }

    /// The same request as if it had no key.
    pub(super) fn without_key(self) -> Self {
        Self { key: None, ..self }
    }
}

impl Keys {
    /// The id of what the request's key made before, if that is not longer ago than `memory`.
    ///
    /// # Errors
    /// The key was used for something else.
    pub(super) fn first(
        &self,
        request: Keyed<'_>,
        now: DateTime<Utc>,
        memory: TimeDelta,
    ) -> Result<Option<&str>, Refusal> {
        let Some(seen) = request.key.and_then(|key| self.0.get(key)) else { return Ok(None) };
        if now - seen.at >= memory {
            return Ok(None);
        }
        if seen.made == request.endpoint.name() && seen.asked == digest(request.asked) {
            Ok(Some(&seen.id))
        } else {
            Err(Refusal::key_for_something_else())
        }
    }

    /// Remembers that the request made `id`.
    pub(super) fn remember(&mut self, request: Keyed<'_>, id: &str, now: DateTime<Utc>) {
        let Some(key) = request.key else { return };
        let execution = Execution {
            made: request.endpoint.name().to_owned(),
            id: id.to_owned(),
            asked: digest(request.asked),
            at: now,
            times: self.times(key) + 1,
        };
        self.0.insert(key.to_owned(), execution);
    }

    /// How often a key made something.
    pub(super) fn times(&self, key: &str) -> u32 {
        self.0.get(key).map_or(0, |seen| seen.times)
    }
}

/// The names of an object are always written in the same order.
fn digest(asked: &Value) -> String {
    hex::encode(Sha256::digest(asked.to_string()))
}
