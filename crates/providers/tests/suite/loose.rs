//! Answers in looser forms than the documents give, which must do no harm.

use domain::Outcome;
use serde_json::{Map, Value, json};

use crate::{
    answers::Answer,
    due::Due,
    operations::{Kind, operations},
    stage::play,
    subject::{Proof, Subject},
};

/// Plays every script with every answer changed, also those that are errors. What is told stays the same.
fn changed_alike(subject: &dyn Subject, name: &str, change: impl Fn(&mut Value)) {
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            let wrapping = subject.wrapping();
            let loose = |answer: &Answer| match wrapping.facts(answer) {
                Some(mut facts) => {
                    change(&mut facts);
                    wrapping.with_facts(answer, &facts)
                }
                None => answer.clone(),
            };
            let exchange = operation.begin_for(subject);
            let played = play(subject, &operation.session, operation.kind, exchange, |step, _| {
                loose(&script.answers[step])
            });
            Due::Done(script.told.clone())
                .assert(&played.outcome, format!("{:?}, {}, {name}", operation.op, script.name));
        }
    }
}

fn each_value(value: &mut Value, change: &impl Fn(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_value(item, change)),
        Value::Object(fields) => fields.values_mut().for_each(|field| each_value(field, change)),
        _ => {}
    }
    change(value);
}

pub(crate) fn fields_of_tomorrow_do_no_harm(subject: &dyn Subject) {
    let tomorrow: Map<String, Value> =
        (subject.wrapping().tomorrow)().as_object().cloned().unwrap();
    changed_alike(subject, "with unknown fields", |body| {
        each_value(body, &|value| {
            if let Value::Object(fields) = value {
                fields.extend(tomorrow.clone());
            }
        });
    });
}

pub(crate) fn numbers_may_be_text_and_text_numbers(subject: &dyn Subject) {
    changed_alike(subject, "numbers as text", |body| {
        each_value(body, &|value| {
            if let Value::Number(number) = value {
                *value = number.to_string().into();
            }
        });
    });
    changed_alike(subject, "text as numbers", |body| {
        each_value(body, &|value| {
            let number = value.as_str().filter(|text| !text.starts_with('0') || *text == "0");
            if let Some(number) = number.and_then(|text| text.parse::<u64>().ok()) {
                *value = number.into();
            }
        });
    });
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

pub(crate) fn what_is_absent_may_be_null_empty_or_missing(subject: &dyn Subject) {
    for other in [Value::Null, json!("")] {
        changed_alike(subject, "absent in another form", |body| {
            each_value(body, &|value| {
                if is_absent(value) {
                    *value = other.clone();
                }
            });
        });
    }
    changed_alike(subject, "absent altogether", |body| {
        each_value(body, &|value| {
            if let Value::Object(fields) = value {
                let speaks = |name: &str| subject.speaking_nulls().contains(&name);
                fields.retain(|name, field| speaks(name) || !is_absent(field));
            }
        });
    });
}

/// What may stand where something else is expected. No sum that could be meant is among them.
fn odd() -> [Value; 10] {
    [
        Value::Null,
        json!(""),
        json!([]),
        json!({}),
        json!(true),
        json!(-1),
        json!(1.5),
        json!("19.99"),
        json!("99999999999999999999999"),
        json!("SOMETHING_OF_TOMORROW"),
    ]
}

/// Every place in a body, as a JSON pointer.
pub(crate) fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Array(items) => {
            for (nth, item) in items.iter().enumerate() {
                pointers(item, &format!("{here}/{nth}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                pointers(field, &format!("{here}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// Whatever one place in one answer becomes, no payment turns paid that was not, and no other sum is paid; and no other
/// address is shown.
pub(crate) fn no_single_change_makes_money(subject: &dyn Subject) {
    let wrapping = subject.wrapping();
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, answer) in script.answers.iter().enumerate() {
                let Some(body) = wrapping.facts_of_success(answer) else { continue };
                let mut places = Vec::new();
                pointers(&body, "", &mut places);
                for place in places {
                    let decimal = subject.decimal_sums().contains(&place.as_str());
                    let could_be_meant =
                        |odd: &Value| decimal && [json!(1.5), json!("19.99")].contains(odd);
                    for odd in odd().into_iter().filter(|odd| !could_be_meant(odd)) {
                        let mut changed = body.clone();
                        *changed.pointer_mut(&place).unwrap() = odd.clone();
                        let answer = wrapping.with_facts(answer, &changed);
                        let played = operation.play_on(subject, script, (step, &answer));
                        let Outcome::Done(told) = played.outcome else { continue };
                        let context = format!("{}: {place} = {odd}", operation.at(script, step));
                        let before = script.told.paid();
                        let is_named = subject.payment_names().contains(&place.as_str());
                        for paid in told.paid() {
                            let is_that =
                                |one: &(_, _)| *one == paid || is_named && one.1 == paid.1;
                            assert!(before.iter().any(is_that), "{context}: {paid:?} is paid");
                        }
                        if let Some(shown) = told.shown() {
                            assert_eq!(Some(shown), script.told.shown(), "{context}");
                        }
                    }
                }
            }
        }
    }
}

/// Nobody vouches for facts that were changed on their way: whatever they say now, nothing follows from them.
pub(crate) fn changed_facts_that_nobody_vouches_for_are_not_believed(subject: &dyn Subject) {
    let wrapping = subject.wrapping();
    let mut forged = 0;
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, answer) in script.answers.iter().enumerate() {
                let Some(facts) = wrapping.facts_of_success(answer) else { continue };
                let assert_doubted = |lie: &Answer, context: &str| {
                    let outcome = operation.play_on(subject, script, (step, lie)).outcome;
                    assert!(!matches!(outcome, Outcome::Done(_)), "{context}: {outcome:?}");
                };
                if operation.kind == Kind::Opens {
                    continue;
                }
                for lie in wrapping.forged(answer) {
                    let body = String::from_utf8_lossy(&lie.as_ref().unwrap().body).into_owned();
                    assert_doubted(&lie, &format!("{}: {body}", operation.at(script, step)));
                }
                let mut places = Vec::new();
                pointers(&facts, "", &mut places);
                for place in places {
                    for other in [json!(""), json!("another"), json!(1)] {
                        let mut changed = facts.clone();
                        *changed.pointer_mut(&place).unwrap() = other.clone();
                        let Some(lie) = wrapping.with_forged_facts(answer, &changed) else {
                            continue;
                        };
                        // Some changes say the same in another form.
                        if lie == wrapping.with_facts(answer, &changed) {
                            continue;
                        }
                        forged += 1;
                        assert_doubted(
                            &lie,
                            &format!("{}: {place} = {other}", operation.at(script, step)),
                        );
                    }
                }
            }
        }
    }
    assert_eq!(forged > 0, subject.proof() == Proof::Signature, "{forged} answers were forged");
}
