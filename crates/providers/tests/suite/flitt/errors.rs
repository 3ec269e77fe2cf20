//! The table of errors (5.2), and the forms in which they come (1.4, 5.1). All come with HTTP 200.

use domain::{error::Doubt, outcome::RejectionClass};
use providers::Response;
use serde_json::{Value, json};

use super::{
    records::{nested, plain},
    sign_in,
};
use crate::{
    answers::{Answer, ok},
    due::Due,
    operations::Op,
    subject::DocumentedError,
    told::Told,
};

const WORDS: &str = "what the gateway says of it";

/// A refusal with this code.
pub(super) fn failure(code: &Value) -> Answer {
    plain(&json!({
        "response_status": "failure",
        "error_code": code,
        "error_message": WORDS,
        "request_id": "5KFmEWkmvNXZl",
    }))
}

/// There is no such order (3.7.1).
pub(super) fn unknown_order() -> Answer {
    failure(&json!("1018"))
}

/// Captured before, and with another amount (3.8).
pub(super) fn captured_otherwise() -> Answer {
    failure(&json!(1109))
}

/// Every code of the table that a till can meet.
const CODES: &[&str] = &[
    "1000", "1002", "1003", "1004", "1005", "1006", "1007", "1008", "1009", "1010", "1011", "1012",
    "1013", "1014", "1015", "1016", "1017", "1018", "1019", "1021", "1023", "1024", "1025", "1026",
    "1027", "1028", "1034", "1035", "1036", "1037", "1040", "1041", "1042", "1043", "1044", "1045",
    "1046", "1047", "1048", "1049", "1051", "1052", "1053", "1054", "1055", "1057", "1058", "1059",
    "1060", "1061", "1062", "1063", "1064", "1065", "1066", "1067", "1068", "1069", "1070", "1072",
    "1073", "1074", "1075", "1076", "1077", "1078", "1079", "1080", "1081", "1082", "1083", "1084",
    "1086", "1087", "1088", "1089", "1090", "1091", "1092", "1096", "1097", "1098", "1099", "1100",
    "1102", "1103", "1104", "1105", "1106", "1107", "1108", "1109", "1111", "1114", "1115", "1116",
    "1117", "1120", "1122", "1123", "1125", // One that is in no list yet.
    "1199",
];

/// What a code proves. Where the gateway or what lies behind it failed, nothing is known of what was asked.
fn due(code: &str) -> Due {
    match code {
        "1014" | "1016" => Due::Rejected(RejectionClass::Credentials),
        "1018" => Due::Rejected(RejectionClass::NotFound),
        "1002" | "1049" | "1066" | "1089" | "1122" | "1123" => Due::Unclear(Doubt::ProviderError),
        _ => Due::Rejected(RejectionClass::Refused),
    }
}

/// What it means to those for whom it is no plain no.
fn elsewhere(code: &str) -> Vec<(Op, Due)> {
    // The reports have refusals of their own; an envelope is none of them.
    let nonsense = (Op::Sweep, Due::Nonsense);
    let creates = [Op::CreateLink, Op::Reserve, Op::CheckCard, Op::Subscribe];
    match code {
        // The order is there: an earlier request of ours made it (8, trap 30).
        "1013" => creates
            .map(|op| (op, Due::Unclear(Doubt::SeenBefore)))
            .into_iter()
            .chain([nonsense])
            .collect(),
        // The key is good (3.7.1); and what is not there was not made.
        "1018" => vec![
            (Op::SignIn, Due::Done(sign_in::told())),
            (Op::FindLink, Due::Done(Told::Found(None))),
            nonsense,
        ],
        // What it was captured with must be read first.
        "1109" => vec![(Op::Capture, Due::There), nonsense],
        _ => vec![nonsense],
    }
}

pub(super) fn documented() -> Vec<DocumentedError> {
    let error = |name, answer, due, code, words| DocumentedError {
        name,
        answer,
        elsewhere: elsewhere(code),
        // The key was replaced: trying what is kept once more tells (3.7.1).
        ends_session: due == Due::Rejected(RejectionClass::Credentials),
        due,
        code,
        words,
    };
    // The words about a wrong signature can hold what was signed (2.6), so they are not kept.
    let kept = |code: &str| if code == "1014" { "" } else { WORDS };
    let texts =
        CODES.iter().map(|code| error(code, failure(&json!(code)), due(code), *code, kept(code)));
    let number = |code: u32| failure(&json!(code));
    let signature = plain(&json!({
        "response_status": "failure",
        "error_code": 1007,
        "error_message": "Parameter `signature` is incorrect",
        "request_id": "5KFmEWkmvNXZl",
    }));
    let wordless = plain(&json!({ "response_status": "failure", "error_code": "1023" }));
    let bare = plain(&json!({ "response_status": "failure" }));
    // Without the word that says so, it is no answer of the gateway's.
    let unsaid = plain(&json!({ "error_code": 1023, "error_message": WORDS }));
    let refused = || Due::Rejected(RejectionClass::Refused);
    let credentials = || Due::Rejected(RejectionClass::Credentials);
    // In protocol 2.0 errors come as they are; should one come packed, it is one all the same (5.3).
    let packed = nested(&json!({
        "response_status": "failure",
        "error_code": 1023,
        "error_message": WORDS,
    }));
    let packed = DocumentedError {
        name: "packed",
        answer: packed,
        due: Due::NotDone,
        elsewhere: [Op::Subscribe, Op::StopCharges, Op::ResumeCharges]
            .map(|op| (op, refused()))
            .into(),
        ends_session: false,
        code: "1023",
        words: WORDS,
    };
    let forms = [
        error("a number: 1023", number(1023), refused(), "1023", WORDS),
        error("a number: 1014", number(1014), credentials(), "1014", ""),
        error("a number: 1013", number(1013), refused(), "1013", WORDS),
        error("1007 about the signature", signature, credentials(), "1007", ""),
        error("without a message", wordless, refused(), "1023", ""),
        error("without a code", bare, refused(), "", ""),
        packed,
        error("without a status", unsaid, Due::Nonsense, "1023", WORDS),
    ];
    texts.chain(forms).chain(strange()).collect()
}

/// What is none of the gateway's answers, though it looks like one: official clients fail on it (5.3).
fn strange() -> Vec<DocumentedError> {
    let no_order = |status| unknown_order().map(|answer| Response { status, ..answer });
    let strange = |name, answer, due| DocumentedError {
        name,
        answer,
        due,
        elsewhere: Vec::new(),
        ends_session: false,
        code: "",
        words: "",
    };
    let response = |value: Value| ok(&json!({ "response": value }));
    vec![
        // A refusal has HTTP 200 (1.4): this one says nothing about the order.
        strange("1018 with HTTP 404", no_order(404), Due::Nonsense),
        strange("1018 with HTTP 403", no_order(403), Due::Nonsense),
        strange("1018 with HTTP 500", no_order(500), Due::Unclear(Doubt::ProviderError)),
        strange("a response of nothing", response(Value::Null), Due::Nonsense),
        strange("a response without members", response(json!({})), Due::Nonsense),
        strange("a response that is a list", response(json!([])), Due::Nonsense),
        strange("a response that is a word", response(json!("1018")), Due::Nonsense),
        strange(
            "a success without a word",
            plain(&json!({ "response_status": "success" })),
            Due::Nonsense,
        ),
        strange(
            "an envelope that holds nothing",
            response(json!({ "version": "2.0", "data": "", "signature": "" })),
            Due::Nonsense,
        ),
    ]
}
