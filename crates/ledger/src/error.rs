//! What can stand between the till and its book.

use domain::{Currency, Money, account::Environment};

/// Why the book did not do what was asked. Nothing is ever half written: a write that fails leaves no trace.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The folder or the file can't be written.
    #[error("the book can't be written")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// A newer program wrote the book; this one might misread it.
    #[error("the book has version {found}, this program knows {known}")]
    TooNew {
        /// The book's version.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The file is damaged.
    #[error("the book is damaged")]
    Damaged,
    /// Something else than this till changed the book: an event was changed, removed or put in, or the file is made of other
    /// tables or triggers than this program makes.
    #[error("the book was changed outside the till, first at {seq:?}")]
    ChangedOutside {
        /// The first event that does not fit, or that is missing; 0 where one stands before the first. `None` where the chain
        /// of events fits, and the tables, their triggers or what they say of an event do not.
        seq: Option<u64>,
    },
    /// Another program, or another handle of this one, has the book open.
    #[error("the book is in use")]
    InUse,
    /// The book has no such sale, link, payment, refund, capture, release or account in use.
    #[error("not in the book")]
    NotFound,
    /// A backup is being laid ready, or was, to take the place of the book when the program starts next: nothing is written
    /// here meanwhile.
    #[error("a backup takes the place of the book")]
    RestoreLaidReady,
    /// The link can't be paid any more, or not yet, so that nothing can be wished of it.
    #[error("the link is not open")]
    LinkOver,
    /// Anything else.
    #[error("the book failed: {0}")]
    Failed(#[from] Failure),
}

/// Other ways in which the book can fail.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The linked SQLite is older than 3.51.3 and could corrupt the book (RELIABILITY 3.2).
    #[error("SQLite {0} is too old")]
    OldSqlite(&'static str),
    /// The file is some other program's.
    #[error("the file is not a book of this till")]
    ForeignFile,
    /// Another connection holds the file for too long.
    #[error("the file is busy")]
    Busy,
    /// The disk did not read or write.
    #[error("the disk failed")]
    Disk,
    /// The write contradicts the book: for example a provider's id that another sale has already.
    #[error("the write contradicts the book")]
    Conflict,
    /// What stands in the book can't be read as what it should be.
    #[error("a row can't be read")]
    Unreadable,
    /// A figure is larger than the book can hold.
    #[error("a figure is too large")]
    TooLarge,
    /// SQLite failed in a way that has no better name here: its extended result code.
    #[error("SQLite code {0}")]
    Sqlite(i32),
    /// SQLite was used in a way that it does not allow.
    #[error("SQLite was misused")]
    Misuse,
}

/// Why a refund was not started. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StartRefundError {
    /// More was asked for than is left.
    #[error("only {left} is left")]
    OverRefund {
        /// What may still be refunded.
        left: Money,
    },
    /// The money of this payment is not there, or no longer.
    #[error("there is no money to give back")]
    NotRefundable,
    /// The payment was made in another currency.
    #[error("the payment was made in {paid}")]
    OtherCurrency {
        /// The payment's currency.
        paid: Currency,
    },
    /// The press began a refund of another payment.
    #[error("the press belongs to a refund of another payment")]
    OtherPayment,
    /// Nobody knows yet what became of an earlier refund of this payment.
    #[error("an earlier refund of this payment is being settled")]
    StillSettling,
    /// With it, the person would give back more in a day than they may alone.
    #[error("it is more than one person may give back in a day")]
    OverDayLimit,
    /// The book failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why a capture or a release was not started. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StartHoldEndError {
    /// The payment is not reserved, or no longer.
    #[error("the payment is not reserved")]
    NotReserved,
    /// An earlier capture or release of this payment was made, or nobody knows yet whether it was.
    #[error("an earlier capture or release of this payment stands")]
    StillSettling,
    /// More is to be captured than is reserved, or something else than all of it is to be released.
    #[error("{reserved} is reserved")]
    TooMuch {
        /// The whole reservation.
        reserved: Money,
    },
    /// The payment was reserved in another currency.
    #[error("the payment was reserved in another currency")]
    OtherCurrency,
    /// The press began a capture or a release of another payment.
    #[error("the press belongs to another payment")]
    OtherPayment,
    /// The book failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why an account was not added. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AddAccountError {
    /// An account in use has the same provider, app id, place and merchant.
    #[error("the account is in use already")]
    Known,
    /// An account in use has the same provider and app id at another place: its key belongs there.
    #[error("the app is in use elsewhere")]
    UsedElsewhere {
        /// Where.
        environment: Environment,
    },
    /// The book failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why an account was not taken out of use. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ForgetAccountError {
    /// Nobody knows yet what became of one of its links, refunds, captures or releases; without the account nobody ever
    /// would.
    #[error("something of the account is being settled")]
    StillSettling,
    /// Some of its payments are only reserved, and nobody could take the money or give it up any more.
    #[error("{count} payments are reserved")]
    MoneyReserved {
        /// How many.
        count: u32,
    },
    /// Some of its subscriptions still charge customers, and nobody could stop them any more.
    #[error("{count} subscriptions are running")]
    SubscriptionsRunning {
        /// How many.
        count: u32,
    },
    /// Some of its links can still be paid, and the money would not be seen.
    #[error("{count} links can still be paid")]
    LinksStillOpen {
        /// How many.
        count: u32,
    },
    /// The book failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why the book takes writes as before.
#[derive(Debug, thiserror::Error)]
pub enum StopWritingError {
    /// A request for money is on its way, and its answer must be written.
    #[error("a request is on its way")]
    StillSending,
    /// The book failed, or takes no writes already.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why nobody could be chosen for a sale. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ChooseCustomerError {
    /// The sale's link may be asked for again, and every request for it must say the same.
    #[error("the sale's link is being settled")]
    StillSettling,
    /// The book failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why a product was not saved. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SaveProductError {
    /// Another product of the same environment has the barcode.
    #[error("another product has this barcode")]
    BarcodeInUse,
    /// Another product of the same environment has the id in the provider's catalogue.
    #[error("another product has this id in the catalogue")]
    CatalogueIdInUse,
    /// The book failed, or has no such product in this environment.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why products were not brought into an order. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum OrderProductsError {
    /// The list has other products than the order names, or the order names one of them twice.
    #[error("the list has other products")]
    OtherProducts,
    /// The book failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why the staff or their rules were not changed. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ChangeStaffError {
    /// Nobody else could set up accounts, staff and rules any more.
    #[error("it is the last owner")]
    LastOwner,
    /// Somebody who is not retired has the name already.
    #[error("somebody has this name")]
    NameTaken,
    /// The book has no such member of staff.
    #[error("not on the staff")]
    NotThere,
    /// The member of staff is not there any more.
    #[error("not on the staff any more")]
    Retired,
    /// The book failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why the chain of events could not be vouched for.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// A row was changed, removed or put in.
    #[error("the chain of events is broken at {seq}")]
    Broken {
        /// The first event that does not fit, or that is missing; 0 where one stands before the first.
        seq: u64,
    },
    /// The book failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
