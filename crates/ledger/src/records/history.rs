//! Who did what.

use domain::{
    Money, Timestamp,
    event::Fact,
    ids::{SaleId, StaffId},
};

/// A question to the events.
#[derive(Debug, Clone)]
pub struct HistorySearch<'a> {
    /// Only what this person did, or the till itself.
    pub by: Option<StaffId>,
    /// Nothing that the till did by itself. A wrong PIN was typed by somebody.
    pub only_people: bool,
    /// Only facts of these words, such as `REFUND_PLANNED`; empty for every fact.
    pub kinds: &'a [&'a str],
    /// Nothing that happened earlier, by the till's clock.
    pub from: Option<Timestamp>,
    /// Only what happened earlier than this.
    pub to: Option<Timestamp>,
    /// Only what happened to this sale.
    pub sale: Option<SaleId>,
    /// Only events with a lower number: that of the last one of the page above.
    pub before: Option<u64>,
    /// How many at most.
    pub limit: u32,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// Its number in the book.
    pub seq: u64,
    /// When, by the till's clock.
    pub at: Timestamp,
    /// Who.
    pub by: StaffId,
    /// Its hash in hexadecimal digits.
    pub hash: String,
    /// What.
    pub fact: Fact,
    /// The sale that it is about.
    pub sale: Option<SaleId>,
    /// The sum that it is about.
    pub money: Option<Money>,
}
