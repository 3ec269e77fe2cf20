//! The shape of the book, and how an older one is brought up to it.

use std::{fs, path::Path};

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::{
    error::{Failure, LedgerError},
    open::check_pages,
};

/// 'TILL' in ASCII: what marks the file as a book of this till. The first migration writes it.
const APPLICATION_ID: i32 = 0x5449_4C4C;

/// Every step so far, oldest first. A step that has been released is never changed.
pub(crate) const STEPS: [&str; 8] = [
    include_str!("../migrations/0001_first.sql"),
    include_str!("../migrations/0002_global_payments_whole.sql"),
    include_str!("../migrations/0003_kinds_of_link.sql"),
    include_str!("../migrations/0004_customers_and_failed_refunds.sql"),
    include_str!("../migrations/0005_products_in_sales.sql"),
    include_str!("../migrations/0006_products.sql"),
    include_str!("../migrations/0007_staff.sql"),
    include_str!("../migrations/0008_search.sql"),
];

/// What kind of file was opened.
pub(crate) enum Found {
    /// Nothing is in it yet.
    Empty,
    /// A book that this many steps have shaped.
    Book(u32),
}

/// Tells what was opened, without changing it. A book that has seen more than `known` steps is refused.
pub(crate) fn look(book: &Connection, known: usize) -> Result<Found, LedgerError> {
    let number = |sql| book.query_row(sql, [], |row| row.get::<_, i32>(0));
    let version = u32::try_from(number("PRAGMA user_version")?).unwrap_or_default();
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if version == 0 && tables == 0 {
        return Ok(Found::Empty);
    }
    if number("PRAGMA application_id")? != APPLICATION_ID {
        return Err(Failure::ForeignFile.into());
    }
    let known = u32::try_from(known).unwrap_or(u32::MAX);
    if version > known {
        return Err(LedgerError::TooNew { found: version, known });
    }
    Ok(Found::Book(version))
}

/// Takes the steps that are missing. An older book is copied first.
pub(crate) fn migrate(
    book: &mut Connection,
    found: &Found,
    steps: &[&str],
    folder: &Path,
) -> Result<(), LedgerError> {
    match found {
        Found::Book(version) if *version as usize == steps.len() => return Ok(()),
        Found::Book(version) => copy(book, &folder.join(format!("till-before-{version}.db")))?,
        Found::Empty => {}
    }
    let steps: Vec<M<'_>> = steps.iter().map(|sql| M::up(sql)).collect();
    Migrations::new(steps).to_latest(book).map_err(|problem| match problem {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        _ => LedgerError::from(Failure::Misuse),
    })?;
    check_pages(book)
}

/// Copies the book to `copy`, checks the copy, and only then gives it its name.
fn copy(book: &Connection, copy: &Path) -> Result<(), LedgerError> {
    let unfinished = copy.with_extension("unfinished");
    if unfinished.exists() {
        fs::remove_file(&unfinished)?;
    }
    let name = unfinished.to_str().ok_or(Failure::Disk)?;
    book.execute("VACUUM INTO ?1", [name])?;
    let written = Connection::open(&unfinished)?;
    check_pages(&written)?;
    drop(written);
    // Windows flushes only what was opened for writing.
    fs::File::options().write(true).open(&unfinished)?.sync_all()?;
    fs::rename(&unfinished, copy)?;
    Ok(())
}
