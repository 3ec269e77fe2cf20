//! How much one person gave back by themselves since their day began.
//!
//! All of it is read from the events: who planned a refund, when, how much, and what became of it. A hand that changes the
//! tables that follow from them makes nobody's day longer.

use std::collections::HashMap;

use domain::{
    Currency, Money, Timestamp,
    account::Environment,
    event::Fact,
    ids::{PaymentId, RefundId, StaffId},
    refund_life::{self, RefundState},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    Ledger, columns,
    error::{LedgerError, StartRefundError},
    records::StartRefund,
};

/// The refunds of a person's day. Their events of this kind are few, and only those of the day are read.
pub(crate) const PLANNED: &str = "SELECT seq, fact FROM events INDEXED BY events_by_kind
    WHERE kind = 'REFUND_PLANNED' AND staff = ?1 AND at >= ?2 ORDER BY seq";

/// What became of refunds that were planned after an event.
pub(crate) const STEPS_AFTER: &str = "SELECT fact FROM events INDEXED BY events_by_kind
    WHERE kind = 'REFUND' AND seq > ?1 ORDER BY seq";

/// The environment of a payment, along the events that made the rows of it, its link, its sale and its account.
pub(crate) const ENVIRONMENT: &str = "SELECT added.fact ->> '$.environment' AS environment
    FROM payments
    JOIN events AS seen ON seen.seq = payments.seq
        AND seen.kind = 'PAYMENT_SEEN' AND seen.fact ->> '$.payment' = payments.id
    JOIN links ON links.id = seen.fact ->> '$.link'
    JOIN events AS planned ON planned.seq = links.seq
        AND planned.kind = 'LINK_PLANNED' AND planned.fact ->> '$.link' = links.id
    JOIN sales ON sales.id = planned.fact ->> '$.sale'
    JOIN events AS begun ON begun.seq = sales.seq
        AND begun.kind = 'SALE_STARTED' AND begun.fact ->> '$.sale' = sales.id
    JOIN accounts ON accounts.id = begun.fact ->> '$.account'
    JOIN events AS added ON added.seq = accounts.seq
        AND added.kind = 'ACCOUNT_ADDED' AND added.fact ->> '$.account' = accounts.id
    WHERE payments.id = ?1";

/// A refund of the day.
struct Planned {
    payment: PaymentId,
    minor: u64,
    state: RefundState,
}

impl Ledger {
    /// What `staff` gave back since `since` without anybody's approval, in one environment and one currency.
    ///
    /// What may have gone back counts as well. What was approved by somebody does not: the limit is what a person may give
    /// back without a second one. Neither does what was surely never sent, or what surely failed.
    pub fn refunded_by(
        &self,
        staff: StaffId,
        environment: Environment,
        currency: Currency,
        since: Timestamp,
    ) -> Result<Money, LedgerError> {
        self.read(|book| refunded(book, staff, environment, currency, since))
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
    let environment =
        environment_of(book, start.payment)?.ok_or(LedgerError::ChangedOutside { seq: None })?;
    let before = refunded(book, staff, environment, start.amount.currency(), limit.since)?;
    // A limit in another currency lets nothing through.
    let within = start.amount.currency() == limit.most.currency()
        && before.plus(start.amount.money()).is_ok_and(|sum| sum.minor() <= limit.most.minor());
    if within { Ok(()) } else { Err(StartRefundError::OverDayLimit) }
}

fn refunded(
    book: &Connection,
    staff: StaffId,
    environment: Environment,
    currency: Currency,
    since: Timestamp,
) -> Result<Money, LedgerError> {
    let mut sum = 0_u64;
    for refund in planned(book, staff, currency, since)?.values().filter(|refund| refund.counts()) {
        // One of which the events do not show where it was made counts everywhere.
        if environment_of(book, refund.payment)?.is_none_or(|place| place == environment) {
            sum = sum.saturating_add(refund.minor);
        }
    }
    Ok(Money::new(sum, currency))
}

impl Planned {
    fn counts(&self) -> bool {
        self.state.reserves() && self.state != RefundState::Reserved
    }
}

/// The refunds that the person planned alone, each as its events left it.
fn planned(
    book: &Connection,
    staff: StaffId,
    currency: Currency,
    since: Timestamp,
) -> Result<HashMap<RefundId, Planned>, LedgerError> {
    let mut found = HashMap::new();
    let mut first = None;
    let mut events = book.prepare_cached(PLANNED)?;
    let mut rows = events.query(params![staff.to_string(), since.millis()])?;
    while let Some(row) = rows.next()? {
        if let Fact::RefundPlanned { refund, payment, amount, approved_by: None, .. } =
            columns::json(row, "fact")?
            && amount.currency() == currency
        {
            first = first.or(Some(row.get::<_, i64>("seq")?));
            let state = RefundState::Reserved;
            found.insert(refund, Planned { payment, minor: amount.minor(), state });
        }
    }
    if let Some(first) = first {
        let mut events = book.prepare_cached(STEPS_AFTER)?;
        let mut rows = events.query([first])?;
        while let Some(row) = rows.next()? {
            if let Fact::Refund { refund, event } = columns::json(row, "fact")?
                && let Some(refund) = found.get_mut(&refund)
            {
                (refund.state, _) = refund_life::step(refund.state, &event);
            }
        }
    }
    Ok(found)
}

/// Where the payment was made; `None` where its rows do not follow from the events.
fn environment_of(
    book: &Connection,
    payment: PaymentId,
) -> Result<Option<Environment>, LedgerError> {
    Ok(book
        .prepare_cached(ENVIRONMENT)?
        .query_row([payment.to_string()], |row| columns::word(row, "environment"))
        .optional()?)
}
