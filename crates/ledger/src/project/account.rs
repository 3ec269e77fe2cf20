//! The table of accounts.

use domain::{event::Fact, ids::AccountId};
use rusqlite::{Connection, params};

use super::Event;
use crate::{columns, error::LedgerError};

pub(super) fn project(book: &Connection, event: &Event<'_>) -> Result<(), LedgerError> {
    let at = event.entry.at.millis();
    match event.fact {
        Fact::AccountAdded { account, provider, environment } => {
            book.prepare_cached(
                "INSERT INTO accounts (seq, id, provider, environment, added_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                event.seq,
                account.to_string(),
                columns::to_word(provider)?,
                columns::to_word(environment)?,
                at
            ])?;
        }
        Fact::AccountKeyReplaced { account } => {
            mark(book, *account, "key_replaced_at", at)?;
        }
        Fact::AccountForgotten { account } => {
            mark(book, *account, "forgotten_at", at)?;
        }
        _ => {}
    }
    Ok(())
}

fn mark(
    book: &Connection,
    account: AccountId,
    column: &'static str,
    at: i64,
) -> Result<(), LedgerError> {
    book.prepare_cached(&format!("UPDATE accounts SET {column} = ?2 WHERE id = ?1"))?
        .execute(params![account.to_string(), at])?;
    Ok(())
}
