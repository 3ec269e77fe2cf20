//! Lists of sales: by environment, by standing, and by whatever else staff ask for.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    account::Environment,
    ids::{SaleId, StaffId},
};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, named_params};

use crate::{
    Ledger, columns,
    error::LedgerError,
    marks::Mark,
    read,
    records::{SaleFilter, SaleRecord, SaleSearch, Seen},
    refresh::Standing,
    typed_words,
};

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
    WHERE environment = :environment AND started_by = :staff AND seq < :below AND ",
    begun!("staff = :staff"),
    " ORDER BY seq DESC LIMIT :limit"
);

/// Those of a day. They are few enough to be put in order.
pub(crate) const LATELY: &str = concat!(
    "SELECT seq, id FROM sales INDEXED BY sales_by_moment
    WHERE environment = :environment AND started_at >= :since AND seq < :below AND ",
    begun!("at >= :since"),
    " ORDER BY seq DESC LIMIT :limit"
);

/// Those whose words and marks the index has. What the marks say is looked at once more in the table, and what a person
/// may see in the events. `CROSS JOIN`: SQLite, left to choose, would read every sale first.
macro_rules! found {
    ($order:literal) => {
        concat!(
            "SELECT sales.seq, id FROM sale_search CROSS JOIN sales ON sales.seq = sale_search.rowid
            WHERE sale_search MATCH :match AND sale_search.rowid >= :from_number
                AND sale_search.rowid < :below AND environment = :environment
                AND (:standing IS NULL OR standing = :standing)
                AND (:begun_by IS NULL OR started_by = :begun_by)
                AND (:account IS NULL OR account = :account OR EXISTS (
                    SELECT 1 FROM links WHERE links.sale = sales.id AND links.account = :account))
                AND (:from IS NULL OR started_at >= :from) AND (:to IS NULL OR started_at < :to)
                AND (:staff IS NULL OR standing = 'OPEN' OR ",
            begun!("(staff = :staff OR at >= :since)"),
            ") ORDER BY sale_search.rowid ",
            $order,
            " LIMIT :limit"
        )
    };
}

/// The newest first.
pub(crate) const FOUND: &str = found!("DESC");

/// Of a day. Upwards: downwards, the index looks for a first sale that fits through all of the past.
pub(crate) const FOUND_LATELY: &str = found!("ASC");

/// The first and the last number of the sales of a period: numbers follow the clock, but for the few times when it was
/// set back.
pub(crate) const NUMBERS: &str = "SELECT min(seq) AS first, max(seq) AS last
    FROM sales INDEXED BY sales_by_moment
    WHERE environment = :environment AND started_at >= :from AND started_at < :to";

const SEEN: &str = concat!(
    "SELECT 1 FROM sales WHERE id = :sale AND (standing = 'OPEN' OR ",
    begun!("(staff = :staff OR at >= :since)"),
    ")"
);

const BEGUN_BY: &str = "SELECT staff FROM sales JOIN events USING (seq)
    WHERE id = ?1 AND iif(events.kind = 'SALE_STARTED', fact ->> '$.sale', NULL) = id";

pub(crate) const OPEN: &str = "SELECT count(*) FROM sales INDEXED BY sales_by_standing
    WHERE environment = ?1 AND standing = 'OPEN'";

impl Ledger {
    /// Sales that fit, newest first.
    pub fn find_sales(&self, search: &SaleSearch<'_>) -> Result<Vec<SaleRecord>, LedgerError> {
        let words = typed_words::questions(search.text);
        if words.is_empty() && !search.text.trim().is_empty() {
            // Nothing but signs: no word begins with them.
            return Ok(Vec::new());
        }
        self.read(|book| {
            let wanted = Wanted::new(book, search, words)?;
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
            filter: SaleFilter::Open,
            ..SaleSearch::newest(environment, u32::MAX)
        })
    }
}

/// A search in the words of the columns.
struct Wanted {
    environment: String,
    standing: Option<&'static str>,
    staff: Option<String>,
    since: Option<i64>,
    begun_by: Option<String>,
    account: Option<String>,
    from: Option<i64>,
    to: Option<i64>,
    below: i64,
    limit: u32,
    /// What the index is asked for; `None` where a list along another index answers.
    found: Option<Found>,
}

/// What the full-text index is asked for.
struct Found {
    /// The typed words, and the marks of the filters.
    questions: Vec<String>,
    /// The person whose own sales are among what may be seen; `None` for somebody who sees all.
    staff: Option<StaffId>,
}

/// One of the lists that together are all that a person may see.
#[derive(Default)]
struct Part {
    /// A sale has one of them; none where any sale is among them.
    marks: Vec<Mark>,
    since: Option<i64>,
}

impl Wanted {
    fn new(
        book: &Connection,
        search: &SaleSearch<'_>,
        words: Vec<String>,
    ) -> Result<Self, LedgerError> {
        let (staff, since) = match search.seen {
            Seen::All => (None, None),
            Seen::By { staff, since } => (Some(staff), Some(since.millis())),
        };
        let standing = Standing::wanted_by(search.filter);
        // Nobody has an index of their own sales by standing.
        let is_listed = match search.filter {
            SaleFilter::All | SaleFilter::Open => true,
            SaleFilter::NeedsPerson => false,
            SaleFilter::Paid | SaleFilter::Refunded => staff.is_none(),
        };
        let is_plain = words.is_empty()
            && search.days.is_none()
            && search.begun_by.is_none()
            && search.account.is_none()
            && is_listed;
        let found = (!is_plain).then(|| {
            let marks = [
                Some(Mark::Environment(search.environment)),
                standing.map(Mark::Standing),
                (search.filter == SaleFilter::NeedsPerson).then_some(Mark::NeedsPerson),
                search.begun_by.map(Mark::BegunBy),
                search.account.map(Mark::Account),
            ];
            let mut questions: Vec<String> = marks.into_iter().flatten().map(marked).collect();
            questions.extend(words);
            Found { questions, staff }
        });
        Ok(Self {
            environment: columns::to_word(&search.environment)?,
            standing: standing.map(Standing::text),
            staff: staff.map(|staff| staff.to_string()),
            since,
            begun_by: search.begun_by.map(|staff| staff.to_string()),
            account: search.account.map(|account| account.to_string()),
            from: search.days.map(|days| days.from.millis()),
            to: search.days.map(|days| days.to.millis()),
            below: number_of(book, search.before)?.unwrap_or(i64::MAX),
            limit: search.limit,
            found,
        })
    }

    fn sales(&self, book: &Connection) -> Result<Vec<SaleId>, LedgerError> {
        let numbered = match (&self.found, self.staff.is_some(), self.standing) {
            (Some(found), ..) => self.found(book, found)?,
            (None, true, _) => self.seen(book)?,
            (None, false, None) => self.listed(book, ALL, &[])?,
            (None, false, Some(_)) => {
                self.listed(book, STANDING, &[(":standing", &self.standing)])?
            }
        };
        Ok(numbered.into_iter().map(|(_, sale)| sale).collect())
    }

    /// What the index has of all that may be seen: where that is not everything, short lists put together, as in
    /// [`Self::seen`].
    fn found(&self, book: &Connection, found: &Found) -> Result<Vec<(i64, SaleId)>, LedgerError> {
        let mut numbered: BTreeMap<i64, SaleId> = BTreeMap::new();
        for part in self.parts(found) {
            numbered.extend(self.part(book, found, &part)?);
        }
        Ok(numbered.into_iter().rev().take(self.limit as usize).collect())
    }

    fn parts(&self, found: &Found) -> Vec<Part> {
        let is_open = self.standing == Some(Standing::Open.text());
        let Some(staff) = found.staff.filter(|_| !is_open) else {
            // Open sales are everybody's.
            return vec![Part::default()];
        };
        let may_be_own = self.begun_by.is_none() || self.begun_by == self.staff;
        let marks = [
            may_be_own.then_some(Mark::BegunBy(staff)),
            self.standing.is_none().then_some(Mark::Standing(Standing::Open)),
        ];
        let marks: Vec<Mark> = marks.into_iter().flatten().collect();
        let marked = (!marks.is_empty()).then_some(Part { marks, since: None });
        let lately = Part { since: self.since, ..Part::default() };
        marked.into_iter().chain([lately]).collect()
    }

    fn part(
        &self,
        book: &Connection,
        found: &Found,
        part: &Part,
    ) -> Result<Vec<(i64, SaleId)>, LedgerError> {
        let from = self.from.max(part.since);
        let Some((first, below)) = self.numbers(book, from)? else {
            return Ok(Vec::new());
        };
        let marks: Vec<String> = part.marks.iter().copied().map(marked).collect();
        let marks = (!marks.is_empty()).then(|| format!("({})", marks.join(" OR ")));
        let questions: Vec<&str> =
            marks.iter().chain(&found.questions).map(String::as_str).collect();
        // Upwards, the newest come last.
        let (sql, limit) = match part.since {
            Some(_) => (FOUND_LATELY, -1),
            None => (FOUND, i64::from(self.limit)),
        };
        let mut statement = book.prepare_cached(sql)?;
        let rows = statement.query_map(
            named_params! {
                ":match": questions.join(" AND "),
                ":from_number": first,
                ":below": below,
                ":environment": self.environment,
                ":standing": self.standing,
                ":begun_by": self.begun_by,
                ":account": self.account,
                ":from": from,
                ":to": self.to,
                ":staff": self.staff,
                ":since": self.since,
                ":limit": limit,
            },
            numbered,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// From which number on and below which the sales of the period are; `None` where there are none.
    fn numbers(
        &self,
        book: &Connection,
        from: Option<i64>,
    ) -> Result<Option<(i64, i64)>, LedgerError> {
        if from.is_none() && self.to.is_none() {
            return Ok(Some((i64::MIN, self.below)));
        }
        let numbers: (Option<i64>, Option<i64>) = book.prepare_cached(NUMBERS)?.query_row(
            named_params! {
                ":environment": self.environment,
                ":from": from.unwrap_or(i64::MIN),
                ":to": self.to.unwrap_or(i64::MAX),
            },
            |row| Ok((row.get("first")?, row.get("last")?)),
        )?;
        let (Some(first), Some(last)) = numbers else {
            return Ok(None);
        };
        Ok(Some((first, self.below.min(last.saturating_add(1)))))
    }

    /// What one person may see, of any standing: three short lists put together, so that the many sales that they may not see
    /// are not read. Of the open ones they may see all.
    fn seen(&self, book: &Connection) -> Result<Vec<(i64, SaleId)>, LedgerError> {
        let open: (&str, &dyn ToSql) = (":standing", &Standing::Open.text());
        let mut seen: BTreeMap<i64, SaleId> = BTreeMap::new();
        if self.standing.is_none() {
            seen.extend(self.listed(book, OWN, &[(":staff", &self.staff)])?);
            seen.extend(self.listed(book, LATELY, &[(":since", &self.since)])?);
        }
        seen.extend(self.listed(book, STANDING, &[open])?);
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
        let list = list.query_map(&*[&page, of].concat(), numbered)?;
        Ok(list.collect::<Result<_, _>>()?)
    }
}

/// A sale behind its number.
fn numbered(row: &Row<'_>) -> rusqlite::Result<(i64, SaleId)> {
    Ok((row.get("seq")?, columns::parsed(row, "id")?))
}

/// The index is asked for a mark in its own column alone: what people wrote may hold any letter.
fn marked(mark: Mark) -> String {
    format!("marks : \"{}\"", mark.letter())
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
