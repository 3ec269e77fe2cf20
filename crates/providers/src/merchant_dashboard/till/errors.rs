//! What an answer means when it is not what was hoped for (fact sheet, 'Errors').

use domain::{
    Outcome,
    error::{Doubt, Fault, Field},
    outcome::{NotSent, Rejection, RejectionClass},
};

use crate::{
    members::Members,
    merchant_dashboard::{
        Call, CustomerCall, DashboardError, FieldFault, NextFault, NotABase, NotALinkUuid,
        NotAProductId, Refusal, Words,
    },
    transport::{Response, TransportFault},
};

/// There is no such thing.
const NOT_FOUND: u16 = 404;

/// The session has ended.
const SESSION_ENDED: u16 = 401;

/// The server gave up waiting for the whole request, so it may be a proxy that speaks of the dashboard behind it.
const REQUEST_TIME_OUT: u16 = 408;

/// There is none that customers may pay.
const GONE: u16 = 410;

/// Something stands in the way now.
const CONFLICT: u16 = 409;

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
    /// What the dashboard would refuse; nothing is sent for it.
    fn from(fault: FieldFault) -> Self {
        let class = of_field(&fault.field);
        refused_here(class, &fault.field, &fault.fault.to_string())
    }
}

impl From<NotALinkUuid> for Failure {
    fn from(why: NotALinkUuid) -> Self {
        refused_here(RejectionClass::NotFound, "UUID", &why.to_string())
    }
}

impl From<NotAProductId> for Failure {
    fn from(why: NotAProductId) -> Self {
        refused_here(RejectionClass::Invalid(Field::Products), "PRODUCT_ID", &why.to_string())
    }
}

impl From<NotABase> for Failure {
    fn from(why: NotABase) -> Self {
        refused_here(RejectionClass::Invalid(Field::ApiBase), "API_BASE", &why.to_string())
    }
}

impl From<NextFault> for Failure {
    /// The rest of the list can't be read, so nothing that was not seen is absent.
    fn from(_: NextFault) -> Self {
        Self::Unclear(Doubt::Unreadable)
    }
}

/// What is refused without asking, under a name that no code of the provider's has.
pub(super) fn refused_here(class: RejectionClass, code: &str, detail: &str) -> Failure {
    let (provider_code, detail) = (code.to_owned(), detail.to_owned());
    Failure::Rejected(Rejection { class, provider_code, detail })
}

/// A text that is no token.
pub(super) fn unusable_token() -> Failure {
    refused_here(RejectionClass::Credentials, "TOKEN", "")
}

/// What the answer to `call` says.
pub(super) fn read<A>(
    call: &Call<A>,
    answer: Result<Response, TransportFault>,
) -> Result<A, Failure> {
    let answer = answer?;
    let read = call.read(Ok(&answer));
    read.map_err(|error| failure(&error, &answer, RejectionClass::Refused))
}

/// What the answer to a new link says. What is refused of it as a whole, and not of one field, is its sum: the
/// organization has a smallest and a largest one (fact sheet, 'What it is'), and the sum comes from the products.
pub(super) fn read_new<A>(
    call: &Call<A>,
    answer: Result<Response, TransportFault>,
) -> Result<A, Failure> {
    let answer = answer?;
    let read = call.read(Ok(&answer));
    read.map_err(|error| failure(&error, &answer, RejectionClass::Invalid(Field::Products)))
}

/// What the answer to a customer's `call` says.
pub(super) fn read_as_anyone<A>(
    call: &CustomerCall<A>,
    answer: Result<Response, TransportFault>,
) -> Result<A, Failure> {
    let answer = answer?;
    let read = call.read(Ok(&answer));
    read.map_err(|error| failure(&error, &answer, RejectionClass::Refused))
}

/// True where the session has ended. The status says it, in whatever words; a page of a server in between says nothing.
pub(super) fn is_session_over(answer: &Response) -> bool {
    answer.status == SESSION_ENDED && says_anything(answer)
}

/// True where the dashboard itself says that there is no such thing. A 410 does not: it says that there was one.
pub(super) fn is_absent(answer: &Result<Response, TransportFault>) -> bool {
    answer.as_ref().is_ok_and(|answer| answer.status == NOT_FOUND && has_detail(answer))
}

