//! Why there is no session, and what that means for whom.

use std::time::Duration;

use domain::{
    TillError,
    error::Fault,
    outcome::{NotSent, Rejection, RejectionClass},
};

use crate::rest::Refusal;

/// Why there is no session.
#[derive(Debug, Clone)]
pub(super) enum NoSession {
    /// The keychain did not give the keys.
    Keys(TillError),
    /// The provider said no.
    Rejected(Rejection),
    /// Sign-in never arrived.
    NotSent(NotSent),
    /// Sign-in got no usable answer.
    Unclear,
}

impl NoSession {
    /// The till must wait before it asks by itself.
    pub(super) fn must_wait(wait: Duration) -> Self {
        Self::NotSent(NotSent { fault: Fault::TooManyRequests, retry_after: Some(wait) })
    }

    /// What was refused, where asking again helps only after a person has done something.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Keys(
                error @ (TillError::VaultLocked
                | TillError::VaultMissing
                | TillError::VaultNoStore { .. }),
            ) => Some(Refusal::Keychain(error.clone())),
            Self::Rejected(Rejection {
                class: RejectionClass::Credentials | RejectionClass::Permission,
                ..
            }) => Some(Refusal::Key),
            Self::Keys(_) | Self::Rejected(_) | Self::NotSent(_) | Self::Unclear => None,
        }
    }

    /// What this means for a request that waits for the session: it was not sent.
    pub(super) fn not_sent(self) -> NotSent {
        match self {
            Self::NotSent(not_sent) => not_sent,
            Self::Keys(_) | Self::Rejected(_) | Self::Unclear => Fault::SignIn.into(),
        }
    }
}

impl From<NoSession> for TillError {
    fn from(no_session: NoSession) -> Self {
        match no_session {
            NoSession::Keys(error) => error,
            NoSession::Rejected(rejection) => match rejection.class {
                RejectionClass::Credentials | RejectionClass::Permission => rejection.into(),
                RejectionClass::NotFound | RejectionClass::Refused | RejectionClass::Invalid(_) => {
                    Self::TokenGenerationError { detail: rejection.detail }
                }
            },
            NoSession::NotSent(not_sent) => not_sent.into(),
            NoSession::Unclear => NotSent::from(Fault::SignIn).into(),
        }
    }
}
