//! The table of errors (Errors), and the forms in which they come.

use domain::{
    error::{Doubt, Field},
    outcome::RejectionClass,
};
use serde_json::{Value, json};

use crate::{
    answers::{Answer, json as answer},
    due::Due,
    operations::Op,
    subject::DocumentedError,
    told::Told,
};

const WORDS: &str = "what the provider says of it";

fn error(status: u16, kind: &str, code: &Value, field: &Value) -> Answer {
    let error = json!({ "type": kind, "code": code, "message": WORDS, "field": field });
    answer(status, &json!({ "error": error }))
}

pub(super) fn not_found() -> Answer {
    error(404, "validation_error", &json!("not_found"), &Value::Null)
}

pub(super) fn broken() -> Answer {
    error(500, "api_error", &json!("internal"), &Value::Null)
}

/// Not cancelled, because it was not pending any more (Payments).
pub(super) fn not_pending() -> Answer {
    error(400, "validation_error", &json!("not_pending"), &Value::Null)
}

/// What an error proves, by its status, code and field. An error of the key carries words alone: its status stands for
/// its code.
const TABLE: &[(u16, &str, &str, Option<&str>)] = &[
    (401, "authentication_error", "401", None),
    (403, "authentication_error", "403", None),
    (400, "validation_error", "invalid_parameter", None),
    (400, "validation_error", "invalid_amount", Some("amount")),
    (400, "validation_error", "missing_currency", Some("currency")),
    (400, "validation_error", "invalid_email", Some("customer_email")),
    (422, "validation_error", "too_long", Some("description")),
    (422, "validation_error", "no_email", Some("email")),
    (422, "validation_error", "no_name", Some("name")),
    (422, "validation_error", "no_phone", Some("phone")),
    // Nothing that staff typed.
    (422, "validation_error", "too_many_keys", Some("metadata")),
    (400, "validation_error", "no_limit", Some("limit")),
    (400, "validation_error", "no_field", Some("a_field_of_tomorrow")),
    (404, "validation_error", "not_found", None),
    (409, "validation_error", "not_refundable", None),
    (409, "validation_error", "idempotency_mismatch", None),
    (422, "validation_error", "not_cancellable", None),
    (429, "rate_limit_error", "rate_limited", None),
    (500, "api_error", "internal", None),
    (503, "api_error", "unavailable", None),
];

fn due(status: u16, code: &str, field: Option<&str>) -> Due {
    let class = match (status, field) {
        (401 | 403, _) => RejectionClass::Credentials,
        (404, _) => RejectionClass::NotFound,
        (429, _) => return Due::Wait(None),
        (500.., _) => return Due::Unclear(Doubt::ProviderError),
        // The key is in use, for something else.
        (409, _) if code == "idempotency_mismatch" => return Due::Unclear(Doubt::SeenBefore),
        (_, Some("amount")) => RejectionClass::Invalid(Field::Amount),
        (_, Some("currency")) => RejectionClass::Invalid(Field::Currency),
        (_, Some("customer_email" | "email")) => RejectionClass::Invalid(Field::CustomerEmail),
        (_, Some("description")) => RejectionClass::Invalid(Field::Description),
        (_, Some("name")) => RejectionClass::Invalid(Field::CustomerName),
        (_, Some("phone")) => RejectionClass::Invalid(Field::CustomerPhone),
        _ => RejectionClass::Refused,
    };
    Due::Rejected(class)
}

fn elsewhere(status: u16) -> Vec<(Op, Due)> {
    match status {
        // A customer who is not there is deleted already.
        404 => vec![
            (Op::DeleteCustomer, Due::Done(Told::CustomerDeleted)),
            // What a list has just shown is not called absent.
            (Op::FindLink, Due::NotDone),
        ],
        _ => Vec::new(),
    }
}

pub(super) fn documented() -> Vec<DocumentedError> {
    let rows = TABLE.iter().map(|(status, kind, code, field)| DocumentedError {
        name: code,
        answer: error(*status, kind, &json!(code), &json!(field)),
        due: due(*status, code, *field),
        elsewhere: elsewhere(*status),
        // The key was replaced: trying what is kept once more tells.
        ends_session: *status == 401,
        code,
        words: WORDS,
    });
    let refused = |name, answer, code, words| DocumentedError {
        name,
        answer,
        due: Due::Rejected(RejectionClass::Refused),
        elsewhere: Vec::new(),
        ends_session: false,
        code,
        words,
    };
    let number = error(400, "validation_error", &json!(40_017), &Value::Null);
    let more = json!({ "error": {
        "type": "validation_error", "code": "more", "message": WORDS, "field": "", "doc_url": "x",
    }, "request_id": "req_1" });
    rows.chain([
        refused("a number for its code", number, "40017", WORDS),
        refused("with more than is known", answer(400, &more), "more", WORDS),
    ])
    .collect()
}
