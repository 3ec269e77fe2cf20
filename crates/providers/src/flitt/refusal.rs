//! Answers that say no (fact sheet, 5.1).
//!
//! A no is final: the till forgets the request, and staff ask again. So an answer is a refusal only where nothing in it
//! speaks against that. One that contradicts itself is unreadable, and its request may have been acted on.

use super::{
    errors::{ErrorCode, Unreadable},
    members::Members,
    words::Words,
};

/// The member that says whether a request was taken.
const STATUS: &str = "response_status";

/// What only an answer to a taken request holds.
const RESULTS: [&str; 6] =
    ["checkout_url", "token", "acs_url", "payment_id", "transaction_id", "status"];

/// Where an answer tells what became of the request. `declined` agrees with a refusal.
const STATES: [&str; 3] = ["order_status", "capture_status", "reverse_status"];

/// What a refusal is about, as far as it changes what is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// The key is wrong: 1014, or 1007 that names the parameter `signature` (fact sheet, 5.2).
    WrongKey,
    /// No such merchant: 1016.
    UnknownMerchant,
    /// The order id was used before: 1013.
    DuplicateOrder,
    /// No such order: 1018.
    UnknownOrder,
    /// Not this currency: 1012.
    Currency,
    /// Anything else.
    Other,
}

/// A refused request (fact sheet, 5.1).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {message}", code.as_ref().map_or("refused", ErrorCode::as_str))]
pub struct Refusal {
    /// The code, where there is one.
    pub code: Option<ErrorCode>,
    /// The gateway's words, for staff. Empty where they are about a signature: such words can hold the text that was
    /// signed.
    pub message: Words,
    /// The gateway's name of the request, for its support.
    pub request_id: Words,
    /// What it is about.
    pub kind: RefusalKind,
}

/// Where an operation is documented to name its errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorsIn {
    /// In a failure.
    Failure,
    /// In a success, too, as `error` (fact sheet, 3.13, 5.1).
    Success,
}

impl Refusal {
    /// The refusal that `members` are, if they are one. It may lack code and message (fact sheet, section 8, trap 37).
    ///
    /// An error is unreadable beside a success or without `response_status`, and so is a failure beside a result, and a
    /// word that nobody knows: each can be the answer to a request that was acted on.
    pub(super) fn read(members: &Members, errors_in: ErrorsIn) -> Result<Option<Self>, Unreadable> {
        let code = ErrorCode::read(members, "error_code")?;
        let message = members.plain("error_message")?;
        let error = members.plain("error")?;
        let names_error = code.is_some() || message.is_some();
        match members.plain(STATUS)? {
            Some("failure" | "error") => {
                no_result(members)?;
                // A bank's no to a capture or a refund has names of its own.
                let code = match code {
                    Some(code) => Some(code),
                    None => ErrorCode::read(members, "response_code")?,
                };
                let message = message.or(error).or(members.plain("response_description")?);
                Ok(Some(Self::new(members, code, message)))
            }
            Some("success") if !names_error && error.is_some() => match errors_in {
                ErrorsIn::Success => {
                    no_result(members)?;
                    Ok(Some(Self::new(members, None, error)))
                }
                ErrorsIn::Failure => Err(Unreadable::Malformed { name: STATUS }),
            },
            Some("success") if !names_error => Ok(None),
            Some(_) => Err(Unreadable::Malformed { name: STATUS }),
            None if names_error || error.is_some() => Err(Unreadable::Missing { name: STATUS }),
            None => Ok(None),
        }
    }

    /// The same for the reports portal, which has no `response_status` and shortens names (fact sheet, 3.12).
    pub(super) fn of_portal(members: &Members) -> Result<Option<Self>, Unreadable> {
        let code = match ErrorCode::read(members, "error_code")? {
            Some(code) => Some(code),
            None => ErrorCode::read(members, "err_code")?,
        };
        let message = members.plain("error_message")?.or(members.plain("error")?);
        let failed = members.plain(STATUS)?.is_some_and(|status| status != "success");
        let is_refusal = failed || code.is_some() || message.is_some();
        Ok(is_refusal.then(|| Self::new(members, code, message)))
    }

    fn new(members: &Members, code: Option<ErrorCode>, message: Option<&str>) -> Self {
        let message = message.unwrap_or_default();
        let kind = kind(code.as_ref(), message);
        // Whatever is said of a wrong key, the signature is what it is about.
        let shown = if kind == RefusalKind::WrongKey { "" } else { message };
        Self {
            kind,
            code,
            message: Words::of_reason(shown),
            request_id: members.words("request_id"),
        }
    }
}

/// An error where `members` tell a result as well.
fn no_result(members: &Members) -> Result<(), Unreadable> {
    for name in RESULTS {
        if members.plain(name)?.is_some() {
            return Err(Unreadable::Malformed { name });
        }
    }
    for name in STATES {
        if members.plain(name)?.is_some_and(|state| state != "declined") {
            return Err(Unreadable::Malformed { name });
        }
    }
    Ok(())
}

fn kind(code: Option<&ErrorCode>, message: &str) -> RefusalKind {
    match code.map(ErrorCode::as_str).unwrap_or_default() {
        "1014" => RefusalKind::WrongKey,
        "1007" if names_signature(message) => RefusalKind::WrongKey,
        "1016" => RefusalKind::UnknownMerchant,
        "1013" => RefusalKind::DuplicateOrder,
        "1018" => RefusalKind::UnknownOrder,
        "1012" => RefusalKind::Currency,
        _ => RefusalKind::Other,
    }
}

/// True where `message` begins as the documents name a parameter, and that parameter is `signature`. Any later word may
/// be the shop's own: a dish, a description.
fn names_signature(message: &str) -> bool {
    let mut words = message.split_whitespace();
    let begins = words.next().is_some_and(|word| word.eq_ignore_ascii_case("parameter"));
    let named = words.next().map(|word| word.trim_matches(['`', '"', '\'']));
    begins && named == Some("signature")
}
