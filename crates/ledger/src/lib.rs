//! The till's own book: events that are appended and never changed, and the tables that follow from them.
//!
//! Every write is one transaction that appends events and carries them into the tables by the domain's own functions,
//! on a disk that has been told to keep it (`synchronous = FULL`). Once a call returns, what it wrote survives a
//! crash; if it fails, nothing of it was written. Calls block; the desk makes them from threads that may.

mod accounts;
mod append;
mod backup;
mod chain;
mod columns;
mod customers;
mod day_limit;
mod error;
mod history;
mod hold_ends;
mod idle_picture;
mod intents;
mod links;
mod marks;
mod migrations;
mod open;
mod products;
mod project;
mod read;
mod rebuild;
mod records;
mod refresh;
mod refunds;
mod sales;
mod search;
mod settings;
mod shape;
mod sqlite_error;
mod staff;
mod sweep;
mod till_settings;
mod totals;
mod tries;
mod try_with;
mod typed_words;
mod watch;
mod wishes;

// The shop of the tests beside this crate, for those that must reach what only this crate knows.
#[cfg(test)]
extern crate self as ledger;
#[cfg(test)]
mod older_book;
#[cfg(test)]
mod plans;
#[cfg(test)]
#[path = "../tests/book/shop.rs"]
mod shop;
#[cfg(test)]
mod trouble;

use std::{fs::File, sync::Mutex};

use rusqlite::Connection;

pub use backup::{
    BackupError, BackupFile, CheckedCopy, Manifest, UnpackedBackup, finish_restore,
    is_restore_ready,
};
pub use error::{
    AddAccountError, ChainError, ChangeStaffError, ChooseCustomerError, Failure,
    ForgetAccountError, LedgerError, OrderProductsError, SaveProductError, StartHoldEndError,
    StartRefundError, StopWritingError,
};
pub use open::is_open_elsewhere;
pub use records::{
    CurrencyTotal, DayLimit, Elsewhere, ElsewhereRecord, Entry, HistoryRow, HistorySearch,
    HoldEndRecord, HoldEndStarted, KnownApp, LinkRecord, LinkToWatch, OpenQuestion, OtherLink,
    PaymentRecord, Period, ProductChanges, RefundRecord, RefundStarted, RefundsToWatch, SaleFilter,
    SaleRecord, SaleSearch, SaleTexts, Sealed, Seen, StaffChange, StaffRecord, StaffRoll,
    StartHoldEnd, StartRefund, StartSale, Started, SweptRow, TimelineEntry, TotalSeen, Totals,
    Tried, TryWith, WishNumber,
};

/// The book of one till. One handle in one process; it may be shared between threads.
#[derive(Debug)]
pub struct Ledger {
    // Dropped in this order: the writer closes last, so that SQLite folds its log into the file.
    readers: open::Readers,
    writer: Mutex<Connection>,
    last_write: backup::LastWrite,
    _lock: File,
}
