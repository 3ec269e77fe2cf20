//! Our own names and values: what may be sent, and the three things that an answer can say.

use providers::merchant_dashboard::{Fault, FieldFault, Metadata, Named, SeenMetadata};
use serde_json::{Value, json};

use crate::stage::{link, metadata, told_link, with, without};

#[track_caller]
fn refused(pairs: Vec<(String, String)>, field: &str, fault: Fault) {
    assert_eq!(Metadata::new(pairs), Err(FieldFault { field: field.to_owned(), fault }));
}

fn numbered(count: usize) -> Vec<(String, String)> {
    (0..count).map(|n| (format!("k{n}"), String::new())).collect()
}

#[test]
fn names_and_values_have_limits() {
    assert_eq!(Metadata::new(numbered(50)).unwrap().iter().count(), 50);
    refused(numbered(51), "metadata", Fault::TooMany { limit: 50, count: 51 });
    let (name, value) = ("ს".repeat(40), "ღ".repeat(500));
    assert!(Metadata::new([(name.clone(), value.clone())]).is_ok());
    let field = format!("metadata.{name}");
    let long = Fault::NameTooLong { limit: 40, length: 41 };
    refused(vec![(name + "x", value.clone())], &field, long);
    let long = Fault::TooLong { limit: 500, length: 501 };
    refused(vec![("note".to_owned(), value + "!")], "metadata.note", long);
    refused(vec![(String::new(), "x".to_owned())], "metadata", Fault::NameMissing);
    let twice = ["1", "2"].map(|value| ("intent_id".to_owned(), value.to_owned()));
    refused(twice.to_vec(), "metadata.intent_id", Fault::Twice);
}

#[test]
fn a_log_shows_the_names_and_no_value() {
    let shown = format!("{:?}", metadata(&[("intent_id", "a canary")]));
    assert!(shown.contains("intent_id") && !shown.contains("canary"), "{shown}");
}

fn told(metadata: Value) -> SeenMetadata {
    link(&with(told_link(), "metadata", metadata)).unwrap().metadata
}

#[test]
fn absent_without_the_name_and_with_it_are_three_things() {
    let not_told = link(&without(told_link(), "metadata")).unwrap().metadata;
    assert_eq!((not_told.named("intent_id"), not_told.is_told()), (Named::NotTold, false));
    for empty in [json!({}), json!({ "order_id": "1" }), json!({ "intent_id": null })] {
        let without = told(empty);
        assert_eq!((without.named("intent_id"), without.is_told()), (Named::Without, true));
    }
    let there = told(json!({ "intent_id": "ი-1 😀", "x": { "y": 1 } }));
    assert_eq!(there.named("intent_id"), Named::With("ი-1 😀"));
    assert_eq!(there.named("x"), Named::With(r#"{"y":1}"#));
    for nothing in [json!(null), json!([]), json!(""), json!("intent_id"), json!(0)] {
        assert_eq!(told(nothing).named("intent_id"), Named::NotTold);
    }
}
