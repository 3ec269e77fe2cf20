//! One change to the staff or the rules: whether it may be, its facts, and what is kept of it.

use domain::{event::Fact, ids::StaffId, staff::Role};
use rusqlite::{Connection, params};

use crate::{
    error::{ChangeStaffError, LedgerError},
    records::{Sealed, StaffChange, StaffRecord, StaffRoll, Tried},
    settings, tries,
};

/// The name of the setting that holds the rules of the till.
pub(super) const TILL_RULES: &str = "till_rules";

/// Whether the change may be. A till always keeps an owner, and two people who may sign in never have the same name.
pub(super) fn check(roll: &StaffRoll, change: &StaffChange) -> Result<(), ChangeStaffError> {
    match change {
        StaffChange::Add { member, name, .. } => {
            return check_name(roll, *member, name.as_str());
        }
        StaffChange::Rename { member, name } | StaffChange::FirstPin { member, name, .. } => {
            check_name(roll, *member, name.as_str())?;
        }
        StaffChange::SetRole { member, role: Role::Cashier | Role::Manager }
        | StaffChange::Retire { member }
            if is_last_owner(roll, *member) =>
        {
            return Err(ChangeStaffError::LastOwner);
        }
        _ => {}
    }
    let Some(id) = change.member() else {
        return Ok(());
    };
    match roll.member(id) {
        None => Err(ChangeStaffError::NotThere),
        Some(member) if member.retired_at.is_some() => Err(ChangeStaffError::Retired),
        Some(_) => Ok(()),
    }
}

fn in_use(roll: &StaffRoll) -> impl Iterator<Item = &StaffRecord> {
    roll.members.iter().filter(|member| member.retired_at.is_none())
}

fn is_last_owner(roll: &StaffRoll, id: StaffId) -> bool {
    let mut owners = in_use(roll).filter(|member| member.role == Role::Owner);
    owners.next().is_some_and(|owner| owner.id == id) && owners.next().is_none()
}

fn check_name(roll: &StaffRoll, id: StaffId, name: &str) -> Result<(), ChangeStaffError> {
    let same = |other: &str| other.trim().to_lowercase() == name.trim().to_lowercase();
    if in_use(roll).any(|member| member.id != id && same(&member.name)) {
        return Err(ChangeStaffError::NameTaken);
    }
    Ok(())
}

/// What goes into the events: ids and roles, and neither names nor hashes.
pub(super) fn facts(roll: &StaffRoll, change: &StaffChange) -> Vec<Fact> {
    match change {
        StaffChange::Add { member, role, .. } => vec![
            Fact::StaffAdded { member: *member, role: *role },
            Fact::PinSet { member: *member },
        ],
        StaffChange::Rename { member, .. } => vec![Fact::StaffRenamed { member: *member }],
        StaffChange::SetRole { member, role } => {
            vec![Fact::StaffRoleChanged { member: *member, role: *role }]
        }
        StaffChange::Retire { member } => vec![Fact::StaffRetired { member: *member }],
        StaffChange::SetPin { member, .. } => vec![Fact::PinSet { member: *member }],
        StaffChange::Rules(rules) => vec![Fact::RulesChanged { rules: rules.clone() }],
        StaffChange::RecoveryCode => vec![Fact::RecoveryCodeMade],
        StaffChange::FirstPin { member, .. } => {
            vec![Fact::PinSet { member: *member }, Fact::RecoveryCodeMade]
        }
        StaffChange::Recover { member, distrusted, .. } => {
            let fallen = distrusted.then(|| others(roll, *member)).into_iter().flatten();
            let fallen = fallen.filter(|other| other.role != Role::Cashier);
            let fallen = fallen
                .map(|other| Fact::StaffRoleChanged { member: other.id, role: Role::Cashier });
            [Fact::Recovered { member: *member }, Fact::PinSet { member: *member }]
                .into_iter()
                .chain(fallen)
                .collect()
        }
    }
}

/// Who may sign in beside this member.
fn others(roll: &StaffRoll, id: StaffId) -> impl Iterator<Item = &StaffRecord> {
    in_use(roll).filter(move |member| member.id != id)
}

/// Writes what is no event, as it stands in `next`. A new PIN or code has never been tried.
pub(super) fn keep(
    book: &Connection,
    change: &StaffChange,
    next: &StaffRoll,
) -> Result<(), LedgerError> {
    if let Some(member) = change.member().and_then(|id| next.member(id)) {
        keep_member(book, member)?;
    }
    if let StaffChange::Recover { member, distrusted: true, .. } = change {
        others(next, *member).try_for_each(|other| keep_member(book, other))?;
    }
    match change {
        StaffChange::Rules(_) => {
            if let Some(text) = &next.rules_text {
                settings::set(book, TILL_RULES, text)?;
            }
        }
        StaffChange::SetPin { member, .. } => tries::clear(book, Tried::Member(*member))?,
        StaffChange::FirstPin { member, .. } | StaffChange::Recover { member, .. } => {
            tries::clear(book, Tried::Member(*member))?;
            tries::clear(book, Tried::Recovery)?;
        }
        StaffChange::RecoveryCode => tries::clear(book, Tried::Recovery)?,
        StaffChange::Add { .. }
        | StaffChange::Rename { .. }
        | StaffChange::SetRole { .. }
        | StaffChange::Retire { .. } => {}
    }
    Ok(())
}

fn keep_member(book: &Connection, member: &StaffRecord) -> Result<(), LedgerError> {
    let id = member.id.to_string();
    if !member.name.is_empty() {
        book.prepare_cached(
            "INSERT INTO staff_names (member, name) VALUES (?1, ?2)
             ON CONFLICT (member) DO UPDATE SET name = excluded.name",
        )?
        .execute(params![id, member.name])?;
    }
    match &member.hash {
        Some(hash) => book
            .prepare_cached(
                "INSERT INTO staff_pins (member, hash) VALUES (?1, ?2)
                 ON CONFLICT (member) DO UPDATE SET hash = excluded.hash",
            )?
            .execute(params![id, hash])?,
        None => book.prepare_cached("DELETE FROM staff_pins WHERE member = ?1")?.execute([id])?,
    };
    Ok(())
}

pub(super) fn seal(book: &Connection, sealed: &Sealed) -> Result<(), LedgerError> {
    book.prepare_cached(
        "INSERT INTO staff_seal (only, wrapped, seal) VALUES (1, ?1, ?2)
         ON CONFLICT (only) DO UPDATE SET wrapped = excluded.wrapped, seal = excluded.seal",
    )?
    .execute(params![sealed.wrapped, sealed.seal])?;
    Ok(())
}
