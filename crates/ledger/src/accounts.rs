//! Accounts. Their keys lie in the keychain, never here.

use domain::{account::Account, event::Fact, ids::AccountId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::{Ledger, columns, error::LedgerError, records::Entry, settings};

const SELECT: &str = "SELECT id, provider, environment, added_at, name, app_id, practice_port,
        country, currencies, description
    FROM accounts JOIN account_details ON account = id";

impl Ledger {
    /// Adds an account.
    pub fn add_account(&self, entry: Entry, account: &Account) -> Result<(), LedgerError> {
        self.write(|writing| {
            writing.append(
                entry,
                &Fact::AccountAdded {
                    account: account.id,
                    provider: account.provider,
                    environment: account.environment,
                },
            )?;
            writing.book.execute(
                "INSERT INTO account_details (account, name, app_id, practice_port, country,
                     currencies, description)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    account.id.to_string(),
                    account.name,
                    account.app_id,
                    account.practice_port,
                    account.country.as_str(),
                    columns::to_json(&account.currencies)?,
                    account.description,
                ],
            )?;
            Ok(())
        })
    }

    /// The accounts in use, oldest first.
    pub fn accounts(&self) -> Result<Vec<Account>, LedgerError> {
        self.read(|book| {
            let sql = format!("{SELECT} WHERE forgotten_at IS NULL ORDER BY seq");
            let mut accounts = book.prepare_cached(&sql)?;
            let accounts = accounts.query_map([], account)?;
            Ok(accounts.collect::<Result<_, _>>()?)
        })
    }

    /// An account, in use or not.
    pub fn account(&self, id: AccountId) -> Result<Option<Account>, LedgerError> {
        self.read(|book| {
            Ok(book
                .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
                .query_row([id.to_string()], account)
                .optional()?)
        })
    }

    /// Takes an account out of use. Its sales stay.
    pub fn forget_account(&self, entry: Entry, id: AccountId) -> Result<(), LedgerError> {
        self.write(|writing| {
            in_use(&writing.book, id)?;
            writing.append(entry, &Fact::AccountForgotten { account: id })?;
            settings::forget_active(&writing.book, id)
        })
    }

    /// Writes down that an account's key was replaced in the keychain.
    pub fn key_replaced(&self, entry: Entry, id: AccountId) -> Result<(), LedgerError> {
        self.write(|writing| {
            in_use(&writing.book, id)?;
            writing.append(entry, &Fact::AccountKeyReplaced { account: id })
        })
    }
}

/// An error where the account is unknown or was forgotten.
pub(crate) fn in_use(book: &Connection, id: AccountId) -> Result<(), LedgerError> {
    book.prepare_cached("SELECT 1 FROM accounts WHERE id = ?1 AND forgotten_at IS NULL")?
        .exists([id.to_string()])?
        .then_some(())
        .ok_or(LedgerError::NotFound)
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: columns::parsed(row, "id")?,
        provider: columns::word(row, "provider")?,
        environment: columns::word(row, "environment")?,
        name: row.get("name")?,
        app_id: row.get("app_id")?,
        practice_port: row.get("practice_port")?,
        country: columns::required(row, "country")?,
        currencies: columns::json(row, "currencies")?,
        description: row.get("description")?,
        added_at: columns::moment(row, "added_at")?,
    })
}
