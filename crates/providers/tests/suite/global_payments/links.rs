//! Links: made, and found again (3.1, 3.2, 3.5).

use domain::{TillError, error::Doubt, ids::ProviderLinkId, link::MadeLink, pay_url::PayUrl};
use providers::CreatedLink;
use serde_json::{Value, json};

use super::{
    records::{LINK, URL, link, list, page, page_body, seen_before},
    turns::{LINKS, get_link, turns},
};
use crate::{
    answers::{moment, ok, with, without},
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

fn link_id() -> ProviderLinkId {
    ProviderLinkId::try_from(LINK.to_owned()).unwrap()
}

fn usable() -> CreatedLink {
    CreatedLink::Usable(MadeLink {
        provider_id: link_id(),
        url: PayUrl::stored(URL.to_owned()),
        expires_at: Some(moment("2026-11-20T14:18:00Z")),
        total: None,
    })
}

fn unusable(error: TillError) -> CreatedLink {
    CreatedLink::Unusable { provider_id: Some(link_id()), error }
}

/// Links that are not the one asked for, and why each may not be shown.
fn unlike() -> Vec<(About, Value, TillError)> {
    let different = || TillError::InvalidResponse { doubt: Doubt::Different };
    let other = |about, path, value: Value| (about, with(link(), path, value), different());
    let elsewhere = |url: &str, host: &str| {
        let error = TillError::ForeignHost { host: host.to_owned() };
        (About::Address, with(link(), "url", url), error)
    };
    let malformed = |url: &str| {
        let error = TillError::InvalidResponse { doubt: Doubt::Unreadable };
        (About::Address, with(link(), "url", url), error)
    };
    vec![
        other(About::Amount, "transactions/amount", json!("2000")),
        other(About::Amount, "transactions/amount", json!("199900")),
        other(About::Amount, "transactions/amount", json!("19.99")),
        other(About::Amount, "transactions/amount", json!(19.99)),
        other(About::Amount, "transactions/amount", json!("-1999")),
        other(About::Amount, "transactions/amount", json!("")),
        other(About::Currency, "transactions/currency", json!("GBP")),
        other(About::Currency, "transactions/currency", json!("gbp")),
        other(About::Currency, "transactions/currency", json!("")),
        other(About::Reference, "reference", json!("Table 7 #2-9876543210")),
        other(About::Reference, "reference", json!("table 7 #2-0123456789")),
        other(About::Reference, "reference", json!("")),
        other(About::Terms, "account_name", json!("another")),
        other(About::Terms, "account_id", json!("TRA_9")),
        other(About::Terms, "usage_mode", json!("MULTIPLE")),
        other(About::Terms, "usage_mode", json!("OFTEN")),
        other(About::Terms, "shippable", json!("YES")),
        other(About::Terms, "shippable", json!("MAYBE")),
        elsewhere("https://evil.example/x", "evil.example"),
        elsewhere(
            "https://apis.sandbox.globalpay.com.evil.example/x",
            "apis.sandbox.globalpay.com.evil.example",
        ),
        // Real money's.
        elsewhere("https://apis.globalpay.com/ucp/hpp/redirect/1", "apis.globalpay.com"),
        elsewhere("http://127.0.0.1:7701/x", "127.0.0.1"),
        malformed("http://apis.sandbox.globalpay.com/x"),
        malformed("javascript:alert(1)"),
        malformed("https://staff@apis.sandbox.globalpay.com/x"),
    ]
}

/// Links of which it can't be told which they are, or where.
fn nameless() -> Vec<(About, Value)> {
    vec![
        (About::Id, without(link(), "id")),
        (About::Id, with(link(), "id", "../accesstoken")),
        (About::Address, without(link(), "url")),
        (About::Address, with(link(), "url", "")),
    ]
}

pub(super) fn create() -> Play {
    let made = || Told::Link(usable());
    let script = |name, answers, told| {
        let asked = ["POST /links".to_owned(), get_link()];
        Script::new(name, turns(asked, answers), told).writing(0)
    };
    let lie = |script, step, (about, body), due| Lie { about, script, step, body, due };
    let unlike = unlike().into_iter().flat_map(|(about, body, error)| {
        let due = || Due::Done(Told::Link(unusable(error.clone())));
        [lie(0, 0, (about, body.clone()), due()), lie(1, 1, (about, body.clone()), due())]
    });
    let nameless = nameless().into_iter().flat_map(|(about, body)| {
        [
            lie(0, 0, (about, body.clone()), Due::Unclear(Doubt::Unreadable)),
            // The link exists: nothing may free the intent for a second one.
            lie(1, 1, (about, body.clone()), Due::Unclear(Doubt::SeenBefore)),
        ]
    });
    Play {
        scripts: vec![
            script("made", vec![ok(&link())], made()),
            script("made before", vec![seen_before(LINK), ok(&link())], made()),
        ],
        lies: unlike.chain(nameless).collect(),
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/status",
            known: &["ACTIVE", "INACTIVE", "CLOSED", "EXPIRED", "PAID"],
            // A hint: the link that was made is watched like any other.
            due: Box::new(move |_| Due::Done(Told::Link(usable()))),
            tells_of_money: false,
        }],
    }
}

pub(super) fn find() -> Play {
    let script = |name, answers, told| {
        Script::new(name, turns([LINKS.to_owned(), get_link()], answers), told)
    };
    let rows = || list("links", &[link()]);
    let other = || with(with(link(), "reference", "another"), "id", "LNK_other");
    let found = || Told::Found(Some(usable()));
    let lie = |step, about, body, due| Lie { about, script: 0, step, body, due };
    let unreadable = || Due::Unclear(Doubt::Unreadable);
    let second = with(link(), "id", "LNK_second");
    let unlike = unlike().into_iter().map(|(about, body, error)| {
        lie(1, about, body, Due::Done(Told::Found(Some(unusable(error)))))
    });
    let nameless = nameless().into_iter().map(|(about, body)| lie(1, about, body, unreadable()));
    let listed = [
        // The filter may match more than it should (3.5).
        lie(0, About::Reference, page_body("links", &[other()], 1), Due::Done(Told::Found(None))),
        // Of two with our reference none may be chosen.
        lie(
            0,
            About::Reference,
            page_body("links", &[link(), second], 2),
            Due::Unclear(Doubt::Different),
        ),
        lie(0, About::Id, page_body("links", &[with(link(), "id", "a/b")], 1), unreadable()),
        // A list that says that it has more than it shows is no ground to say that nothing is there.
        lie(0, About::Whole, page_body("links", &[], 1), unreadable()),
        lie(0, About::Whole, without(page_body("links", &[], 0), "links"), unreadable()),
        lie(0, About::Whole, with(page_body("links", &[], 0), "links", json!({})), unreadable()),
        lie(0, About::Whole, with(page_body("links", &[], 0), "links", Value::Null), unreadable()),
    ];
    Play {
        scripts: vec![
            script("found", vec![rows(), ok(&link())], found()),
            script("absent", vec![list("links", &[])], Told::Found(None)),
            Script::new(
                "on the second page",
                turns(
                    [LINKS.to_owned(), LINKS.to_owned(), get_link()],
                    vec![page("links", &[other()], 2), page("links", &[link()], 2), ok(&link())],
                ),
                found(),
            ),
            script(
                "listed twice, as it moved to another page",
                vec![list("links", &[link(), link()]), ok(&link())],
                found(),
            ),
        ],
        lies: unlike.chain(nameless).chain(listed).collect(),
        words: Vec::new(),
    }
}
