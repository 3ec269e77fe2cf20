//! The languages that Tillside speaks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A language that Tillside speaks, by its ISO 639-1 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Polish.
    Pl,
    /// Georgian.
    Ka,
    /// Arabic, written from right to left.
    Ar,
}

impl Language {
    /// Every language, in the order in which a list shows them.
    pub const ALL: [Self; 7] =
        [Self::En, Self::De, Self::Fr, Self::Es, Self::Pl, Self::Ka, Self::Ar];

    /// Its ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Pl => "pl",
            Self::Ka => "ka",
            Self::Ar => "ar",
        }
    }

    /// True where it is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        matches!(self, Self::Ar)
    }

    /// The language of a tag as systems write it (`de-AT`, `de_AT.UTF-8`), if Tillside speaks it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_', '.', '@']).next()?;
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_systems_tag_names_a_language() {
        for (tag, language) in [
            ("de", Some(Language::De)),
            ("de-AT", Some(Language::De)),
            ("pl_PL.UTF-8", Some(Language::Pl)),
            ("KA", Some(Language::Ka)),
            ("C", None),
            ("", None),
            ("nl-BE", None),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.code()), Some(language));
            let json = serde_json::to_value(language).unwrap();
            assert_eq!(json, language.code());
        }
    }
}
