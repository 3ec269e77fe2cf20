//! What makes a copy a verified one.

use domain::Timestamp;
use rusqlite::{Connection, OpenFlags};

use super::error::BackupError;
use crate::{
    chain, columns,
    error::{ChainError, LedgerError},
    migrations::{self, Found, STEPS},
    shape,
};

/// What a copy that was checked holds.
pub(super) struct Contents {
    pub(super) book: String,
    pub(super) newest: u64,
    pub(super) hash: String,
    pub(super) version: u32,
    pub(super) sales: u64,
    pub(super) last_sale: Option<Timestamp>,
}

/// Opens a file that nothing else has open, to be read alone.
pub(super) fn open_to_read(path: &std::path::Path) -> Result<Connection, BackupError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let book = Connection::open_with_flags(path, flags)?;
    book.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(book)
}

/// Reads all of the file: every page, every index, every event since the first.
pub(super) fn check(book: &Connection) -> Result<Contents, BackupError> {
    let Found::Book(version) = migrations::look(book, STEPS.len())? else {
        return Err(BackupError::NotABackup);
    };
    let verdict: String = book.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        tracing::error!(%verdict, "the copy is damaged");
        return Err(BackupError::Damaged);
    }
    if !shape::fits(book, &STEPS[..STEPS.len().min(version as usize)])? {
        return Err(BackupError::Changed);
    }
    match chain::verify_from(book, 1) {
        Ok(_) => {}
        Err(ChainError::Broken { .. }) => return Err(BackupError::Changed),
        Err(ChainError::Ledger(problem)) => return Err(problem.into()),
    }
    let id = chain::id_of(book)?.ok_or(BackupError::NotABackup)?;
    let (newest, hash) = chain::head(book)?;
    let sales: i64 = book.query_row("SELECT count(*) FROM sales", [], |row| row.get(0))?;
    let last_sale = book
        .query_row("SELECT max(started_at) AS at FROM sales", [], |row| {
            columns::maybe_moment(row, "at")
        })
        .map_err(LedgerError::from)?;
    Ok(Contents {
        book: id,
        newest: newest.unsigned_abs(),
        hash: hex::encode(hash),
        version,
        sales: sales.unsigned_abs(),
        last_sale,
    })
}
