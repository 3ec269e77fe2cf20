//! Parameters as form pairs without an envelope (fact sheet, 1.2).

use std::borrow::Cow;

use url::form_urlencoded::{self, Serializer};

use super::members::{Members, NameTwice, Value};

/// The pairs in the order of their names.
pub(super) fn write(members: &Members) -> String {
    let pairs = members.iter().map(|(name, value)| (name, value.as_written()));
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The pairs as members, every value a text.
pub(super) fn read(pairs: &[u8]) -> Result<Members, NameTwice> {
    let mut members = Members::default();
    for (name, value) in form_urlencoded::parse(pairs) {
        members.insert(&name, Value::Text(Cow::into_owned(value)))?;
    }
    Ok(members)
}
