//! What the program itself says, in the language of its reader: on slips, in emails, in notifications and in the tray.
//!
//! The words are those of the interface's message files, `ui/messages/*.json`. What the program may say is listed in
//! [`Key`]; the tests look for each of its texts in each language. A text has no plural forms: a figure stands behind a
//! colon. Money and moments read as the interface writes them.

#[cfg(test)]
mod answers;
mod catalogue;
mod fill;
mod key;
mod moment;
mod money;
mod symbols;

use chrono::{DateTime, FixedOffset};
use domain::{Money, language::Language};

pub use crate::key::Key;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    language: Language,
}

impl Words {
    /// The words of `language`.
    pub fn of(language: Language) -> Self {
        Self { language }
    }

    /// The language that these words are of.
    pub fn language(self) -> Language {
        self.language
    }

    /// A text that has nothing to fill in.
    pub fn text(self, key: Key) -> &'static str {
        debug_assert!(key.placeholders().is_empty(), "{} has placeholders to fill in", key.name());
        catalogue::text(self.language, key)
    }

    /// A text with its placeholders filled in, each by its name: `[("amount", "€25.00")]`. What is filled in is taken
    /// as it is. Between words that are read from right to left it is set apart, so that it keeps its own direction.
    pub fn with(self, key: Key, values: &[(&str, &str)]) -> String {
        debug_assert!(
            key.placeholders().iter().all(|name| values.iter().any(|(given, _)| given == name)),
            "{} needs {:?}",
            key.name(),
            key.placeholders()
        );
        let text = catalogue::text(self.language, key);
        if self.language.is_right_to_left() {
            fill::apart(text, values)
        } else {
            fill::plain(text, values)
        }
    }

    /// An amount with its currency's sign: `€1,234.50`, `1.234,50 €`. Spaces inside never break.
    pub fn money(self, amount: Money) -> String {
        money::written(self.language, amount)
    }

    /// A moment as the clocks in the shop show it, by the day and the minute: `5 Nov 2026, 14:02`.
    pub fn moment(self, shop_time: DateTime<FixedOffset>) -> String {
        moment::written(self.language, shop_time)
    }
}
