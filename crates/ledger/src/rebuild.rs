//! The tables made anew from the events.

use std::collections::BTreeSet;

use domain::event::Fact;

use crate::{
    Ledger, columns,
    error::LedgerError,
    project::{self, Event},
    records::Entry,
    refresh, staff,
};

/// The tables that follow from the events, children first.
const FOLLOWING: [&str; 10] = [
    "sale_search",
    "sale_events",
    "refunds_elsewhere",
    "refunds",
    "hold_ends",
    "payments",
    "links",
    "sales",
    "accounts",
    "staff",
];

impl Ledger {
    /// Empties every table that follows from the events and fills it again, in one transaction. What people wrote and
    /// set stays; where it was erased, nothing is missed.
    pub fn rebuild(&self) -> Result<(), LedgerError> {
        self.write(|writing| {
            for table in FOLLOWING {
                writing.book.execute(&format!("DELETE FROM {table}"), [])?;
            }
            let mut touched = BTreeSet::new();
            let mut events =
                writing.book.prepare("SELECT seq, at, staff, fact FROM events ORDER BY seq")?;
            let mut rows = events.query([])?;
            while let Some(row) = rows.next()? {
                let entry =
                    Entry { by: columns::parsed(row, "staff")?, at: columns::moment(row, "at")? };
                let fact: Fact = columns::json(row, "fact")?;
                let event = Event { seq: row.get("seq")?, entry, fact: &fact };
                touched.extend(project::project(&writing.book, &event)?);
            }
            for sale in touched {
                refresh::refresh(&writing.book, sale)?;
            }
            staff::forget_strangers(&writing.book)
        })
    }
}
