//! Reading the fields of a JSON body.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::metadata::{self, Metadata};
use super::money::Currency;
use super::refusal::Refusal;
use crate::call::Call;
use crate::minor_units::MinorUnits;

/// The longest e-mail address that mail servers take.
const LONGEST_EMAIL: usize = 254;

/// The fields of one body. A field that is null counts as absent.
#[derive(Debug)]
pub(super) struct Fields<'a>(&'a Map<String, Value>);

/// The JSON object in a body.
pub(super) fn parse(call: &Call) -> Result<Value, Refusal> {
    if call.media_type() != Some("application/json") {
        return Err(Refusal::unreadable());
    }
    match serde_json::from_slice(&call.body) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) | Err(_) => Err(Refusal::unreadable()),
    }
}

impl<'a> Fields<'a> {
    /// The fields of `body`, which may have no others than `known`.
    pub(super) fn of(body: &'a Value, known: &[&str]) -> Result<Self, Refusal> {
        let fields = body.as_object().ok_or_else(Refusal::unreadable)?;
        let known: BTreeSet<&str> = known.iter().copied().collect();
        match fields.keys().find(|name| !known.contains(name.as_str())) {
            Some(name) => Err(Refusal::unknown_field(name)),
            None => Ok(Self(fields)),
        }
    }

    fn value(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        self.value(name)
            .map(|value| {
                let text = value.as_str().map(str::to_owned);
                text.ok_or_else(|| Refusal::invalid(name, &format!("{name} is not a string")))
            })
            .transpose()
    }

    pub(super) fn required_text(&self, name: &str) -> Result<String, Refusal> {
        self.text(name)?.filter(|text| !text.is_empty()).ok_or_else(|| Refusal::missing(name))
    }

    /// An address with something on both sides of its only `@`.
    pub(super) fn email(&self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let parts: Vec<&str> = text.split('@').collect();
        let whole = parts.len() == 2 && parts.iter().all(|part| !part.is_empty());
        let plain = !text.chars().any(|one| one.is_whitespace() || one.is_control());
        if whole && plain && text.len() <= LONGEST_EMAIL {
            Ok(Some(text))
        } else {
            Err(Refusal::invalid(name, &format!("{name} is not an e-mail address")))
        }
    }

    /// A whole JSON number above zero, at most twelve digits.
    pub(super) fn amount(&self, name: &str) -> Result<Option<MinorUnits>, Refusal> {
        self.value(name)
            .map(|value| {
                let digits = value.as_u64().and_then(|_| MinorUnits::parse(&value.to_string()));
                digits.filter(|amount| !amount.is_zero()).ok_or_else(|| {
                    Refusal::invalid(name, &format!("{name} is not a whole number above zero"))
                })
            })
            .transpose()
    }

    pub(super) fn currency(&self, name: &str) -> Result<Currency, Refusal> {
        let code = self.required_text(name)?;
        Currency::of_code(&code)
            .ok_or_else(|| Refusal::invalid(name, &format!("{name} is not of ISO 4217")))
    }

    pub(super) fn metadata(&self) -> Result<Option<Metadata>, Refusal> {
        self.value("metadata").map(metadata::read).transpose()
    }
}
