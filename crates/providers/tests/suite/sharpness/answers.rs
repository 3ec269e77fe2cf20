//! Flaws of what is believed.

use std::sync::Arc;

use providers::Response;
use serde_json::Value;

use super::Case;
use crate::{
    answers::Answer,
    due::Due,
    faults, hosts, lies, loose, offered_keys,
    operations::{Op, Operation, operations},
    secrets,
    subject::{Proof, Subject},
    words,
    wrapped::Flaw,
    wrapping::Wrapping,
};

/// One text in the place of another, in the facts of every answer. Where they can't be read any more, neither can the
/// answer.
fn replacing(wrapping: Wrapping, from: impl Into<String>, to: impl Into<String>) -> Flaw {
    let (from, to) = (from.into(), to.into());
    let bend = move |answer: Answer| {
        let Some(facts) = wrapping.facts(&answer) else { return answer };
        let text = facts.to_string().replace(&from, &to);
        match serde_json::from_str(&text) {
            Ok(facts) => wrapping.with_facts(&answer, &facts),
            Err(_) => answer.map(|answer| Response { body: text.into_bytes(), ..answer }),
        }
    };
    Flaw { answer: Some(Arc::new(bend)), ..Flaw::default() }
}

/// A number in an answer that no answer has as a text.
fn only_a_number(wrapping: Wrapping, all: &[Operation]) -> String {
    // A sign-in's answer meets no flaw.
    let bent = || all.iter().filter(|operation| operation.op != Op::SignIn);
    let scripts = || bent().flat_map(|operation| &operation.play.scripts);
    let facts: Vec<_> =
        scripts().flat_map(|script| &script.answers).filter_map(|a| wrapping.facts(a)).collect();
    let is_text = |number: &str| facts.iter().any(|one| one.to_string().contains(&quoted(number)));
    let mut numbers = Vec::new();
    for one in &facts {
        note_numbers(one, &mut numbers);
    }
    numbers.into_iter().find(|number| !is_text(number)).expect("no answer has a number")
}

fn quoted(number: &str) -> String {
    format!("\"{number}\"")
}

fn note_numbers(value: &Value, numbers: &mut Vec<String>) {
    match value {
        Value::Number(number) => numbers.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| note_numbers(item, numbers)),
        Value::Object(fields) => fields.values().for_each(|field| note_numbers(field, numbers)),
        _ => {}
    }
}

pub(super) fn of_answers(subject: &dyn Subject) -> Vec<Case> {
    let all = operations(subject);
    let of = |op: Op| all.iter().find(|operation| operation.op == op).unwrap();
    // The word that means paid.
    let paid = of(Op::ReadPayment).play.words.iter().find(|words| words.tells_of_money).unwrap();
    let paid = paid
        .known
        .iter()
        .find(|word| matches!((paid.due)(word), Due::Done(told) if !told.paid().is_empty()))
        .unwrap();
    let made = of(Op::CreateLink).play.scripts[0].answers[0].clone();
    let wrapping = subject.wrapping();
    let replacing = |from: &str, to: &str| replacing(wrapping, from, to);
    let number = only_a_number(wrapping, &all);
    let find = of(Op::FindLink);
    let search = find.play(subject, &find.play.scripts[0]).sent.remove(0);
    let nothing = subject.nothing(&search);
    let blind =
        move |answer: Answer| if wrapping.is_yes(&answer) { answer } else { nothing.clone() };
    let gullible = move |answer: Answer| if answer.is_ok() { made.clone() } else { answer };
    vec![
        (
            "takes every new word for paid",
            words::each_word_has_its_state_and_no_other_is_money,
            replacing("SOMETHING_OF_TOMORROW", paid),
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
            replacing(&quoted(&number), ""),
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

/// Flaws that only a provider can have that signs, or whose records say that money is none.
pub(super) fn of_signatures(subject: &dyn Subject) -> Vec<Case> {
    let wrapping = subject.wrapping();
    let trusting = move |answer: Answer| match wrapping.facts(&answer) {
        Some(facts) => wrapping.with_facts(&answer, &facts),
        None => answer,
    };
    let mut flaws: Vec<Case> = Vec::new();
    if subject.proof() == Proof::Signature {
        flaws.push((
            "believes what nobody vouches for",
            loose::changed_facts_that_nobody_vouches_for_are_not_believed,
            Flaw { answer: Some(Arc::new(trusting)), ..Flaw::default() },
        ));
        flaws.push((
            "signs one thing and sends another",
            secrets::each_request_is_signed_as_its_documents_say,
            Flaw {
                request: Some(|mut request| {
                    request.body = request.body.map(|body| body.replace("EUR", "GEL"));
                    request
                }),
                ..Flaw::default()
            },
        ));
    }
    if subject.play_money().is_some() {
        flaws.push((
            "takes play money for real",
            lies::play_money_is_never_real,
            replacing(wrapping, "\"is_test\":true", "\"is_test\":false"),
        ));
    }
    if !subject.offered_keys().is_empty() {
        flaws.push((
            "takes any key for one of the account's",
            offered_keys::a_key_is_looked_at_before_it_is_sent,
            Flaw { any_key: true, ..Flaw::default() },
        ));
    }
    if !subject.unfit_accounts().is_empty() {
        flaws.push((
            "takes any account for one of its own",
            hosts::an_account_that_can_not_be_is_refused,
            Flaw { any_account: true, ..Flaw::default() },
        ));
    }
    flaws
}
