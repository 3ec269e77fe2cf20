//! The tables of refunds: the domain's machine, run on what is stored.

use domain::{
    Amount, TillError, Timestamp,
    event::Fact,
    ids::{AccountId, PaymentId, ProviderRefundId, RefundId, SaleId},
    link_life::Absence,
    refund_life::{self, RefundEffect, RefundEvent, RefundState},
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::Event;
use crate::{
    columns,
    error::{Failure, LedgerError},
};

/// All of a refund that events change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefundProgress {
    state: RefundState,
    provider_id: Option<ProviderRefundId>,
    error: Option<TillError>,
    first_sent: Option<Timestamp>,
    last_sent: Option<Timestamp>,
    confirmed_at: Option<Timestamp>,
}

impl RefundProgress {
    /// Where it stands.
    pub(crate) fn state(&self) -> RefundState {
        self.state
    }

    /// What `event` makes of it.
    pub(crate) fn after(
        &self,
        event: &RefundEvent,
        at: Timestamp,
    ) -> (Self, &'static [RefundEffect]) {
        let (state, effects) = refund_life::step(self.state, event);
        let moved = state != self.state;
        let mut next = Self { state, ..self.clone() };
        match event {
            RefundEvent::Begun { provider_time } if moved => {
                next.first_sent = self.first_sent.or(Some(*provider_time));
                next.last_sent = Some(*provider_time);
            }
            // The provider has never heard of the key, so it has no age yet.
            RefundEvent::NotSent { .. } if moved && state == RefundState::Reserved => {
                next.first_sent = None;
                next.last_sent = None;
            }
            // A person may have found it before the till learned its id.
            RefundEvent::Made { provider_id } if state == RefundState::Confirmed => {
                next.provider_id = self.provider_id.clone().or(Some(provider_id.clone()));
                next.error = None;
            }
            RefundEvent::Rejected { error } | RefundEvent::RefusedByRecord { error }
                if moved && state == RefundState::Rejected =>
            {
                next.error = Some(error.clone());
            }
            RefundEvent::LookUpRefused { error } if state.is_open_question() => {
                next.error = Some(error.clone());
            }
            RefundEvent::Absent(Absence::Proven) if moved => next.error = None,
            _ => {}
        }
        next.confirmed_at = (state == RefundState::Confirmed)
            .then_some(self.confirmed_at.filter(|_| !moved).unwrap_or(at));
        (next, effects)
    }
}

/// The sale and the payment of a refund, and how far the refund is.
pub(crate) fn load(
    book: &Connection,
    refund: RefundId,
) -> Result<Option<(SaleId, RefundProgress)>, LedgerError> {
    let found = book
        .prepare_cached(
            "SELECT sale, state, provider_id, error, first_sent, last_sent, confirmed_at
             FROM refunds WHERE id = ?1",
        )?
        .query_row([refund.to_string()], |row| Ok((columns::parsed(row, "sale")?, progress(row)?)))
        .optional()?;
    Ok(found)
}

fn progress(row: &Row<'_>) -> rusqlite::Result<RefundProgress> {
    Ok(RefundProgress {
        state: columns::json(row, "state")?,
        provider_id: columns::checked(row, "provider_id")?,
        error: columns::maybe_json(row, "error")?,
        first_sent: columns::maybe_moment(row, "first_sent")?,
        last_sent: columns::maybe_moment(row, "last_sent")?,
        confirmed_at: columns::maybe_moment(row, "confirmed_at")?,
    })
}

pub(super) fn project(book: &Connection, event: &Event<'_>) -> Result<SaleId, LedgerError> {
    match event.fact {
        Fact::RefundPlanned { .. } => plan(book, event),
        Fact::Refund { refund, event: step } => {
            let (sale, progress) = load(book, *refund)?.ok_or(LedgerError::NotFound)?;
            let (next, _) = progress.after(step, event.entry.at);
            store(book, *refund, &next)?;
            Ok(sale)
        }
        Fact::RefundElsewhere { payment, provider_id, amount } => {
            elsewhere(book, event, *payment, provider_id, *amount)
        }
        _ => Err(Failure::Misuse.into()),
    }
}

