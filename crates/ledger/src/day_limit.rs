//! How much one person gave back since their day began.

use domain::{
    Currency, Money, Timestamp,
    account::Environment,
    ids::{PaymentId, StaffId},
};
use rusqlite::{Connection, params};

use crate::{
    Ledger, columns,
    error::{LedgerError, StartRefundError},
    records::StartRefund,
};

/// Every refund that was made, or that may have been or may yet be made, counts, also one that somebody else approved.
pub(crate) const REFUNDED: &str = "SELECT coalesce(sum(refunds.minor), 0) AS minor, ?4 AS currency
    FROM refunds JOIN sales ON sales.id = refunds.sale
    WHERE planned_by = ?1 AND planned_at >= ?2 AND reserves = 1
        AND environment = ?3 AND refunds.currency = ?4";

impl Ledger {
    /// What `staff` gave back since `since`, in one environment and one currency, or began to.
    pub fn refunded_by(
        &self,
        staff: StaffId,
        environment: Environment,
        currency: Currency,
        since: Timestamp,
    ) -> Result<Money, LedgerError> {
        self.read(|book| refunded(book, staff, &columns::to_word(&environment)?, currency, since))
    }
}

/// An error where `start` would have the person give back more than the limit of their day.
pub(crate) fn check(
    book: &Connection,
    staff: StaffId,
    start: &StartRefund,
) -> Result<(), StartRefundError> {
    let Some(limit) = start.day_limit else {
        return Ok(());
    };
    let environment = environment_of(book, start.payment)?;
    let before = refunded(book, staff, &environment, start.amount.currency(), limit.since)?;
    // A limit in another currency lets nothing through.
    let within = start.amount.currency() == limit.most.currency()
        && before.plus(start.amount.money()).is_ok_and(|sum| sum.minor() <= limit.most.minor());
    if within { Ok(()) } else { Err(StartRefundError::OverDayLimit) }
}

fn environment_of(book: &Connection, payment: PaymentId) -> Result<String, LedgerError> {
    Ok(book
        .prepare_cached(
            "SELECT environment FROM payments JOIN sales ON sales.id = sale WHERE payments.id = ?1",
        )?
        .query_row([payment.to_string()], |row| row.get("environment"))?)
}

fn refunded(
    book: &Connection,
    staff: StaffId,
    environment: &str,
    currency: Currency,
    since: Timestamp,
) -> Result<Money, LedgerError> {
    let of = params![staff.to_string(), since.millis(), environment, currency.code()];
    Ok(book.prepare_cached(REFUNDED)?.query_row(of, columns::money)?)
}
