//! A book that a backup takes the place of is written no more: what came after the last copy would be in no book.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{Ledger, error::LedgerError};

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
    /// written now is waited for.
    pub fn stop_writing(&self) -> Result<(), LedgerError> {
        let _writer = self.writer();
        self.last_write.check()?;
        self.last_write.0.store(true, Ordering::Release);
        Ok(())
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
