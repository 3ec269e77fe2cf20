//! What the interface's own `Intl` answered, to compare with (`cldr/ask-intl.mjs`).

use std::collections::{BTreeMap, HashMap};

use domain::language::Language;
use serde::Deserialize;

/// How one language reads.
#[derive(Deserialize)]
pub(crate) struct Answers {
    /// By currency and minor units, `EUR 1234`.
    pub(crate) money: BTreeMap<String, String>,
    /// By the moment in UTC.
    pub(crate) moments: BTreeMap<String, String>,
}

/// The answers for `language`.
pub(crate) fn of(language: Language) -> Answers {
    let all = include_str!("../cldr/answers.json");
    let mut answers: HashMap<String, Answers> = serde_json::from_str(all).unwrap();
    answers.remove(language.code()).unwrap()
}
