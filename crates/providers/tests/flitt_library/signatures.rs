//! Every published or computed signature, and what must never be signed or shown.

use providers::flitt::{EmptyKey, Key, Members, Value as Member, sign};
use serde_json::Value;

use crate::stage::{JSON, gel, key, members, merchant, order_id, signed};

fn vectors() -> Value {
    serde_json::from_str(include_str!("fixtures/signatures.json")).unwrap()
}

fn text<'v>(vector: &'v Value, name: &str) -> &'v str {
    vector[name].as_str().unwrap()
}

/// The vectors that `fits` takes.
fn those(fits: fn(&Value) -> bool) -> Vec<Value> {
    let all = vectors()["vectors"].as_array().unwrap().clone();
    all.into_iter().filter(fits).collect()
}

#[test]
fn protocol_1_signs_as_the_vectors_say() {
    let vectors = those(|one| one["protocol"] == "1.0" && one["portable"] == true);
    assert_eq!(vectors.len(), 51);
    for vector in vectors {
        let id = text(&vector, "id");
        let signature = sign::sign(&key(text(&vector, "secret")), &members(&vector["params"]));
        let signature = signature.unwrap_or_else(|no| panic!("{id}: {no}"));
        assert_eq!(signature.as_str(), text(&vector, "signature"), "{id}");
        if let Some(documented) = vector["documented_signature"].as_str() {
            assert_eq!(signature.as_str(), documented, "{id}");
        }
    }
}

#[test]
fn what_only_one_language_signs_so_is_refused_or_not_copied() {
    let vectors = those(|one| one["portable"] == false);
    assert_eq!(vectors.len(), 7);
    for vector in vectors {
        let id = text(&vector, "id");
        let signature = sign::sign(&key(text(&vector, "secret")), &members(&vector["params"]));
        match (id, signature) {
            // A signature among the parameters takes no part: the same request signed again stays as it was.
            ("py-signature-key-included", Ok(signature)) => {
                assert_eq!(signature.as_str(), "c4e14e50b03cd148c7c618576b4df7ead31f7460", "{id}");
            }
            ("py-signature-key-included", Err(no)) => panic!("{id}: {no}"),
            // Truth, fractions and nested values have no rule in protocol 1.0.
            (_, signature) => assert!(signature.is_err(), "{id}"),
        }
    }
}

#[test]
fn protocol_2_signs_the_text_that_travels() {
    let vectors = those(|one| one["protocol"] == "2.0");
    assert_eq!(vectors.len(), 9);
    for vector in vectors {
        let signature = sign::sign_data(&key(text(&vector, "secret")), text(&vector, "data"));
        assert_eq!(signature.as_str(), text(&vector, "signature"), "{}", vector["id"]);
    }
}

#[test]
fn the_reports_portal_has_a_rule_of_its_own() {
    let vectors = vectors()["reports_portal_vectors"].as_array().unwrap().clone();
    assert_eq!(vectors.len(), 4);
    for vector in vectors {
        let application = match &vector["application_id"] {
            Value::String(text) => text.clone(),
            number => number.to_string(),
        };
        let key = key(text(&vector, "key"));
        let signature = sign::sign_for_portal(&key, &application, text(&vector, "date"));
        assert_eq!(signature.as_str(), text(&vector, "signature"));
    }
}

#[test]
fn a_signature_is_compared_digit_for_digit() {
    let signature = sign::sign_data(&key("test"), "x");
    let digits = signature.as_str();
    assert_eq!(digits.len(), 40);
    assert!(signature.is(digits));
    let last_changed =
        format!("{}{}", &digits[..39], if digits.ends_with('0') { '1' } else { '0' });
    for wrong in [&digits.to_uppercase(), &digits[..39], "", &last_changed, &format!("{digits}0")] {
        assert!(!signature.is(wrong), "{wrong}");
    }
}

#[test]
fn a_number_of_19_digits_is_signed_as_it_was_written() {
    for written in ["1234567890123456789", "9999999999999999999", "-0", "18446744073709551616"] {
        let read: Members =
            serde_json::from_str(&format!(r#"{{"payment_id":{written}}}"#)).unwrap();
        let mut made = Members::default();
        made.insert("payment_id", Member::Text(written.to_owned())).unwrap();
        let [read, made] = [read, made].map(|one| sign::sign(&key("test"), &one).unwrap());
        assert_eq!(read.as_str(), made.as_str(), "{written}");
    }
}

#[test]
fn whether_a_message_is_signed_is_told_apart_from_whether_it_is_signed_well() {
    let message = signed(serde_json::json!({ "order_id": "o", "amount": "1" }));
    assert_eq!(sign::verifies(&key("test"), &members(&message)), Some(true));
    assert_eq!(sign::verifies(&key("other"), &members(&message)), Some(false));
    for nothing in [Value::Null, Value::from("")] {
        let mut message = message.clone();
        message["signature"] = nothing;
        assert_eq!(sign::verifies(&key("test"), &members(&message)), None);
    }
}

#[test]
fn nothing_shows_a_key_or_what_it_signed() {
    let merchant = merchant();
    let call = providers::flitt::Reverse::new(order_id(), gel(4_711), None).call().unwrap();
    let request = call.sign(&merchant, JSON).unwrap();
    let http = request.clone().to("http://127.0.0.1:1/api");
    let shown = format!("{merchant:?} {call:?} {request:?} {http:?} {:?}", key("testcredit"));
    for secret in ["testcredit", "\"test\"", "4711", "order_12345", "signature\":"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    assert!(request.body.contains("4711"));
    assert_eq!(Key::new("".into()).err(), Some(EmptyKey));
}
