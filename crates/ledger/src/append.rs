//! One transaction: events appended, the tables that follow from them, and nothing else, or nothing at all.

use std::{
    collections::BTreeSet,
    sync::{MutexGuard, PoisonError},
};

use domain::{event::Fact, ids::SaleId};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use crate::{
    Ledger, chain, columns,
    error::LedgerError,
    project::{self, Event},
    records::Entry,
    refresh,
};

/// A transaction that writes.
pub(crate) struct Writing<'c> {
    /// For what is not an event: texts, settings, checks.
    pub(crate) book: Transaction<'c>,
    touched: BTreeSet<SaleId>,
}

impl Writing<'_> {
    /// Appends `fact` and carries it into the tables.
    pub(crate) fn append(&mut self, entry: Entry, fact: &Fact) -> Result<(), LedgerError> {
        let (newest, previous) = chain::head(&self.book)?;
        let (seq, at) = (newest + 1, entry.at.millis());
        let (staff, text) = (entry.by.to_string(), columns::to_json(fact)?);
        let hash = chain::hash(&previous, seq, at, &staff, &text);
        self.book
            .prepare_cached(
                "INSERT INTO events (seq, at, staff, fact, prev_hash, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![seq, at, staff, text, previous, hash])?;
        if let Some(sale) = project::project(&self.book, &Event { seq, entry, fact })? {
            self.touch(sale);
        }
        Ok(())
    }

    /// Notes that `sale` must be found by other words, or stands otherwise, once the transaction ends.
    pub(crate) fn touch(&mut self, sale: SaleId) {
        self.touched.insert(sale);
    }
}

impl Ledger {
    /// Runs `work` as one transaction. An error leaves the book as it was.
    pub(crate) fn write<T, E: From<LedgerError>>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = self.writer();
        self.last_write.check()?;
        let book = begin(&mut writer)?;
        let mut writing = Writing { book, touched: BTreeSet::new() };
        let result = work(&mut writing)?;
        let Writing { book, touched } = writing;
        for sale in touched {
            refresh::refresh(&book, sale)?;
        }
        book.commit().map_err(LedgerError::from)?;
        Ok(result)
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic while writing has dropped its transaction, and with it all that it wrote.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn begin(writer: &mut Connection) -> Result<Transaction<'_>, LedgerError> {
    Ok(writer.transaction_with_behavior(TransactionBehavior::Immediate)?)
}
