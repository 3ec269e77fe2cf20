//! Trying the token: the first page of the links, which also shows where the pay pages lie.

use std::time::Duration;

use domain::error::Doubt;
use providers::{Right, SessionReport};
use serde_json::{Value, json};

use super::{
    places,
    records::{bare, link, more, other_link, page},
    turns::{LINKS, turns},
};
use crate::{
    answers::{ok, with, without},
    asks::now,
    due::Due,
    script::{About, Lie, Play, Script},
    told::Told,
};

/// There is one organization without a name, known by the token; and a token tells nothing of its rights. Nobody refunds
/// here ('What it does not have').
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
            ],
            missing_right: None,
        },
        lifetime: Duration::from_hours(24),
    }
}

pub(super) fn play() -> Play {
    let script = |name, body: Value, hosts: &[&str]| {
        Script::new(name, turns([LINKS], vec![ok(&body)]), told(hosts))
    };
    let lie = |body| Lie {
        about: About::Token,
        script: 0,
        step: 0,
        body,
        due: Due::Unclear(Doubt::Unreadable),
    };
    let home = "pay.sandbox.shop.example";
    let row = |number, url: &str| with(other_link(number, now()), "public_url", url);
    let rows = [
        link(),
        row(2, "https://pay.other.example:8443/l/2"),
        row(3, &format!("https://{home}/l/3")),
        // None of these can be a pay page's.
        row(4, ""),
        row(5, "http://plain.example/l/5"),
        row(6, "https://203.0.113.7/l/6"),
        row(7, "javascript:alert(1)"),
        without(row(8, ""), "public_url"),
        // A row that can't be read hides no other.
        json!(9),
    ];
    Play {
        scripts: vec![
            script("signed in", bare(&[link()]), &[home]),
            script("a page of links", page(&[link()]), &[home]),
            // Then the owner's own words say where.
            script("nobody was ever asked to pay", bare(&[]), &[home]),
            script("several hosts", more(&rows, 2), &[home, "pay.other.example:8443"]),
        ],
        // Answers that say neither that the token is good nor that it is not.
        lies: vec![
            lie(without(page(&[]), "results")),
            lie(with(page(&[]), "results", json!({}))),
            lie(with(page(&[]), "results", Value::Null)),
            lie(json!({ "detail": "welcome" })),
        ],
        words: Vec::new(),
    }
}
