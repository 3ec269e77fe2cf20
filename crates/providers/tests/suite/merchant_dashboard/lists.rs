//! The sweep: the list of links tells how often each was paid ('Staff routes').

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Timestamp, error::Doubt, ids::ProviderPaymentId, payment::PaymentStatus};
use providers::{Swept, SweptPayment};
use serde_json::{Value, json};

use super::{
    records::{LINK, bare, link, more, more_at, other_link, page, used},
    turns::{LINKS, turns},
};
use crate::{
    answers::{moment, ok, with, without},
    asks::{REFERENCE, now},
    due::Due,
    script::{About, Lie, Play, Script},
    told::Told,
};

const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);

fn id(text: &str) -> ProviderPaymentId {
    ProviderPaymentId::try_from(text.to_owned()).unwrap()
}

/// What asks for the next page, in the characters of an id.
pub(super) fn cursor(query: &str) -> String {
    URL_SAFE_NO_PAD.encode(query)
}

fn row(uuid: &str, reference: &str, times: u32, at: Timestamp) -> SweptPayment {
    SweptPayment {
        provider_id: id(uuid),
        times_paid: Some(times),
        reference: reference.to_owned(),
        status: if times == 0 { PaymentStatus::Pending } else { PaymentStatus::Paid },
        at: Some(at),
    }
}

fn swept(payments: Vec<SweptPayment>, next: Option<&str>, last: bool) -> Told {
    Told::Swept(Swept { payments, last, cursor: next.map(|query| id(&cursor(query))) })
}

pub(super) fn sweep() -> Play {
    let ours = |times| vec![row(LINK, REFERENCE, times, now())];
    let script = |name, body: Value, told| Script::new(name, turns([LINKS], vec![ok(&body)]), told);
    // From before anybody asked about.
    let long_ago = moment("2026-11-20T13:00:00Z").minus(Duration::from_hours(2));
    let old = with(other_link(5, long_ago), "metadata", json!({ "reference": "x" }));
    let old_row = row("00000000-0000-4000-8000-000000000005", "x", 3, long_ago);
    let both = ours(1).into_iter().chain([old_row]).collect();
    let often = with(with(used(), "paid_count", 7), "max_uses", 10);
    let lie = |about, body, due| Lie { about, script: 0, step: 0, body, due };
    let nothing = || Due::Done(swept(vec![], None, true));
    let of_nobody =
        [with(used(), "uuid", "a/b"), without(used(), "uuid"), with(used(), "uuid", ""), json!(1)];
    Play {
        scripts: vec![
            script("one list", bare(&[other_link(1, now()), used()]), swept(ours(1), None, true)),
            script("one page", page(&[used()]), swept(ours(1), None, true)),
            script("paid seven times", page(&[often]), swept(ours(7), None, true)),
            script("nobody paid", bare(&[link()]), swept(ours(0), None, true)),
            script(
                "nobody paid, and nobody knows whose it is",
                bare(&[without(link(), "metadata")]),
                swept(vec![], None, true),
            ),
            script(
                "only uses are counted",
                bare(&[without(used(), "paid_count")]),
                swept(ours(1), None, true),
            ),
            script(
                "the first of two pages",
                more(&[used()], 2),
                swept(ours(1), Some("page=2"), false),
            ),
            script(
                "past what was asked for",
                more(&[used(), old.clone()], 2),
                swept(both, Some("page=2"), true),
            ),
        ],
        lies: vec![
            lie(About::Whole, without(page(&[]), "results"), UNREADABLE),
            lie(About::Whole, with(page(&[]), "results", json!({})), UNREADABLE),
            lie(About::Whole, with(page(&[]), "results", Value::Null), UNREADABLE),
            lie(About::Whole, without(page(&[used()]), "next"), UNREADABLE),
            // The token goes nowhere else.
            lie(About::Whole, more_at(&[used()], "https://evil.example/?page=2"), UNREADABLE),
            lie(About::Id, bare(&of_nobody), nothing()),
            lie(About::Reference, bare(&[with(used(), "metadata", json!({}))]), nothing()),
            lie(
                About::Amount,
                bare(&[with(used(), "paid_count", 0)]),
                Due::Done(swept(ours(0), None, true)),
            ),
        ],
        words: Vec::new(),
    }
}
