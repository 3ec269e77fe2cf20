//! Links: made, and found again (Payments, Idempotency).

use std::{slice::from_ref, time::Duration};

use domain::{TillError, error::Doubt, ids::ProviderLinkId, link::MadeLink, pay_url::PayUrl};
use providers::{CreatedLink, Response};
use serde_json::{Value, json};

use super::{
    records::{PAYMENT, URL, more, not_ours, other_payment, page, pending},
    states::STATUSES,
    turns::{PAYMENTS, get_payment, turns},
};
use crate::{
    answers::{ok, with, without},
    asks::now,
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);

fn link_id() -> ProviderLinkId {
    ProviderLinkId::try_from(PAYMENT.to_owned()).unwrap()
}

/// It has no end.
fn usable() -> CreatedLink {
    CreatedLink::Usable(MadeLink {
        provider_id: link_id(),
        url: PayUrl::stored(URL.to_owned()),
        expires_at: None,
        total: None,
    })
}

fn unusable(error: TillError) -> CreatedLink {
    CreatedLink::Unusable { provider_id: Some(link_id()), error }
}

/// Payments that are not the one asked for, or can't be shown, and why each may not be shown.
fn unlike() -> Vec<(About, Value, TillError)> {
    let different = || TillError::InvalidResponse { doubt: Doubt::Different };
    let other = |about, path, value: Value| (about, with(pending(), path, value), different());
    let elsewhere = |url: &str, host: &str| {
        let error = TillError::ForeignHost { host: host.to_owned() };
        (About::Address, with(pending(), "checkout_url", url), error)
    };
    let unreadable = || TillError::InvalidResponse { doubt: Doubt::Unreadable };
    let malformed =
        |url: &str| (About::Address, with(pending(), "checkout_url", url), unreadable());
    vec![
        other(About::Amount, "amount", json!(2000)),
        other(About::Amount, "amount", json!(199_900)),
        other(About::Amount, "amount", json!(0)),
        other(About::Currency, "currency", json!("GBP")),
        other(About::Reference, "metadata/reference", json!("Table 7 #2-9876543210")),
        other(About::Reference, "metadata/reference", json!("table 7 #2-0123456789")),
        other(About::Reference, "metadata/reference", json!("")),
        elsewhere("https://evil.example/c/1", "evil.example"),
        elsewhere(
            "https://checkout.sandbox.paymentflow.com.evil.example/c/1",
            "checkout.sandbox.paymentflow.com.evil.example",
        ),
        // Real money's, and one that was never confirmed.
        elsewhere("https://checkout.paymentflow.com/c/1", "checkout.paymentflow.com"),
        elsewhere("https://sandbox.paymentflow.com/c/1", "sandbox.paymentflow.com"),
        elsewhere("http://127.0.0.1:7703/c/1", "127.0.0.1"),
        malformed("http://checkout.sandbox.paymentflow.com/c/1"),
        malformed("https://staff@checkout.sandbox.paymentflow.com/c/1"),
        malformed("javascript:alert(1)"),
        malformed(""),
        (About::Address, without(pending(), "checkout_url"), unreadable()),
    ]
}

/// Payments of which it can't be told which they are.
fn nameless() -> [Value; 3] {
    [
        without(pending(), "id"),
        with(pending(), "id", "../customers"),
        with(pending(), "id", Value::Null),
    ]
}

pub(super) fn create() -> Play {
    let made = || Told::Link(usable());
    let script = |name, answer| {
        Script::new(name, turns(["POST /payments"], vec![answer]), made()).writing(0)
    };
    let lie = |about, body, due| Lie { about, script: 0, step: 0, body, due };
    let unlike = unlike()
        .into_iter()
        .map(|(about, body, error)| lie(about, body, Due::Done(Told::Link(unusable(error)))));
    let nameless = nameless().map(|body| lie(About::Id, body, UNREADABLE));
    // A sum that is none, and a currency that is none.
    let unread = [
        (About::Amount, "amount", json!("19.99")),
        (About::Amount, "amount", json!(19.99)),
        (About::Amount, "amount", json!(-1999)),
        (About::Amount, "amount", Value::Null),
        (About::Currency, "currency", json!("XXQ")),
        (About::Currency, "currency", json!("")),
    ]
    .map(|(about, path, value)| lie(about, with(pending(), path, value), Due::NothingToShow));
    Play {
        scripts: vec![
            script("made", ok(&pending())),
            script(
                "made, with HTTP 201",
                ok(&pending()).map(|answer| Response { status: 201, ..answer }),
            ),
            script("made, and its metadata is not told", ok(&without(pending(), "metadata"))),
            script("made, and its metadata is null", ok(&with(pending(), "metadata", Value::Null))),
            // The same key gives the first object again, whatever became of it since.
            script("made before, and being paid", ok(&with(pending(), "status", "processing"))),
        ],
        lies: unlike.chain(nameless).chain(unread).collect(),
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/status",
            known: STATUSES,
            // A hint: the link that was made is watched like any other.
            due: Box::new(move |_| Due::Done(Told::Link(usable()))),
            tells_of_money: false,
        }],
    }
}

