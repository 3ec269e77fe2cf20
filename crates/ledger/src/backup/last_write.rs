//! A book that a backup takes the place of is written no more: what came after the last copy would be in no book.

use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;

use crate::{
    Ledger,
    error::{LedgerError, StopWritingError},
};

/// Whether a book still takes writes.
#[derive(Debug, Default)]
pub(crate) struct LastWrite(AtomicBool);

impl LastWrite {
    /// Refuses a write once the last one was made. The caller holds the writer.
    pub(crate) fn check(&self) -> Result<(), LedgerError> {
        if self.0.load(Ordering::Acquire) { Err(LedgerError::RestoreLaidReady) } else { Ok(()) }
    }
}

impl Ledger {
    /// Takes no more writes: each gives [`LedgerError::RestoreLaidReady`], as this does the second time. What is being
    /// written now is waited for. Refused while a request for money is being sent: its answer must be written.
    pub fn stop_writing(&self) -> Result<(), StopWritingError> {
        let writer = self.writer();
        self.last_write.check()?;
        if is_sending(&writer)? {
            return Err(StopWritingError::StillSending);
        }
        self.last_write.0.store(true, Ordering::Release);
        Ok(())
    }

    /// True while the request of a link, a refund, a capture or a release is being sent.
    pub fn is_sending(&self) -> Result<bool, LedgerError> {
        self.read(is_sending)
    }

    /// Takes writes again: no backup was laid ready after all.
    pub fn resume_writing(&self) {
        self.last_write.0.store(false, Ordering::Release);
    }

    /// Refuses as a write would.
    pub fn check_takes_writes(&self) -> Result<(), LedgerError> {
        self.last_write.check()
    }
}

fn is_sending(book: &Connection) -> Result<bool, LedgerError> {
    Ok(book.query_row(
        "SELECT EXISTS (
             SELECT state FROM links WHERE open = 1 AND state ->> '$.kind' = 'SENDING'
             UNION ALL
             SELECT state FROM refunds WHERE open = 1 AND state ->> '$.kind' = 'SENDING'
             UNION ALL
             SELECT state FROM hold_ends WHERE open = 1 AND state ->> '$.kind' = 'SENDING'
         )",
        [],
        |row| row.get(0),
    )?)
}
