//! What goes into the book and what comes out of it.

mod asked;
mod history;
mod products;
mod sales;
mod staff;
mod starts;

pub use asked::{
    CurrencyTotal, LinkToWatch, OpenQuestion, Period, RefundsToWatch, SaleFilter, SaleSearch, Seen,
    SweptRow, Totals,
};
pub use history::{HistoryRow, HistorySearch};
pub use products::ProductChanges;
pub use sales::{
    ElsewhereRecord, HoldEndRecord, LinkRecord, OtherLink, PaymentRecord, RefundRecord, SaleRecord,
    SaleTexts, TimelineEntry, WishNumber,
};
pub use staff::{Sealed, StaffChange, StaffRecord, StaffRoll, Tried};
pub use starts::{
    DayLimit, Elsewhere, Entry, HoldEndStarted, KnownApp, RefundStarted, StartHoldEnd, StartRefund,
    StartSale, Started, TotalSeen, TryWith,
};
