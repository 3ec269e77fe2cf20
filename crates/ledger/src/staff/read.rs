//! The roll as it is read.

use std::collections::{HashMap, HashSet};

use domain::{Timestamp, ids::StaffId, staff::Role, till_rules::TillRules};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::change::TILL_RULES;
use crate::{
    columns,
    error::LedgerError,
    records::{Sealed, StaffRecord, StaffRoll, Tried},
    settings, tries,
};

/// Whose PIN was ever set.
pub(crate) const PINS_SET: &str =
    "SELECT DISTINCT fact ->> '$.member' AS member FROM events WHERE kind = 'PIN_SET'";

pub(super) fn roll(book: &Connection) -> Result<StaffRoll, LedgerError> {
    let with_pin = with_pin(book)?;
    let rules_text = settings::get(book, TILL_RULES)?;
    let rules: Option<TillRules> =
        rules_text.as_deref().and_then(|text| serde_json::from_str(text).ok());
    Ok(StaffRoll {
        members: members(book, &with_pin)?,
        rules: rules.unwrap_or_default(),
        rules_text,
        sealed: sealed(book)?,
        pins_set: !with_pin.is_empty(),
    })
}

fn members(
    book: &Connection,
    with_pin: &HashSet<StaffId>,
) -> Result<Vec<StaffRecord>, LedgerError> {
    let mut members = book
        .prepare_cached(
            "SELECT id, role, added_at, retired_at, name, hash FROM staff
                 LEFT JOIN staff_names ON staff_names.member = id
                 LEFT JOIN staff_pins ON staff_pins.member = id
             ORDER BY seq",
        )?
        .query_map([], |row| member(row, with_pin))?
        // A row that names nobody gives nobody any right.
        .filter_map(Result::transpose)
        .collect::<Result<Vec<_>, _>>()?;
    for member in &mut members {
        member.failures = tries::tries(book, Tried::Member(member.id))?;
    }
    Ok(members)
}

fn member(row: &Row<'_>, with_pin: &HashSet<StaffId>) -> rusqlite::Result<Option<StaffRecord>> {
    let Ok(id) = columns::parsed(row, "id") else {
        return Ok(None);
    };
    Ok(Some(StaffRecord {
        id,
        role: columns::word(row, "role").unwrap_or(Role::Cashier),
        name: columns::lossy(row, "name")?.unwrap_or_default(),
        pin_set: with_pin.contains(&id),
        hash: columns::lossy(row, "hash")?,
        added_at: columns::moment(row, "added_at").unwrap_or(Timestamp::EPOCH),
        retired_at: columns::maybe_moment(row, "retired_at").unwrap_or(Some(Timestamp::EPOCH)),
        failures: 0,
    }))
}

fn with_pin(book: &Connection) -> Result<HashSet<StaffId>, LedgerError> {
    let mut members = book.prepare_cached(PINS_SET)?;
    let members = members.query_map([], |row| columns::parsed(row, "member"))?;
    Ok(members.collect::<Result<_, _>>()?)
}

fn sealed(book: &Connection) -> Result<Option<Sealed>, LedgerError> {
    Ok(book
        .prepare_cached("SELECT wrapped, seal FROM staff_seal")?
        .query_row([], |row| {
            let text =
                |column| Ok::<_, rusqlite::Error>(columns::lossy(row, column)?.unwrap_or_default());
            Ok(Sealed { wrapped: text("wrapped")?, seal: text("seal")? })
        })
        .optional()?)
}

pub(super) fn names(book: &Connection) -> Result<HashMap<StaffId, String>, LedgerError> {
    let mut names = book.prepare_cached("SELECT member, name FROM staff_names")?;
    let mut rows = names.query([])?;
    let mut found = HashMap::new();
    while let Some(row) = rows.next()? {
        if let Ok(member) = columns::parsed(row, "member") {
            found.insert(member, columns::lossy(row, "name")?.unwrap_or_default());
        }
    }
    Ok(found)
}

pub(super) fn is_anybody_there(book: &Connection) -> Result<bool, LedgerError> {
    Ok(book.prepare_cached("SELECT 1 FROM staff")?.exists([])?)
}

pub(super) fn did_anybody_join(book: &Connection) -> Result<bool, LedgerError> {
    Ok(book.prepare_cached("SELECT 1 FROM events WHERE kind = 'STAFF_ADDED'")?.exists([])?)
}
