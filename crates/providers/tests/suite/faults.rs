//! Trouble, at every request of every exchange.
//!
//! What is due follows from where it happens. Before anything was written, it is what the trouble itself proves. Once a
//! write has left, nothing that happens proves that it did not work (RELIABILITY 1.5).

use std::time::Duration;

use domain::error::{Doubt, Fault};
use providers::{RetryAfter, TransportFault};

use crate::{
    answers::{Answer, asking_to_wait, html, moment, text},
    due::Due,
    operations::{Kind, Operation, operations},
    script::Script,
    subject::Subject,
    told::Told,
};

/// Trouble, and what it proves of a request before which nothing was written.
pub(crate) struct Trouble {
    pub(crate) name: &'static str,
    pub(crate) answer: Answer,
    pub(crate) due: Due,
}

fn trouble(name: &'static str, answer: Answer, due: Due) -> Trouble {
    Trouble { name, answer, due }
}

/// The network's.
fn of_the_network() -> Vec<Trouble> {
    let fault = |name, fault, due| trouble(name, Err(fault), due);
    vec![
        fault("no name", TransportFault::Dns, Due::NotSent(Fault::Dns)),
        fault("no connection", TransportFault::Connect, Due::NotSent(Fault::Connect)),
        fault("no safe connection", TransportFault::Tls, Due::NotSent(Fault::Tls)),
        fault("time-out", TransportFault::TimedOut, Due::Unclear(Doubt::TimedOut)),
        fault("reset", TransportFault::ConnectionLost, Due::Unclear(Doubt::ConnectionLost)),
        fault("too large", TransportFault::TooLarge, Due::Unclear(Doubt::Refused)),
        fault("too deep", TransportFault::TooDeep, Due::Unclear(Doubt::Refused)),
        fault("redirect", TransportFault::Redirected, Due::Unclear(Doubt::Refused)),
    ]
}

