//! What an answer means when it is not what was hoped for (fact sheet, 'Errors').

use domain::{
    Outcome,
    error::{Doubt, Fault, Field},
    outcome::{NotSent, Rejection, RejectionClass},
};

use crate::{
    members::{Members, Value},
    paymentflow::{Call, FieldFault, IDEMPOTENCY_MISMATCH, NotABase, NotAnId, PaymentFlowError},
    transport::{Response, TransportFault},
};

/// The server gave up waiting for the whole request, so it may be a proxy that speaks of the provider behind it.
const REQUEST_TIME_OUT: u16 = 408;

/// The key is invalid or has expired.
const NOT_AUTHENTICATED: u16 = 401;

/// What the request names is not there.
const NOT_FOUND: u16 = 404;

/// Why an answer is not the one that was hoped for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The provider said no.
    Rejected(Rejection),
    /// Provably not acted on.
    NotSent(NotSent),
    /// Nobody knows.
    Unclear(Doubt),
}

impl Failure {
    /// True where the provider says that there is no such thing.
    pub(super) fn is_not_found(&self) -> bool {
        matches!(self, Self::Rejected(no) if no.class == RejectionClass::NotFound)
    }
}

impl<T> From<Failure> for Outcome<T> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Rejected(no) => Self::Rejected(no),
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

impl From<FieldFault> for Failure {
    /// What the provider would refuse; nothing is sent for it.
    fn from(fault: FieldFault) -> Self {
        let class = of_field(Some(&fault.field));
        Self::Rejected(Rejection {
            class,
            provider_code: fault.field,
            detail: fault.fault.to_string(),
        })
    }
}

impl From<NotAnId> for Failure {
    fn from(why: NotAnId) -> Self {
        refused_here(RejectionClass::NotFound, "ID", &why.to_string())
    }
}

impl From<NotABase> for Failure {
    fn from(why: NotABase) -> Self {
        refused_here(RejectionClass::Invalid(Field::ApiBase), "API_BASE", &why.to_string())
    }
}

/// What is refused without asking, under a name that no code of the provider's has.
pub(super) fn refused_here(class: RejectionClass, code: &str, detail: &str) -> Failure {
    let (provider_code, detail) = (code.to_owned(), detail.to_owned());
    Failure::Rejected(Rejection { class, provider_code, detail })
}

/// A key that is none of the account's.
pub(super) fn unusable_key() -> Failure {
    refused_here(RejectionClass::Credentials, "KEY", "")
}

/// What the answer to `call` says.
pub(super) fn read<A>(
    call: &Call<A>,
    answer: Result<Response, TransportFault>,
) -> Result<A, Failure> {
    let answer = answer?;
    call.read(Ok(&answer)).map_err(|error| failure(error, &answer))
}

/// True where the provider does not take the key (any more). A 403 is none: the keys may lack a right that no new sign-in
/// gives, and a till that rests for that would not see what is paid meanwhile.
pub(super) fn is_not_authenticated(answer: &Response) -> bool {
    answer.status == NOT_AUTHENTICATED && is_own_error(&answer.body)
}

/// True for 'not found' in whatever words: a provider that does not have a list at all may say so in any.
pub(super) fn is_nowhere(answer: &Result<Response, TransportFault>) -> bool {
    matches!(answer, Ok(answer) if answer.status == NOT_FOUND)
}

fn failure(error: PaymentFlowError, answer: &Response) -> Failure {
    // Only the provider's own error is a no: a page from a proxy in between proves nothing.
    let is_own = is_own_error(&answer.body);
    match error {
        PaymentFlowError::RateLimit { retry_after, .. } => {
            Failure::NotSent(NotSent { fault: Fault::TooManyRequests, retry_after })
        }
        PaymentFlowError::Network(fault) => fault.into(),
        PaymentFlowError::Authentication { status, message } if is_own => {
            no(RejectionClass::Credentials, status, None, message.as_str())
        }
        PaymentFlowError::Validation { code: Some(code), .. }
            if is_own && code == IDEMPOTENCY_MISMATCH =>
        {
            Failure::Unclear(Doubt::SeenBefore)
        }
        PaymentFlowError::Validation { status, code, field, message } if is_own => {
            let class = match status {
                NOT_FOUND => RejectionClass::NotFound,
                _ => of_field(field.as_deref()),
            };
            no(class, status, code, message.as_str())
        }
        PaymentFlowError::Other { status: 500..=599, .. } => Failure::Unclear(Doubt::ProviderError),
        PaymentFlowError::Other { status: status @ 400..=499, code, message }
            if is_own && status != REQUEST_TIME_OUT =>
        {
            no(RejectionClass::Refused, status, code, message.as_str())
        }
        // An answer about something else says nothing of ours, not even that ours is there.
        PaymentFlowError::Authentication { .. }
        | PaymentFlowError::Validation { .. }
        | PaymentFlowError::Other { .. }
        | PaymentFlowError::Unreadable(_) => Failure::Unclear(Doubt::Unreadable),
    }
}

fn no(class: RejectionClass, status: u16, code: Option<String>, detail: &str) -> Failure {
    let provider_code = code.unwrap_or_else(|| status.to_string());
    Failure::Rejected(Rejection { class, provider_code, detail: detail.to_owned() })
}

/// A no that names a field which staff fill is shown beside it.
fn of_field(name: Option<&str>) -> RejectionClass {
    let field = match name {
        Some("amount") => Field::Amount,
        Some("currency") => Field::Currency,
        Some("customer_email" | "email") => Field::CustomerEmail,
        Some("description") => Field::Description,
        Some("name") => Field::CustomerName,
        Some("phone") => Field::CustomerPhone,
        Some("reason") => Field::Reason,
        _ => return RejectionClass::Refused,
    };
    RejectionClass::Invalid(field)
}

/// The envelope of the provider's own errors ([A], fact sheet, 'Errors'), with a word in it.
fn is_own_error(body: &[u8]) -> bool {
    let whole: Members = serde_json::from_slice(body).unwrap_or_default();
    let Some(Value::Nested(error)) = whole.get("error") else { return false };
    let error: Members = serde_json::from_str(error).unwrap_or_default();
    ["type", "code", "message"].into_iter().any(|name| error.text(name).is_some())
}
