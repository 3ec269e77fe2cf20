//! Secrets: they leave where they belong, and show nowhere.

use std::time::Duration;

use domain::Outcome;
use providers::{Class, Session};
use secrecy::ExposeSecret;

use crate::{
    asks::{
        APP_KEY, CUSTOMER_EMAIL, CUSTOMER_NAME, CUSTOMER_PHONE, CountingRandom, DESCRIPTION,
        PAYOUT_KEY, REFERENCE, REPORTS_KEY, TOKEN, WEBHOOK_SECRET, keys,
    },
    faults::all,
    keys::whole,
    operations::{Kind, operations},
    subject::{Proof, Subject},
};

#[track_caller]
fn assert_clean(what: &str, text: &str) {
    for secret in [APP_KEY, PAYOUT_KEY, REPORTS_KEY, WEBHOOK_SECRET, TOKEN] {
        assert!(!text.contains(secret), "{what} shows a secret: {text}");
    }
}

pub(crate) fn no_secret_is_shown(subject: &dyn Subject) {
    let troubles = all();
    assert_clean("the keys", &format!("{:?}", keys()));
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for answer in &script.answers {
                assert_clean("an answer", &format!("{answer:?}"));
            }
            let played = operation.play(subject, script);
            let shown = format!("{:?}", played.outcome);
            assert_clean("an outcome", &shown);
            for contact in [CUSTOMER_EMAIL, CUSTOMER_NAME, CUSTOMER_PHONE] {
                assert!(
                    !shown.contains(contact),
                    "a log would show how to reach a customer: {shown}"
                );
            }
            for request in &played.sent {
                let shown = format!("{request:?}");
                assert_clean("a request", &shown);
                // What staff wrote is no secret, but has no place in a log either.
                assert!(!shown.contains(DESCRIPTION) && !shown.contains(REFERENCE), "{shown}");
                assert!(!shown.contains('?'), "{shown}");
            }
            for step in 0..script.answers.len() {
                for trouble in &troubles {
                    let answer = &trouble.answer;
                    let played =
                        operation.play_with(subject, script, (step, answer), |_| answer.clone());
                    if let Err(error) = played.outcome.into_result() {
                        assert_clean("an error", &format!("{error:?} {error}"));
                    }
                }
            }
        }
    }
    let answer = subject.plays().sign_in.scripts[0].answers[0].clone();
    let signed_in = subject.provider().signed_in(&subject.account(), &keys(), answer);
    let Outcome::Done(signed_in) = signed_in else {
        panic!("not signed in");
    };
    let token = match subject.proof() {
        Proof::Token => TOKEN,
        Proof::Signature | Proof::Key => APP_KEY,
    };
    assert_eq!(signed_in.token.expose_secret(), token, "the sign-in gives another token");
    assert_clean("a sign-in", &format!("{signed_in:?}"));
    let session = Session::new(signed_in, Duration::ZERO);
    assert_clean("a session", &format!("{session:?} {:?}", session.report()));
}

pub(crate) fn a_secret_leaves_only_where_it_belongs(subject: &dyn Subject) {
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, request) in operation.play(subject, script).sent.iter().enumerate() {
                let context = operation.at(script, step);
                assert_clean(&context, &request.url);
                assert_clean(&context, request.body.as_deref().unwrap_or_default());
                let (mut tokens, mut keys) = (0, 0);
                for header in &request.headers {
                    let value = header.value.expose_secret();
                    if subject.secret_headers().contains(&header.name) {
                        tokens += value.matches(TOKEN).count();
                        keys += value.matches(APP_KEY).count();
                        assert!(subject.key_leaves() || !value.contains(APP_KEY), "{context}");
                        for other in [PAYOUT_KEY, REPORTS_KEY, WEBHOOK_SECRET] {
                            assert!(!value.contains(other), "{context}");
                        }
                    } else {
                        assert_clean(&context, value);
                    }
                }
                match subject.proof() {
                    Proof::Token => {
                        let signs_in = operation.kind == Kind::SignsIn;
                        let due = usize::from(!signs_in && !subject.is_for_anyone(request));
                        assert_eq!(tokens, due, "{context}: the token stands there {tokens} times");
                    }
                    Proof::Key => {
                        let due = usize::from(!subject.is_for_anyone(request));
                        assert_eq!(keys, due, "{context}: the key stands there {keys} times");
                    }
                    Proof::Signature => {}
                }
            }
        }
    }
    // Two sign-ins are never alike, so that one that was overheard is of no use.
    let random = CountingRandom::default();
    let sign_in = || subject.provider().sign_in(&subject.account(), &keys(), &random).body;
    assert!(subject.key_leaves() || sign_in() != sign_in(), "a sign-in is repeated");
}

/// What any customer may ask goes without a sign-in, and none is added to it where somebody tries to.
pub(crate) fn what_anybody_may_ask_shows_nothing_of_the_account(subject: &dyn Subject) {
    let mut previews = 0;
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, request) in operation.play(subject, script).sent.into_iter().enumerate() {
                let context = operation.at(script, step);
                let is_for_anyone = subject.is_for_anyone(&request);
                assert_eq!(request.without_sign_in, is_for_anyone, "{context}");
                if !is_for_anyone {
                    continue;
                }
                previews += 1;
                assert_eq!(request.class, Class::Reads, "{context}");
                let signed = subject.provider().authorise(&operation.session, request);
                assert_clean(&context, &whole(&signed));
            }
        }
    }
    assert_eq!(previews > 0, subject.provider().capabilities().preview, "{previews} previews");
}

/// A signature is the only thing that proves whose a request is, where nothing else does.
pub(crate) fn each_request_is_signed_as_its_documents_say(subject: &dyn Subject) {
    let mut signed = 0;
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, request) in operation.play(subject, script).sent.iter().enumerate() {
                if let Some(signature) = subject.signature(request) {
                    assert_eq!(signature.sent, signature.due, "{}", operation.at(script, step));
                    signed += 1;
                }
            }
        }
    }
    assert_eq!(signed > 0, subject.proof() == Proof::Signature, "{signed} requests are signed");
}
