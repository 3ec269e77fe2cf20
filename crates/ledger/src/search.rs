//! Lists of sales: by environment, by standing, and by words.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    account::Environment,
    ids::{SaleId, StaffId},
};
use rusqlite::{Connection, OptionalExtension as _, ToSql, named_params};

use crate::{
    Ledger, columns,
    error::LedgerError,
    read,
    records::{SaleFilter, SaleRecord, SaleSearch, Seen},
    refresh::Standing,
};

/// Words of a search that are looked at; the rest can't make it more exact.
const MOST_WORDS: usize = 16;

/// Who began a sale and when, by the event that did. The table says so as well, for the indices, but a hand can change it:
/// a row that says something else than its event is nobody's own, and of no day.
macro_rules! begun {
    ($fits:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM events WHERE events.seq = sales.seq
                AND iif(events.kind = 'SALE_STARTED', fact ->> '$.sale', NULL) = sales.id
                AND ",
            $fits,
            ")"
        )
    };
}

/// Sales of one environment, newest first. Ordered by number and never by rank, so that typing stays fast in a large
/// book (RELIABILITY 3.5). Each list goes along an index of its own.
pub(crate) const ALL: &str = "SELECT seq, id FROM sales INDEXED BY sales_in_order
    WHERE environment = :environment AND seq < :below ORDER BY seq DESC LIMIT :limit";

pub(crate) const STANDING: &str = "SELECT seq, id FROM sales INDEXED BY sales_by_standing
    WHERE environment = :environment AND standing = :standing AND seq < :below
    ORDER BY seq DESC LIMIT :limit";

/// Those that one person began.
pub(crate) const OWN: &str = concat!(
    "SELECT seq, id FROM sales INDEXED BY sales_by_person
    WHERE environment = :environment AND started_by = :staff
        AND (:standing IS NULL OR standing = :standing) AND seq < :below AND ",
    begun!("staff = :staff"),
    " ORDER BY seq DESC LIMIT :limit"
);

/// Those of a day. They are few enough to be put in order.
pub(crate) const LATELY: &str = concat!(
    "SELECT seq, id FROM sales INDEXED BY sales_by_moment
    WHERE environment = :environment AND started_at >= :since
        AND (:standing IS NULL OR standing = :standing) AND seq < :below AND ",
    begun!("at >= :since"),
    " ORDER BY seq DESC LIMIT :limit"
);

const FOUND: &str = concat!(
    "SELECT id FROM sale_search JOIN sales ON sales.seq = sale_search.rowid
    WHERE sale_search MATCH :words
        AND environment = :environment AND (:standing IS NULL OR standing = :standing)
        AND (:staff IS NULL OR standing = 'OPEN'
            OR (started_by = :staff OR started_at >= :since) AND ",
    begun!("(staff = :staff OR at >= :since)"),
    ") AND sale_search.rowid < :below
    ORDER BY sale_search.rowid DESC LIMIT :limit"
);

const SEEN: &str = concat!(
    "SELECT 1 FROM sales WHERE id = :sale AND (standing = 'OPEN' OR ",
    begun!("(staff = :staff OR at >= :since)"),
    ")"
);

const BEGUN_BY: &str = "SELECT staff FROM sales JOIN events USING (seq)
    WHERE id = ?1 AND iif(events.kind = 'SALE_STARTED', fact ->> '$.sale', NULL) = id";

pub(crate) const OPEN: &str = "SELECT count(*) FROM sales INDEXED BY sales_by_standing
    WHERE environment = ?1 AND standing = 'OPEN'";

/// A search in the words of the columns.
struct Wanted<'s> {
    environment: String,
    standing: Option<&'static str>,
    staff: Option<String>,
    since: Option<i64>,
    below: i64,
    limit: u32,
    words: Option<&'s str>,
}

impl Ledger {
    /// Sales that fit, newest first.
    pub fn find_sales(&self, search: &SaleSearch<'_>) -> Result<Vec<SaleRecord>, LedgerError> {
        let words = match_words(search.text);
        if words.is_none() && !search.text.trim().is_empty() {
            // Nothing but signs: no word begins with them.
            return Ok(Vec::new());
        }
        self.read(|book| {
            let wanted = Wanted::new(book, search, words.as_deref())?;
            let sales = wanted.sales(book)?.into_iter().map(|id| {
                let (_, sale) = read::numbered_sale(book, id)?.ok_or(LedgerError::NotFound)?;
                Ok(sale)
            });
            sales.collect()
        })
    }

    /// Whether a list for this person would show the sale, as [`Seen::By`] tells. False where there is no such sale.
    pub fn may_see(
        &self,
        sale: SaleId,
        staff: StaffId,
        since: Timestamp,
    ) -> Result<bool, LedgerError> {
        self.read(|book| {
            Ok(book.prepare_cached(SEEN)?.exists(named_params! {
                ":sale": sale.to_string(),
                ":staff": staff.to_string(),
                ":since": since.millis(),
            })?)
        })
    }

