//! That the suite sees what it is there to see: a provider with a flaw does not pass.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::{
    Amount, Outcome,
    error::{Doubt, Fault},
    link::NewLink,
    money::LARGEST_AMOUNT,
    outcome::{NotSent, Rejection, RejectionClass},
};
use providers::{Counting, Method, Request, TimeLimit};
use secrecy::ExposeSecret;

use crate::{
    answers::{Answer, body_of, ok},
    asks::{APP_KEY, TOKEN, key, key_number},
    capabilities, captures,
    due::Due,
    errors, faults, hosts, keys, lies, loose, money,
    operations::{Op, operations},
    requests, secrets,
    subject::Subject,
    words,
    wrapped::{Flaw, Wrapped},
};

type Check = fn(&dyn Subject);

pub(crate) fn each_flaw_is_seen(subject: &dyn Subject) {
    for (name, check, flaw) in flaws(subject) {
        let flawed = Wrapped::with(subject, flaw);
        let passed = catch_unwind(AssertUnwindSafe(|| check(&flawed))).is_ok();
        assert!(!passed, "a provider passes that {name}");
    }
}

fn flaws(subject: &dyn Subject) -> Vec<(&'static str, Check, Flaw)> {
    [of_requests(), of_outcomes(), of_answers(subject), of_data()].concat()
}

fn of_requests() -> Vec<(&'static str, Check, Flaw)> {
    let sent = |bend| Flaw { request: Some(bend), ..Flaw::default() };
    let signed = |bend| Flaw { signed: Some(bend), ..Flaw::default() };
    vec![
        (
            "sends the key with reads too",
            keys::the_key_stands_on_the_write_alone,
            sent(|request| match request.method {
                Method::Get => request.with_header("x-key", key().to_string()),
                _ => request,
            }),
        ),
        ("sends no key", keys::the_key_stands_on_the_write_alone, sent(without_the_key)),
        (
            "takes a new key for each attempt",
            keys::each_attempt_is_the_same_to_the_byte,
            Flaw { key: Some(|_| key_number(next().into())), ..Flaw::default() },
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
            "does not say what a body is",
            requests::each_request_has_its_time_limit_and_says_what_its_body_is,
            sent(|mut request| {
                request.headers.retain(|header| header.name != "content-type");
                request
            }),
        ),
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
                request.headers.remove(0);
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
            "lets a link end in another zone's hour",
            requests::a_link_ends_when_it_was_asked_to_in_utc,
            Flaw {
                ask: Some(|ask: NewLink| {
                    let expires_at = ask.expires_at.plus(Duration::from_hours(1));
                    NewLink { expires_at, ..ask }
                }),
                ..Flaw::default()
            },
        ),
    ]
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

fn no() -> Rejection {
    Rejection {
        class: RejectionClass::Refused,
        provider_code: String::new(),
        detail: String::new(),
    }
}

fn of_outcomes() -> Vec<(&'static str, Check, Flaw)> {
    let told = |undone| Flaw { undone: Some(undone), ..Flaw::default() };
    let faults: Check = faults::each_fault_at_each_step_has_its_outcome;
    vec![
        (
            "takes a time-out for not sent",
            faults,
            told(|_, outcome| match outcome {
                Outcome::Unclear(Doubt::TimedOut) => Outcome::NotSent(Fault::Connect.into()),
                other => other,
            }),
        ),
        (
            "takes a server's error for a no",
            faults,
            told(|_, outcome| match outcome {
                Outcome::Unclear(Doubt::ProviderError) => Outcome::Rejected(no()),
                other => other,
            }),
        ),
        (
            "takes a page for a no",
            faults,
            told(|_, outcome| match outcome {
                Outcome::Unclear(Doubt::Unreadable) => Outcome::Rejected(no()),
                other => other,
            }),
        ),
        (
            "does not know whether a request left that did not",
            faults,
            told(|_, outcome| match outcome {
                Outcome::NotSent(_) => Outcome::Unclear(Doubt::ConnectionLost),
                other => other,
            }),
        ),
        (
            "forgets how long to wait",
            faults,
            told(|_, outcome| match outcome {
                Outcome::NotSent(NotSent { fault, .. }) => Outcome::NotSent(fault.into()),
                other => other,
            }),
        ),
        (
            "calls a write unsent because what followed was",
            faults,
            told(|sent, outcome| match outcome {
                Outcome::Unclear(_) if sent > 1 => Outcome::NotSent(Fault::Connect.into()),
                other => other,
            }),
        ),
        (
            "tells one no from no other",
            errors::each_documented_error_has_its_outcome_at_each_step,
            told(|_, outcome| match outcome {
                Outcome::Rejected(no) => {
                    Outcome::Rejected(Rejection { class: RejectionClass::Refused, ..no })
                }
                other => other,
            }),
        ),
        (
            "drops the provider's words",
            errors::a_no_keeps_the_providers_code_and_words_but_not_endlessly,
            told(|_, outcome| match outcome {
                Outcome::Rejected(rejection) => {
                    Outcome::Rejected(Rejection { detail: String::new(), ..rejection })
                }
                other => other,
            }),
        ),
        (
            "shows the token in an error",
            secrets::no_secret_is_shown,
            told(|_, outcome| match outcome {
                Outcome::Unclear(_) => {
                    Outcome::Rejected(Rejection { detail: TOKEN.to_owned(), ..no() })
                }
                other => other,
            }),
        ),
    ]
}

