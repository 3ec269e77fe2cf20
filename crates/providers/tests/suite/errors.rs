//! The errors that a provider documents.

use domain::{Outcome, outcome::RejectionClass};
use providers::Response;

use crate::{
    due::Due,
    faults::{all, due},
    operations::{Kind, Op, operations},
    script::Script,
    subject::Subject,
};

/// The longest words of a provider that the till keeps, in characters.
const LONGEST_WORDS: usize = 200;

pub(crate) fn each_documented_error_has_its_outcome_at_each_step(subject: &dyn Subject) {
    let errors = subject.errors();
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for step in 0..script.answers.len() {
                for error in &errors {
                    let answer = &error.answer;
                    let context = format!("{}: {}", operation.at(script, step), error.name);
                    let played =
                        operation.play_with(subject, script, (step, answer), |_| answer.clone());
                    // A sign-in has no session yet that could be over: its keys are refused.
                    let elsewhere = error.elsewhere.iter().find(|(op, _)| *op == operation.op);
                    let due = match elsewhere {
                        Some((_, other)) if is_plain(script, step, &error.due) => other.clone(),
                        _ if operation.op == Op::SignIn && error.ends_session => {
                            Due::Rejected(RejectionClass::Credentials)
                        }
                        _ => due(subject, &operation, script, step, (&error.due, true)),
                    };
                    due.assert(&played.outcome, &context);
                    if let (Due::Rejected(_), Outcome::Rejected(no)) = (&due, &played.outcome) {
                        assert_eq!(no.provider_code, error.code, "{context}");
                        assert_eq!(no.detail, error.words, "{context}");
                    }
                }
            }
        }
    }
}

/// True where nothing before the request `step` changes what an error means for an operation.
fn is_plain(script: &Script, step: usize, due: &Due) -> bool {
    !script.has_written(step) && script.told_after(step, due).is_none()
}

/// A sign-in for each refusal would lock the account; none for a session that is over would stop the till.
pub(crate) fn a_new_sign_in_is_tried_only_where_it_helps(subject: &dyn Subject) {
    let provider = subject.provider();
    let errors = subject.errors();
    let ends = errors.iter().any(|error| error.ends_session);
    assert_eq!(ends, subject.sessions_end(), "whether an error ends a session");
    for error in &errors {
        let answer = error.answer.as_ref().unwrap();
        assert_eq!(provider.refuses_session(answer), error.ends_session, "{}", error.name);
        // The same words are no refusal where the status is another one; and a status alone says nothing.
        for status in [200, 401, 403, 409, 500] {
            if error.ends_session && status / 100 == answer.status / 100 {
                continue;
            }
            let other = Response { status, ..answer.clone() };
            let ends = subject.status_that_ends_sessions() == Some(status);
            assert_eq!(provider.refuses_session(&other), ends, "{} with {status}", error.name);
        }
    }
    for trouble in all() {
        if let Ok(answer) = &trouble.answer {
            assert!(!provider.refuses_session(answer), "{}", trouble.name);
        }
    }
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for answer in script.answers.iter().flatten() {
                assert!(!provider.refuses_session(answer), "{:?}, {}", operation.op, script.name);
            }
        }
    }
}

pub(crate) fn a_no_keeps_the_providers_code_and_words_but_not_endlessly(subject: &dyn Subject) {
    let errors = subject.errors();
    let error = errors.iter().find(|error| error.due.is_refused()).expect("no error is a no");
    let endless = format!("above 115 %\\n{}", "x".repeat(5 * LONGEST_WORDS));
    let answer = error.answer.clone().map(|answer| {
        let body = String::from_utf8(answer.body.clone()).unwrap();
        assert!(body.contains(error.words), "the error does not say its words");
        let body = body.replace(error.words, &endless).into_bytes();
        Response { body, ..answer }
    });
    for operation in operations(subject) {
        if operation.kind != Kind::Writes {
            continue;
        }
        let script = &operation.play.scripts[0];
        let played = operation.play_with(subject, script, (0, &answer), |_| answer.clone());
        let Outcome::Rejected(no) = played.outcome else {
            panic!("{:?}: the no is gone", operation.op);
        };
        assert_eq!(no.provider_code, error.code);
        assert!(no.detail.starts_with("above 115 %x"), "{}", no.detail);
        assert_eq!(no.detail.chars().count(), LONGEST_WORDS);
    }
}
