//! The language of the page where the customer pays.

use serde::{Deserialize, Serialize};

use crate::{TillError, capabilities::Capabilities, error::Field};

/// A language by its ISO 639-1 code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PageLanguage(String);

/// Text that is not two letters in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a language code")]
pub struct NotALanguage;

impl PageLanguage {
    /// Two letters in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True where the provider's page speaks it.
    pub fn is_offered(&self, can: &Capabilities) -> bool {
        can.page_languages.contains(&self.as_str())
    }

    /// Reads what staff chose; `None` where they leave the choice to the provider.
    pub fn typed(text: &str, can: &Capabilities) -> Result<Option<Self>, TillError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let language = Self::try_from(text.to_owned()).ok().filter(|chosen| chosen.is_offered(can));
        language.map(Some).ok_or(TillError::InvalidField { field: Field::PageLanguage })
    }
}

impl TryFrom<String> for PageLanguage {
    type Error = NotALanguage;

    fn try_from(text: String) -> Result<Self, NotALanguage> {
        let two_letters = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
        two_letters.then_some(Self(text)).ok_or(NotALanguage)
    }
}

impl From<PageLanguage> for String {
    fn from(language: PageLanguage) -> Self {
        language.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_two_letters_in_lower_case() {
        assert_eq!(PageLanguage::try_from("ka".to_owned()).unwrap().as_str(), "ka");
        for text in ["", "k", "KA", "kat", "k1", " ka", "ka-GE", "ქა"] {
            assert_eq!(PageLanguage::try_from(text.to_owned()), Err(NotALanguage), "{text}");
        }
    }
}
