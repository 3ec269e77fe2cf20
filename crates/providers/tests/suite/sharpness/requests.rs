//! Flaws of what is sent.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use domain::{Amount, link::NewLink, money::LARGEST_AMOUNT};
use providers::{Class, Request, TimeLimit};
use secrecy::ExposeSecret;
use uuid::Uuid;

use super::Case;
use crate::{
    asks::{APP_KEY, TOKEN, key, key_number},
    captures, hosts, keys, money, requests, secrets,
    subject::Subject,
    wrapped::Flaw,
};

pub(super) fn of_requests() -> Vec<Case> {
    let sent = |bend| Flaw { request: Some(bend), ..Flaw::default() };
    let signed = |bend| Flaw { signed: Some(bend), ..Flaw::default() };
    vec![
        (
            "sends the key with reads too",
            keys::the_key_stands_on_the_write_alone,
            sent(|request| match request.class {
                Class::Reads => request.with_header("x-key", key().to_string()),
                Class::Writes => request,
            }),
        ),
        (
            "sends something new with each intent",
            keys::nothing_but_the_key_tells_two_intents_apart,
            sent(|request| request.with_header("x-attempt", next().to_string())),
        ),
        (
            "sends what it sends to another host",
            hosts::each_request_goes_to_the_accounts_own_host,
            sent(|mut request| {
                request.url = request.url.replace("://", "://elsewhere.");
                request
            }),
        ),
        (
            "shows the token in the address",
            secrets::a_secret_leaves_only_where_it_belongs,
            signed(|mut request| {
                request.url += TOKEN;
                request
            }),
        ),
        (
            "sends the app's key itself",
            secrets::a_secret_leaves_only_where_it_belongs,
            signed(|request| request.with_header("x-app-key", APP_KEY)),
        ),
        (
            "gives a write too little time",
            requests::each_request_has_its_time_limit_and_says_what_its_body_is,
            sent(|mut request| {
                request.limit = TimeLimit::Read;
                request
            }),
        ),
        (
            "takes a write for a read",
            requests::each_read_is_marked_as_a_read_and_each_write_as_a_write,
            sent(|mut request| {
                request.class = Class::Reads;
                request
            }),
        ),
        (
            "does not say what a body is",
            requests::each_request_has_its_time_limit_and_says_what_its_body_is,
            sent(|mut request| {
                request.headers.retain(|header| header.name != "content-type");
                request
            }),
        ),
    ]
}

/// Only a provider that knows a repeated write by its key can get the key wrong.
pub(super) fn of_keys(subject: &dyn Subject) -> Vec<Case> {
    if subject.keyed().is_empty() {
        return Vec::new();
    }
    let sent = |bend| Flaw { request: Some(bend), ..Flaw::default() };
    vec![
        ("sends no key", keys::the_key_stands_on_the_write_alone, sent(without_the_key)),
        (
            "takes a new key for each attempt",
            keys::each_attempt_is_the_same_to_the_byte,
            Flaw { key: Some(|_| key_number(next().into())), ..Flaw::default() },
        ),
    ]
}

pub(super) fn of_facts() -> Vec<Case> {
    let sent = |bend| Flaw { request: Some(bend), ..Flaw::default() };
    vec![
        (
            "asks in another place than official clients",
            captures::each_recorded_request_carries_the_same_facts,
            sent(|mut request| {
                let end = request.url.find('?').unwrap_or(request.url.len());
                request.url.insert_str(end, "/v2");
                request
            }),
        ),
        (
            "leaves a header out",
            captures::each_recorded_request_carries_the_same_facts,
            sent(|mut request| {
                // What form an answer may come in says nothing of its facts.
                let named = |name: &str| !name.eq_ignore_ascii_case("accept");
                let nth = request.headers.iter().position(|header| named(header.name));
                request.headers.remove(nth.unwrap());
                request
            }),
        ),
        (
            "writes another sum",
            money::what_goes_out_and_comes_back_is_the_same_sum,
            Flaw {
                ask: Some(|ask: NewLink| {
                    let more =
                        domain::Money::new(ask.amount.minor() % LARGEST_AMOUNT + 1, ask.currency());
                    NewLink { amount: Amount::new(more).unwrap(), ..ask }
                }),
                ..Flaw::default()
            },
        ),
        (
            "drops what is not ASCII",
            requests::what_staff_wrote_goes_out_to_the_letter,
            Flaw {
                ask: Some(|mut ask: NewLink| {
                    ask.description.retain(|c| c.is_ascii());
                    ask
                }),
                ..Flaw::default()
            },
        ),
    ]
}

/// Only a provider whose links end can get their end wrong.
pub(super) fn of_ends(subject: &dyn Subject) -> Vec<Case> {
    if !subject.provider().capabilities().links_end {
        return Vec::new();
    }
    vec![(
        "lets a link end in another zone's hour",
        requests::a_link_ends_when_it_was_asked_to_in_utc,
        Flaw {
            ask: Some(|ask: NewLink| {
                let expires_at = ask.expires_at.plus(Duration::from_hours(1));
                NewLink { expires_at, ..ask }
            }),
            ..Flaw::default()
        },
    )]
}

/// Only a provider that is told of the customer can get it wrong.
pub(super) fn of_customers(subject: &dyn Subject) -> Vec<Case> {
    let can = subject.provider().capabilities();
    let asked = |bend| Flaw { ask: Some(bend), ..Flaw::default() };
    let check = requests::what_is_known_of_the_customer_goes_out_to_the_letter;
    let mut flaws: Vec<Case> = Vec::new();
    if can.customer_email {
        let dropped = |ask| NewLink { customer_email: None, ..ask };
        flaws.push(("drops the customer's e-mail", check, asked(dropped)));
    }
    if !can.page_languages.is_empty() {
        let dropped = |ask| NewLink { page_language: None, ..ask };
        flaws.push(("lets the page speak any language", check, asked(dropped)));
        let another = |ask| NewLink { id: Uuid::from_u128(7).into(), ..ask };
        flaws.push(("takes another link's id", check, asked(another)));
    }
    if can.customers {
        let dropped = |ask| NewLink { customer: None, ..ask };
        flaws.push(("forgets which customer it is for", check, asked(dropped)));
    }
    flaws
}

fn without_the_key(mut request: Request) -> Request {
    let key = key().to_string();
    request.headers.retain(|header| header.value.expose_secret() != key);
    request.body = request.body.map(|body| body.replace(&key, ""));
    request
}

/// A number that was not there before.
fn next() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(1_000);
    COUNT.fetch_add(1, Ordering::Relaxed)
}