    /// Who began the sale, by the event that did. `None` where there is no such sale, or where its row does not follow from
    /// such an event: then it is nobody's own.
    pub fn begun_by(&self, sale: SaleId) -> Result<Option<StaffId>, LedgerError> {
        self.read(|book| {
            Ok(book
                .prepare_cached(BEGUN_BY)?
                .query_row([sale.to_string()], |row| columns::parsed(row, "staff"))
                .optional()?)
        })
    }

    /// How many sales have something still to come.
    pub fn count_open_sales(&self, environment: Environment) -> Result<u32, LedgerError> {
        self.read(|book| {
            let of = [columns::to_word(&environment)?];
            Ok(book.prepare_cached(OPEN)?.query_row(of, |row| row.get(0))?)
        })
    }

    /// Every sale with something still to come, newest first.
    pub fn open_sales(&self, environment: Environment) -> Result<Vec<SaleRecord>, LedgerError> {
        self.find_sales(&SaleSearch {
            environment,
            text: "",
            filter: SaleFilter::Open,
            seen: Seen::All,
            before: None,
            limit: u32::MAX,
        })
    }
}

impl<'s> Wanted<'s> {
    fn new(
        book: &Connection,
        search: &SaleSearch<'_>,
        words: Option<&'s str>,
    ) -> Result<Self, LedgerError> {
        let (staff, since) = match search.seen {
            Seen::All => (None, None),
            Seen::By { staff, since } => (Some(staff.to_string()), Some(since.millis())),
        };
        Ok(Self {
            environment: columns::to_word(&search.environment)?,
            standing: Standing::wanted_by(search.filter).map(Standing::text),
            staff,
            since,
            below: number_of(book, search.before)?.unwrap_or(i64::MAX),
            limit: search.limit,
            words,
        })
    }

    fn sales(&self, book: &Connection) -> Result<Vec<SaleId>, LedgerError> {
        if let Some(words) = self.words {
            return self.found(book, words);
        }
        let numbered = match (self.staff.is_some(), self.standing) {
            (true, _) => self.seen(book)?,
            (false, None) => self.listed(book, ALL, &[])?,
            (false, Some(_)) => self.listed(book, STANDING, &[(":standing", &self.standing)])?,
        };
        Ok(numbered.into_iter().map(|(_, sale)| sale).collect())
    }

    fn found(&self, book: &Connection, words: &str) -> Result<Vec<SaleId>, LedgerError> {
        let mut found = book.prepare_cached(FOUND)?;
        let found = found.query_map(
            named_params! {
                ":words": words,
                ":environment": self.environment,
                ":standing": self.standing,
                ":staff": self.staff,
                ":since": self.since,
                ":below": self.below,
                ":limit": self.limit,
            },
            |row| columns::parsed(row, "id"),
        )?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// What one person may see: three short lists put together, so that the many sales that they may not see are not read.
    fn seen(&self, book: &Connection) -> Result<Vec<(i64, SaleId)>, LedgerError> {
        let standing: (&str, &dyn ToSql) = (":standing", &self.standing);
        let mut seen: BTreeMap<i64, SaleId> = BTreeMap::new();
        seen.extend(self.listed(book, OWN, &[standing, (":staff", &self.staff)])?);
        seen.extend(self.listed(book, LATELY, &[standing, (":since", &self.since)])?);
        let open = Standing::Open.text();
        if self.standing.is_none_or(|standing| standing == open) {
            seen.extend(self.listed(book, STANDING, &[(":standing", &open)])?);
        }
        Ok(seen.into_iter().rev().take(self.limit as usize).collect())
    }

    /// A list along its index: each sale behind its number.
    fn listed(
        &self,
        book: &Connection,
        sql: &'static str,
        of: &[(&str, &dyn ToSql)],
    ) -> Result<Vec<(i64, SaleId)>, LedgerError> {
        let page: [(&str, &dyn ToSql); 3] =
            [(":environment", &self.environment), (":below", &self.below), (":limit", &self.limit)];
        let mut list = book.prepare_cached(sql)?;
        let list = list.query_map(&*[&page, of].concat(), |row| {
            Ok((row.get("seq")?, columns::parsed(row, "id")?))
        })?;
        Ok(list.collect::<Result<_, _>>()?)
    }
}

fn number_of(book: &Connection, sale: Option<SaleId>) -> Result<Option<i64>, LedgerError> {
    let Some(sale) = sale else {
        return Ok(None);
    };
    Ok(book
        .prepare_cached("SELECT seq FROM sales WHERE id = ?1")?
        .query_row([sale.to_string()], |row| row.get("seq"))
        .optional()?)
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
