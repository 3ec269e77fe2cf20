//! What goes into the book and what comes out of it.

mod asked;
mod products;
mod sales;
mod starts;

pub use asked::{
    CurrencyTotal, LinkToWatch, OpenQuestion, RefundsToWatch, SaleFilter, SaleSearch, SweptRow,
    Totals,
};
pub use products::ProductChanges;
pub use sales::{
    ElsewhereRecord, HoldEndRecord, LinkRecord, PaymentRecord, RefundRecord, SaleRecord, SaleTexts,
    TimelineEntry, WishNumber,
};
pub use starts::{
    Elsewhere, Entry, HoldEndStarted, KnownApp, RefundStarted, StartHoldEnd, StartRefund,
    StartSale, Started, TotalSeen,
};
