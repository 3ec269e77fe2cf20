//! The chain of events: each row holds the hash of the row before, so that a changed or removed row shows
//! (RELIABILITY 4.9).

use domain::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest, Sha256};

use crate::{
    Ledger, columns,
    error::{ChainError, LedgerError},
    migrations::STEPS,
    shape,
};

/// What stands before the first event.
pub(crate) const BEFORE_THE_FIRST: [u8; 32] = [0; 32];

/// How many of the newest events are checked whenever the book is opened.
const CHECKED_AT_OPEN: i64 = 10_000;

/// The newest events are enough: a clock that was set back shows at once.
pub(crate) const LATEST: &str =
    "SELECT max(at) AS at FROM (SELECT at FROM events ORDER BY seq DESC LIMIT 1000)";

/// How much of the first event's hash names the book.
const BOOK_ID_DIGITS: usize = 32;

/// The hash of one row. Each field goes in behind its length, so that nothing can move to the field beside it.
pub(crate) fn hash(previous: &[u8], seq: i64, at: i64, staff: &str, fact: &str) -> [u8; 32] {
    let (seq, at) = (seq.to_be_bytes(), at.to_be_bytes());
    let mut hasher = Sha256::new();
    for field in [previous, &seq, &at, staff.as_bytes(), fact.as_bytes()] {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field);
    }
    hasher.finalize().into()
}

/// The number and the hash of the newest event.
pub(crate) fn head(book: &Connection) -> Result<(i64, Vec<u8>), LedgerError> {
    let mut newest =
        book.prepare_cached("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")?;
    let mut rows = newest.query([])?;
    Ok(match rows.next()? {
        Some(row) => (row.get(0)?, row.get(1)?),
        None => (0, BEFORE_THE_FIRST.to_vec()),
    })
}

impl Ledger {
    /// Checks every event since the first, and the tables and triggers of the file. Gives how many events there are. Takes
    /// about a second for each half million.
    pub fn verify_chain(&self) -> Result<u64, ChainError> {
        self.read(|book| {
            let rows = verify_from(book, 1)?;
            if shape::fits(book, &STEPS)? {
                Ok(rows)
            } else {
                Err(LedgerError::ChangedOutside { seq: None }.into())
            }
        })
    }

    /// The latest moment among the newest 1,000 events, by the till's clock: a clock that is behind it was set back.
    pub fn latest_moment(&self) -> Result<Option<Timestamp>, LedgerError> {
        self.read(|book| {
            Ok(book
                .prepare_cached(LATEST)?
                .query_row([], |row| columns::maybe_moment(row, "at"))?)
        })
    }

    /// What tells this book from every other one: the first 32 hexadecimal digits of its first event's hash. `None` while
    /// nothing stands in it.
    pub fn book_id(&self) -> Result<Option<String>, LedgerError> {
        self.read(id_of)
    }

    /// The number of the newest event, and its hash in hexadecimal digits.
    pub fn head(&self) -> Result<Option<(u64, String)>, LedgerError> {
        self.read(|book| {
            Ok(book
                .prepare_cached(
                    "SELECT seq, lower(hex(hash)) AS hash FROM events ORDER BY seq DESC LIMIT 1",
                )?
                .query_row([], |row| {
                    Ok((row.get::<_, i64>("seq")?.unsigned_abs(), row.get("hash")?))
                })
                .optional()?)
        })
    }

    /// The hash of an event in hexadecimal digits, if there is one of this number.
    pub fn hash_of_event(&self, seq: u64) -> Result<Option<String>, LedgerError> {
        // No event has a number that SQLite can't count to.
        let Ok(seq) = i64::try_from(seq) else {
            return Ok(None);
        };
        self.read(|book| {
            Ok(book
                .prepare_cached("SELECT lower(hex(hash)) AS hash FROM events WHERE seq = ?1")?
                .query_row([seq], |row| row.get("hash"))
                .optional()?)
        })
    }
}

/// The id of a book: see [`Ledger::book_id`].
pub(crate) fn id_of(book: &Connection) -> Result<Option<String>, LedgerError> {
    let first = book
        .prepare_cached("SELECT lower(hex(hash)) AS hash FROM events WHERE seq = 1")?
        .query_row([], |row| row.get::<_, String>("hash"))
        .optional()?;
    Ok(first.map(|hash| hash.chars().take(BOOK_ID_DIGITS).collect()))
}

/// Checks the newest events, and gives how many those were.
pub(crate) fn verify_newest(book: &Connection) -> Result<u64, ChainError> {
    let (newest, _) = head(book)?;
    verify_from(book, (newest - CHECKED_AT_OPEN).max(0) + 1)
}

pub(crate) fn verify_from(book: &Connection, first: i64) -> Result<u64, ChainError> {
    let broken = |seq: i64| ChainError::Broken { seq: seq.unsigned_abs() };
    // The till counts from one, and reads what it asks of the events in their indices, where such a row stands as well.
    if stands_before_the_first(book)? {
        return Err(broken(0));
    }
    let mut previous = if first == 1 {
        BEFORE_THE_FIRST.to_vec()
    } else {
        hash_of(book, first - 1)?.ok_or_else(|| broken(first - 1))?
    };
    let mut expected = first;
    let mut rows_from = book
        .prepare(
            "SELECT seq, at, staff, fact, prev_hash, hash FROM events WHERE seq >= ?1 ORDER BY seq",
        )
        .map_err(LedgerError::from)?;
    let mut rows = rows_from.query([first]).map_err(LedgerError::from)?;
    while let Some(row) = rows.next().map_err(LedgerError::from)? {
        let stored = Stored::read(row).map_err(LedgerError::from)?;
        if stored.seq != expected || !stored.follows(&previous) {
            return Err(broken(expected));
        }
        previous = stored.hash;
        expected += 1;
    }
    // SQLite itself counts the numbers it has given out, so that a row cut off at the end shows as well.
    let given_out: i64 = book
        .query_row(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'",
            [],
            |row| row.get(0),
        )
        .map_err(LedgerError::from)?;
    if given_out == expected - 1 {
        Ok((expected - first).unsigned_abs())
    } else {
        Err(broken(expected))
    }
}

fn stands_before_the_first(book: &Connection) -> Result<bool, LedgerError> {
    Ok(book.prepare("SELECT 1 FROM events WHERE seq < 1")?.exists([])?)
}

fn hash_of(book: &Connection, seq: i64) -> Result<Option<Vec<u8>>, LedgerError> {
    let mut row = book.prepare("SELECT hash FROM events WHERE seq = ?1")?;
    let mut rows = row.query([seq])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

/// A row as it stands in the file.
struct Stored {
    seq: i64,
    at: i64,
    staff: String,
    fact: String,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

impl Stored {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            staff: row.get(2)?,
            fact: row.get(3)?,
            previous: row.get(4)?,
            hash: row.get(5)?,
        })
    }

    fn follows(&self, previous: &[u8]) -> bool {
        self.previous == previous
            && self.hash == hash(previous, self.seq, self.at, &self.staff, &self.fact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_moves_to_the_field_beside_it_changes_the_hash() {
        let one = hash(&BEFORE_THE_FIRST, 1, 2, "ab", "c");
        assert_ne!(one, hash(&BEFORE_THE_FIRST, 1, 2, "a", "bc"));
    }
}
