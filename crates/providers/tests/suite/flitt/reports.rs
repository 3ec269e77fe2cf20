//! The report of all transactions: a look at many links at once (3.12). What it tells is a hint.

use domain::{error::Doubt, ids::ProviderPaymentId, payment::PaymentStatus};
use providers::{Swept, SweptPayment};
use serde_json::{Value, json};

use super::{
    records::PAYMENT,
    states::{ORDER_STATUSES, unknown},
    turns::{REPORT, REPORTS_TOKEN, turns},
};
use crate::{
    answers::{Answer, json as answer, ok, with, without},
    asks::{REFERENCE, TOKEN},
    due::Due,
    operations::Op,
    script::{About, Lie, Play, Script, Words},
    subject::DocumentedError,
    told::Told,
};

const WORDS: &str = "what the portal says of it";

/// A token, which lives for about an hour.
fn token() -> Value {
    json!({ "token": TOKEN, "expires_in": 3600, "request_id": "5KFmEWkmvNXZl" })
}

/// A page with these rows.
fn page(rows: &[Value], total: u32) -> Value {
    json!({
        "fields": ["payment_id", "order_id", "order_status", "amount", "currency", "order_timestart"],
        "data": rows,
        "rows_count": total,
        "rows_page": 1,
        "rows_on_page": 500,
    })
}

/// Sums count major units here (8, trap 15).
fn row(status: &str) -> Value {
    json!([804_876_012, REFERENCE, status, "19.99", "EUR", "2026-11-20 14:04:00"])
}

/// What a row is worth; whether money is only held, it can't tell.
fn hint(word: &str) -> PaymentStatus {
    match word {
        "created" | "processing" => PaymentStatus::Pending,
        "approved" => PaymentStatus::Paid,
        "declined" | "expired" => PaymentStatus::Refused,
        "reversed" => PaymentStatus::Reversed,
        other => unknown(other),
    }
}

fn swept(payments: Vec<SweptPayment>, last: bool) -> Told {
    Told::Swept(Swept { payments, last, cursor: None })
}

fn payment(status: PaymentStatus) -> SweptPayment {
    SweptPayment {
        times_paid: None,
        provider_id: ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap(),
        reference: REFERENCE.to_owned(),
        status,
        at: None,
    }
}

pub(super) fn sweep() -> Play {
    let script = |name, page: Value, told| {
        Script::new(name, turns([REPORTS_TOKEN, REPORT], vec![ok(&token()), ok(&page)]), told)
    };
    let one = |last| swept(vec![payment(PaymentStatus::Paid)], last);
    let lie = |step, about, body, due| Lie { about, script: 0, step, body, due };
    let unreadable = || Due::Unclear(Doubt::Unreadable);
    let whole = || page(&[row("approved")], 1);
    let nameless = |id: Value| page(&[with_id(&row("approved"), id)], 1);
    Play {
        scripts: vec![
            script("one page", whole(), one(true)),
            script("the first of two pages", page(&[row("approved")], 501), one(false)),
            script("nothing", page(&[], 0), swept(vec![], true)),
        ],
        lies: vec![
            lie(0, About::Token, with(token(), "token", ""), unreadable()),
            lie(0, About::Token, without(token(), "token"), unreadable()),
            lie(1, About::Whole, without(whole(), "fields"), unreadable()),
            lie(1, About::Whole, without(whole(), "data"), unreadable()),
            lie(1, About::Whole, without(whole(), "rows_count"), unreadable()),
            lie(1, About::Whole, with(whole(), "data", json!({})), unreadable()),
            lie(1, About::Whole, with(whole(), "data", json!([[1, 2]])), unreadable()),
            // A row that can't be asked for is none.
            lie(1, About::Id, nameless(json!("a/b")), Due::Done(swept(vec![], true))),
            lie(1, About::Id, nameless(json!("")), Due::Done(swept(vec![], true))),
        ],
        words: vec![Words {
            script: 0,
            step: 1,
            at: "/data/0/2",
            known: ORDER_STATUSES,
            due: Box::new(|word| Due::Done(swept(vec![payment(hint(word))], true))),
            tells_of_money: true,
        }],
    }
}

fn with_id(row: &Value, id: Value) -> Value {
    let mut row = row.clone();
    row[0] = id;
    row
}

/// The portal's refusals have no envelope, and names of their own. Anywhere else they are nobody's words.
pub(super) fn documented() -> Vec<DocumentedError> {
    let token = json!({ "error_code": 403, "error_message": WORDS, "request_id": "5KFmEWkmvNXZl" });
    let page = json!({ "error": WORDS, "err_code": "403" });
    let refused = |name, answer: Answer| DocumentedError {
        name,
        answer,
        due: Due::Nonsense,
        elsewhere: vec![(Op::Sweep, Due::Rejected(domain::outcome::RejectionClass::Permission))],
        ends_session: false,
        code: "403",
        words: WORDS,
    };
    vec![
        refused("the portal's no", ok(&token)),
        refused("the portal's no, with a status", answer(403, &token)),
        refused("the report's no", ok(&page)),
        refused("the report's no, with a status", answer(403, &page)),
    ]
}
