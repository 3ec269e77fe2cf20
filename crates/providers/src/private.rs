//! What belongs to a person, or what staff wrote: an address, a name, a note, what was bought.

use std::fmt;

/// Text about a person, or of staff's own. `Debug` does not show it, so that no log holds it by accident.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Private(String);

impl Private {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Private {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Private(..)")
    }
}
