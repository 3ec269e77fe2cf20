//! The parameters of a request or an answer.

use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::minor_units::MinorUnits;

/// Values by name. Their order means nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Params(Map<String, Value>);

impl From<Map<String, Value>> for Params {
    fn from(values: Map<String, Value>) -> Self {
        Self(values)
    }
}

impl<V: Into<Value>> FromIterator<(&'static str, V)> for Params {
    fn from_iter<I: IntoIterator<Item = (&'static str, V)>>(values: I) -> Self {
        Self(values.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect())
    }
}

impl Params {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn as_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Adds a text that came with its name; `false` if the name was there before.
    pub(super) fn add(&mut self, name: &str, text: String) -> bool {
        let is_new = !self.0.contains_key(name);
        if is_new {
            self.0.insert(name.to_owned(), Value::from(text));
        }
        is_new
    }

    /// A text of at most `most` characters, or an integer as text; `None` if it is absent or empty.
    pub(super) fn text(&self, name: &'static str, most: usize) -> Result<Option<String>, Refusal> {
        let text = match self.get(name) {
            None => return Ok(None),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) if !number.is_f64() => number.to_string(),
            Some(_) => return Err(Refusal::incorrect(name)),
        };
        if text.chars().nth(most).is_some() {
            return Err(Refusal::incorrect(name));
        }
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// A text that must be there.
    pub(super) fn required(&self, name: &'static str, most: usize) -> Result<String, Refusal> {
        if self.get(name).is_none() {
            return Err(Refusal::missing(name));
        }
        self.text(name, most)?.ok_or_else(|| Refusal::empty(name))
    }

    /// A whole number, as JSON number or as digits in a text.
    pub(super) fn integer(&self, name: &'static str) -> Result<Option<i128>, Refusal> {
        let Some(text) = self.text(name, 40)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Refusal::incorrect(name))
    }

    /// A whole number from 1 to 999,999; `None` if it is absent or empty.
    pub(super) fn count(&self, name: &'static str) -> Result<Option<u32>, Refusal> {
        let Some(number) = self.integer(name)? else { return Ok(None) };
        let count = u32::try_from(number).ok().filter(|count| (1..=999_999).contains(count));
        count.map(Some).ok_or_else(|| Refusal::incorrect(name))
    }

    /// `Y` or `N`; `None` if it is absent or empty.
    pub(super) fn flag(&self, name: &'static str) -> Result<Option<bool>, Refusal> {
        match self.text(name, 1)?.as_deref() {
            None => Ok(None),
            Some("Y") => Ok(Some(true)),
            Some("N") => Ok(Some(false)),
            Some(_) => Err(Refusal::incorrect(name)),
        }
    }

    /// An amount in minor units that must be there. Something else than a whole number is 1007;
    /// zero, less, or more than twelve digits is 1023.
    pub(super) fn amount(&self, name: &'static str) -> Result<MinorUnits, Refusal> {
        self.required(name, usize::MAX)?;
        let number = self.integer(name)?.ok_or_else(|| Refusal::empty(name))?;
        let amount = MinorUnits::parse(&number.to_string()).filter(|amount| !amount.is_zero());
        amount.ok_or_else(|| Refusal::amount_invalid(name))
    }

    /// Refuses text that holds the separator of signatures (fact sheet, section 8, 2).
    pub(super) fn without_separator(&self) -> Result<(), Refusal> {
        let offender =
            self.0.iter().find(|(_, value)| value.as_str().is_some_and(|text| text.contains('|')));
        offender.map_or(Ok(()), |(name, _)| Err(Refusal::separator(name)))
    }
}
