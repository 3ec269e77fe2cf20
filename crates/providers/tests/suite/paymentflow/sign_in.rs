//! Trying the key: a page of payments, which also shows where the pay pages lie.

use std::time::Duration;

use domain::error::Doubt;
use providers::{Right, SessionReport};
use serde_json::{Value, json};

use super::{
    places,
    records::{URL, more, other_payment, page, pending},
    turns::{PAYMENTS, turns},
};
use crate::{
    answers::{ok, with, without},
    asks::now,
    due::Due,
    script::{About, Lie, Play, Script},
    told::Told,
};

/// There is one merchant without a name, known by the key; and a key tells nothing of its rights.
fn told(pay_hosts: &[&str]) -> Told {
    let key = || Some(places::sandbox().key_id);
    Told::SignedIn {
        report: SessionReport {
            merchant_name: String::new(),
            link_account: key(),
            payment_account: key(),
            link_accounts: key().into_iter().collect(),
            payment_accounts: key().into_iter().collect(),
            pay_hosts: pay_hosts
                .iter()
                .map(|host| (*host).to_owned().try_into().unwrap())
                .collect(),
            rights: vec![
                Right::MakeLinks,
                Right::SeeLinks,
                Right::ListLinks,
                Right::AlterLinks,
                Right::SeePayments,
                Right::ListPayments,
                Right::Refund,
            ],
            missing_right: None,
        },
        lifetime: Duration::from_hours(24),
    }
}

pub(super) fn play() -> Play {
    let script = |name, body: Value, hosts: &[&str]| {
        Script::new(name, turns([PAYMENTS], vec![ok(&body)]), told(hosts))
    };
    let lie = |body| Lie {
        about: About::Token,
        script: 0,
        step: 0,
        body,
        due: Due::Unclear(Doubt::Unreadable),
    };
    let home = "checkout.sandbox.paymentflow.com";
    let row = |id: &str, url: &str| with(other_payment(id, now()), "checkout_url", url);
    let rows = [
        row("pay_1", URL),
        row("pay_2", "https://pay.shop.example:8443/c/2"),
        row("pay_3", &format!("https://{home}/c/3")),
        // None of these can be a pay page's.
        row("pay_4", ""),
        row("pay_5", "http://plain.example/c/5"),
        row("pay_6", "https://203.0.113.7/c/6"),
        row("pay_7", "javascript:alert(1)"),
        without(row("pay_8", ""), "checkout_url"),
    ];
    Play {
        scripts: vec![
            script("signed in", page(&[pending()]), &[home]),
            script("nobody was ever asked to pay", page(&[]), &[]),
            script("several hosts", more(&rows), &[home, "pay.shop.example:8443"]),
        ],
        // Answers that say neither that the key is good nor that it is not.
        lies: vec![
            lie(without(page(&[]), "data")),
            lie(with(page(&[]), "data", json!({}))),
            lie(with(page(&[]), "data", Value::Null)),
        ],
        words: Vec::new(),
    }
}
