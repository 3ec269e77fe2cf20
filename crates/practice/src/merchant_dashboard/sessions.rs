//! The sessions of staff. The books keep no token, only its hash.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::credentials::StaffToken;
use crate::moments::later;

/// One session.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Session {
    /// SHA-256 in lower-case hex.
    token_hash: String,
    begun: DateTime<Utc>,
    ended: bool,
}

/// All sessions that ever began, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Sessions(Vec<Session>);

/// What a token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A session that lasts.
    Open,
    /// A session that is over.
    Ended,
    /// Nothing.
    Unknown,
}

impl Sessions {
    /// Begins the session of `token`, unless it began before.
    pub(super) fn begin(&mut self, token: &StaffToken, now: DateTime<Utc>) {
        let token_hash = hash(token.expose());
        if !self.0.iter().any(|session| session.token_hash == token_hash) {
            self.0.push(Session { token_hash, begun: now, ended: false });
        }
    }

    /// Whether the session of `token` ever began.
    pub(super) fn knows(&self, token: &StaffToken) -> bool {
        let token_hash = hash(token.expose());
        self.0.iter().any(|session| session.token_hash == token_hash)
    }

    pub(super) fn end_all(&mut self) {
        for session in &mut self.0 {
            session.ended = true;
        }
    }

    /// What `token` opens at `now`, if sessions live for `life`.
    pub(super) fn standing(
        &self,
        token: &str,
        life: Option<TimeDelta>,
        now: DateTime<Utc>,
    ) -> Standing {
        let token_hash = hash(token);
        let Some(session) = self.0.iter().find(|session| session.token_hash == token_hash) else {
            return Standing::Unknown;
        };
        let outlived = life.is_some_and(|life| later(session.begun, life) <= now);
        if session.ended || outlived { Standing::Ended } else { Standing::Open }
    }
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}
