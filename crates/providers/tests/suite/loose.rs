//! Answers in looser forms than the documents give, which must do no harm.

use domain::Outcome;
use serde_json::{Value, json};

use crate::{
    answers::{Answer, body_of, with_body},
    due::Due,
    operations::operations,
    stage::play,
    subject::Subject,
};

/// Plays every script with every answer changed, also those that are errors. What is told stays the same.
fn changed_alike(subject: &dyn Subject, name: &str, change: impl Fn(&mut Value)) {
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            let loose = |answer: &Answer| {
                let body = answer.as_ref().ok().map(|answer| answer.body.as_slice());
                match body.and_then(|body| serde_json::from_slice(body).ok()) {
                    Some(mut body) => {
                        change(&mut body);
                        with_body(answer, &body)
                    }
                    None => answer.clone(),
                }
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
    changed_alike(subject, "with unknown fields", |body| {
        each_value(body, &|value| {
            if let Value::Object(fields) = value {
                fields.insert("a_field_of_tomorrow".to_owned(), json!({ "deep": [1, null, "x"] }));
                fields.insert("another".to_owned(), json!(1.5));
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
                fields.retain(|_, field| !is_absent(field));
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

fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
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
    for operation in operations(subject) {
        for script in &operation.play.scripts {
            for (step, answer) in script.answers.iter().enumerate() {
                let Some(body) = body_of(answer) else { continue };
                let mut places = Vec::new();
                pointers(&body, "", &mut places);
                for place in places {
                    for odd in odd() {
                        let mut changed = body.clone();
                        *changed.pointer_mut(&place).unwrap() = odd.clone();
                        let answer = with_body(answer, &changed);
                        let played = operation.play_on(subject, script, (step, &answer));
                        let Outcome::Done(told) = played.outcome else { continue };
                        let context = format!("{}: {place} = {odd}", operation.at(script, step));
                        let before = script.told.paid();
                        for paid in told.paid() {
                            assert!(before.contains(&paid), "{context}: {paid:?} is paid");
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
