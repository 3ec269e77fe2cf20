//! Pairs of text that a client keeps on an object, and their rules (fact sheet, Metadata).

use std::collections::BTreeMap;

use serde_json::Value;

use super::refusal::Refusal;

/// The most pairs of one object.
const MOST_KEYS: usize = 50;
/// The longest key, in characters.
const LONGEST_KEY: usize = 40;
/// The longest value, in characters.
const LONGEST_VALUE: usize = 500;

/// The pairs of one object.
pub type Metadata = BTreeMap<String, String>;

/// Reads the field `metadata`. A refusal names the key that breaks a rule, or the field if all of
/// it does.
pub(super) fn read(value: &Value) -> Result<Metadata, Refusal> {
    let Value::Object(pairs) = value else {
        return Err(Refusal::invalid("metadata", "metadata is not an object"));
    };
    if pairs.len() > MOST_KEYS {
        return Err(Refusal::invalid("metadata", "metadata has more than 50 keys"));
    }
    pairs.iter().map(|(key, value)| read_pair(key, value)).collect()
}

fn read_pair(key: &str, value: &Value) -> Result<(String, String), Refusal> {
    let refuse = |problem| Refusal::invalid(&format!("metadata.{key}"), problem);
    if key.chars().count() > LONGEST_KEY {
        return Err(refuse("a key of metadata has more than 40 characters"));
    }
    let Value::String(text) = value else {
        return Err(refuse("a value of metadata is not a string"));
    };
    if text.chars().count() > LONGEST_VALUE {
        return Err(refuse("a value of metadata has more than 500 characters"));
    }
    Ok((key.to_owned(), text.clone()))
}
