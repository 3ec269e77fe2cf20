//! The JSON body of a request. What is not given is not sent.

use serde_json::{Map, Value};

use super::metadata::Metadata;
use crate::seen_metadata::FIELD;

/// The members of a body.
#[derive(Default)]
pub(super) struct Body(Map<String, Value>);

impl Body {
    pub(super) fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn set_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// The metadata, where it has a name at all.
    pub(super) fn metadata(self, metadata: &Metadata) -> Self {
        if metadata.is_empty() { self } else { self.whole_metadata(metadata) }
    }

    /// The metadata, be it empty.
    pub(super) fn whole_metadata(self, metadata: &Metadata) -> Self {
        self.set(FIELD, metadata.to_json())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn to_json(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }
}
