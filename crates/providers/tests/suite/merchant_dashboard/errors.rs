//! The errors ('Errors', all assumed), and the forms in which they come.

use domain::{
    error::{Doubt, Field},
    outcome::RejectionClass,
};
use providers::{GoneReason, Preview};
use serde_json::{Value, json};

use crate::{
    answers::{Answer, json as answer},
    due::Due,
    operations::Op,
    subject::DocumentedError,
    told::Told,
};

const WORDS: &str = "what the dashboard says of it";

fn detail(status: u16) -> Answer {
    answer(status, &json!({ "detail": WORDS }))
}

pub(super) fn not_found() -> Answer {
    detail(404)
}

/// A link that is inactive, over or used up: which of them it is, nothing says ('Customer routes').
pub(super) fn gone() -> Answer {
    detail(410)
}

pub(super) fn broken() -> Answer {
    detail(500)
}

pub(super) fn refused() -> Answer {
    answer(400, &json!({ "is_active": [WORDS] }))
}

/// What each status proves.
const TABLE: &[(u16, &str)] = &[
    (401, "401"),
    (403, "403"),
    (404, "404"),
    (405, "405"),
    (415, "415"),
    (409, "409"),
    (429, "429"),
    (500, "500"),
    (503, "503"),
];

fn due(status: u16) -> Due {
    Due::Rejected(match status {
        401 => RejectionClass::Credentials,
        403 => RejectionClass::Permission,
        404 => RejectionClass::NotFound,
        // Whether it works is open: something stands in its way now.
        409 | 500.. => return Due::Unclear(Doubt::ProviderError),
        429 => return Due::Wait(None),
        _ => RejectionClass::Refused,
    })
}

fn elsewhere(status: u16) -> Vec<(Op, Due)> {
    match status {
        // What anybody may ask has no session that could be over.
        401 => vec![(Op::PreviewLink, Due::Rejected(RejectionClass::Refused))],
        404 => vec![
            // What a list has just shown is not called absent.
            (Op::FindLink, Due::NotDone),
            // Neither customers nor staff find it.
            (Op::PreviewLink, Due::Done(Told::Preview(Preview::Gone(GoneReason::SwitchedOff)))),
        ],
        _ => Vec::new(),
    }
}

/// Fields that are refused, and what staff fill that could be meant.
fn of_fields() -> Vec<(&'static str, Value, RejectionClass)> {
    let of = RejectionClass::Invalid;
    vec![
        ("a field", json!({ "products": [WORDS] }), of(Field::Products)),
        ("a product", json!({ "products": [{ "quantity": [WORDS] }, {}] }), of(Field::Products)),
        ("the currency", json!({ "currency": [WORDS] }), of(Field::Currency)),
        ("the end", json!({ "expires_at": [WORDS] }), of(Field::PayableFor)),
        ("how often", json!({ "max_uses": [WORDS] }), of(Field::UseLimit)),
        ("the label", json!({ "name": [WORDS] }), of(Field::Description)),
        // Nothing that staff typed.
        ("the marks", json!({ "metadata": [WORDS] }), RejectionClass::Refused),
        ("the mode", json!({ "pricing_mode": [WORDS] }), RejectionClass::Refused),
        ("a field of tomorrow", json!({ "of_tomorrow": [WORDS] }), RejectionClass::Refused),
        ("one word", json!({ "metadata": WORDS }), RejectionClass::Refused),
    ]
}

pub(super) fn documented() -> Vec<DocumentedError> {
    let of_status = TABLE.iter().map(|(status, code)| DocumentedError {
        name: code,
        answer: detail(*status),
        due: due(*status),
        elsewhere: elsewhere(*status),
        ends_session: *status == 401,
        code,
        words: WORDS,
    });
    let of_field = |(name, body, class)| DocumentedError {
        name,
        answer: answer(400, &body),
        due: Due::Rejected(class),
        elsewhere: Vec::new(),
        ends_session: false,
        code: "400",
        words: WORDS,
    };
    // A new link is refused as a whole where its sum lies beyond the organization's bounds: the products make it.
    let whole = DocumentedError {
        elsewhere: vec![(Op::CreateLink, Due::Rejected(RejectionClass::Invalid(Field::Products)))],
        ..of_field(("the whole", json!({ "non_field_errors": [WORDS] }), RejectionClass::Refused))
    };
    of_status.chain(of_fields().into_iter().map(of_field)).chain([whole]).collect()
}

/// Every kind of no that is documented, each once.
pub(super) fn noes() -> Vec<Due> {
    let mut noes: Vec<Due> = Vec::new();
    for error in documented() {
        if matches!(error.due, Due::Rejected(_)) && !noes.contains(&error.due) {
            noes.push(error.due);
        }
    }
    noes
}
