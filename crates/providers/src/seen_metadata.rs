//! Names and values of our own, as a provider shows them again in its answers.

use crate::members::{Members, Value};

/// The field of a request and of an answer.
pub(crate) const FIELD: &str = "metadata";

/// An object that stands where metadata does and can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnreadableMetadata;

/// The metadata of an answer, which tells three things apart: it is not told, it is told and lacks a name, it is told
/// and has it. Only the second says that an object is not ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenMetadata(Option<Members>);

/// What the metadata of an answer says of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'m> {
    /// The answer has no metadata at all, so nobody knows.
    NotTold,
    /// The metadata is there, and the name is not, or is null.
    Without,
    /// The name is there: its text, or whatever else stands there as its JSON was written.
    With(&'m str),
}

impl SeenMetadata {
    pub(crate) fn read(members: &Members) -> Result<Self, UnreadableMetadata> {
        match members.get(FIELD) {
            Some(Value::Nested(json)) if json.starts_with('{') => {
                let told = serde_json::from_str(json);
                told.map(|told| Self(Some(told))).map_err(|_| UnreadableMetadata)
            }
            // Null, a list or a text is no metadata: it must not be taken for one without a name.
            _ => Ok(Self(None)),
        }
    }

    /// True where the answer has metadata, be it empty.
    pub fn is_told(&self) -> bool {
        self.0.is_some()
    }

    /// What it says of `name`.
    pub fn named(&self, name: &str) -> Named<'_> {
        let Some(told) = &self.0 else { return Named::NotTold };
        match told.get(name) {
            None | Some(Value::Null) => Named::Without,
            Some(value) => Named::With(value.as_written()),
        }
    }

    /// Every name with what stands there.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let told = self.0.iter().flat_map(Members::iter);
        told.map(|(name, value)| (name, value.as_written()))
    }
}
