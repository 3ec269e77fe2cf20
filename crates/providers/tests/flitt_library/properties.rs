//! What holds for any values at all.

use proptest::prelude::*;
use providers::flitt::{
    Callback, Members, OrderStatusQuery, Protocol, Value,
    portal::{PortalToken, ReportPage},
    sign,
};

use crate::stage::{FORM, JSON, XML, key, merchant, order_id, response};

/// Members as a person and the gateway might write them.
fn any_members() -> impl Strategy<Value = Members> {
    let value = prop_oneof![
        "\\PC{0,20}".prop_map(Value::Text),
        any::<i64>().prop_map(|number| Value::Number(number.to_string())),
        Just(Value::Null),
    ];
    proptest::collection::btree_map("[a-zA-Z_0-9]{1,12}", value, 1..12).prop_map(|map| {
        let mut members = Members::default();
        for (name, value) in map.iter().filter(|(name, _)| *name != sign::SIGNATURE) {
            members.insert(name, value.clone()).unwrap();
        }
        members
    })
}

/// The same members with one of them replaced, or one more.
fn with(members: &Members, name: &str, value: Value) -> Members {
    let mut changed = Members::default();
    for (other, kept) in members.iter().filter(|(other, _)| *other != name) {
        changed.insert(other, kept.clone()).unwrap();
    }
    changed.insert(name, value).unwrap();
    changed
}

fn signed(members: &Members) -> Members {
    let signature = sign::sign(&key("test"), members).unwrap();
    with(members, sign::SIGNATURE, Value::Text(signature.as_str().to_owned()))
}

proptest! {
    #[test]
    fn what_was_signed_verifies_and_with_another_key_does_not(members in any_members()) {
        let signed = signed(&members);
        prop_assert_eq!(sign::verifies(&key("test"), &signed), Some(true));
        prop_assert_eq!(sign::verifies(&key("tesT"), &signed), Some(false));
    }

    #[test]
    fn a_changed_value_breaks_the_signature(
        members in any_members(),
        at in any::<prop::sample::Index>(),
        added in "[^|]{1,5}",
    ) {
        prop_assume!(!members.is_empty());
        let (name, value) = members.iter().nth(at.index(members.len())).unwrap();
        let longer = format!("{}{added}", value.as_written());
        let changed = with(&signed(&members), name, Value::Text(longer));
        prop_assert_eq!(sign::verifies(&key("test"), &changed), Some(false));
    }

    #[test]
    fn what_is_absent_takes_no_part(members in any_members(), name in "[a-z]{13}") {
        let signed = signed(&members);
        for absent in [Value::Null, Value::Text(String::new())] {
            prop_assert_eq!(sign::verifies(&key("test"), &with(&signed, &name, absent)), Some(true));
        }
        let hint = Value::Text("****|1".to_owned());
        prop_assert_eq!(sign::verifies(&key("test"), &with(&signed, sign::HINT, hint)), Some(true));
    }

    #[test]
    fn no_bytes_make_a_reader_fall_over(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        nothing_falls_over(&body);
    }

    #[test]
    fn nothing_that_looks_like_an_answer_makes_a_reader_fall_over(
        inside in "[\\{\\}\\[\\]\",:a-z0-9_\\\\.<>&;/!=%\\- ]{0,60}",
        start in prop_oneof![
            Just("{\"response\":"),
            Just("<response><order_id>"),
            Just("{\"response\":{\"version\":\"2.0\",\"data\":\""),
            Just("order_id=1&"),
        ],
    ) {
        nothing_falls_over(format!("{start}{inside}").as_bytes());
    }
}

fn nothing_falls_over(body: &[u8]) {
    let call = OrderStatusQuery { order_id: order_id() }.call().unwrap();
    for protocol in [JSON, FORM, XML, Protocol::V2] {
        assert!(call.read(&merchant(), protocol, &response(body)).is_err());
    }
    for kind in ["application/json", "application/x-www-form-urlencoded"] {
        assert!(Callback::read(kind, body, &key("test")).is_err());
    }
    let _ = PortalToken::read(&response(body));
    let _ = ReportPage::read(&response(body));
}
