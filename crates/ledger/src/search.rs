//! Lists of sales: by environment, by standing, and by words.

use domain::{account::Environment, ids::SaleId};
use rusqlite::named_params;

use crate::{
    Ledger, columns,
    error::LedgerError,
    read,
    records::{SaleFilter, SaleRecord, SaleSearch},
    refresh::Standing,
};

/// Words of a search that are looked at; the rest can't make it more exact.
const MOST_WORDS: usize = 16;

/// Sales of one environment, newest first. Ordered by number and never by rank, so that typing stays fast in a large
/// book (RELIABILITY 3.5).
const LIST: &str = "SELECT id FROM sales
    WHERE environment = :environment AND (:standing IS NULL OR standing = :standing)
        AND seq < coalesce((SELECT seq FROM sales WHERE id = :before), 9223372036854775807)
    ORDER BY seq DESC LIMIT :limit";

const FOUND: &str = "SELECT id FROM sale_search JOIN sales ON sales.seq = sale_search.rowid
    WHERE sale_search MATCH :words
        AND environment = :environment AND (:standing IS NULL OR standing = :standing)
        AND sale_search.rowid < coalesce((SELECT seq FROM sales WHERE id = :before), 9223372036854775807)
    ORDER BY sale_search.rowid DESC LIMIT :limit";

impl Ledger {
    /// Sales that fit, newest first.
    pub fn find_sales(&self, search: &SaleSearch<'_>) -> Result<Vec<SaleRecord>, LedgerError> {
        let words = match_words(search.text);
        if words.is_none() && !search.text.trim().is_empty() {
            // Nothing but signs: no word begins with them.
            return Ok(Vec::new());
        }
        let environment = columns::to_word(&search.environment)?;
        let standing = Standing::wanted_by(search.filter).map(Standing::text);
        let before = search.before.map(|sale| sale.to_string());
        self.read(|book| {
            let id = |row: &rusqlite::Row<'_>| columns::parsed(row, "id");
            let ids: Vec<SaleId> = if let Some(words) = &words {
                book.prepare_cached(FOUND)?
                    .query_map(
                        named_params! {
                            ":words": words,
                            ":environment": environment,
                            ":standing": standing,
                            ":before": before,
                            ":limit": search.limit,
                        },
                        id,
                    )?
                    .collect::<Result<_, _>>()?
            } else {
                book.prepare_cached(LIST)?
                    .query_map(
                        named_params! {
                            ":environment": environment,
                            ":standing": standing,
                            ":before": before,
                            ":limit": search.limit,
                        },
                        id,
                    )?
                    .collect::<Result<_, _>>()?
            };
            let sales = ids.into_iter().map(|id| {
                let (_, sale) = read::numbered_sale(book, id)?.ok_or(LedgerError::NotFound)?;
                Ok(sale)
            });
            sales.collect()
        })
    }

    /// Every sale with something still to come, newest first.
    pub fn open_sales(&self, environment: Environment) -> Result<Vec<SaleRecord>, LedgerError> {
        self.find_sales(&SaleSearch {
            environment,
            text: "",
            filter: SaleFilter::Open,
            before: None,
            limit: u32::MAX,
        })
    }
}

/// What was typed, as the full-text index takes it: each word quoted, so that no sign in it means anything, and each as
/// the beginning of a word. `None` where there is no letter or digit.
fn match_words(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        .split(|c: char| c.is_whitespace() || c.is_control() || c == '"')
        .filter(|word| word.contains(char::is_alphanumeric))
        .take(MOST_WORDS)
        .map(|word| format!("\"{word}\"*"))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::match_words;

    #[test]
    fn every_word_is_quoted_and_signs_alone_are_dropped() {
        assert_eq!(match_words("NEAR( \"a-b\" * -").as_deref(), Some("\"NEAR(\"* \"a-b\"*"));
        assert_eq!(match_words("\" * 🎉"), None);
    }
}
