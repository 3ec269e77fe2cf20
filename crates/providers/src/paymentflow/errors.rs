//! Why there is no answer of the hoped-for kind (fact sheet, 'Errors').
//!
//! The kinds and what they carry are the seed's; which HTTP status stands for which of them, and the form of the body,
//! are assumed and stand in this file alone.

use std::time::Duration;

use super::words::Words;
use crate::{
    members::{Members, Value},
    seen_metadata::{self, UnreadableMetadata},
    transport::{Response, TransportFault},
};

/// Why a call brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaymentFlowError {
    /// The key is invalid or has expired, or may not do this: 401, 403.
    #[error("HTTP {status}: {message}")]
    Authentication {
        /// The status code.
        status: u16,
        /// What the provider says, for staff and the log.
        message: Words,
    },
    /// A parameter is invalid or missing, or what it names is not there: 400, 404, 409, 422.
    #[error("HTTP {status}: {message}")]
    Validation {
        /// The status code.
        status: u16,
        /// The provider's code, such as [`IDEMPOTENCY_MISMATCH`]; `None` where it told none.
        code: Option<String>,
        /// The parameter, as the API named it; `None` where it named none.
        field: Option<String>,
        /// What the provider says.
        message: Words,
    },
    /// Too many requests: 429.
    #[error("HTTP 429: {message}")]
    RateLimit {
        /// How long the provider wants not to be asked, where it said so.
        retry_after: Option<Duration>,
        /// What the provider says.
        message: Words,
    },
    /// There is no answer, and this is what can be proven about the request.
    #[error(transparent)]
    Network(#[from] TransportFault),
    /// Any other status. It proves nothing: money may have moved (RELIABILITY 6.1, 13).
    #[error("HTTP {status}: {message}")]
    Other {
        /// The status code.
        status: u16,
        /// The provider's code; `None` where it told none.
        code: Option<String>,
        /// What the provider says.
        message: Words,
    },
    /// The status says that it was done, and the rest can't be understood. It proves no more than no answer at all.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

/// Why an answer can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no JSON object, or not whole: HTML, cut JSON, names that stand there twice.
    #[error("the answer is no JSON object")]
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

/// The code of a 409: the same idempotency key came with other parameters. Assumed.
pub const IDEMPOTENCY_MISMATCH: &str = "idempotency_mismatch";

impl PaymentFlowError {
    /// The error that `answer` is, whose status is none of success.
    pub(super) fn of(answer: &Response) -> Self {
        let status = answer.status;
        let told = Told::read(&answer.body);
        let Told { code, field, message } = told;
        match status {
            401 | 403 => Self::Authentication { status, message },
            400 | 404 | 409 | 422 => Self::Validation { status, code, field, message },
            429 => Self::RateLimit { retry_after: answer.asked_wait(), message },
            _ => Self::Other { status, code, message },
        }
    }
}

/// What the body of an error tells: `{"error": {"type", "code", "message", "field"}}`, or the same without the
/// envelope, or an error that is a text. Of anything else the beginning is kept as it came.
struct Told {
    code: Option<String>,
    field: Option<String>,
    message: Words,
}

impl Told {
    fn read(body: &[u8]) -> Self {
        let whole: Members = serde_json::from_slice(body).unwrap_or_default();
        let (members, text) = match whole.get("error") {
            Some(Value::Nested(json)) => (serde_json::from_str(json).unwrap_or_default(), None),
            Some(Value::Text(text)) => (Members::default(), Some(Words::new(text))),
            _ => (whole, None),
        };
        let word = |name| {
            let told = members.text(name).map(|text| Words::new(text).as_str().to_owned());
            told.filter(|text| !text.is_empty())
        };
        let message = members.text("message").map(Words::new).or(text);
        Self {
            code: word("code"),
            field: word("field"),
            message: message.unwrap_or_else(|| Words::of_bytes(body)),
        }
    }
}

impl From<UnreadableMetadata> for Unreadable {
    fn from(_: UnreadableMetadata) -> Self {
        Self::Malformed { name: seen_metadata::FIELD }
    }
}
