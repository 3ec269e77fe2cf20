//! Who did what: the events by who, what and when, newest first.
//!
//! A book of years has millions of events, and a page shows a hundred of them. So none is read that does not fit: an index
//! knows the events of each kind by each person, and the newest of all that are asked for are merged.

mod about;
mod newest;

use domain::{Timestamp, event::Fact};
use rusqlite::{Connection, Row};

use crate::{
    Ledger, columns,
    error::LedgerError,
    records::{HistoryRow, HistorySearch},
};

#[cfg(test)]
pub(crate) use newest::PLANNED as SEARCHES;

impl Ledger {
    /// Events that fit, newest first.
    pub fn history(&self, search: &HistorySearch<'_>) -> Result<Vec<HistoryRow>, LedgerError> {
        self.read(|book| {
            newest::numbers(book, search)?.into_iter().map(|seq| row(book, seq)).collect()
        })
    }
}

fn row(book: &Connection, seq: i64) -> Result<HistoryRow, LedgerError> {
    let row = book
        .prepare_cached(
            "SELECT seq, at, staff, fact, lower(hex(hash)) AS hash FROM events WHERE seq = ?1",
        )?
        .query_row([seq], bare)?;
    let (sale, money) = about::sale_and_money(book, &row.fact)?;
    Ok(HistoryRow { sale, money, ..row })
}

fn bare(row: &Row<'_>) -> rusqlite::Result<HistoryRow> {
    let (at, fact): (Timestamp, Fact) = (columns::moment(row, "at")?, columns::json(row, "fact")?);
    Ok(HistoryRow {
        seq: row.get::<_, i64>("seq")?.unsigned_abs(),
        at,
        by: columns::parsed(row, "staff")?,
        hash: row.get("hash")?,
        fact,
        sale: None,
        money: None,
    })
}
