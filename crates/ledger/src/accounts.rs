//! Accounts. Their keys lie in the keychain, never here.

use domain::{
    account::Account, event::Fact, ids::AccountId, link_life::LinkState, refund_life::RefundState,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::{
    Ledger, columns,
    error::{AddAccountError, ForgetAccountError, LedgerError},
    records::Entry,
    settings,
};

const SELECT: &str = "SELECT id, provider, environment, added_at, name, app_id, practice_port,
        country, currencies, description
    FROM accounts JOIN account_details ON account = id";

impl Ledger {
    /// Adds an account, and makes it the one that new sales go to.
    pub fn add_account(&self, entry: Entry, account: &Account) -> Result<(), AddAccountError> {
        self.write(|writing| {
            if is_known(&writing.book, account)? {
                return Err(AddAccountError::Known);
            }
            writing.append(
                entry,
                &Fact::AccountAdded {
                    account: account.id,
                    provider: account.provider,
                    environment: account.environment,
                },
            )?;
            write_details(&writing.book, account)?;
            Ok(settings::activate(&writing.book, account.id)?)
        })
    }

    /// True where an account in use has the same provider, environment and app id.
    pub fn knows_account(&self, account: &Account) -> Result<bool, LedgerError> {
        self.read(|book| is_known(book, account))
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

    /// Takes an account out of use. Its sales stay. If new sales went to it, they go to the oldest that is left.
    pub fn forget_account(&self, entry: Entry, id: AccountId) -> Result<(), ForgetAccountError> {
        self.write(|writing| {
            may_forget(&writing.book, id)?;
            writing.append(entry, &Fact::AccountForgotten { account: id })?;
            Ok(settings::pass_on(&writing.book, id)?)
        })
    }

    /// Whether [`Ledger::forget_account`] would do it now.
    pub fn may_forget_account(&self, id: AccountId) -> Result<(), ForgetAccountError> {
        self.read(|book| may_forget(book, id))
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

fn is_known(book: &Connection, account: &Account) -> Result<bool, LedgerError> {
    Ok(book
        .prepare_cached(
            "SELECT 1 FROM accounts JOIN account_details ON account = id
             WHERE forgotten_at IS NULL AND provider = ?1 AND environment = ?2 AND app_id = ?3",
        )?
        .exists(params![
            columns::to_word(&account.provider)?,
            columns::to_word(&account.environment)?,
            account.app_id,
        ])?)
}

fn write_details(book: &Connection, account: &Account) -> Result<(), LedgerError> {
    book.execute(
        "INSERT INTO account_details (account, name, app_id, practice_port, country, currencies,
             description)
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
}

fn may_forget(book: &Connection, id: AccountId) -> Result<(), ForgetAccountError> {
    in_use(book, id)?;
    if has_open_questions(book, id)? {
        return Err(ForgetAccountError::StillSettling);
    }
    match payable_links(book, id)? {
        0 => Ok(()),
        count => Err(ForgetAccountError::LinksStillOpen { count }),
    }
}

/// True where nobody knows what became of one of the account's links or refunds, or a person must find out.
fn has_open_questions(book: &Connection, id: AccountId) -> Result<bool, LedgerError> {
    Ok(book
        .prepare_cached(
            "SELECT 1 FROM links WHERE account = ?1 AND open = 1
             UNION ALL
             SELECT 1 FROM refunds WHERE account = ?1 AND (open = 1 OR state = ?2)",
        )?
        .exists(params![id.to_string(), columns::to_json(&RefundState::NeedsPerson)?])?)
}

fn payable_links(book: &Connection, id: AccountId) -> Result<u32, LedgerError> {
    Ok(book
        .prepare_cached("SELECT count(*) FROM links WHERE account = ?1 AND state = ?2")?
        .query_row(params![id.to_string(), columns::to_json(&LinkState::Active)?], |row| {
            row.get(0)
        })?)
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
