//! The gateway's words: texts that people may be shown, and enums with a place for what nobody knows yet.

use std::fmt;

use super::sign::{SEPARATOR, SIGNATURE};

/// Longest text of the gateway that is kept for people, in characters.
const LONGEST: usize = 200;

/// A text of the gateway as people may be shown it: no control characters, at most 200 characters.
///
/// Error texts can repeat data of the order (fact sheet, section 8, trap 39): they are for staff, not for customers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// Takes what may be shown of `text`.
    pub fn new(text: &str) -> Self {
        Self(text.chars().filter(|c| !c.is_control()).take(LONGEST).collect())
    }

    /// Takes what may be shown of the reason for a no. Of one that is about a signature, nothing: it can hold the text
    /// that was signed, which the separator gives away as well (fact sheet, 2.6, and section 8, traps 1 and 12).
    pub(super) fn of_reason(text: &str) -> Self {
        let is_about_signature = text.to_ascii_lowercase().contains(SIGNATURE);
        if is_about_signature || text.contains(SEPARATOR) {
            Self::default()
        } else {
            Self::new(text)
        }
    }

    /// The text, which may be empty.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True where the gateway said nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An enum of the gateway's words. They are compared exactly: `Approved` is not `approved`.
macro_rules! gateway_words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A word that nobody knows yet; empty where the answer says nothing.
            Unknown(String),
        }

        impl $name {
            /// The meaning of `word`.
            pub fn from_word(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Unknown($crate::flitt::words::Words::new(other).as_str().to_owned()),
                }
            }

            /// As the gateway writes it.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Unknown(word) => word,
                }
            }
        }
    };
}

pub(crate) use gateway_words;
