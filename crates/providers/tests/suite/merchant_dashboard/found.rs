//! Links found again by our own id of them ('What it does not have': there is no key).

use std::{slice::from_ref, time::Duration};

use domain::{Timestamp, error::Doubt, outcome::RejectionClass};
use serde_json::{Value, json};

use super::{
    errors::noes,
    links::{nameless, no_previews, plain, strange_previews, unlike, unread, unusable, usable},
    records::{bare, link, more, more_at, not_ours, other_link, page, preview},
    turns::{LINKS, get_link, get_preview, turns},
};
use crate::{
    answers::{ok, with, without},
    asks::now,
    due::Due,
    script::{About, Lie, Play, Script},
    told::Told,
};

const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);

fn found() -> Told {
    Told::Found(Some(usable()))
}

fn absent() -> Told {
    Told::Found(None)
}

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_millis(now().millis() + minutes * 60_000).unwrap()
}

fn newest() -> Value {
    other_link(1, at(2))
}

fn newer() -> Value {
    other_link(2, at(1))
}

/// Before the first attempt by more than any answer lags behind.
fn older() -> Value {
    other_link(3, now().minus(Duration::from_mins(10)))
}

/// A row that can't be read, and says all the same whose it is.
fn broken(row: Value) -> Value {
    with(row, "uuid", "no uuid")
}

fn scripts() -> Vec<Script> {
    let listed = |name, pages: Vec<Value>| {
        let answers = pages.iter().map(ok).collect();
        Script::new(name, turns([LINKS, LINKS, LINKS], answers), absent())
    };
    // Its own record is read before it is shown.
    let read = |name, pages: Vec<Value>| {
        let mut asked: Vec<_> = pages.iter().map(|page| (LINKS.to_owned(), ok(page))).collect();
        asked.push((get_link(), ok(&link())));
        Script::new(name, asked, found())
    };
    let shown = |name, made: Timestamp, noes: Vec<Due>| {
        let made = |link| with(link, "created_at", made.rfc3339());
        let answers = vec![ok(&bare(&[made(link())])), ok(&made(plain())), ok(&preview())];
        let turns = turns([LINKS.to_owned(), get_link(), get_preview()], answers);
        // Customers are told that there is none for them.
        let hidden = || Told::Found(Some(unusable(Doubt::Different)));
        let script = Script::new(name, turns, found()).knowing(2);
        noes.into_iter().fold(script, |script, no| script.surviving(2, no, hidden()))
    };
    // That they do not find what is new may pass.
    let absence = Due::Rejected(RejectionClass::NotFound);
    let but_absence = noes().into_iter().filter(|no| *no != absence).collect();
    vec![
        read("found", vec![bare(&[newer(), link(), older()])]),
        read("in a page", vec![page(&[newer(), link(), older()])]),
        read("on the second page", vec![more(&[newest()], 2), page(&[newer(), link()])]),
        read("listed without a word whose it is", vec![bare(&[without(link(), "metadata")])]),
        read("listed twice", vec![bare(&[link(), link()])]),
        read("the last before what is older", vec![more(&[link(), older()], 2)]),
        shown("without an address", now(), but_absence),
        shown("without an address, two minutes later", at(-2), noes()),
        listed("absent", vec![bare(&[])]),
        listed("absent from a page", vec![page(&[])]),
        listed("absent among others", vec![bare(&[newer(), older()])]),
        listed("absent, and what follows is older", vec![more(&[newer(), older()], 2)]),
        listed(
            "absent on all pages",
            vec![more(&[newest()], 2), more(&[newer()], 3), page(&[older()])],
        ),
        // A list that is in no order is read to its end.
        listed(
            "absent in a list without order",
            vec![more(&[older(), newer()], 2), page(&[other_link(4, at(-10))])],
        ),
        listed(
            "absent beside what can't be read and is not ours",
            vec![bare(&[broken(newer()), broken(with(link(), "metadata", not_ours()))])],
        ),
    ]
}

pub(super) fn find() -> Play {
    let scripts = scripts();
    let shown = scripts.iter().position(|script| script.name == "without an address").unwrap();
    let lie = |script, step, about, body, due| Lie { about, script, step, body, due };
    let mut lies = vec![
        // Another till's, in all that staff wrote.
        lie(
            0,
            0,
            About::Reference,
            bare(&[with(link(), "metadata", not_ours())]),
            Due::Done(absent()),
        ),
        // What the list has just shown to be ours is not called absent.
        lie(0, 1, About::Reference, with(link(), "metadata", not_ours()), Due::NotDone),
        lie(
            0,
            1,
            About::Id,
            with(link(), "uuid", "00000000-0000-4000-8000-000000000002"),
            Due::NotDone,
        ),
        // What a list hides is no ground to say that nothing is there.
        lie(0, 0, About::Whole, without(page(&[]), "results"), UNREADABLE),
        lie(0, 0, About::Whole, with(page(&[]), "results", json!({})), UNREADABLE),
        lie(0, 0, About::Whole, with(page(&[]), "results", Value::Null), UNREADABLE),
        lie(0, 0, About::Whole, bare(&[json!(1), json!(2)]), UNREADABLE),
        lie(0, 0, About::Whole, without(page(&[]), "next"), UNREADABLE),
        lie(0, 0, About::Whole, with(page(&[]), "next", 2), UNREADABLE),
        lie(0, 0, About::Whole, with(page(&[newer()]), "count", 71), UNREADABLE),
        lie(0, 0, About::Id, bare(&[broken(without(link(), "metadata"))]), UNREADABLE),
        // A link that does not tell whose it is may be the one.
        lie(3, 1, About::Reference, without(without(link(), "metadata"), "name"), UNREADABLE),
        // The second page is the first one again: nobody knows what follows.
        lie(2, 1, About::Whole, more(&[newest()], 2), UNREADABLE),
    ];
    // The token goes nowhere else, and to no other route.
    for next in [
        "https://evil.example/api/payment-links/?page=2",
        "https://dash.sandbox.shop.example.evil.example/api/payment-links/?page=2",
        "http://dash.sandbox.shop.example/api/payment-links/?page=2",
        "https://dash.sandbox.shop.example:8443/api/payment-links/?page=2",
        "https://dash.sandbox.shop.example/api/other/?page=2",
        "//evil.example/api/payment-links/?page=2",
        "https://staff@dash.sandbox.shop.example/api/payment-links/?page=2",
    ] {
        lies.push(lie(0, 0, About::Whole, more_at(&[newer()], next), UNREADABLE));
    }
    lies.extend(
        unlike()
            .into_iter()
            .map(|(about, body, told)| lie(0, 1, about, body, Due::Done(Told::Found(Some(told))))),
    );
    for (about, body) in unread() {
        lies.push(lie(0, 1, about, body, Due::NothingToShow));
    }
    for body in nameless() {
        lies.push(lie(0, 0, About::Id, bare(from_ref(&body)), UNREADABLE));
        lies.push(lie(0, 1, About::Id, body, Due::NotDone));
    }
    lies.extend(strange_previews().into_iter().map(|(about, body, doubt)| {
        lie(shown, 2, about, body, Due::Done(Told::Found(Some(unusable(doubt)))))
    }));
    lies.extend(no_previews().map(|body| lie(shown, 2, About::Id, body, Due::There)));
    Play { scripts, lies, words: Vec::new() }
}
