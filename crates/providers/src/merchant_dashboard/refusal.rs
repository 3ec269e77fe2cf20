//! What the body of a no says: messages for fields, and such for the whole. Its form is assumed:
//! `{"field": ["message"], "non_field_errors": ["message"]}`, nested as what was sent is nested, or `{"detail": "message"}`.

use std::fmt;

use serde_json::Value;

use super::words::Words;

/// The most messages that are kept.
const MOST_MESSAGES: usize = 20;

/// How deep messages may be nested: a field of a product in a list is three levels down.
const DEEPEST: usize = 8;

/// Members whose messages belong to what holds them.
const OF_THE_WHOLE: [&str; 2] = ["non_field_errors", "detail"];

/// Why something was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refusal {
    /// What is said of single fields, in the order of their names, at most twenty of them with what is said of the whole.
    pub fields: Vec<FieldMessage>,
    /// What is said of the whole.
    pub general: Vec<Words>,
}

/// What is said of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMessage {
    /// The field as the API names it, as in a [`FieldFault`](super::FieldFault): `max_uses`, `products[0].quantity`.
    pub field: String,
    /// What is said of it.
    pub message: Words,
}

impl Refusal {
    /// What is said of `field`, and of what lies within it.
    pub fn of_field<'r>(&'r self, field: &'r str) -> impl Iterator<Item = &'r FieldMessage> {
        self.fields.iter().filter(move |said| {
            let rest = said.field.strip_prefix(field);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }

    /// The first thing that is said, for a log.
    pub(super) fn summary(&self) -> Words {
        let general = self.general.first();
        general
            .or_else(|| self.fields.first().map(|said| &said.message))
            .cloned()
            .unwrap_or_default()
    }

    /// Reads a body. Of one that is no JSON the beginning is kept as it came.
    pub(super) fn read(body: &[u8]) -> Self {
        let mut refusal = Self::default();
        match serde_json::from_slice::<Value>(body) {
            Ok(said) => refusal.take(&said, "", 0),
            Err(_) => refusal.keep("", Words::of_bytes(body)),
        }
        refusal
    }

    fn take(&mut self, said: &Value, field: &str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match said {
            Value::Null => {}
            Value::String(text) => self.keep(field, Words::new(text)),
            Value::Bool(_) | Value::Number(_) => self.keep(field, Words::new(&said.to_string())),
            Value::Array(list) => {
                for (place, said) in list.iter().enumerate() {
                    // Messages stand in a list by themselves; objects stand for the items of a list that was sent.
                    let item = format!("{field}[{place}]");
                    let field = if said.is_object() { &item } else { field };
                    self.take(said, field, depth + 1);
                }
            }
            Value::Object(members) => {
                for (name, said) in members {
                    let inner = match name.as_str() {
                        name if OF_THE_WHOLE.contains(&name) => field.to_owned(),
                        name if field.is_empty() => name.to_owned(),
                        name => format!("{field}.{name}"),
                    };
                    self.take(said, &inner, depth + 1);
                }
            }
        }
    }

    fn keep(&mut self, field: &str, message: Words) {
        if message.is_empty() || self.fields.len() + self.general.len() >= MOST_MESSAGES {
            return;
        }
        if field.is_empty() {
            self.general.push(message);
        } else {
            let field = Words::new(field).as_str().to_owned();
            self.fields.push(FieldMessage { field, message });
        }
    }
}

impl fmt::Display for Refusal {
    /// Everything that is said, one after the other.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let general = self.general.iter().map(ToString::to_string);
        let fields = self.fields.iter().map(|said| format!("{}: {}", said.field, said.message));
        f.write_str(&general.chain(fields).collect::<Vec<_>>().join("; "))
    }
}
