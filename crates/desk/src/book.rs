//! The ledger, called from asynchronous code without standing in its way.

use std::{path::Path, sync::Arc, time::Duration};

use domain::TillError;
use ledger::{Ledger, LedgerError, StopWritingError};
use tokio::time::sleep;

/// How often a request on its way is looked for before the book is stopped: in all longer than one may take.
const LOOKS_FOR_AN_ANSWER: u32 = 180;
const BETWEEN_LOOKS: Duration = Duration::from_millis(250);

/// The till's book. Clones share it.
#[derive(Clone, Debug)]
pub struct Book {
    ledger: Arc<Ledger>,
    waits: Waits,
}

/// Where the wait for the disk takes place.
#[derive(Clone, Copy, Debug)]
enum Waits {
    /// On a thread that may.
    OnAThread,
    /// On the caller's, for a run whose steps must always come in the same order.
    #[cfg(feature = "simulation")]
    InLine,
}

/// Why the book could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the book could not be opened")]
pub struct BookError(#[from] LedgerError);

impl BookError {
    /// What staff are told.
    pub fn till_error(&self) -> TillError {
        till_error(&self.0)
    }
}

impl Book {
    /// Opens the book in `folder`, which it makes if it is not there. A backup that was laid ready takes its place before.
    pub fn open(folder: &Path) -> Result<Self, BookError> {
        ledger::finish_restore(folder)?;
        Ok(Self { ledger: Arc::new(Ledger::open(folder)?), waits: Waits::OnAThread })
    }

    /// True while another program has the book in `folder` open.
    pub fn is_open_elsewhere(folder: &Path) -> bool {
        ledger::is_open_elsewhere(folder)
    }

    /// True where a backup was laid ready in `folder` to take the place of the book.
    pub fn is_restore_ready(folder: &Path) -> bool {
        ledger::is_restore_ready(folder)
    }

    /// A book without threads: each piece of work is one step, and others have their turn before and after it.
    #[cfg(feature = "simulation")]
    pub fn in_line(ledger: Arc<Ledger>) -> Self {
        Self { ledger, waits: Waits::InLine }
    }

    /// Does `work` on a thread that may wait for the disk.
    pub(crate) async fn with<T: Send + 'static, E: Send + 'static>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, TillError> {
        let ledger = Arc::clone(&self.ledger);
        match self.waits {
            Waits::OnAThread => {
                tokio::task::spawn_blocking(move || work(&ledger)).await.map_err(|error| {
                    tracing::error!(panicked = error.is_panic(), "the book's work did not end");
                    TillError::LedgerFailed
                })
            }
            #[cfg(feature = "simulation")]
            Waits::InLine => {
                tokio::task::yield_now().await;
                let done = work(&ledger);
                tokio::task::yield_now().await;
                Ok(done)
            }
        }
    }

    /// Waits until no request for money is being sent: its answer would be in no book once this one takes no more writes.
    ///
    /// # Errors
    /// `StillSettling` where one does not end; the book can't be read.
    pub(crate) async fn wait_for_answers(&self) -> Result<(), TillError> {
        for _ in 0..LOOKS_FOR_AN_ANSWER {
            if !self.ask(Ledger::is_sending).await? {
                return Ok(());
            }
            sleep(BETWEEN_LOOKS).await;
        }
        Err(TillError::StillSettling)
    }

    /// Has the book take no more writes until what this gives is dropped.
    ///
    /// # Errors
    /// `RestoreLaidReady` where it takes none already; `StillSettling` while a request for money is being sent.
    pub(crate) async fn stop_writing(&self) -> Result<StoppedBook, TillError> {
        match self.with(Ledger::stop_writing).await? {
            Ok(()) => Ok(StoppedBook(Some(Arc::clone(&self.ledger)))),
            Err(StopWritingError::StillSending) => Err(TillError::StillSettling),
            Err(StopWritingError::Ledger(error)) => Err(till_error(&error)),
        }
    }

    /// Does `work` whose only error is the book's own.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, TillError> {
        self.with(work).await?.map_err(|error| till_error(&error))
    }
}

/// A book that takes no writes. Once this is dropped, it takes them again.
pub(crate) struct StoppedBook(Option<Arc<Ledger>>);

impl StoppedBook {
    /// It takes none for the rest of the run.
    pub(crate) fn for_good(mut self) {
        self.0 = None;
    }
}

impl Drop for StoppedBook {
    fn drop(&mut self) {
        if let Some(ledger) = &self.0 {
            ledger.resume_writing();
        }
    }
}

/// What staff are told of a failure of the book.
pub(crate) fn till_error(error: &LedgerError) -> TillError {
    tracing::warn!(%error, "the book refused");
    match error {
        LedgerError::ReadOnly => TillError::LedgerReadOnly,
        LedgerError::DiskFull => TillError::LedgerDiskFull,
        LedgerError::TooNew { .. } => TillError::LedgerTooNew,
        LedgerError::Damaged => TillError::LedgerDamaged,
        LedgerError::ChangedOutside { seq } => TillError::LedgerChanged { row: *seq },
        LedgerError::NotFound => TillError::NotFound,
        LedgerError::LinkOver => TillError::LinkOver,
        LedgerError::RestoreLaidReady => TillError::RestoreLaidReady,
        LedgerError::InUse | LedgerError::Failed(_) => TillError::LedgerFailed,
    }
}
