//! What an answer means when it is not what was hoped for (fact sheet, 5).

use std::sync::LazyLock;

use domain::{
    Currency, Outcome,
    error::{Doubt, Fault},
    outcome::{NotSent, Rejection, RejectionClass},
};
use regex::Regex;
use serde::de::DeserializeOwned;

use super::wire::ErrorAnswer;
use crate::{
    exchange::Step,
    transport::{Response, TOO_MANY_REQUESTS, TransportFault},
};

/// The id of what a key made before, `id=LNK_…` or `id=TRN_…` (fact sheet, 5.4).
static SEEN_ID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\bid=((?:LNK|TRN)_[A-Za-z0-9_-]+)(?:[\s,.;]|$)").ok());

/// Why an answer is not the one that was hoped for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The provider said no.
    Rejected(Rejection),
    /// The provider knows the key; its words name what the first request made.
    SeenBefore(String),
    /// Provably not acted on.
    NotSent(NotSent),
    /// Nobody knows.
    Unclear(Doubt),
}

impl<T> From<Failure> for Outcome<T> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Rejected(rejection) => Self::Rejected(rejection),
            Failure::SeenBefore(_) => Self::Unclear(Doubt::SeenBefore),
            Failure::NotSent(not_sent) => Self::NotSent(not_sent),
            Failure::Unclear(doubt) => Self::Unclear(doubt),
        }
    }
}

impl From<TransportFault> for Failure {
    fn from(fault: TransportFault) -> Self {
        match Outcome::<()>::from(fault) {
            Outcome::NotSent(not_sent) => Self::NotSent(not_sent),
            Outcome::Unclear(doubt) => Self::Unclear(doubt),
            Outcome::Done(()) | Outcome::Rejected(_) => Self::Unclear(Doubt::Unreadable),
        }
    }
}

/// Reads a success, or says what else it is. Only the provider's own error shape is a no: a page
/// from a proxy in between proves nothing.
pub(super) fn read<T: DeserializeOwned>(
    answer: Result<Response, TransportFault>,
) -> Result<T, Failure> {
    let answer = answer?;
    match answer.status {
        200..=299 => {
            serde_json::from_slice(&answer.body).map_err(|_| Failure::Unclear(Doubt::Unreadable))
        }
        TOO_MANY_REQUESTS => Err(Failure::NotSent(NotSent {
            fault: Fault::TooManyRequests,
            retry_after: answer.asked_wait(),
        })),
        400..=499 => Err(refusal(&answer)),
        500..=599 => Err(Failure::Unclear(Doubt::ProviderError)),
        _ => Err(Failure::Unclear(Doubt::Unreadable)),
    }
}

/// What the provider would refuse; nothing is sent for it.
pub(super) fn refused_here<T>(class: RejectionClass, code: &str, detail: &str) -> Step<T> {
    Step::End(Outcome::Rejected(Rejection {
        class,
        provider_code: code.to_owned(),
        detail: detail.to_owned(),
    }))
}

/// A sum of this currency that the provider can't count, or that the owner does not allow.
pub(super) fn uncountable<T>(currency: Currency) -> Step<T> {
    refused_here(RejectionClass::Refused, "CURRENCY", currency.code())
}

/// True where the provider does not take the token (any more). Its error code says so, with whatever status: the one of
/// a token that is over is nowhere documented. A missing permission, which no new token gives, has another code (fact
/// sheet, 2.5).
pub(super) fn is_not_authenticated(answer: &Response) -> bool {
    matches!(answer.status, 400..=499)
        && answer.status != TOO_MANY_REQUESTS
        && error_answer(answer).is_some_and(|error| error.error_code.as_str() == NOT_AUTHENTICATED)
}

/// The no of this class in an answer that has the provider's error shape.
pub(super) fn rejection(answer: &Response, class: RejectionClass) -> Option<Rejection> {
    error_answer(answer).map(|error| error.rejection(class))
}

/// The one id of the kind `prefix` that the words of a 409 name.
pub(super) fn seen_id(words: &str, prefix: &str) -> Option<String> {
    let pattern = SEEN_ID.as_ref()?;
    let mut ids =
        pattern.captures_iter(words).filter_map(|found| found.get(1)).map(|id| id.as_str());
    let id = ids.next().filter(|id| id.starts_with(prefix))?;
    ids.all(|other| other == id).then(|| id.to_owned())
}

const NOT_AUTHENTICATED: &str = "NOT_AUTHENTICATED";

fn error_answer(answer: &Response) -> Option<ErrorAnswer> {
    let error: ErrorAnswer = serde_json::from_slice(&answer.body).ok()?;
    Some(error.unwrapped()).filter(|error| !error.error_code.is_empty())
}

fn refusal(answer: &Response) -> Failure {
    let Some(error) = error_answer(answer) else {
        return Failure::Unclear(Doubt::Unreadable);
    };
    let code = error.error_code.as_str();
    let detailed = error.detailed_error_code.as_str();
    let class = match (answer.status, code, detailed) {
        (409, "DUPLICATE_ACTION", _) | (409, _, "40039") => {
            return Failure::SeenBefore(error.detailed_error_description.for_people());
        }
        // Refused before anything was looked at, and still so with a new token.
        (_, NOT_AUTHENTICATED, _) => return Failure::NotSent(Fault::SignIn.into()),
        // In the way of another request, which may be our own (RELIABILITY 1.5): no no.
        (409, _, _) => return Failure::Unclear(Doubt::ProviderError),
        (_, _, "40004") | (401, _, _) => RejectionClass::Credentials,
        (403, _, _) | (_, "ACTION_NOT_AUTHORIZED", _) => RejectionClass::Permission,
        (404, _, _) => RejectionClass::NotFound,
        _ => RejectionClass::Refused,
    };
    Failure::Rejected(error.rejection(class))
}

impl ErrorAnswer {
    fn rejection(&self, class: RejectionClass) -> Rejection {
        let code = match self.detailed_error_code.as_str() {
            "" => &self.error_code,
            _ => &self.detailed_error_code,
        };
        Rejection {
            class,
            provider_code: code.for_people(),
            detail: self.detailed_error_description.for_people(),
        }
    }
}
