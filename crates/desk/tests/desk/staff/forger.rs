//! Somebody who writes the file by hand, and knows how each event's hash is made: the chain has no key.

use std::path::Path;

use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};

/// One event, without its hashes.
pub(crate) struct Event {
    pub(crate) at: i64,
    pub(crate) staff: String,
    pub(crate) fact: String,
}

/// The file, without the triggers that keep what was written; they are back when this is dropped.
pub(crate) struct Forger {
    book: Connection,
    triggers: Vec<(String, String)>,
}

impl Forger {
    pub(crate) fn open(file: &Path) -> Self {
        let book = Connection::open(file).unwrap();
        let triggers: Vec<(String, String)> = book
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for (name, _) in &triggers {
            book.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        Self { book, triggers }
    }

    pub(crate) fn run(&self, sql: &str) {
        self.book.execute_batch(sql).unwrap();
    }

    /// Writes all events anew, as `change` would have them, with hashes that fit.
    pub(crate) fn rewrite(&self, change: impl FnOnce(&mut Vec<Event>)) {
        let mut events: Vec<Event> = self
            .book
            .prepare("SELECT at, staff, fact FROM events ORDER BY seq")
            .unwrap()
            .query_map([], |row| {
                Ok(Event { at: row.get(0)?, staff: row.get(1)?, fact: row.get(2)? })
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        change(&mut events);
        self.run("PRAGMA foreign_keys = OFF; DELETE FROM events");
        let mut previous = vec![0; 32];
        for (seq, Event { at, staff, fact }) in (1_i64..).zip(&events) {
            let mut hasher = Sha256::new();
            for field in [
                &previous[..],
                &seq.to_be_bytes(),
                &at.to_be_bytes(),
                staff.as_bytes(),
                fact.as_bytes(),
            ] {
                hasher.update((field.len() as u64).to_be_bytes());
                hasher.update(field);
            }
            let hash = hasher.finalize().to_vec();
            self.book
                .execute(
                    "INSERT INTO events (seq, at, staff, fact, prev_hash, hash)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![seq, at, staff, fact, previous, hash],
                )
                .unwrap();
            previous = hash;
        }
        self.book
            .execute(
                "UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'events'",
                [i64::try_from(events.len()).unwrap()],
            )
            .unwrap();
    }
}

impl Drop for Forger {
    fn drop(&mut self) {
        for (_, sql) in &self.triggers {
            self.book.execute_batch(sql).unwrap();
        }
    }
}
