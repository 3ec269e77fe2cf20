//! Names and values of our own that the provider keeps with an object (seed, 'Metadata').

use std::{collections::BTreeMap, fmt};

use super::field_fault::{Fault, FieldFault, fault};
use crate::seen_metadata::FIELD;

/// The most names of one object.
pub const MOST_NAMES: usize = 50;

/// The longest name, in characters.
pub const LONGEST_METADATA_NAME: usize = 40;

/// The longest value, in characters.
pub const LONGEST_METADATA_VALUE: usize = 500;

/// Names and values to be sent. They keep the provider's rules, or there would be none of them.
///
/// `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Metadata(BTreeMap<String, String>);

impl Metadata {
    /// Checks `pairs`. Characters are counted, not bytes: the seed speaks of characters. A value may be empty, a name
    /// may not.
    ///
    /// # Errors
    /// The first fault. Its field is `metadata`, or `metadata.NAME` where one name or its value is at fault.
    pub fn new<N: Into<String>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, FieldFault> {
        let mut names = BTreeMap::new();
        for (name, value) in pairs {
            let (name, value) = (name.into(), value.into());
            check(&name, &value)?;
            if names.contains_key(&name) {
                return Err(fault(of(&name), Fault::NameTwice));
            }
            names.insert(name, value);
        }
        if names.len() > MOST_NAMES {
            return Err(fault(FIELD, Fault::TooMany { limit: MOST_NAMES, count: names.len() }));
        }
        Ok(Self(names))
    }

    /// Every name with its value, in the byte order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// True without a single name.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn to_json(&self) -> serde_json::Value {
        self.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn check(name: &str, value: &str) -> Result<(), FieldFault> {
    if name.is_empty() {
        return Err(fault(FIELD, Fault::NameMissing));
    }
    let length = name.chars().count();
    if length > LONGEST_METADATA_NAME {
        return Err(fault(of(name), Fault::NameTooLong { limit: LONGEST_METADATA_NAME, length }));
    }
    let length = value.chars().count();
    if length > LONGEST_METADATA_VALUE {
        return Err(fault(of(name), Fault::TooLong { limit: LONGEST_METADATA_VALUE, length }));
    }
    Ok(())
}

/// What a fault calls the value of `name`: no more of the name than one may have.
fn of(name: &str) -> String {
    let name: String = name.chars().take(LONGEST_METADATA_NAME).collect();
    format!("{FIELD}.{name}")
}
