//! Reading members leniently: a number may be a text, what is optional may be absent, null, or of a form that nobody
//! foresaw. What can't be read is told as such, never as nothing.

use std::str::FromStr;

use domain::{Currency, Money, Timestamp, money::minor_units};

use super::{Private, errors::Unreadable, sums::in_major_units, told::Told, words::Words};
use crate::members::{Members, Value};

/// The object that `json` is.
pub(super) fn object(json: &[u8]) -> Result<Members, Unreadable> {
    serde_json::from_slice(json).map_err(|_| Unreadable::Format)
}

/// The object that `value` is.
pub(super) fn object_of(value: &Value) -> Result<Members, Unreadable> {
    match value {
        Value::Nested(json) => object(json.as_bytes()),
        _ => Err(Unreadable::Format),
    }
}

/// The list that `value` is.
pub(super) fn list_of(value: &Value) -> Option<Vec<Value>> {
    match value {
        Value::Nested(json) => serde_json::from_str(json).ok(),
        _ => None,
    }
}

/// What stands at `name`, as `meant` takes it.
pub(super) fn told<T>(
    members: &Members,
    name: &str,
    meant: impl FnOnce(&Value) -> Option<T>,
) -> Told<T> {
    match members.get(name) {
        None => Told::NotTold,
        Some(value) if value.is_absent() => Told::Nothing,
        Some(value) => meant(value).map_or(Told::Unreadable, Told::Is),
    }
}

/// A text, or a number as its digits.
fn plain(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) | Value::Number(text) => Some(text),
        Value::Truth(_) | Value::Null | Value::Nested(_) => None,
    }
}

/// An id that must be there.
pub(super) fn id<I: FromStr>(members: &Members, name: &'static str) -> Result<I, Unreadable> {
    match told(members, name, |value| plain(value)?.parse().ok()) {
        Told::Is(id) => Ok(id),
        Told::NotTold | Told::Nothing => Err(Unreadable::Missing { name }),
        Told::Unreadable => Err(Unreadable::Malformed { name }),
    }
}

/// An id that may be absent.
pub(super) fn told_id<I: FromStr>(members: &Members, name: &str) -> Told<I> {
    told(members, name, |value| plain(value)?.parse().ok())
}

/// A whole number that is not negative.
pub(super) fn number(members: &Members, name: &str) -> Told<u64> {
    told(members, name, |value| minor_units(plain(value)?))
}

/// True or false.
pub(super) fn flag(members: &Members, name: &str) -> Told<bool> {
    told(members, name, |_| members.flag(name))
}

/// A moment as in RFC 3339. One without an offset is none: nobody knows in which zone it is.
pub(super) fn moment(members: &Members, name: &str) -> Told<Timestamp> {
    told(members, name, |value| Timestamp::parse(plain(value)?))
}

/// The currency. Its code counts in lower case as well: no two differ in that alone.
pub(super) fn currency(members: &Members) -> Told<Currency> {
    told(members, "currency", |value| plain(value)?.to_ascii_uppercase().parse().ok())
}

/// A sum in major units of `currency`. Where that is not known, a sum that is told can't be read.
pub(super) fn money(members: &Members, name: &str, currency: Told<Currency>) -> Told<Money> {
    told(members, name, |value| in_major_units(plain(value)?, *currency.known()?))
}

/// A text about a person, or of staff's own.
pub(super) fn private(members: &Members, name: &str) -> Option<Private> {
    members.text(name).map(Private::from)
}

/// A name from the organization's own catalogue or settings, as people may be shown it.
pub(super) fn label(members: &Members, name: &str) -> Option<Words> {
    members.text(name).map(Words::label).filter(|words| !words.is_empty())
}

/// A word of the provider's, empty where there is none.
pub(super) fn word<'m>(members: &'m Members, name: &str) -> &'m str {
    members.text(name).unwrap_or_default()
}
