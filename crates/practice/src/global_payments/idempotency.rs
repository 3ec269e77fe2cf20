//! Keys that a client repeats when it does not know whether it was heard (fact sheet, 5.4).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::books::Books;
use super::errors::ApiError;

/// What a key was last used for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Execution {
    /// The link or transaction that came of it; empty if the request was refused.
    resource: String,
    at: DateTime<Utc>,
    /// How often the key did something: more than once only if it was forgotten in between.
    pub(super) times: u32,
}

impl Books {
    /// Refuses a key that was used within the last `memory`. The key alone counts: neither the
    /// body nor the endpoint matters.
    pub(super) fn refuse_repeat(
        &self,
        key: Option<&str>,
        now: DateTime<Utc>,
        memory: TimeDelta,
    ) -> Result<(), ApiError> {
        let Some(seen) = key.and_then(|key| self.executions.get(key)) else {
            return Ok(());
        };
        if now - seen.at > memory {
            return Ok(());
        }
        let link_status = self.link(&seen.resource).map(|link| link.status(now).word());
        let status = link_status
            .or_else(|| self.transaction(&seen.resource).map(|found| found.state.word()));
        Err(ApiError::key_seen_before(status.map(|status| (seen.resource.as_str(), status))))
    }

    /// Remembers what `key` did.
    pub(super) fn remember_key(&mut self, key: Option<&str>, resource: &str, now: DateTime<Utc>) {
        let Some(key) = key else { return };
        let times = self.executions.get(key).map_or(0, |seen| seen.times) + 1;
        let execution = Execution { resource: resource.to_owned(), at: now, times };
        self.executions.insert(key.to_owned(), execution);
    }

    /// Remembers `key` although its request was refused.
    pub(super) fn burn_key(&mut self, key: &str, now: DateTime<Utc>) {
        let times = self.executions.get(key).map_or(0, |seen| seen.times);
        let execution = Execution { resource: String::new(), at: now, times };
        self.executions.insert(key.to_owned(), execution);
    }
}
