//! The languages of the hosted page.

use std::str::FromStr;

/// The languages that the gateway knows; it refuses others with 1007 (fact sheet, 3.1).
pub const LANGUAGES: [&str; 20] = [
    "az", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ka", "ko", "lv", "nl", "pl", "ro",
    "ru", "sk", "uk", "zh",
];

/// A language of the hosted page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lang(&'static str);

/// A text that names none of [`LANGUAGES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a language of the hosted page")]
pub struct UnknownLang;

impl Lang {
    /// The two letters.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        LANGUAGES.into_iter().find(|known| *known == text).map(Self).ok_or(UnknownLang)
    }
}
