//! Signatures of requests, answers and callbacks (fact sheet, section 2).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha1::{Digest, Sha1};

use super::credentials::FlittKey;
use super::params::Params;

/// Never part of what is signed (fact sheet, 2.1).
const UNSIGNED: [&str; 2] = ["signature", "response_signature_string"];

/// What stands in place of the key where a signed text is shown.
const MASK: &str = "**********";

/// A parameter that protocol 1.0 has no rule for: a fraction, a truth value, an object or a list
/// (fact sheet, 2.3).
#[derive(Debug)]
pub(super) struct Unsignable;

/// The text that protocol 1.0 hashes: the key and the values, ordered by name, joined by `|`.
fn signed_text(key: &FlittKey, params: &Params) -> Result<String, Unsignable> {
    let mut named = Vec::new();
    for (name, value) in params.iter().filter(|(name, _)| !UNSIGNED.contains(&name.as_str())) {
        match value {
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => named.push((name, text.clone())),
            Value::Number(number) if number.is_i64() || number.is_u64() => {
                named.push((name, number.to_string()));
            }
            Value::Number(_) | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                return Err(Unsignable);
            }
        }
    }
    named.sort_by(|(first, _), (second, _)| first.as_bytes().cmp(second.as_bytes()));
    let mut text = key.expose().to_owned();
    for (_, value) in named {
        text.push('|');
        text.push_str(&value);
    }
    Ok(text)
}

/// The lowercase hex SHA-1 of a text.
pub(super) fn sha1(text: &str) -> String {
    hex::encode(Sha1::digest(text))
}

/// The signature of protocol 1.0.
pub(super) fn sign(key: &FlittKey, params: &Params) -> Result<String, Unsignable> {
    signed_text(key, params).map(|text| sha1(&text))
}

/// The signature of protocol 2.0, over `data` as it is transmitted.
pub(super) fn sign_data(key: &FlittKey, data: &str) -> String {
    sha1(&format!("{}|{data}", key.expose()))
}

/// The signed text with every occurrence of the key masked, as test merchants see it
/// (fact sheet, 2.6).
pub(super) fn masked_text(key: &FlittKey, params: &Params) -> Result<String, Unsignable> {
    let text = signed_text(key, params)?;
    Ok(if key.expose().is_empty() { text } else { text.replace(key.expose(), MASK) })
}

/// `params` as the `data` of protocol 2.0.
pub(super) fn wrap(params: &Params) -> String {
    STANDARD.encode(serde_json::json!({ "order": params.as_value() }).to_string())
}

/// The parameters in the `data` of protocol 2.0; `None` if it holds no order.
pub(super) fn unwrap(data: &str) -> Option<Params> {
    let text = STANDARD.decode(data).ok()?;
    let mut value: Value = serde_json::from_slice(&text).ok()?;
    match value.get_mut("order")?.take() {
        Value::Object(order) => Some(Params::from(order)),
        _ => None,
    }
}

/// Whether `text` is base64 of a JSON object.
pub(super) fn is_object_in_base64(text: &str) -> bool {
    let value = STANDARD.decode(text).ok().and_then(|json| serde_json::from_slice(&json).ok());
    matches!(value, Some(Value::Object(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VECTORS: &str = include_str!("../../tests/flitt/signatures.json");

    fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
        vector[name].as_str().unwrap_or_else(|| panic!("{name} of {vector}"))
    }

    /// The vectors that are marked as not portable only show what Python makes of truth values,
    /// fractions and nested values; no rule of the gateway for those is known (fact sheet, 2.3).
    #[test]
    fn every_portable_vector_has_its_signature() {
        let file: Value = serde_json::from_str(VECTORS).unwrap();
        let vectors = file["vectors"].as_array().unwrap();
        let mut seen = [0, 0];
        for vector in vectors.iter().filter(|vector| vector["portable"] == true) {
            let key = FlittKey::new(text(vector, "secret"));
            let found = if vector["protocol"] == "1.0" {
                seen[0] += 1;
                let params = Params::from(vector["params"].as_object().unwrap().clone());
                assert_eq!(signed_text(&key, &params).unwrap(), text(vector, "signing_string"));
                sign(&key, &params).unwrap()
            } else {
                seen[1] += 1;
                let params = unwrap(text(vector, "data")).unwrap();
                if let Some(order) = vector["order"].as_object() {
                    assert_eq!(params.as_value(), Value::Object(order.clone()));
                }
                sign_data(&key, text(vector, "data"))
            };
            assert_eq!(found, text(vector, "signature"), "{}", vector["id"]);
        }
        assert_eq!(seen, [51, 9]);
    }

    #[test]
    fn what_has_no_rule_is_not_signed() {
        let key = FlittKey::new("test");
        for value in [Value::from(true), Value::from(1.5), serde_json::json!([1])] {
            let params = Params::from_iter([("amount", value)]);
            assert!(sign(&key, &params).is_err());
        }
    }

    #[test]
    fn every_occurrence_of_the_key_is_masked() {
        let params = Params::from_iter([("order_id", Value::from("my test 7"))]);
        let shown = masked_text(&FlittKey::new("test"), &params).unwrap();
        assert_eq!(shown, "**********|my ********** 7");
    }

    #[test]
    fn what_was_wrapped_is_unwrapped() {
        let params = Params::from_iter([("order_desc", Value::from("ორი სკამი 🪑"))]);
        assert_eq!(unwrap(&wrap(&params)), Some(params));
        for data in ["", "%", "e30=", "eyJvcmRlciI6MX0="] {
            assert_eq!(unwrap(data), None, "{data}");
        }
    }
}
