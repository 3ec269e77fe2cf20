//! What every request says.

use domain::link::NewLink;
use proptest::{
    prop_assert_eq,
    test_runner::{Config, TestRunner},
};
use providers::{Method, Request, TimeLimit};
use secrecy::ExposeSecret;

use crate::{
    answers::html,
    asks::{key, new_link},
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
                let json = request.body.as_ref().map(|_| "application/json".to_owned());
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

/// A moment written in the shop's own zone would shift the end by hours (RELIABILITY 6).
pub(crate) fn a_link_ends_when_it_was_asked_to_in_utc(subject: &dyn Subject) {
    // The years 2020 to 2050.
    let moments = 1_577_836_800_000_i64..2_524_608_000_000;
    let session = session(subject);
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    runner
        .run(&moments, |millis| {
            let expires_at = domain::Timestamp::from_millis(millis).unwrap();
            let ask = NewLink { expires_at, ..new_link() };
            let exchange = subject.provider().create_link(&subject.account(), ask, key());
            let exchange = telling(exchange, Told::Link);
            let played = play(subject, &session, Kind::Writes, exchange, |_, _| html(500));
            if let Some(end) = subject.end_sent(&played.sent[0]) {
                prop_assert_eq!(end.millis(), millis - millis.rem_euclid(1_000));
            }
            Ok(())
        })
        .unwrap();
}
