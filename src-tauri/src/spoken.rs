//! Which language the program itself speaks, and to whom.

use desk::domain::{language::Language, till_settings::TillSettings};
use words::Words;

/// The words for staff: in the language of the counter.
pub(crate) fn to_staff(settings: &TillSettings) -> Words {
    Words::of(settings.language.unwrap_or_else(computers))
}

/// The words for customers: in their language, or in that of the counter.
pub(crate) fn to_customers(settings: &TillSettings) -> Words {
    settings.customer_language.map_or_else(|| to_staff(settings), Words::of)
}

fn computers() -> Language {
    sys_locale::get_locale().as_deref().and_then(Language::of_tag).unwrap_or(Language::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_are_spoken_to_in_their_own_language_or_the_counters() {
        let spoken = |language, customer_language| {
            let settings = TillSettings { language, customer_language, ..TillSettings::default() };
            (to_staff(&settings).language(), to_customers(&settings).language())
        };
        assert_eq!(spoken(Some(Language::Ka), None), (Language::Ka, Language::Ka));
        assert_eq!(spoken(Some(Language::De), Some(Language::En)), (Language::De, Language::En));
    }
}
