//! What an answer means when it is not what was hoped for (fact sheet, 5).

use domain::{
    Outcome,
    error::{Doubt, Fault},
    outcome::{NotSent, Rejection, RejectionClass},
};

use crate::{
    flitt::{ErrorCode, FieldFault, FlittError, Refusal, RefusalKind, Words},
    transport::{Response, TOO_MANY_REQUESTS, TransportFault},
};

/// The code of an order id that was used before.
const DUPLICATE_ORDER: &str = "1013";

/// The code of a hold that was captured with another amount.
const CAPTURED_OTHERWISE: &str = "1109";

/// Errors of the gateway's own and of the acquirer behind it, without a word on whether the request was acted on: 1002,
/// 1049, 1066, 1089, 1122, 1123 (fact sheet, 5.2). A refund that ran into one of them may have been made.
const GATEWAY_TROUBLE: [&str; 6] = ["1002", "1049", "1066", "1089", "1122", "1123"];

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
    /// True where the provider knows the order id already: an earlier request of ours made the order.
    pub(super) fn is_duplicate(&self) -> bool {
        matches!(self, Self::Rejected(no) if no.provider_code == DUPLICATE_ORDER)
    }

    /// True where there is no such order.
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

impl From<FlittError> for Failure {
    fn from(error: FlittError) -> Self {
        match error {
            FlittError::Refused(refusal) => refusal.into(),
            // Only HTTP 200 and 201 come from the gateway itself. What is not proven to be its answer is none, and one
            // about something else says nothing of ours: nothing of it is believed, not even that ours is there.
            FlittError::Http { .. }
            | FlittError::Unreadable(_)
            | FlittError::NotProven(_)
            | FlittError::NotOurs { .. } => Self::Unclear(Doubt::Unreadable),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let class = match refusal.kind {
            RefusalKind::WrongKey | RefusalKind::UnknownMerchant => RejectionClass::Credentials,
            RefusalKind::UnknownOrder => RejectionClass::NotFound,
            RefusalKind::DuplicateOrder | RefusalKind::Currency | RefusalKind::Other => {
                RejectionClass::Refused
            }
        };
        no(class, refusal.code.as_ref(), &refusal.message)
    }
}

impl From<FieldFault> for Failure {
    /// What the provider would refuse; nothing is sent for it.
    fn from(fault: FieldFault) -> Self {
        refused_here(fault.field, &fault.fault.to_string())
    }
}

/// True where a hold was captured before, and not with this amount.
pub(super) fn is_captured_otherwise(no: &Rejection) -> bool {
    no.provider_code == CAPTURED_OTHERWISE
}

/// What is refused without asking, under a name that no code of the provider's has.
pub(super) fn refused_here(code: &str, detail: &str) -> Failure {
    Failure::Rejected(Rejection {
        class: RejectionClass::Refused,
        provider_code: code.to_owned(),
        detail: detail.to_owned(),
    })
}

/// The no of a record or a request, with its code and words.
pub(super) fn refused(code: Option<&ErrorCode>, words: &Words) -> Failure {
    no(RejectionClass::Refused, code, words)
}

fn no(class: RejectionClass, code: Option<&ErrorCode>, words: &Words) -> Failure {
    let code = code.map(ErrorCode::as_str).unwrap_or_default();
    if GATEWAY_TROUBLE.contains(&code) {
        return Failure::Unclear(Doubt::ProviderError);
    }
    Failure::Rejected(Rejection {
        class,
        provider_code: code.to_owned(),
        detail: words.as_str().to_owned(),
    })
}

/// An answer of which the body is worth a look. A refusal comes with HTTP 200 (fact sheet, 1.4), so any other status is
/// somebody else's or tells of trouble.
pub(super) fn worth_reading(answer: Result<Response, TransportFault>) -> Result<Response, Failure> {
    let answer = answer?;
    match answer.status {
        TOO_MANY_REQUESTS => Err(Failure::NotSent(NotSent {
            fault: Fault::TooManyRequests,
            retry_after: answer.asked_wait(),
        })),
        500..=599 => Err(Failure::Unclear(Doubt::ProviderError)),
        _ => Ok(answer),
    }
}