pub(super) fn find() -> Play {
    let found = || Told::Found(Some(usable()));
    let absent = || Told::Found(None);
    let listed = |name, pages: Vec<Value>| {
        let answers = pages.iter().map(ok).collect();
        Script::new(name, turns([PAYMENTS, PAYMENTS, PAYMENTS], answers), absent())
    };
    // Its own record is read before it is shown.
    let read = |name, pages: Vec<Value>| {
        let mut asked: Vec<_> = pages.iter().map(|page| (PAYMENTS.to_owned(), ok(page))).collect();
        asked.push((get_payment(), ok(&pending())));
        Script::new(name, asked, found())
    };
    let lie = |step, about, body, due| Lie { about, script: 0, step, body, due };
    let newer = || other_payment("pay_newer", now().plus(Duration::from_secs(30)));
    let newest = || other_payment("pay_newest", now().plus(Duration::from_secs(50)));
    // Before the first attempt by more than any answer lags behind.
    let older = || other_payment("pay_older", now().minus(Duration::from_mins(10)));
    let unlike = unlike().into_iter().map(|(about, body, error)| {
        lie(1, about, body, Due::Done(Told::Found(Some(unusable(error)))))
    });
    let nameless = nameless().into_iter().flat_map(|body| {
        [
            lie(0, About::Id, page(from_ref(&body)), UNREADABLE),
            lie(1, About::Id, body, Due::NotDone),
        ]
    });
    let another = || with(pending(), "metadata", not_ours());
    let lists = [
        // Another till's, in all that staff wrote.
        lie(0, About::Reference, page(&[another()]), Due::Done(absent())),
        lie(1, About::Id, with(pending(), "id", "pay_other"), Due::NotDone),
        // What a list hides is no ground to say that nothing is there.
        lie(0, About::Whole, without(page(&[]), "data"), UNREADABLE),
        lie(0, About::Whole, with(page(&[]), "data", json!({})), UNREADABLE),
        lie(0, About::Whole, with(page(&[]), "data", Value::Null), UNREADABLE),
        lie(0, About::Whole, with(page(&[]), "data", json!([1, 2])), UNREADABLE),
        lie(0, About::Whole, without(page(&[]), "has_more"), UNREADABLE),
        lie(0, About::Whole, with(page(&[]), "has_more", "perhaps"), UNREADABLE),
        // There is more, and nothing by which to ask for it.
        lie(0, About::Whole, more(&[]), UNREADABLE),
        // A payment that does not tell whose it is may be the one.
        lie(1, About::Reference, without(pending(), "metadata"), UNREADABLE),
    ];
    // The second page is the first one again: nobody knows what follows.
    let stuck =
        Lie { about: About::Whole, script: 1, step: 1, body: more(&[newest()]), due: UNREADABLE };
    Play {
        scripts: vec![
            read("found", vec![page(&[newer(), pending(), older()])]),
            read("on the second page", vec![more(&[newest()]), page(&[newer(), pending()])]),
            read(
                "listed without a word whose it is",
                vec![page(&[without(pending(), "metadata")])],
            ),
            read("listed twice", vec![page(&[pending(), pending()])]),
            read("the last before what is older", vec![more(&[pending(), older()])]),
            listed("absent", vec![page(&[])]),
            listed("absent among others", vec![page(&[newer(), older()])]),
            listed("absent, and what follows is older", vec![more(&[newer(), older()])]),
            listed(
                "absent on all pages",
                vec![more(&[newest()]), more(&[newer()]), more(&[older()])],
            ),
            // A list that is in no order is read to its end.
            listed(
                "absent in a list without order",
                vec![more(&[older(), newer()]), page(&[older()])],
            ),
        ],
        lies: unlike.chain(nameless).chain(lists).chain([stuck]).collect(),
        words: vec![Words {
            script: 0,
            step: 1,
            at: "/status",
            known: STATUSES,
            // A hint: what was found is watched like any other.
            due: Box::new(|_| Due::Done(Told::Found(Some(usable())))),
            tells_of_money: false,
        }],
    }
}
