//! Reading the fields of a JSON body. All that is wrong is said at once, each at its field.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::refusal::{Faults, Refusal};
use crate::call::Call;

const REQUIRED: &str = "This field is required.";
const NOT_NULL: &str = "This field may not be null.";
const BLANK: &str = "This field may not be blank.";

/// The longest e-mail address that mail servers take.
const LONGEST_EMAIL: usize = 254;

/// The JSON object in a body; an empty body is an empty object.
pub(super) fn parse(call: &Call) -> Result<Map<String, Value>, Refusal> {
    if call.body.is_empty() {
        return Ok(Map::new());
    }
    if call.media_type() != Some("application/json") {
        return Err(Refusal::wrong_media_type());
    }
    match serde_json::from_slice(&call.body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Refusal::whole("Invalid data. Expected a dictionary.")),
        Err(_) => Err(Refusal::not_json()),
    }
}

/// The fields of one body, and what was found to be wrong with them so far.
#[derive(Debug)]
pub(super) struct Form<'a> {
    fields: &'a Map<String, Value>,
    faults: Faults,
}

/// A field that may be emptied: absent, null, or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given<T> {
    Absent,
    Null,
    Value(T),
}

impl<T> Given<T> {
    /// The value; nothing if the field was absent or null.
    pub(super) fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// What a field becomes that is `present` now.
    pub(super) fn over(self, present: Option<T>) -> Option<T> {
        match self {
            Self::Absent => present,
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<'a> Form<'a> {
    /// The fields of a body. The fact sheet does not say what becomes of a name that is not
    /// `known`; here it is a fault, so that a client which believes to have said something notices.
    pub(super) fn of(fields: &'a Map<String, Value>, known: &[&str]) -> Self {
        let mut form = Self::of_any(fields);
        for name in fields.keys().filter(|name| !known.contains(&name.as_str())) {
            form.fault(name, "This field is not known, or cannot be set here.");
        }
        form
    }

    /// The fields of a body that may have any names.
    pub(super) fn of_any(fields: &'a Map<String, Value>) -> Self {
        Self { fields, faults: Faults::new() }
    }

    pub(super) fn fault(&mut self, name: &str, sentence: impl Into<String>) {
        self.faults.entry(name.to_owned()).or_default().push(sentence.into());
    }

    /// What was read, if nothing was wrong.
    pub(super) fn finish(self) -> Result<(), Refusal> {
        if self.faults.is_empty() { Ok(()) } else { Err(Refusal::faults(self.faults)) }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.fields.keys().map(String::as_str)
    }

    /// Reads a field that may be absent or null.
    pub(super) fn given<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&'a Value) -> Result<T, String>,
    ) -> Given<T> {
        match self.fields.get(name) {
            None => Given::Absent,
            Some(Value::Null) => Given::Null,
            Some(value) => match read(value) {
                Ok(value) => Given::Value(value),
                Err(sentence) => {
                    self.fault(name, sentence);
                    Given::Absent
                }
            },
        }
    }

    /// Reads a field that may be absent, and not null.
    pub(super) fn optional<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&'a Value) -> Result<T, String>,
    ) -> Option<T> {
        match self.given(name, read) {
            Given::Absent => None,
            Given::Null => {
                self.fault(name, NOT_NULL);
                None
            }
            Given::Value(value) => Some(value),
        }
    }

    /// Reads a field that must be there.
    pub(super) fn required<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&'a Value) -> Result<T, String>,
    ) -> Option<T> {
        if !self.fields.contains_key(name) {
            self.fault(name, REQUIRED);
            return None;
        }
        self.optional(name, read)
    }
}

/// Text that is not blank, of at most `longest` characters.
pub(super) fn text(value: &Value, longest: usize) -> Result<String, String> {
    let text = value.as_str().ok_or("Not a valid string.")?.trim();
    if text.is_empty() {
        return Err(BLANK.to_owned());
    }
    if text.chars().count() > longest {
        return Err(format!("Ensure this field has no more than {longest} characters."));
    }
    Ok(text.to_owned())
}

pub(super) fn boolean(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "Must be a valid boolean.".to_owned())
}

/// A whole JSON number from one to `most`.
pub(super) fn count(value: &Value, most: u32) -> Result<u32, String> {
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    number
        .filter(|number| (1..=most).contains(number))
        .ok_or_else(|| format!("A valid integer from 1 to {most} is required."))
}

/// A moment after `now`, in RFC 3339.
pub(super) fn moment_to_come(value: &Value, now: DateTime<Utc>) -> Result<DateTime<Utc>, String> {
    let read = value.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    let moment = read.ok_or("Datetime has wrong format. Use RFC 3339.")?.with_timezone(&Utc);
    if moment > now { Ok(moment) } else { Err("The expiry must be in the future.".to_owned()) }
}

/// An object whose values are texts.
pub(super) fn texts(value: &Value) -> Result<BTreeMap<String, String>, String> {
    let fault = || "Expected an object of texts.".to_owned();
    let object = value.as_object().ok_or_else(fault)?;
    let pair = |(name, value): (&String, &Value)| {
        value.as_str().map(|text| (name.clone(), text.to_owned())).ok_or_else(fault)
    };
    object.iter().map(pair).collect()
}

/// An e-mail address.
pub(super) fn email(value: &Value) -> Result<String, String> {
    let text = text(value, LONGEST_EMAIL)?;
    if is_email(&text) { Ok(text) } else { Err("Enter a valid email address.".to_owned()) }
}

/// Whether `text` has something on both sides of its only `@`.
pub(super) fn is_email(text: &str) -> bool {
    let parts: Vec<&str> = text.split('@').collect();
    let whole = parts.len() == 2 && parts.iter().all(|part| !part.is_empty());
    let plain = !text.chars().any(|one| one.is_whitespace() || one.is_control());
    whole && plain && text.len() <= LONGEST_EMAIL
}

/// An `https` address.
pub(super) fn https_url(value: &Value) -> Result<String, String> {
    let text = text(value, 2000)?;
    let whole = url::Url::parse(&text).is_ok_and(|url| url.scheme() == "https");
    if whole { Ok(text) } else { Err("Enter a valid https URL.".to_owned()) }
}
