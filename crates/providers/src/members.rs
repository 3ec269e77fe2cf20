//! The members of a JSON object as they were written, with the exact text of every number.

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
    /// A number, as its digits were written. It never goes through floating point.
    Number(String),
    /// True or false.
    Truth(bool),
    /// Nothing.
    Null,
    /// An object or a list, as its JSON was written.
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
    /// True for null and the empty text.
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
/// `Debug` shows the names only: the values may be a customer's, or signed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Members(BTreeMap<String, Value>);

/// The same name stands there twice, so that it has no one value.
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
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// The value of `name`, also where it is null or empty.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A text, or a number as its digits. `None` where it is absent, empty, null, or neither.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) | Value::Number(text) => {
                Some(text.as_str()).filter(|t| !t.is_empty())
            }
            Value::Truth(_) | Value::Null | Value::Nested(_) => None,
        }
    }

    /// True or false, also as `Y`, `N`, `1`, `0`, or as a text.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Truth(truth) => Some(*truth),
            Value::Text(text) | Value::Number(text) => match text.as_str() {
                "Y" | "y" | "true" | "True" | "1" => Some(true),
                "N" | "n" | "false" | "False" | "0" => Some(false),
                _ => None,
            },
            Value::Null | Value::Nested(_) => None,
        }
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
    pub(crate) fn to_json(&self) -> String {
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
