//! What the owner set.

use domain::{account::Environment, event::Fact, ids::AccountId};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{Ledger, accounts, columns, error::LedgerError, records::Entry};

const SHOP_NAME: &str = "shop_name";
const ACTIVE_ACCOUNT: &str = "active_account";

impl Ledger {
    /// The shop's name, as payers see it.
    pub fn shop_name(&self) -> Result<Option<String>, LedgerError> {
        self.read(|book| get(book, SHOP_NAME))
    }

    /// Sets the shop's name. The same name again is not written down.
    pub fn set_shop_name(&self, entry: Entry, name: &str) -> Result<(), LedgerError> {
        self.write(|writing| {
            if get(&writing.book, SHOP_NAME)?.as_deref() == Some(name) {
                return Ok(());
            }
            writing.append(entry, &Fact::ShopNamed)?;
            set(&writing.book, SHOP_NAME, name)
        })
    }

    /// The account that new sales go to.
    pub fn active_account(&self) -> Result<Option<AccountId>, LedgerError> {
        self.read(|book| {
            Ok(book
                .prepare_cached(
                    "SELECT id FROM settings JOIN accounts ON id = value
                     WHERE name = ?1 AND forgotten_at IS NULL",
                )?
                .query_row([ACTIVE_ACCOUNT], |row| columns::parsed(row, "id"))
                .optional()?)
        })
    }

    /// The environment of the account that new sales go to, or went to last where none is left in use.
    pub fn latest_environment(&self) -> Result<Option<Environment>, LedgerError> {
        self.read(|book| {
            Ok(book
                .prepare_cached(
                    "SELECT environment FROM settings JOIN accounts ON id = value WHERE name = ?1",
                )?
                .query_row([ACTIVE_ACCOUNT], |row| columns::word(row, "environment"))
                .optional()?)
        })
    }

    /// Sets the account that new sales go to. It must be in use. The same one again is not written down.
    pub fn set_active_account(&self, entry: Entry, id: AccountId) -> Result<(), LedgerError> {
        self.write(|writing| {
            accounts::in_use(&writing.book, id)?;
            if get(&writing.book, ACTIVE_ACCOUNT)? == Some(id.to_string()) {
                return Ok(());
            }
            writing.append(entry, &Fact::AccountChosen { account: id })?;
            activate(&writing.book, id)
        })
    }
}

/// One of them, if it was ever set.
pub(crate) fn get(book: &Connection, name: &str) -> Result<Option<String>, LedgerError> {
    Ok(book
        .prepare_cached("SELECT value FROM settings WHERE name = ?1")?
        .query_row([name], |row| columns::lossy(row, "value"))
        .optional()?
        .flatten())
}

/// Sets one of them.
pub(crate) fn set(book: &Connection, name: &str, value: &str) -> Result<(), LedgerError> {
    book.execute(
        "INSERT INTO settings (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name, value],
    )?;
    Ok(())
}

/// New sales go to `id` from now on.
pub(crate) fn activate(book: &Connection, id: AccountId) -> Result<(), LedgerError> {
    set(book, ACTIVE_ACCOUNT, &id.to_string())
}

/// An account out of use takes no new sales: they go to the oldest in use. Where there is none, the setting still tells
/// whose sales were shown last.
pub(crate) fn pass_on(book: &Connection, id: AccountId) -> Result<(), LedgerError> {
    book.execute(
        "UPDATE settings SET value = other.id
         FROM (SELECT id FROM accounts WHERE forgotten_at IS NULL ORDER BY seq LIMIT 1) AS other
         WHERE name = ?1 AND value = ?2",
        params![ACTIVE_ACCOUNT, id.to_string()],
    )?;
    Ok(())
}
