//! Staff: who joined and left, as the events tell, and beside it what is kept of them: names, hashes of PINs, the rules of
//! the till, and what vouches for all of it.

mod change;
mod read;
mod roll;

use std::collections::HashMap;

#[cfg(test)]
pub(crate) use read::PINS_SET;

use domain::{Timestamp, event::Fact, ids::StaffId, staff::Role};
use rusqlite::Connection;

use crate::{
    Ledger, columns,
    error::{ChangeStaffError, LedgerError},
    project::{self, Event},
    records::{Entry, Sealed, StaffChange, StaffRoll},
};

/// What makes the table of staff. Its few words are an index's, so that years of sales are not read.
pub(crate) const STAFF_EVENTS: &str = "SELECT seq, at, staff, fact FROM events
    WHERE kind IN ('STAFF_ADDED', 'STAFF_ROLE_CHANGED', 'STAFF_RETIRED') ORDER BY seq";

/// Everything that changes the staff or the rules.
pub(crate) const CHANGES: &str = "SELECT count(*) FROM events
    WHERE kind IN ('STAFF_ADDED', 'STAFF_ROLE_CHANGED', 'STAFF_RENAMED', 'STAFF_RETIRED', 'PIN_SET',
        'RECOVERY_CODE_MADE', 'RECOVERED', 'RULES_CHANGED')";

impl Ledger {
    /// The staff and the rules.
    ///
    /// What a hand has made unreadable there is read as what may do least: the seal tells that it does not fit, and the
    /// recovery code must still find a roll to mend.
    pub fn staff_roll(&self) -> Result<StaffRoll, LedgerError> {
        self.read(read::roll)
    }

    /// The names of everybody who has one, also of who left.
    pub fn staff_names(&self) -> Result<HashMap<StaffId, String>, LedgerError> {
        self.read(read::names)
    }

    /// Has the first owner join a book that has no staff. A table of staff that was emptied by a hand is made anew.
    pub fn ensure_owner(&self, at: Timestamp) -> Result<(), LedgerError> {
        self.write(|writing| {
            if read::is_anybody_there(&writing.book)? {
                return Ok(());
            }
            if read::did_anybody_join(&writing.book)? {
                return rebuild(&writing.book);
            }
            let fact = Fact::StaffAdded { member: StaffId::OWNER, role: Role::Owner };
            writing.append(Entry { by: StaffId::TILL, at }, &fact)
        })
    }

    /// Makes one change, with the seal of the roll that it makes; without one, the seal stays as it is.
    ///
    /// Another name, role or other rules that are the same as before are not written down.
    pub fn change_staff(
        &self,
        entry: Entry,
        change: &StaffChange,
        sealed: Option<&Sealed>,
    ) -> Result<(), ChangeStaffError> {
        self.write(|writing| {
            let roll = read::roll(&writing.book)?;
            change::check(&roll, change)?;
            let next = roll.after(change, entry.at);
            if roll.is_news(change, &next) {
                for fact in change::facts(&roll, change) {
                    writing.append(entry, &fact)?;
                }
                change::keep(&writing.book, change, &next)?;
            }
            if let Some(sealed) = sealed {
                change::seal(&writing.book, sealed)?;
            }
            Ok(())
        })
    }

    /// How many events changed the staff or the rules so far. An older list does not fit the number that it was sealed with.
    pub fn count_staff_events(&self) -> Result<u32, LedgerError> {
        self.read(|book| Ok(book.prepare_cached(CHANGES)?.query_row([], |row| row.get(0))?))
    }

    /// Makes the table of staff anew from the events. What is kept of people that the events do not know is forgotten.
    pub fn rebuild_staff(&self) -> Result<(), LedgerError> {
        self.write(|writing| rebuild(&writing.book))
    }

    /// Writes down that the list of who did what left the till as a file.
    pub fn history_exported(&self, entry: Entry) -> Result<(), LedgerError> {
        self.write(|writing| writing.append(entry, &Fact::HistoryExported))
    }

    /// Writes down that a backup of the book left the till as a file.
    pub fn backed_up(&self, entry: Entry) -> Result<(), LedgerError> {
        self.write(|writing| writing.append(entry, &Fact::BackedUp))
    }

    /// Writes down that the program's log left the till as a file.
    pub fn log_exported(&self, entry: Entry) -> Result<(), LedgerError> {
        self.write(|writing| writing.append(entry, &Fact::LogExported))
    }

    /// Writes down that the shop's products left the till as a file.
    pub fn products_exported(&self, entry: Entry) -> Result<(), LedgerError> {
        self.write(|writing| writing.append(entry, &Fact::ProductsExported))
    }

    /// Writes down that a list of sales left the till as a file.
    pub fn sales_exported(&self, entry: Entry) -> Result<(), LedgerError> {
        self.write(|writing| writing.append(entry, &Fact::SalesExported))
    }
}

fn rebuild(book: &Connection) -> Result<(), LedgerError> {
    book.execute("DELETE FROM staff", [])?;
    let mut events = book.prepare(STAFF_EVENTS)?;
    let mut rows = events.query([])?;
    while let Some(row) = rows.next()? {
        let entry = Entry { by: columns::parsed(row, "staff")?, at: columns::moment(row, "at")? };
        let fact: Fact = columns::json(row, "fact")?;
        project::project(book, &Event { seq: row.get("seq")?, entry, fact: &fact })?;
    }
    forget_strangers(book)
}

/// Forgets what is kept of people that the events do not know.
pub(crate) fn forget_strangers(book: &Connection) -> Result<(), LedgerError> {
    for table in ["staff_names", "staff_pins"] {
        let sql = format!("DELETE FROM {table} WHERE member NOT IN (SELECT id FROM staff)");
        book.execute(&sql, [])?;
    }
    Ok(())
}
