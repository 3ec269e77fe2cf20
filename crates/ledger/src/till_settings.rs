//! How the till looks, speaks and sounds, and when its day ends.

use domain::{event::Fact, till_settings::TillSettings};
use rusqlite::{Connection, OptionalExtension as _};

use crate::{Ledger, columns, error::LedgerError, records::Entry};

impl Ledger {
    /// The settings: those of a new till where nobody changed them.
    pub fn till_settings(&self) -> Result<TillSettings, LedgerError> {
        self.read(read)
    }

    /// Changes them to what `change` makes of them, and gives them as they are then. The same ones again are not written
    /// down.
    pub fn change_till_settings(
        &self,
        entry: Entry,
        change: impl FnOnce(TillSettings) -> TillSettings,
    ) -> Result<TillSettings, LedgerError> {
        self.write(|writing| {
            let before = read(&writing.book)?;
            let settings = change(before.clone());
            if settings == before {
                return Ok(settings);
            }
            writing.append(entry, &Fact::SettingsChanged { settings: settings.clone() })?;
            Ok(settings)
        })
    }
}

/// The newest event tells them, and nothing else: since when refunds count for a day's limit hangs on them, and a hand that
/// changes a table makes nobody's day longer.
fn read(book: &Connection) -> Result<TillSettings, LedgerError> {
    let newest = book
        .prepare_cached(
            "SELECT fact FROM events INDEXED BY events_by_kind
             WHERE kind = 'SETTINGS_CHANGED' ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([], |row| columns::json(row, "fact"))
        .optional()?;
    Ok(match newest {
        Some(Fact::SettingsChanged { settings }) => settings,
        _ => TillSettings::default(),
    })
}
