//! The table of captures and releases.

use domain::{event::Fact, ids::SaleId, refund_life::RefundState};
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
        Fact::HoldEndPlanned { .. } => plan(book, event),
        Fact::HoldEnd { hold_end, event: step } => {
            let intent = Intent::HoldEnd(*hold_end);
            let (sale, progress) = intent::load(book, intent)?.ok_or(LedgerError::NotFound)?;
            let (next, _) = progress.after(step, event.entry.at);
            intent::store(book, intent, &next)?;
            Ok(sale)
        }
        _ => Err(Failure::Misuse.into()),
    }
}

fn plan(book: &Connection, event: &Event<'_>) -> Result<SaleId, LedgerError> {
    let Fact::HoldEndPlanned { hold_end, payment, press, key, kind, amount } = event.fact else {
        return Err(Failure::Misuse.into());
    };
    let (sale, account) = payment::sale_and_account(book, *payment)?;
    let state = RefundState::Reserved;
    book.prepare_cached(
        "INSERT INTO hold_ends (seq, id, payment, sale, account, press, key, kind, minor, currency,
             planned_at, planned_by, state, open, reserves)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?
    .execute(params![
        event.seq,
        hold_end.to_string(),
        payment.to_string(),
        sale.to_string(),
        account.to_string(),
        press.to_string(),
        key.to_string(),
        columns::to_word(kind)?,
        columns::minor(amount.money())?,
        amount.currency().code(),
        event.entry.at.millis(),
        event.entry.by.to_string(),
        columns::to_json(&state)?,
        state.is_open_question(),
        state.reserves(),
    ])?;
    Ok(sale)
}