/// True where the dashboard says that there is a link no more, in whatever words: no other server answers so.
pub(super) fn is_gone(answer: &Result<Response, TransportFault>) -> bool {
    answer.as_ref().is_ok_and(|answer| answer.status == GONE)
}

/// `whole` is what kind of no it is where nothing but the whole is refused.
fn failure(error: &DashboardError, answer: &Response, whole: RejectionClass) -> Failure {
    // Only the dashboard's own error is a no: a page from a proxy in between proves nothing.
    let is_own = has_detail(answer);
    let no = |class, words: &Words| {
        let provider_code = answer.status.to_string();
        Failure::Rejected(Rejection { class, provider_code, detail: words.as_str().to_owned() })
    };
    match error {
        DashboardError::RateLimit { retry_after, .. } => {
            let retry_after = *retry_after;
            Failure::NotSent(NotSent { fault: Fault::TooManyRequests, retry_after })
        }
        DashboardError::Network(fault) => (*fault).into(),
        DashboardError::Refused(refusal) if says_anything(answer) => {
            no(of_refusal(refusal, whole), &said(refusal))
        }
        DashboardError::SessionEnded { message } if says_anything(answer) => {
            no(RejectionClass::Credentials, message)
        }
        DashboardError::Forbidden { message } if is_own => no(RejectionClass::Permission, message),
        DashboardError::NotFound { message, .. } if is_own => no(RejectionClass::NotFound, message),
        // What its body says is not known (fact sheet, 'Customer routes'), and no other server answers so.
        DashboardError::Gone { message } => no(RejectionClass::NotFound, message),
        DashboardError::Other { status: 500..=599, .. } => Failure::Unclear(Doubt::ProviderError),
        DashboardError::Other { status: CONFLICT, .. } if is_own => {
            Failure::Unclear(Doubt::ProviderError)
        }
        DashboardError::Other { status: status @ 400..=499, message }
            if is_own && *status != REQUEST_TIME_OUT =>
        {
            no(RejectionClass::Refused, message)
        }
        // An answer about something else says nothing of ours, not even that ours is there.
        DashboardError::Refused(_)
        | DashboardError::SessionEnded { .. }
        | DashboardError::Forbidden { .. }
        | DashboardError::NotFound { .. }
        | DashboardError::Redirected { .. }
        | DashboardError::Other { .. }
        | DashboardError::Unreadable(_) => Failure::Unclear(Doubt::Unreadable),
    }
}

/// A no that names a field which staff fill is shown beside it.
fn of_refusal(refusal: &Refusal, whole: RejectionClass) -> RejectionClass {
    let classes = refusal.fields.iter().map(|said| of_field(&said.field));
    let of_a_field = classes.into_iter().find(|class| *class != RejectionClass::Refused);
    let other = if refusal.fields.is_empty() { whole } else { RejectionClass::Refused };
    of_a_field.unwrap_or(other)
}

/// The words of a refusal without the names of its fields, as many of them as are kept.
fn said(refusal: &Refusal) -> Words {
    let of_fields = refusal.fields.iter().map(|said| &said.message);
    let each: Vec<_> = refusal.general.iter().chain(of_fields).map(Words::as_str).collect();
    Words::new(&each.join("; "))
}

fn of_field(name: &str) -> RejectionClass {
    let field = match name.split(['.', '[']).next().unwrap_or_default() {
        "products" | "total" | "subtotal" | "amount" => Field::Products,
        "currency" => Field::Currency,
        "expires_at" => Field::PayableFor,
        "max_uses" => Field::UseLimit,
        "name" => Field::Description,
        _ => return RejectionClass::Refused,
    };
    RejectionClass::Invalid(field)
}

fn object(answer: &Response) -> Members {
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

/// True for an object with something in it: the dashboard's errors are such, pages and lone words are not.
fn says_anything(answer: &Response) -> bool {
    object(answer).iter().next().is_some()
}

/// True for `{"detail": …}`, the form of the dashboard's errors that are about no field ([A], fact sheet, 'Errors').
fn has_detail(answer: &Response) -> bool {
    object(answer).text("detail").is_some_and(|words| !words.is_empty())
}