fn plan(book: &Connection, event: &Event<'_>) -> Result<SaleId, LedgerError> {
    let Fact::RefundPlanned { refund, payment, press, key, amount, reason } = event.fact else {
        return Err(Failure::Misuse.into());
    };
    let (sale, account) = place(book, *payment)?;
    let state = RefundState::Reserved;
    book.prepare_cached(
        "INSERT INTO refunds (seq, id, payment, sale, account, press, key, minor, currency, reason,
             planned_at, planned_by, state, open, reserves)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?
    .execute(params![
        event.seq,
        refund.to_string(),
        payment.to_string(),
        sale.to_string(),
        account.to_string(),
        press.to_string(),
        key.to_string(),
        columns::minor(amount.money())?,
        amount.currency().code(),
        columns::to_word(reason)?,
        event.entry.at.millis(),
        event.entry.by.to_string(),
        columns::to_json(&state)?,
        state.is_open_question(),
        state.reserves(),
    ])?;
    Ok(sale)
}

fn store(book: &Connection, refund: RefundId, next: &RefundProgress) -> Result<(), LedgerError> {
    let provider_id = next.provider_id.as_ref().map(ProviderRefundId::as_str);
    book.prepare_cached(
        "UPDATE refunds SET state = ?2, open = ?3, reserves = ?4, provider_id = ?5, error = ?6,
             first_sent = ?7, last_sent = ?8, confirmed_at = ?9
         WHERE id = ?1",
    )?
    .execute(params![
        refund.to_string(),
        columns::to_json(&next.state)?,
        next.state.is_open_question(),
        next.state.reserves(),
        provider_id,
        next.error.as_ref().map(columns::to_json).transpose()?,
        columns::millis(next.first_sent),
        columns::millis(next.last_sent),
        columns::millis(next.confirmed_at),
    ])?;
    match provider_id {
        Some(provider_id) => claim(book, refund, provider_id),
        None => Ok(()),
    }
}

/// Takes a refund that is ours out of those made elsewhere: until now it looked like a stranger's, and counted twice it
/// would hold back money that is left. One that stands for another payment proves nothing here.
fn claim(book: &Connection, refund: RefundId, provider_id: &str) -> Result<(), LedgerError> {
    let taken = params![refund.to_string(), provider_id];
    book.prepare_cached(
        "DELETE FROM refunds_elsewhere WHERE provider_id = ?2
             AND payment = (SELECT payment FROM refunds WHERE id = ?1)",
    )?
    .execute(taken)?;
    let of_another_payment = book
        .prepare_cached(
            "SELECT 1 FROM refunds_elsewhere WHERE provider_id = ?2
                 AND account = (SELECT account FROM refunds WHERE id = ?1)",
        )?
        .exists(taken)?;
    if of_another_payment {
        return Err(Failure::Conflict.into());
    }
    Ok(())
}

fn elsewhere(
    book: &Connection,
    event: &Event<'_>,
    payment: PaymentId,
    provider_id: &ProviderRefundId,
    amount: Amount,
) -> Result<SaleId, LedgerError> {
    let (sale, account) = place(book, payment)?;
    book.prepare_cached(
        "INSERT INTO refunds_elsewhere
             (seq, payment, sale, account, provider_id, minor, currency, seen_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        event.seq,
        payment.to_string(),
        sale.to_string(),
        account.to_string(),
        provider_id.as_str(),
        columns::minor(amount.money())?,
        amount.currency().code(),
        event.entry.at.millis(),
    ])?;
    Ok(sale)
}

/// The sale and the account of a payment.
pub(crate) fn place(
    book: &Connection,
    payment: PaymentId,
) -> Result<(SaleId, AccountId), LedgerError> {
    book.prepare_cached("SELECT sale, account FROM payments WHERE id = ?1")?
        .query_row([payment.to_string()], |row| {
            Ok((columns::parsed(row, "sale")?, columns::parsed(row, "account")?))
        })
        .optional()?
        .ok_or(LedgerError::NotFound)
}
