//! Trying the keys: the state of an order that was never made (3.7.1).

use std::time::Duration;

use domain::error::Doubt;
use providers::{Right, SessionReport};
use serde_json::json;

use super::{
    errors::{failure, unknown_order},
    records::MERCHANT,
    turns::{STATUS, turns},
};
use crate::{
    answers::without,
    due::Due,
    script::{About, Lie, Play, Script},
    told::Told,
};

/// There is one merchant, and nothing below it.
pub(super) fn told() -> Told {
    let merchant = || MERCHANT.to_string();
    Told::SignedIn {
        report: SessionReport {
            merchant_name: String::new(),
            link_account: Some(merchant()),
            payment_account: Some(merchant()),
            link_accounts: vec![merchant()],
            payment_accounts: vec![merchant()],
            pay_hosts: Vec::new(),
            rights: vec![
                Right::MakeLinks,
                Right::SeeLinks,
                Right::SeePayments,
                Right::Refund,
                Right::Capture,
                Right::Release,
                Right::ListPayments,
            ],
            missing_right: None,
        },
        lifetime: Duration::from_hours(24),
    }
}

pub(super) fn play() -> Play {
    let script = |name, answer| Script::new(name, turns([STATUS], vec![answer]), told());
    let failed = json!({
        "response_status": "failure",
        "error_code": "1018",
        "error_message": "Order not found",
        "request_id": "5KFmEWkmvNXZl",
    });
    let lie = |body, due| Lie { about: About::Token, script: 0, step: 0, body, due };
    // An answer that says neither that the key is good nor that it is not.
    let success = json!({ "response_status": "success" });
    Play {
        scripts: vec![
            script("there is no such order", unknown_order()),
            script("there is no such order, with a number for its code", failure(&json!(1018))),
        ],
        lies: vec![
            lie(success, Due::Unclear(Doubt::Unreadable)),
            lie(without(failed, "error_code"), Due::NotDone),
        ],
        words: Vec::new(),
    }
}