/// One text in the place of another, in every answer.
fn replacing(from: &'static str, to: impl Into<String>) -> Flaw {
    let to = to.into();
    let bend = move |answer: Answer| {
        answer.map(|mut answer| {
            if let Ok(body) = String::from_utf8(answer.body.clone()) {
                answer.body = body.replace(from, &to).into_bytes();
            }
            answer
        })
    };
    Flaw { answer: Some(Arc::new(bend)), ..Flaw::default() }
}

fn of_answers(subject: &dyn Subject) -> Vec<(&'static str, Check, Flaw)> {
    let all = operations(subject);
    let of = |op: Op| all.iter().find(|operation| operation.op == op).unwrap();
    // The word that means paid.
    let paid = of(Op::ReadPayment).play.words.iter().find(|words| words.tells_of_money).unwrap();
    let paid = paid
        .known
        .iter()
        .find(|word| matches!((paid.due)(word), Due::Done(told) if !told.paid().is_empty()))
        .unwrap();
    let made = body_of(&of(Op::CreateLink).play.scripts[0].answers[0]).unwrap();
    let find = of(Op::FindLink);
    let search = find.play(subject, &find.play.scripts[0]).sent.remove(0);
    let nothing = subject.nothing(&search);
    let blind =
        move |answer: Answer| if body_of(&answer).is_some() { answer } else { nothing.clone() };
    let gullible = move |answer: Answer| if answer.is_ok() { ok(&made) } else { answer };
    vec![
        (
            "takes every new word for paid",
            words::each_word_has_its_state_and_no_other_is_money,
            replacing("SOMETHING_OF_TOMORROW", *paid),
        ),
        (
            "believes every answer",
            lies::no_lie_is_believed,
            Flaw { answer: Some(Arc::new(gullible)), ..Flaw::default() },
        ),
        (
            "finds nothing where it could not look",
            faults::what_could_not_be_read_is_never_called_absent,
            Flaw { answer: Some(Arc::new(blind)), ..Flaw::default() },
        ),
        (
            "can't read an answer with a new field",
            loose::fields_of_tomorrow_do_no_harm,
            replacing("a_field_of_tomorrow\":", ""),
        ),
        (
            "can't read numbers that are text",
            loose::numbers_may_be_text_and_text_numbers,
            replacing("\"1\"", "\"one\""),
        ),
        (
            "can't read null",
            loose::what_is_absent_may_be_null_empty_or_missing,
            replacing("null", ""),
        ),
        (
            "rounds what it can't read",
            loose::no_single_change_makes_money,
            replacing("19.99", "20"),
        ),
    ]
}

fn of_data() -> Vec<(&'static str, Check, Flaw)> {
    vec![
        (
            "takes a key to any host",
            hosts::a_key_meets_no_host_of_another_environment,
            Flaw { any_host: true, ..Flaw::default() },
        ),
        (
            "signs in anew after every answer",
            errors::a_new_sign_in_is_tried_only_where_it_helps,
            Flaw { always_signs_in: true, ..Flaw::default() },
        ),
        (
            "calls no currency disputed",
            money::what_goes_out_and_comes_back_is_the_same_sum,
            Flaw { counting: Some(Counting::Agrees), ..Flaw::default() },
        ),
        (
            "promises less than it does",
            capabilities::what_is_promised_is_done,
            Flaw {
                capabilities: Some(|can| {
                    can.capture = None;
                    can.cancel = !can.cancel;
                }),
                ..Flaw::default()
            },
        ),
        (
            "sends what it does not promise",
            capabilities::what_is_not_promised_is_not_sent,
            Flaw { capabilities: Some(|can| can.cancel = !can.cancel), ..Flaw::default() },
        ),
        (
            "promises a key for no time",
            capabilities::the_figures_make_sense,
            Flaw {
                capabilities: Some(|can| can.refund.key_window = Some(Duration::ZERO)),
                ..Flaw::default()
            },
        ),
    ]
}
