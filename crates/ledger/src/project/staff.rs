//! The table of staff.

use domain::event::Fact;
use rusqlite::{Connection, params};

use super::Event;
use crate::{columns, error::LedgerError};

pub(super) fn project(book: &Connection, event: &Event<'_>) -> Result<(), LedgerError> {
    let at = event.entry.at.millis();
    match event.fact {
        Fact::StaffAdded { member, role } => {
            book.prepare_cached(
                "INSERT INTO staff (seq, id, role, added_at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                event.seq,
                member.to_string(),
                columns::to_word(role)?,
                at
            ])?;
        }
        Fact::StaffRoleChanged { member, role } => {
            book.prepare_cached("UPDATE staff SET role = ?2 WHERE id = ?1")?
                .execute(params![member.to_string(), columns::to_word(role)?])?;
        }
        Fact::StaffRetired { member } => {
            book.prepare_cached("UPDATE staff SET retired_at = ?2 WHERE id = ?1")?
                .execute(params![member.to_string(), at])?;
        }
        _ => {}
    }
    Ok(())
}
