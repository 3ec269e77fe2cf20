//! The message files, and the texts in them that the program says.

use std::{collections::HashMap, sync::OnceLock};

use domain::language::Language;
use serde_json::Value;

use crate::Key;

type Texts = HashMap<Key, String>;

/// A language's message file.
fn file(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../../../ui/messages/en.json"),
        Language::De => include_str!("../../../ui/messages/de.json"),
        Language::Fr => include_str!("../../../ui/messages/fr.json"),
        Language::Es => include_str!("../../../ui/messages/es.json"),
        Language::Pl => include_str!("../../../ui/messages/pl.json"),
        Language::Ka => include_str!("../../../ui/messages/ka.json"),
        Language::Ar => include_str!("../../../ui/messages/ar.json"),
    }
}

/// Where a language's texts are kept once they were read.
fn kept(language: Language) -> &'static OnceLock<Texts> {
    static KEPT: [OnceLock<Texts>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    &KEPT[language as usize]
}

fn read(language: Language) -> Texts {
    let messages: HashMap<String, Value> = serde_json::from_str(file(language)).unwrap_or_default();
    let text = |key: &Key| Some((*key, messages.get(key.name())?.as_str()?.to_owned()));
    Key::ALL.iter().filter_map(text).collect()
}

fn texts(language: Language) -> &'static Texts {
    kept(language).get_or_init(|| read(language))
}

/// The text in `language`. One that is missing there, which the tests rule out, is said in English.
pub(crate) fn text(language: Language, key: Key) -> &'static str {
    texts(language)
        .get(&key)
        .or_else(|| texts(Language::En).get(&key))
        .map_or(key.name(), String::as_str)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use regex::Regex;

    use super::*;

    /// The placeholders in a text.
    fn placeholders(text: &str) -> BTreeSet<&str> {
        let pattern = Regex::new(r"\{(\w+)\}").unwrap();
        pattern.captures_iter(text).map(|found| found.get(1).unwrap().as_str()).collect()
    }

    #[test]
    fn each_text_is_there_in_each_language_with_its_placeholders() {
        for language in Language::ALL {
            for key in Key::ALL {
                let text = texts(language).get(key);
                let text = text.unwrap_or_else(|| {
                    panic!("{}.json has no plain text {}", language.code(), key.name())
                });
                assert_eq!(
                    placeholders(text),
                    key.placeholders().iter().copied().collect(),
                    "{} in {}.json",
                    key.name(),
                    language.code()
                );
            }
        }
    }

    #[test]
    fn no_text_is_listed_twice() {
        let names: BTreeSet<_> = Key::ALL.iter().map(|key| key.name()).collect();
        assert_eq!(names.len(), Key::ALL.len());
    }
}
