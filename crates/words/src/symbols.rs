//! The signs of currencies, as the Unicode CLDR has them (`cldr/ask-intl.mjs`).

use std::{collections::HashMap, sync::LazyLock};

use domain::{Currency, language::Language};

type Symbols = HashMap<String, HashMap<String, String>>;

static SYMBOLS: LazyLock<Symbols> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../cldr/symbols.json")).unwrap_or_default()
});

/// A currency's sign in a language; its code where it has none.
pub(crate) fn symbol(language: Language, currency: Currency) -> &'static str {
    [language.code(), "shared"]
        .into_iter()
        .find_map(|group| SYMBOLS.get(group)?.get(currency.code()))
        .map_or(currency.code(), String::as_str)
}
