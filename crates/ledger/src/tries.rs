//! Typed PINs and recovery codes: how many in a row were wrong.
//!
//! A try is written down before anything is compared, and what came of it is an event. So neither a program that is
//! stopped in between nor a change to the file makes the count smaller than the events say.

use domain::{
    event::Fact,
    ids::{PressId, StaffId},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    Ledger,
    error::LedgerError,
    records::{Entry, Tried},
};

/// Those that were refused since the last one that was right, or since there is a new PIN or code.
pub(crate) const REFUSED: &str = "SELECT count(*) FROM events
    WHERE tries_of = ?1 AND seq > coalesce(
        (SELECT seq FROM events WHERE tries_of = ?1 AND kind <> 'PIN_REFUSED'
            ORDER BY seq DESC LIMIT 1), 0)";

impl Ledger {
    /// Writes down that a PIN or a code is about to be compared. Gives how many were tried in a row, this one included.
    pub fn count_try(&self, who: Tried) -> Result<u32, LedgerError> {
        self.write(|writing| {
            let tries = tries(&writing.book, who)?.saturating_add(1);
            writing
                .book
                .prepare_cached(
                    "INSERT INTO pin_tries (who, tries) VALUES (?1, ?2)
                     ON CONFLICT (who) DO UPDATE SET tries = excluded.tries",
                )?
                .execute(params![text(who), tries])?;
            Ok(tries)
        })
    }

    /// How many were tried in a row and not right.
    pub fn tries(&self, who: Tried) -> Result<u32, LedgerError> {
        self.read(|book| tries(book, who))
    }

    /// Takes back tries that were counted and never decided. Those that were refused stay.
    pub fn clear_tries(&self, who: Tried) -> Result<(), LedgerError> {
        self.write(|writing| clear(&writing.book, who))
    }

    /// Writes down that a wrong PIN of `member` was typed; `None` for the recovery code.
    pub fn pin_refused(&self, entry: Entry, member: Option<StaffId>) -> Result<(), LedgerError> {
        self.write(|writing| writing.append(entry, &Fact::PinRefused { member }))
    }

    /// Writes down that who writes signed in with their PIN, and counts their tries anew.
    pub fn signed_in(&self, entry: Entry) -> Result<(), LedgerError> {
        self.write(|writing| {
            writing.append(entry, &Fact::SignedIn)?;
            clear(&writing.book, Tried::Member(entry.by))
        })
    }

    /// Writes down that `member` typed their PIN for the refund that `press` begins, and counts their tries anew.
    pub fn pin_proven(
        &self,
        entry: Entry,
        member: StaffId,
        press: PressId,
    ) -> Result<(), LedgerError> {
        self.write(|writing| {
            writing.append(entry, &Fact::PinProven { member, press })?;
            clear(&writing.book, Tried::Member(member))
        })
    }
}

/// How many were tried in a row and not right.
pub(crate) fn tries(book: &Connection, who: Tried) -> Result<u32, LedgerError> {
    let who = text(who);
    let refused: i64 = book.prepare_cached(REFUSED)?.query_row([&who], |row| row.get(0))?;
    let begun: Option<i64> = book
        .prepare_cached("SELECT tries FROM pin_tries WHERE who = ?1")?
        .query_row([&who], |row| row.get(0))
        .optional()?;
    // A hand may have written more than anybody could try.
    let tries = refused.max(begun.unwrap_or_default()).clamp(0, u32::MAX.into());
    Ok(u32::try_from(tries).unwrap_or(u32::MAX))
}

/// Forgets tries that were begun.
pub(crate) fn clear(book: &Connection, who: Tried) -> Result<(), LedgerError> {
    book.prepare_cached("DELETE FROM pin_tries WHERE who = ?1")?.execute([text(who)])?;
    Ok(())
}

/// The words of the column `tries_of`.
fn text(who: Tried) -> String {
    match who {
        Tried::Member(member) => member.to_string(),
        Tried::Recovery => "recovery".to_owned(),
    }
}
