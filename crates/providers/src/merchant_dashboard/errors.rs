//! Why there is no answer of the hoped-for kind (fact sheet, 'Errors': but for the 410, all of it is assumed).

use std::time::Duration;

use super::{lenient, refusal::Refusal, words::Words};
use crate::{
    seen_metadata::{self, UnreadableMetadata},
    transport::{Response, TransportFault},
};

/// Why a call brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DashboardError {
    /// What was sent is refused, with messages for its fields: 400. The organization's own limits come this way.
    #[error("HTTP 400: {0}")]
    Refused(Refusal),
    /// The staff session ended, or the token never was one: 401.
    #[error("HTTP 401: {message}")]
    SessionEnded {
        /// What the dashboard says, for staff and the log.
        message: Words,
    },
    /// Whoever is signed in may not do this: 403.
    #[error("HTTP 403: {message}")]
    Forbidden {
        /// What the dashboard says.
        message: Words,
    },
    /// What was named is not there: 404.
    #[error("HTTP 404: {message}")]
    NotFound {
        /// True where the answer is a JSON object, as the API writes them. A page of a server in between, or of another
        /// host's, proves nothing about a link.
        is_from_api: bool,
        /// What the dashboard says.
        message: Words,
    },
    /// The link is expired, used up or switched off: 410. Staff's look at the link tells which, see
    /// [`gone_reason`](super::gone_reason).
    #[error("HTTP 410: {message}")]
    Gone {
        /// What the dashboard says, which is not promised to be anything.
        message: Words,
    },
    /// Too many requests: 429.
    #[error("HTTP 429: {message}")]
    RateLimit {
        /// How long the dashboard wants not to be asked, where it said so.
        retry_after: Option<Duration>,
        /// What it says.
        message: Words,
    },
    /// The answer leads elsewhere: 3xx. It is never followed, for it loses a body on its way and may lead a token to
    /// another host.
    #[error("HTTP {status}: the answer leads elsewhere")]
    Redirected {
        /// The status code.
        status: u16,
    },
    /// There is no answer, and this is what can be proven about the request.
    #[error(transparent)]
    Network(#[from] TransportFault),
    /// Any other status. It proves nothing: a link may have been made.
    #[error("HTTP {status}: {message}")]
    Other {
        /// The status code.
        status: u16,
        /// What the dashboard says.
        message: Words,
    },
    /// The status says that it was done, and the rest can't be understood. It proves no more than no answer at all.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

/// Why an answer can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no JSON of the right kind, or not whole: HTML, cut JSON, names that stand there twice.
    #[error("the answer is not in the right form")]
    Format,
    /// It lacks a member that each answer of this kind has.
    #[error("the answer lacks {name}")]
    Missing {
        /// The member.
        name: &'static str,
    },
    /// A member has a value that can't be meant.
    #[error("{name} can't be read")]
    Malformed {
        /// The member.
        name: &'static str,
    },
    /// It is about something else than was asked.
    #[error("the answer's {name} is not what was asked for")]
    NotOurs {
        /// The member that says so.
        name: &'static str,
    },
}

impl DashboardError {
    /// The error that an answer to staff is, whose status is none of success.
    pub(super) fn of(answer: &Response) -> Self {
        let status = answer.status;
        let body = &answer.body;
        match status {
            400 => return Self::Refused(Refusal::read(body)),
            300..=399 => return Self::Redirected { status },
            _ => {}
        }
        let message = Refusal::read(body).summary();
        match status {
            401 => Self::SessionEnded { message },
            403 => Self::Forbidden { message },
            404 => Self::NotFound { is_from_api: lenient::object(body).is_ok(), message },
            410 => Self::Gone { message },
            429 => Self::RateLimit { retry_after: answer.asked_wait(), message },
            _ => Self::Other { status, message },
        }
    }

    /// The same of an answer to a customer. No session can have ended there, for none was shown.
    pub(super) fn of_customers(answer: &Response) -> Self {
        match Self::of(answer) {
            Self::SessionEnded { message } => Self::Other { status: answer.status, message },
            other => other,
        }
    }
}

impl From<UnreadableMetadata> for Unreadable {
    fn from(_: UnreadableMetadata) -> Self {
        Self::Malformed { name: seen_metadata::FIELD }
    }
}