/// What any server may say, in words that are not the provider's own.
fn of_any_server() -> Vec<Trouble> {
    let seven = Duration::from_secs(7);
    let (one, half) = (Duration::from_secs(1), Duration::from_secs(30));
    let wait = |wait| asking_to_wait(429, RetryAfter::Wait(wait));
    let until = |text| asking_to_wait(429, RetryAfter::At(moment(text)));
    let own = |status| text(status, r#"{"message":"no","code":17}"#);
    let broken = || Due::Unclear(Doubt::ProviderError);
    vec![
        trouble("429", text(429, ""), Due::Wait(None)),
        trouble("429 as a page", html(429), Due::Wait(None)),
        trouble("429 for seven seconds", wait(seven), Due::Wait(Some(seven))),
        trouble("429 for no time", wait(Duration::ZERO), Due::Wait(Some(one))),
        trouble(
            "429 for days",
            wait(Duration::from_hours(100)),
            Due::Wait(Some(Duration::from_mins(15))),
        ),
        // The answer's own date is what it counts from.
        trouble("429 for half a minute", until("2026-11-20T14:03:30Z"), Due::Wait(Some(half))),
        trouble("429 until before it came", until("2026-11-20T14:02:00Z"), Due::Wait(Some(one))),
        trouble("500", text(500, ""), broken()),
        trouble("500 in other words", own(500), broken()),
        trouble("502 as a page", html(502), broken()),
        trouble("503 for a while", asking_to_wait(503, RetryAfter::Wait(seven)), broken()),
        trouble("504", text(504, "upstream timed out"), broken()),
        trouble("400 as a page", html(400), Due::Nonsense),
        trouble("401 as a page", html(401), Due::Nonsense),
        trouble("403 as a page", html(403), Due::Nonsense),
        trouble("404 as a page", html(404), Due::Nonsense),
        trouble("409 as a page", html(409), Due::Nonsense),
        trouble("403 in other words", own(403), Due::Nonsense),
        trouble("404 in other words", own(404), Due::Nonsense),
        trouble("301", text(301, ""), Due::Nonsense),
        trouble("302 as a page", html(302), Due::Nonsense),
        trouble("304", text(304, ""), Due::Nonsense),
    ]
}

/// What may be a whole list without rows.
const EMPTY_LIST: &str = "an empty list";

/// Successes that say nothing.
fn of_nonsense() -> Vec<Trouble> {
    let came = |name, body| trouble(name, text(200, body), Due::Nonsense);
    vec![
        trouble("a page", html(200), Due::Nonsense),
        trouble("204", text(204, ""), Due::Nonsense),
        came("nothing", ""),
        came("half a body", r#"{"id":"1","status":"CAPTURED","transac"#),
        came("an empty object", "{}"),
        came(EMPTY_LIST, "[]"),
        came("null", "null"),
        came("a word", r#""OK""#),
        came("a number", "1999"),
        came("another shape", r#"{"success":true,"data":{"result":"ok"}}"#),
        came("lists where objects are", r#"{"links":{},"transactions":[],"id":[],"status":{}}"#),
        trouble("no text at all", binary(), Due::Nonsense),
    ]
}

fn binary() -> Answer {
    text(200, "").map(|answer| providers::Response { body: vec![0x1f, 0x8b, 0xff, 0x00], ..answer })
}

/// What trouble at request `step` of `script` leads to, where all requests after it meet the same. Of the trouble it is
/// given what it proves elsewhere, and whether it came as an answer.
pub(crate) fn due(
    subject: &dyn Subject,
    operation: &Operation,
    script: &Script,
    step: usize,
    (trouble, answered): (&Due, bool),
) -> Due {
    if operation.kind == Kind::Opens && answered {
        return Due::Done(Told::Opened);
    }
    if let Some(told) = script.told_after(step, trouble) {
        return Due::Done(told.clone());
    }
    if script.knows.is_some_and(|known| step >= known) {
        return Due::There;
    }
    if script.has_written(step) {
        // What acts once is read only where the provider knew its key.
        return if operation.kind == Kind::Writes { Due::There } else { Due::Open };
    }
    // After an answer that was no plain yes, which of the two troubles is told does not matter.
    let plain = script.answers[..step].iter().all(|answer| subject.wrapping().is_yes(answer));
    match (plain, trouble) {
        (false, _) => Due::NotDone,
        (true, Due::Rejected(class)) if operation.kind == Kind::Rewrites => Due::NoOrOpen(*class),
        (true, trouble) => trouble.clone(),
    }
}

pub(crate) fn all() -> Vec<Trouble> {
    of_the_network().into_iter().chain(of_any_server()).chain(of_nonsense()).collect()
}

/// Those that are trouble to this provider.
fn troubles_of(subject: &dyn Subject) -> Vec<Trouble> {
    let mut troubles = all();
    troubles.retain(|trouble| !(subject.lists_are_bare() && trouble.name == EMPTY_LIST));
    troubles
}

/// The trouble stays: every later request meets it too.
pub(crate) fn each_fault_at_each_step_has_its_outcome(subject: &dyn Subject) {
    let troubles = troubles_of(subject);
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for step in 0..script.answers.len() {
                for trouble in &troubles {
                    let answer = &trouble.answer;
                    let played =
                        operation.play_with(subject, script, (step, answer), |_| answer.clone());
                    let met = (&trouble.due, answer.is_ok());
                    due(subject, &operation, script, step, met).assert(
                        &played.outcome,
                        format!("{}: {}", operation.at(script, step), trouble.name),
                    );
                }
            }
        }
    }
}

/// The trouble passes, and whatever is asked then, the provider has nothing of the kind.
pub(crate) fn what_could_not_be_read_is_never_called_absent(subject: &dyn Subject) {
    let troubles = troubles_of(subject);
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for step in 0..script.answers.len() {
                for trouble in &troubles {
                    let answer = &trouble.answer;
                    let met = (&trouble.due, answer.is_ok());
                    let due = match due(subject, &operation, script, step, met) {
                        done @ Due::Done(_) => done,
                        after @ (Due::Open | Due::There) => after,
                        unclear if unclear.is_unclear() && script.write == Some(step) => Due::Open,
                        _ => Due::NotDone,
                    };
                    let nothing = |request: &_| subject.nothing(request);
                    let played = operation.play_with(subject, script, (step, answer), nothing);
                    due.assert(
                        &played.outcome,
                        format!("{}: {}, then nothing", operation.at(script, step), trouble.name),
                    );
                }
            }
        }
    }
}
