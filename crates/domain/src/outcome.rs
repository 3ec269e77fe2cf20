//! What became of an attempt at a provider.

use std::time::Duration;

use crate::{
    TillError,
    error::{Doubt, Fault, Field},
};

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The provider did it and said so.
    Done(T),
    /// The provider said no.
    Rejected(Rejection),
    /// The provider provably never acted; the same request with the same key may go again.
    NotSent(NotSent),
    /// Nobody knows yet.
    Unclear(Doubt),
}

impl<T> Outcome<T> {
    /// The same outcome with another result.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Done(result) => Outcome::Done(f(result)),
            Self::Rejected(rejection) => Outcome::Rejected(rejection),
            Self::NotSent(not_sent) => Outcome::NotSent(not_sent),
            Self::Unclear(doubt) => Outcome::Unclear(doubt),
        }
    }

    /// The result, or the error that staff see.
    pub fn into_result(self) -> Result<T, TillError> {
        match self {
            Self::Done(result) => Ok(result),
            Self::Rejected(rejection) => Err(rejection.into()),
            Self::NotSent(not_sent) => Err(not_sent.into()),
            Self::Unclear(doubt) => Err(TillError::UnclearOutcome { doubt }),
        }
    }
}

/// A provider's no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// What kind of no.
    pub class: RejectionClass,
    /// The provider's own code.
    pub provider_code: String,
    /// The provider's own words, for the details. May be empty.
    pub detail: String,
}

/// What kind of no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RejectionClass {
    /// The keys are not known to the provider.
    Credentials,
    /// The keys lack a permission.
    Permission,
    /// What was named does not exist at the provider.
    NotFound,
    /// The provider does not do this with this amount, currency or state.
    Refused,
    /// The provider does not take what was sent of this field.
    Invalid(Field),
}

impl From<Rejection> for TillError {
    fn from(rejection: Rejection) -> Self {
        match rejection.class {
            RejectionClass::Credentials => Self::CredentialsRefused,
            RejectionClass::Permission => Self::PermissionMissing { permission: rejection.detail },
            RejectionClass::NotFound | RejectionClass::Refused => {
                Self::ApiError { provider_code: rejection.provider_code, detail: rejection.detail }
            }
            RejectionClass::Invalid(field) => Self::FieldRefused {
                field,
                provider_code: rejection.provider_code,
                detail: rejection.detail,
            },
        }
    }
}

/// A request that provably was not acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSent {
    /// Why.
    pub fault: Fault,
    /// How long the provider asked to wait.
    pub retry_after: Option<Duration>,
}

impl From<Fault> for NotSent {
    fn from(fault: Fault) -> Self {
        Self { fault, retry_after: None }
    }
}

impl From<NotSent> for TillError {
    fn from(not_sent: NotSent) -> Self {
        match not_sent.fault {
            Fault::TooManyRequests => Self::TooManyRequests {
                retry_after: not_sent
                    .retry_after
                    .map(|wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)),
            },
            fault => Self::NotSent { fault },
        }
    }
}
