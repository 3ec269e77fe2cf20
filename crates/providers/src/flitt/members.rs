//! A flat set of names and values as it is sent or was received, with the exact text of every number.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The value of one member. `Debug` shows its kind only.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number, as its digits were written. It never goes through floating point (fact sheet, section 8, trap 6).
    Number(String),
    /// True or false. Protocol 1.0 has no rule for it (fact sheet, 2.3).
    Truth(bool),
    /// Nothing.
    Null,
    /// An object or a list, as its JSON was written. Protocol 1.0 has no rule for it (fact sheet, 2.3).
    Nested(String),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(..)",
            Self::Number(_) => "Number(..)",
            Self::Truth(_) => "Truth(..)",
            Self::Null => "Null",
            Self::Nested(_) => "Nested(..)",
        })
    }
}

impl Value {
    /// True for what takes no part in a signature of protocol 1.0: null and the empty text (fact sheet, 2.1).
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Null) || matches!(self, Self::Text(text) if text.is_empty())
    }

    /// The value as a text, just as it was written.
    pub fn as_written(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Nested(text) => text,
            Self::Truth(true) => "true",
            Self::Truth(false) => "false",
            Self::Null => "",
        }
    }

    fn from_raw(raw: &RawValue) -> Result<Self, serde_json::Error> {
        let text = raw.get();
        Ok(match text.bytes().next() {
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b'{' | b'[') => Self::Nested(text.to_owned()),
            Some(b't') => Self::Truth(true),
            Some(b'f') => Self::Truth(false),
            Some(b'n') => Self::Null,
            _ => Self::Number(text.to_owned()),
        })
    }
}

/// Names and values in the byte order of the names, each name once.
///
/// `Debug` shows the names only: the values may be a payer's, or signed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Members(BTreeMap<String, Value>);

/// The same name stands there twice, so that it has no one value (fact sheet, 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a name stands there twice")]
pub struct NameTwice;

impl Members {
    /// Adds a member.
    pub fn insert(&mut self, name: &str, value: Value) -> Result<(), NameTwice> {
        match self.0.insert(name.to_owned(), value) {
            None => Ok(()),
            Some(_) => Err(NameTwice),
        }
    }

    /// Sets a member that is ours alone to set.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// The value of `name`, also where it is null or empty.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Every name with its value, in the byte order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True without a single member.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The object as JSON, each number and nested value just as it was written.
    pub(super) fn to_json(&self) -> String {
        let members: Vec<_> = self
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Text(text) => json_text(text),
                    Value::Null => "null".to_owned(),
                    written => written.as_written().to_owned(),
                };
                format!("{}:{value}", json_text(name))
            })
            .collect();
        format!("{{{}}}", members.join(","))
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::from_raw(&raw).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Members::default();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    members.insert(&name, value).map_err(A::Error::custom)?;
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Object)
    }
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
