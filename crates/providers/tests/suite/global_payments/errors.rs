//! The table of errors (5.2), and the forms in which they come (5.1).

use domain::{
    error::{Doubt, Fault},
    outcome::RejectionClass,
};
use serde_json::json;

use crate::{
    answers::{Answer, json as answer},
    due::Due,
    subject::DocumentedError,
};

const WORDS: &str = "what the gateway says of it";

fn error(status: u16, code: &str, detailed: &str) -> Answer {
    let body = json!({
        "error_code": code,
        "detailed_error_code": detailed,
        "detailed_error_description": WORDS,
    });
    answer(status, &body)
}

pub(super) fn not_found() -> Answer {
    error(404, "RESOURCE_NOT_FOUND", "40118")
}

pub(super) fn broken() -> Answer {
    error(500, "SYSTEM_ERROR_DOWNSTREAM", "50134")
}

/// Refused in its present state (3.6).
pub(super) fn not_in_this_state() -> Answer {
    error(400, "INVALID_REQUEST_DATA", "40108")
}

/// Status, `error_code`, and the `detailed_error_code`s that come with it: every row of the table.
const TABLE: [(u16, &str, &[&str]); 31] = [
    (401, "NOT_AUTHENTICATED", &["40001", "40002"]),
    // The status of a token that is over is stated nowhere (2.5).
    (400, "NOT_AUTHENTICATED", &["40002"]),
    (403, "NOT_AUTHENTICATED", &["40002"]),
    (403, "ACTION_NOT_AUTHORIZED", &["40003", "40004", "40212"]),
    (400, "ACTION_NOT_AUTHORIZED", &["40003"]),
    (400, "MANDATORY_DATA_MISSING", &["40005", "40065", "40071", "40074", "40223", "40241"]),
    (400, "MANDATORY_DATA_MISSING", &["40297", "40251", "50021"]),
    (400, "INVALID_REQUEST_DATA", &["40006", "40007", "40016", "40029", "40041", "40043"]),
    (400, "INVALID_REQUEST_DATA", &["40044", "40048", "40072", "40073", "40085", "40087"]),
    (400, "INVALID_REQUEST_DATA", &["40090", "40097", "40105", "40108", "40119", "40213"]),
    (400, "INVALID_REQUEST_DATA", &["40214", "40233", "40259", "40268", "50020"]),
    (404, "RESOURCE_NOT_FOUND", &["40008", "40116", "40118"]),
    (404, "TRANSACTION_NOT_FOUND", &["40008"]),
    (400, "INVALID_BATCH_ACTION", &["40014", "40017"]),
    (400, "INVALID_TRANSACTION_ACTION", &["40038"]),
    (409, "DUPLICATE_ACTION", &["40039"]),
    (403, "INVALID_REQUEST_DATA", &["40041"]),
    (404, "INVALID_TRANSACTION_ACTION", &["40042"]),
    (400, "INVALID_DISPUTE_ACTION", &["40060", "40067"]),
    (422, "MANDATORY_DATA_MISSING", &["40251"]),
    (400, "INVALID_ACTION", &["40290"]),
    (502, "UNAUTHORIZED_DOWNSTREAM", &["50001", "50002"]),
    (502, "SYSTEM_ERROR", &["50001", "50002"]),
    (502, "SYSTEM_ERROR_DOWNSTREAM", &["50004", "50013", "50018", "50024", "50046"]),
    (502, "SYSTEM_ERROR_DOWNSTREAM", &["50136", "50139", "50143"]),
    (500, "SYSTEM_ERROR_DOWNSTREAM", &["50134"]),
    (502, "ACTION_FAILED", &["50012", "500010"]),
    (429, "TOO_MANY_REQUESTS", &["1"]),
    // In the way of another request: not in the table, but not to be taken for a no (RELIABILITY 1.5).
    (409, "RESOURCE_LOCKED", &["40300"]),
    (409, "SOMETHING_OF_TOMORROW", &["40039"]),
    (400, "SOMETHING_OF_TOMORROW", &["49999"]),
];

fn due(status: u16, code: &str, detailed: &str) -> Due {
    match (status, code, detailed) {
        (_, "NOT_AUTHENTICATED", _) => Due::NotSent(Fault::SignIn),
        (_, _, "40004") => Due::Rejected(RejectionClass::Credentials),
        (409, _, "40039") => Due::Unclear(Doubt::SeenBefore),
        (409 | 500..=599, _, _) => Due::Unclear(Doubt::ProviderError),
        (429, _, _) => Due::Wait(None),
        (403, _, _) | (_, "ACTION_NOT_AUTHORIZED", _) => Due::Rejected(RejectionClass::Permission),
        (404, _, _) => Due::Rejected(RejectionClass::NotFound),
        _ => Due::Rejected(RejectionClass::Refused),
    }
}

pub(super) fn documented() -> Vec<DocumentedError> {
    let rows = TABLE.iter().flat_map(|(status, code, all)| {
        all.iter().map(move |detailed| DocumentedError {
            name: detailed,
            answer: error(*status, code, detailed),
            due: due(*status, code, detailed),
            elsewhere: Vec::new(),
            ends_session: *code == "NOT_AUTHENTICATED",
            code: detailed,
            words: WORDS,
        })
    });
    // Some answers wrap the three fields, and codes may be numbers.
    let wrapped = json!({ "error": {
        "error_code": "INVALID_REQUEST_DATA",
        "detailed_error_code": 40213,
        "detailed_error_description": WORDS,
    } });
    let bare = json!({ "error_code": "INVALID_REQUEST_DATA" });
    let refused = |name, answer, code, words| DocumentedError {
        name,
        answer,
        due: Due::Rejected(RejectionClass::Refused),
        elsewhere: Vec::new(),
        ends_session: false,
        code,
        words,
    };
    rows.chain([
        refused("wrapped once more", answer(400, &wrapped), "40213", WORDS),
        refused("without a detailed code", answer(400, &bare), "INVALID_REQUEST_DATA", ""),
    ])
    .collect()
}
