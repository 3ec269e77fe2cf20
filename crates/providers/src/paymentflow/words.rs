//! The provider's words: texts that staff may be shown and a log may keep, and enums with a place for what nobody knows
//! yet.

use std::fmt;

/// Longest text of the provider that is kept, in characters.
const LONGEST: usize = 200;

/// How much of a long text is looked at, in bytes: enough for [`LONGEST`] characters after masking.
const READ_AT_MOST: usize = 8 * LONGEST;

/// How keys and webhook secrets begin (seed). An error can repeat the key that it is about.
const SECRETS: [&str; 5] = ["sk_live_", "sk_test_", "pk_live_", "pk_test_", "whsec_"];

/// How much of a key is shown, in characters (seed, 'Never log full API keys'). Its end may not be there.
const SHOWN_FIRST: usize = 7;

/// What stands in place of a text that is not shown.
const HIDDEN: &str = "...";

/// A text of the provider as people may be shown it: nothing that does not show itself, no key, no e-mail address, at most
/// 200 characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// Takes what may be shown of `text`.
    pub fn new(text: &str) -> Self {
        let start = text.get(..text.floor_char_boundary(READ_AT_MOST)).unwrap_or_default();
        // First of all, or one of them within a key would keep it from being known.
        let seen: String = start.chars().filter(|c| !is_unseen(*c)).collect();
        Self(without_secrets(&seen).chars().take(LONGEST).collect())
    }

    /// Takes what may be shown of bytes that should be text.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        let start = bytes.get(..READ_AT_MOST).unwrap_or(bytes);
        Self::new(&String::from_utf8_lossy(start))
    }

    /// The text, which may be empty.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True where the provider said nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// True for what changes how a text shows and does not show itself: controls, and characters that format, join or turn
/// around others. Within a key they would hide it.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// `text` with `...` in place of the rest of each key, and of each address.
fn without_secrets(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || "\"'<>,;()".contains(c);
    let parts = text.split_inclusive(ends).map(|part| {
        let word = part.trim_end_matches(ends);
        shown(word) + part.get(word.len()..).unwrap_or_default()
    });
    parts.collect()
}

fn shown(word: &str) -> String {
    if word.contains('@') {
        return HIDDEN.to_owned();
    }
    let found = SECRETS.iter().filter_map(|prefix| Some((word.find(prefix)?, prefix.len()))).min();
    match found.and_then(|(at, length)| word.get(..at + length.min(SHOWN_FIRST))) {
        Some(start) => start.to_owned() + HIDDEN,
        None => word.to_owned(),
    }
}

/// An enum of the provider's words. They are compared exactly: `Succeeded` is not `succeeded`, and never paid.
macro_rules! provider_words {
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
                    other => {
                        Self::Unknown($crate::paymentflow::words::Words::new(other).as_str().to_owned())
                    }
                }
            }

            /// As the provider writes it.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Unknown(word) => word,
                }
            }
        }
    };
}

pub(super) use provider_words;
