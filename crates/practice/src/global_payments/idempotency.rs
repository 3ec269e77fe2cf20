//! Keys that a client repeats when it does not know whether it was heard (fact sheet, 5.4).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::books::Books;
use super::errors::ApiError;

/// How long a key is remembered.
const MEMORY: TimeDelta = TimeDelta::hours(24);

/// What a key was last used for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Execution {
    /// The link or refund that came of it.
    resource: String,
    at: DateTime<Utc>,
    /// How often the key made something: more than once only if it was forgotten in between.
    pub(super) times: u32,
}

impl Books {
    /// Refuses a key that made something in the last 24 hours. The key alone counts: neither the
    /// body nor the endpoint matters.
    pub(super) fn refuse_repeat(
        &self,
        key: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), ApiError> {
        let Some(seen) = key.and_then(|key| self.executions.get(key)) else {
            return Ok(());
        };
        if now - seen.at > MEMORY {
            return Ok(());
        }
        let link_status = self.link(&seen.resource).map(|link| link.status(now).word());
        let status = link_status
            .or_else(|| self.transaction(&seen.resource).map(|found| found.state.word()))
            .unwrap_or_default();
        Err(ApiError::key_seen_before(&seen.resource, status))
    }

    /// Remembers what `key` made.
    pub(super) fn remember_key(&mut self, key: Option<&str>, resource: &str, now: DateTime<Utc>) {
        let Some(key) = key else { return };
        let times = self.executions.get(key).map_or(0, |seen| seen.times) + 1;
        let execution = Execution { resource: resource.to_owned(), at: now, times };
        self.executions.insert(key.to_owned(), execution);
    }
}
