//! The tables of refunds.

use domain::{
    Amount,
    event::Fact,
    ids::{PaymentId, ProviderRefundId, RefundId, SaleId},
    refund_life::RefundState,
};
use rusqlite::{Connection, params};

use super::{
    Event,
    intent::{self, Intent},
    payment,
};
use crate::{
    columns,
    error::{Failure, LedgerError},
};

pub(super) fn project(book: &Connection, event: &Event<'_>) -> Result<SaleId, LedgerError> {
    match event.fact {
        Fact::RefundPlanned { .. } => plan(book, event),
        Fact::Refund { refund, event: step } => {
            let (sale, progress) =
                intent::load(book, Intent::Refund(*refund))?.ok_or(LedgerError::NotFound)?;
            let (next, _) = progress.after(step, event.entry.at);
            intent::store(book, Intent::Refund(*refund), &next)?;
            if let Some(provider_id) = next.provider_id() {
                claim(book, *refund, provider_id)?;
            }
            Ok(sale)
        }
        Fact::RefundElsewhere { payment, provider_id, amount } => {
            elsewhere(book, event, *payment, provider_id, *amount)
        }
        Fact::RefundElsewhereFailed { payment, provider_id, .. } => {
            elsewhere_failed(book, event, *payment, provider_id)
        }
        _ => Err(Failure::Misuse.into()),
    }
}

fn plan(book: &Connection, event: &Event<'_>) -> Result<SaleId, LedgerError> {
    let Fact::RefundPlanned { refund, payment, press, key, amount, reason, approved_by } =
        event.fact
    else {
        return Err(Failure::Misuse.into());
    };
    let (sale, account) = payment::sale_and_account(book, *payment)?;
    let state = RefundState::Reserved;
    book.prepare_cached(
        "INSERT INTO refunds (seq, id, payment, sale, account, press, key, minor, currency, reason,
             planned_at, planned_by, state, open, reserves, approved_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
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
        approved_by.map(|staff| staff.to_string()),
    ])?;
    Ok(sale)
}

/// Takes a refund that is ours out of those made elsewhere: until now it looked like a stranger's, and counted twice it
/// would hold back money that is left. One that stands for another payment proves nothing here.
fn claim(
    book: &Connection,
    refund: RefundId,
    provider_id: &ProviderRefundId,
) -> Result<(), LedgerError> {
    let taken = params![refund.to_string(), provider_id.as_str()];
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
    let (sale, account) = payment::sale_and_account(book, payment)?;
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

fn elsewhere_failed(
    book: &Connection,
    event: &Event<'_>,
    payment: PaymentId,
    provider_id: &ProviderRefundId,
) -> Result<SaleId, LedgerError> {
    let (sale, _) = payment::sale_and_account(book, payment)?;
    book.prepare_cached(
        "UPDATE refunds_elsewhere SET failed_at = coalesce(failed_at, ?3)
         WHERE payment = ?1 AND provider_id = ?2",
    )?
    .execute(params![payment.to_string(), provider_id.as_str(), event.entry.at.millis()])?;
    Ok(sale)
}
