//! Our own names and values: what may be sent, and the three things that an answer can say.

use providers::paymentflow::{Fault, FieldFault, Metadata, Named, PaymentFlowError, Unreadable};
use serde_json::{Value, json};

use crate::stage::{metadata, payment, told_payment, with};

#[track_caller]
fn refused(pairs: Vec<(String, String)>, field: &str, fault: Fault) {
    assert_eq!(Metadata::new(pairs), Err(FieldFault { field: field.to_owned(), fault }));
}

fn numbered(count: usize) -> Vec<(String, String)> {
    (0..count).map(|n| (format!("k{n}"), String::new())).collect()
}

#[test]
fn fifty_names_are_taken_and_one_more_is_not() {
    assert_eq!(Metadata::new(numbered(50)).unwrap().iter().count(), 50);
    refused(numbered(51), "metadata", Fault::TooMany { limit: 50, count: 51 });
}

#[test]
fn names_and_values_are_counted_in_characters() {
    let name = "სახელი😀".chars().cycle().take(40).collect::<String>();
    let value = "ღ".repeat(500);
    assert!(Metadata::new([(name.clone(), value.clone())]).is_ok());
    let field = format!("metadata.{name}");
    let long = format!("{name}x");
    refused(vec![(long, value.clone())], &field, Fault::NameTooLong { limit: 40, length: 41 });
    let long = Fault::TooLong { limit: 500, length: 501 };
    refused(vec![("note".to_owned(), value + "!")], "metadata.note", long);
}

#[test]
fn a_name_is_there_and_there_once() {
    refused(vec![(String::new(), "x".to_owned())], "metadata", Fault::NameMissing);
    let twice = ["1", "2"].map(|value| ("order_id".to_owned(), value.to_owned()));
    refused(twice.to_vec(), "metadata.order_id", Fault::NameTwice);
    assert!(Metadata::new([("order_id", "")]).is_ok());
}

#[test]
fn a_log_shows_the_names_and_no_value() {
    let shown = format!("{:?}", metadata(&[("order_id", "a canary")]));
    assert!(shown.contains("order_id") && !shown.contains("canary"), "{shown}");
}

fn told(metadata: Value) -> providers::paymentflow::SeenMetadata {
    payment(&with(told_payment(), "metadata", metadata)).unwrap().metadata
}

#[test]
fn absent_without_the_name_and_with_it_are_three_things() {
    let not_told = payment(&told_payment()).unwrap().metadata;
    assert_eq!((not_told.named("intent_id"), not_told.is_told()), (Named::NotTold, false));
    for empty in [json!({}), json!({ "order_id": "1" }), json!({ "intent_id": null })] {
        let without = told(empty);
        assert_eq!((without.named("intent_id"), without.is_told()), (Named::Without, true));
    }
    let there = told(json!({ "intent_id": "ი-1 😀", "x": { "y": 1 } }));
    assert_eq!(there.named("intent_id"), Named::With("ი-1 😀"));
    assert_eq!(there.iter().count(), 2);
    assert_eq!(told(json!({ "intent_id": "" })).named("intent_id"), Named::With(""));
}

#[test]
fn what_is_no_object_never_counts_as_one_without_the_name() {
    for nothing in [json!(null), json!([]), json!(""), json!("intent_id"), json!(0), json!(false)] {
        assert_eq!(told(nothing).named("intent_id"), Named::NotTold);
    }
}

#[test]
fn a_value_that_is_no_text_is_kept_as_it_was_written() {
    let answer =
        r#"{"id":"pay_abc123","metadata":{"n":12345678901234567890,"t":true,"o":{"a":[1]}}}"#;
    let call = providers::paymentflow::payments::retrieve(&"pay_abc123".parse().unwrap());
    let seen = call.read(Ok(&crate::stage::response(200, answer))).unwrap().metadata;
    assert_eq!(seen.named("n"), Named::With("12345678901234567890"));
    assert_eq!(seen.named("t"), Named::With("true"));
    assert_eq!(seen.named("o"), Named::With(r#"{"a":[1]}"#));
}

#[test]
fn a_name_that_stands_there_twice_makes_the_answer_unreadable() {
    let answer = r#"{"id":"pay_abc123","metadata":{"intent_id":"a","intent_id":"b"}}"#;
    let call = providers::paymentflow::payments::retrieve(&"pay_abc123".parse().unwrap());
    let read = call.read(Ok(&crate::stage::response(200, answer)));
    let malformed = Unreadable::Malformed { name: "metadata" };
    assert_eq!(read.err(), Some(PaymentFlowError::Unreadable(malformed)));
}
