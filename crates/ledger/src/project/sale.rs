//! The table of sales.

use domain::{event::Fact, ids::SaleId, page_language::PageLanguage};
use rusqlite::{Connection, params};

use super::Event;
use crate::{
    columns,
    error::{Failure, LedgerError},
    refresh::Standing,
};

pub(super) fn project(book: &Connection, event: &Event<'_>) -> Result<SaleId, LedgerError> {
    let Fact::SaleStarted { sale, account, amount, shipping, usage, kind, page_language, basket } =
        event.fact
    else {
        return Err(Failure::Misuse.into());
    };
    let inserted = book
        .prepare_cached(
            "INSERT INTO sales
                 (seq, id, account, environment, minor, currency, started_at, started_by, standing,
                  shipping, usage, kind, page_language, basket)
             SELECT ?1, ?2, id, environment, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
             FROM accounts WHERE id = ?3",
        )?
        .execute(params![
            event.seq,
            sale.to_string(),
            account.to_string(),
            columns::minor(amount.money())?,
            amount.currency().code(),
            event.entry.at.millis(),
            event.entry.by.to_string(),
            Standing::AT_FIRST.text(),
            shipping.map(columns::minor).transpose()?,
            columns::to_json(usage)?,
            columns::to_json(kind)?,
            page_language.as_ref().map(PageLanguage::as_str),
            basket.as_ref().map(columns::to_json).transpose()?,
        ])?;
    if inserted == 1 { Ok(*sale) } else { Err(LedgerError::NotFound) }
}
