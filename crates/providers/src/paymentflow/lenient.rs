//! Reading members leniently: a number may be a text, what is optional may be absent, null, or of a form that nobody
//! foresaw. What an answer turns on is an error where it can't be read, never nothing.

use domain::{Currency, Money, Timestamp, money::minor_units};

use super::{Private, errors::Unreadable, words::Words};
use crate::members::{Members, Value};

/// The object that `json` is.
pub(super) fn object(json: &[u8]) -> Result<Members, Unreadable> {
    serde_json::from_slice(json).map_err(|_| Unreadable::Format)
}

/// A text, or a number as its digits; `None` where it is absent, null or empty. Anything else is an error.
pub(super) fn plain<'m>(
    members: &'m Members,
    name: &'static str,
) -> Result<Option<&'m str>, Unreadable> {
    match members.get(name) {
        Some(Value::Truth(_) | Value::Nested(_)) => Err(Unreadable::Malformed { name }),
        _ => Ok(members.text(name)),
    }
}

/// The same, which must be there.
pub(super) fn required<'m>(
    members: &'m Members,
    name: &'static str,
) -> Result<&'m str, Unreadable> {
    plain(members, name)?.ok_or(Unreadable::Missing { name })
}

/// An id that must be there.
pub(super) fn id<I: std::str::FromStr>(
    members: &Members,
    name: &'static str,
) -> Result<I, Unreadable> {
    required(members, name)?.parse().map_err(|_| Unreadable::Malformed { name })
}

/// A word of the provider's, empty where there is none.
pub(super) fn word<'m>(members: &'m Members, name: &str) -> &'m str {
    members.text(name).unwrap_or_default()
}

/// A word of the provider's as people may be shown it.
pub(super) fn words(members: &Members, name: &str) -> Option<String> {
    let shown = members.text(name).map(|text| Words::new(text).as_str().to_owned());
    shown.filter(|text| !text.is_empty())
}

/// A text about a person.
pub(super) fn private(members: &Members, name: &str) -> Option<Private> {
    members.text(name).map(Private::from)
}

/// Minor units of the answer's own `currency`; `None` where either is absent. A sum or a currency that can't be read is
/// an error. Digits are never read through floating point.
pub(super) fn money(members: &Members, name: &'static str) -> Result<Option<Money>, Unreadable> {
    let minor = plain(members, name)?
        .map(|text| minor_units(text).ok_or(Unreadable::Malformed { name }))
        .transpose()?;
    let currency = currency(members)?;
    Ok(minor.zip(currency).map(|(minor, currency)| Money::new(minor, currency)))
}

/// The same for a member that the provider may not know at all, and on which nothing else in the answer hangs.
pub(super) fn assumed_money(
    members: &Members,
    name: &'static str,
) -> Option<Result<Money, Unreadable>> {
    money(members, name).transpose()
}

/// The currency. Its code counts in lower case as well: no two differ in that alone.
fn currency(members: &Members) -> Result<Option<Currency>, Unreadable> {
    let name = "currency";
    let parsed = plain(members, name)?.map(|text| text.to_ascii_uppercase().parse()).transpose();
    parsed.map_err(|_| Unreadable::Malformed { name })
}

/// The last second of the year 9999. Larger numbers are no seconds: milliseconds would lie far behind it.
const LATEST: i64 = 253_402_300_799;

/// A moment: unix seconds, or text as in RFC 3339.
pub(super) fn moment(members: &Members, name: &str) -> Option<Timestamp> {
    let text = members.text(name)?;
    match text.parse::<i64>() {
        Ok(seconds @ 0..=LATEST) => Timestamp::from_millis(seconds.checked_mul(1_000)?),
        Ok(_) => None,
        Err(_) => Timestamp::parse(text),
    }
}
