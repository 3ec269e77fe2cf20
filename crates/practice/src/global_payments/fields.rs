//! Reading the fields of a request body.

use serde_json::{Map, Value};

use super::errors::ApiError;
use crate::minor_units::MinorUnits;

/// The fields of one JSON object, with the path that names them in refusals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a> {
    path: &'static str,
    object: Option<&'a Map<String, Value>>,
}

/// Parses a body. An empty one, and the empty list that one client library sends for it (fact
/// sheet, 4.4), is an object without fields.
pub(super) fn parse_body(body: &[u8]) -> Result<Value, ApiError> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Array(list)) if list.is_empty() => Ok(Value::Object(Map::new())),
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) | Err(_) => Err(ApiError::body_unreadable()),
    }
}

impl<'a> Fields<'a> {
    pub(super) fn of(body: &'a Value) -> Self {
        Self { path: "", object: body.as_object() }
    }

    /// The object in field `name`; `path` is `name` with a dot. A missing object has no fields.
    pub(super) fn inside(self, name: &str, path: &'static str) -> Result<Self, ApiError> {
        match self.value(name) {
            None => Ok(Self { path, object: None }),
            Some(Value::Object(object)) => Ok(Self { path, object: Some(object) }),
            Some(_) => Err(ApiError::unexpected_data(name)),
        }
    }

    /// The name of a field as refusals write it, such as `transactions.currency`.
    pub(super) fn full_name(self, name: &str) -> String {
        format!("{}{name}", self.path)
    }

    /// A present field; null and empty text count as absent (fact sheet, 3.2).
    pub(super) fn value(self, name: &str) -> Option<&'a Value> {
        self.object?
            .get(name)
            .filter(|value| !value.is_null() && value.as_str().is_none_or(|text| !text.is_empty()))
    }

    pub(super) fn text(self, name: &str) -> Result<Option<&'a str>, ApiError> {
        self.value(name)
            .map(|value| value.as_str().ok_or_else(|| self.unexpected(name)))
            .transpose()
    }

    pub(super) fn required_text(self, name: &str) -> Result<&'a str, ApiError> {
        self.text(name)?.ok_or_else(|| ApiError::field_missing(&self.full_name(name)))
    }

    /// Text of at most `longest` characters.
    pub(super) fn required_text_up_to(
        self,
        name: &str,
        longest: usize,
    ) -> Result<&'a str, ApiError> {
        let text = self.required_text(name)?;
        if text.chars().count() > longest {
            return Err(self.unexpected(name));
        }
        Ok(text)
    }

    /// Digits in text or a whole JSON number; clients send both (fact sheet, 3.1).
    pub(super) fn whole_number(self, name: &str) -> Result<Option<u64>, ApiError> {
        self.value(name)
            .map(|value| {
                let digits = match value {
                    Value::String(text) => text.clone(),
                    number => number.to_string(),
                };
                MinorUnits::parse(&digits).map(MinorUnits::get).ok_or_else(|| self.unexpected(name))
            })
            .transpose()
    }

    pub(super) fn minor_units(self, name: &str) -> Result<Option<MinorUnits>, ApiError> {
        Ok(self.whole_number(name)?.map(MinorUnits::new))
    }

    fn unexpected(self, name: &str) -> ApiError {
        ApiError::unexpected_data(&self.full_name(name))
    }
}
