//! The shape of the file: its tables, indices and triggers, letter by letter.
//!
//! A trigger that a hand put in could undo whatever the till writes, and one that it took out guards the events no more.
//! Neither is seen in the chain of events.

use rusqlite::{Connection, Error};

use crate::error::{Failure, LedgerError};

/// Everything that the file is made of, the tables behind the full-text index included. A program that was built on another
/// system may have ended its lines in another way.
const PARTS: &str = "SELECT type, name, tbl_name, replace(sql, char(13), '') FROM sqlite_schema
    ORDER BY type, name, tbl_name, sql";

/// What a part is, its name, its table, and the words that made it: none for the indices that SQLite makes by itself.
type Part = (String, String, String, Option<String>);

/// True where the file is made of what `steps` make of an empty one, and of nothing else.
pub(crate) fn fits(book: &Connection, steps: &[&str]) -> Result<bool, LedgerError> {
    let found = match parts(book) {
        Ok(found) => found,
        // What can't be read as text was not made by this program.
        Err(Error::FromSqlConversionFailure(..) | Error::InvalidColumnType(..)) => {
            return Ok(false);
        }
        Err(problem) => return Err(problem.into()),
    };
    let fresh = Connection::open_in_memory()?;
    for step in steps {
        fresh.execute_batch(step).map_err(|_| Failure::Misuse)?;
    }
    Ok(found == parts(&fresh)?)
}

fn parts(book: &Connection) -> rusqlite::Result<Vec<Part>> {
    book.prepare(PARTS)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::migrations::STEPS;

    /// Books that earlier builds made hold the words that their SQLite wrote for each step. Where a new SQLite writes other
    /// words, those books would be taken for changed ones: then [`fits`] must know both.
    #[test]
    fn the_steps_make_the_words_that_stand_in_every_book() {
        let fresh = Connection::open_in_memory().unwrap();
        for step in STEPS {
            fresh.execute_batch(step).unwrap();
        }
        let digest = Sha256::digest(format!("{:?}", parts(&fresh).unwrap()));
        assert_eq!(digest[..8], [0xa0, 0x37, 0x00, 0x73, 0x8f, 0x31, 0xa9, 0x7f]);
    }
}
