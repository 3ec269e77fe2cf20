//! The key by which a provider knows a repeated write.

use std::iter;

use domain::capabilities::KeyPromise;
use providers::Request;
use secrecy::ExposeSecret;

use crate::{
    asks::{key, key_number},
    capabilities::rules,
    operations::{Kind, operations},
    requests::verb,
    subject::Subject,
};

/// All that leaves with a request.
pub(crate) fn whole(request: &Request) -> String {
    let headers = request.headers.iter();
    let headers =
        headers.map(|header| format!("{}: {}", header.name, header.value.expose_secret()));
    let body = request.body.clone().unwrap_or_default();
    let lines = iter::once(format!("{} {}", verb(request.method), request.url))
        .chain(headers)
        .chain([body]);
    lines.collect::<Vec<_>>().join("\n")
}

/// A key on a read, or on a sign-in, would be used up by it. A write without one must promise something that needs none.
pub(crate) fn the_key_stands_on_the_write_alone(subject: &dyn Subject) {
    let key = key().to_string();
    for operation in operations(subject) {
        let keyed = subject.keyed().contains(&operation.op);
        match rules(subject, operation.op).map(|rules| rules.key) {
            Some(KeyPromise::ConflictWithId) => assert!(keyed, "{:?}", operation.op),
            Some(KeyPromise::None) | None => {
                let unpromised = subject.unpromised_keys().contains(&operation.op);
                assert_eq!(keyed, unpromised, "{:?}", operation.op);
            }
            Some(KeyPromise::Replay | KeyPromise::UniqueReference) => {}
        }
        for script in &operation.play.scripts {
            let played = operation.play(subject, script);
            for (step, request) in played.sent.iter().enumerate() {
                let is_write = operation.kind == Kind::Writes && script.write == Some(step);
                assert_eq!(
                    whole(request).matches(&key).count(),
                    usize::from(keyed && is_write),
                    "{}",
                    operation.at(script, step)
                );
            }
            if operation.kind == Kind::Writes {
                assert!(script.write.is_some_and(|write| write < played.sent.len()));
            }
        }
    }
}

/// After an attempt that was not sent, and after a crash, the same intent is begun anew.
pub(crate) fn each_attempt_is_the_same_to_the_byte(subject: &dyn Subject) {
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            let [first, second] = [(), ()].map(|()| operation.play(subject, script).sent);
            for (step, (first, second)) in first.iter().zip(&second).enumerate() {
                assert_eq!(whole(first), whole(second), "{}", operation.at(script, step));
            }
        }
    }
}

/// All that leaves with a request but its signature, which says the same once more.
fn unsigned(subject: &dyn Subject, request: &Request) -> String {
    match subject.signature(request) {
        Some(signature) => whole(request).replace(&signature.sent, ""),
        None => whole(request),
    }
}

pub(crate) fn nothing_but_the_key_tells_two_intents_apart(subject: &dyn Subject) {
    for operation in operations(subject) {
        let script = &operation.play.scripts[0];
        let with_key = |number| {
            let played = operation.play_as(subject, script, &subject.account(), key_number(number));
            played.sent.iter().map(|request| unsigned(subject, request)).collect::<Vec<_>>()
        };
        for (first, second) in with_key(1).iter().zip(&with_key(2)) {
            let renamed = second.replace(&key_number(2).to_string(), &key_number(1).to_string());
            assert_eq!(*first, renamed, "{:?}", operation.op);
        }
    }
}
