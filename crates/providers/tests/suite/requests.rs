//! What every request says.

use std::time::Duration;

use domain::link::NewLink;
use proptest::{
    prop_assert_eq,
    test_runner::{Config, TestRunner},
};
use providers::{Class, Method, Request, TimeLimit};
use secrecy::ExposeSecret;

use crate::{
    answers::html,
    asks::{self, LINK_ID, key, new_link, new_link_of, now},
    operations::{Kind, operations},
    stage::{play, session, telling},
    subject::Subject,
    told::Told,
};

/// The method, as it stands on the wire.
pub(crate) fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
    }
}

/// The value of a header that is there once at most.
pub(crate) fn header(request: &Request, name: &str) -> Option<String> {
    let mut found = request
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case(name))
        .map(|header| header.value.expose_secret().to_owned());
    let first = found.next();
    assert_eq!(found.next(), None, "{name} is sent twice");
    first
}

/// What reads may be sent again by itself, what writes never: so a request says which of the two it is, whatever its
/// method.
pub(crate) fn each_read_is_marked_as_a_read_and_each_write_as_a_write(subject: &dyn Subject) {
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, request) in operation.play(subject, script).sent.iter().enumerate() {
                let acts = script.write == Some(step);
                let class = if acts { Class::Writes } else { Class::Reads };
                assert_eq!(request.class, class, "{}", operation.at(script, step));
            }
        }
    }
}

pub(crate) fn each_request_has_its_time_limit_and_says_what_its_body_is(subject: &dyn Subject) {
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, request) in operation.play(subject, script).sent.iter().enumerate() {
                let context = operation.at(script, step);
                if operation.kind != Kind::SignsIn {
                    let acts = script.write == Some(step);
                    let limit = if acts { TimeLimit::Write } else { TimeLimit::Read };
                    assert_eq!(request.limit, limit, "{context}");
                }
                let said = header(request, "content-type");
                let said = said.as_deref().map(|said| said.split(';').next().unwrap_or_default());
                let json = request.body.as_ref().map(|_| "application/json");
                assert_eq!(said, json, "{context}");
                assert!(request.extra_root.is_none(), "{context}: a root of its own");
                // These belong to the transport.
                for name in ["host", "content-length", "accept-encoding", "connection"] {
                    assert_eq!(header(request, name), None, "{context}");
                }
            }
        }
    }
}

/// With signs that mean something in an address.
const EMAIL: &str = "ნინო.k+1&x=%40#2@shop.example";

/// Words of other scripts, and characters that mean something to a wire format.
const TEXTS: [&str; 5] = [
    "ორი სკამი და მაგიდა",
    "Two chairs \u{1fa91}\u{1f469}\u{200d}\u{1f373}",
    "<b>Two</b> &amp; \"three\" 'four' \\\\ %20 + ?x=1#y",
    "cafe\u{301} and caf\u{e9}",
    "null",
];

pub(crate) fn what_staff_wrote_goes_out_to_the_letter(subject: &dyn Subject) {
    let session = session(subject);
    for text in TEXTS {
        let ask = NewLink { description: text.to_owned(), ..new_link() };
        let exchange = subject.provider().create_link(&subject.account(), ask, key());
        let exchange = telling(exchange, Told::Link);
        let sent = play(subject, &session, Kind::Writes, exchange, |_, _| html(500)).sent;
        assert_eq!(subject.description_sent(&sent[0]), text);
        if let Some(signature) = subject.signature(&sent[0]) {
            assert_eq!(signature.sent, signature.due, "{text}");
        }
    }
}

/// Each combination for each kind of link that the provider makes: what is asked for is sent, and what is not is left out.
pub(crate) fn what_is_known_of_the_customer_goes_out_to_the_letter(subject: &dyn Subject) {
    let session = session(subject);
    let can = subject.provider().capabilities();
    let kinds = asks::kinds().into_iter().filter(|kind| kind.is_offered(can));
    let emails =
        [None, Some(EMAIL)].into_iter().filter(|email| email.is_none() || can.customer_email);
    let languages: Vec<_> =
        [None].into_iter().chain(can.page_languages.iter().copied().map(Some)).collect();
    for kind in kinds {
        for email in emails.clone() {
            for language in &languages {
                let ask = NewLink {
                    customer_email: email.map(|email| email.to_owned().try_into().unwrap()),
                    page_language: language.map(|code| code.to_owned().try_into().unwrap()),
                    ..new_link_of(kind)
                };
                let exchange = subject.provider().create_link(&subject.account(), ask, key());
                let exchange = telling(exchange, Told::Link);
                let sent = play(subject, &session, Kind::Writes, exchange, |_, _| html(500)).sent;
                let beside = subject.beside(&sent[0]);
                assert_eq!(beside.customer_email.as_deref(), email, "{kind:?}");
                assert_eq!(beside.page_language.as_deref(), *language, "{kind:?}");
                // Not every provider has a place for it.
                assert!(beside.id.as_deref().is_none_or(|id| id == LINK_ID), "{beside:?}");
            }
        }
    }
}

/// A moment written in the shop's own zone would shift the end by hours (RELIABILITY 6).
pub(crate) fn a_link_ends_when_it_was_asked_to_in_utc(subject: &dyn Subject) {
    // The years 2020 to 2050, or from in a second to the last second of the longest life.
    let moments = match subject.longest_life() {
        None => 1_577_836_800_000_i64..2_524_608_000_000,
        Some(life) => now().millis() + 1_000..now().plus(life).millis(),
    };
    let session = session(subject);
    let sent = |expires_at| {
        let ask = NewLink { expires_at, ..new_link() };
        let exchange = subject.provider().create_link(&subject.account(), ask, key());
        play(subject, &session, Kind::Writes, telling(exchange, Told::Link), |_, _| html(500)).sent
    };
    if let Some(life) = subject.longest_life() {
        let second = Duration::from_secs(1);
        for end in [now(), now().minus(second), now().plus(life + second)] {
            assert!(sent(end).is_empty(), "{end:?} is asked for");
        }
    }
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    runner
        .run(&moments, |millis| {
            let expires_at = domain::Timestamp::from_millis(millis).unwrap();
            if let Some(end) = subject.end_sent(&sent(expires_at)[0]) {
                prop_assert_eq!(end.millis(), millis - millis.rem_euclid(1_000));
            }
            Ok(())
        })
        .unwrap();
}
