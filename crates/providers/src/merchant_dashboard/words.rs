//! The dashboard's words: texts that staff may be shown and a log may keep.

use std::fmt;

use super::ids::LinkUuid;

/// Longest text of the dashboard that is kept, in characters.
const LONGEST: usize = 200;

/// How much of a long text is looked at, in bytes: enough for [`LONGEST`] characters after masking.
const READ_AT_MOST: usize = 8 * LONGEST;

/// From how many characters on a piece of text may be a token, where it has a digit or letters of both sizes. An error can
/// repeat the token that it refuses, and nothing tells what tokens look like.
const MAY_BE_A_TOKEN: usize = 20;

/// What stands before a token or a key in a header.
const SCHEMES: [&str; 3] = ["Token", "Bearer", "Api-Key"];

/// From how many characters on the word behind one of them is hidden, unless it is written like any other word.
const MAY_FOLLOW_A_SCHEME: usize = 8;

/// What stands in place of a text that is not shown.
const HIDDEN: &str = "...";

/// A text of the dashboard as people may be shown it: nothing that does not show itself, no token, no e-mail address, at
/// most 200 characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// Takes what may be shown of `text`.
    pub fn new(text: &str) -> Self {
        // First of all, or an unseen character within a token would keep it from being known.
        Self(cut(&without_secrets(&seen(text))))
    }

    /// Takes what may be shown of a name that the organization itself gave. No token stands in it, and a long number of
    /// an article may.
    pub(super) fn label(text: &str) -> Self {
        Self(cut(&seen(text)))
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

    /// True where the dashboard said nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

fn seen(text: &str) -> String {
    let start = text.get(..text.floor_char_boundary(READ_AT_MOST)).unwrap_or_default();
    start.chars().filter(|c| !is_unseen(*c)).collect()
}

/// True for what changes how a text shows and does not show itself: controls, and characters that format, join or turn
/// around others.
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

/// `text` with `...` in place of each token and of each address.
fn without_secrets(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || "\"'<>,;:()[]{}=&?/".contains(c);
    let mut shown = String::with_capacity(text.len());
    let mut behind_scheme = false;
    for part in text.split_inclusive(ends) {
        let word = part.trim_end_matches(ends);
        let follows = behind_scheme && word.len() >= MAY_FOLLOW_A_SCHEME && !is_everyday(word);
        let hidden = follows || word.contains('@') || may_be_a_token(word);
        shown.push_str(if hidden { HIDDEN } else { word });
        shown.push_str(part.get(word.len()..).unwrap_or_default());
        let is_scheme = SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
        // Two signs may part them, `Token: "…"`.
        behind_scheme = is_scheme || (behind_scheme && word.is_empty());
    }
    shown
}

/// True for a word of a sentence: `provided.`
fn is_everyday(word: &str) -> bool {
    word.trim_end_matches(['.', '!']).bytes().all(|byte| byte.is_ascii_lowercase())
}

fn may_be_a_token(word: &str) -> bool {
    let any = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    let mixed = any(u8::is_ascii_lowercase) && any(u8::is_ascii_uppercase);
    word.len() >= MAY_BE_A_TOKEN
        && word.is_ascii()
        && (mixed || any(u8::is_ascii_digit))
        && word.parse::<LinkUuid>().is_err()
}
