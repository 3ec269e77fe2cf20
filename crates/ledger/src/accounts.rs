//! Accounts. Their keys lie in the keychain, never here.

use domain::{
    account::Account,
    event::Fact,
    ids::{AccountId, ProviderMerchantId},
    link_life::LinkState,
    page_url::PageUrl,
    payment::PaymentStatus,
    place::Place,
    refund_life::RefundState,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::{
    Ledger, columns,
    error::{AddAccountError, ForgetAccountError, LedgerError},
    records::{Entry, KnownApp},
    settings,
};

const SELECT: &str = "SELECT id, provider, added_at, name, app_id, place, merchant, link_account,
        payment_account, country, currencies, allowed_disputed, return_page, description
    FROM accounts JOIN account_details ON account = id";

impl Ledger {
    /// Adds an account, and makes it the one that new sales go to.
    pub fn add_account(&self, entry: Entry, account: &Account) -> Result<(), AddAccountError> {
        self.write(|writing| {
            match known_app(&writing.book, account)? {
                KnownApp::No => {}
                KnownApp::Same => return Err(AddAccountError::Known),
                KnownApp::Elsewhere(environment) => {
                    return Err(AddAccountError::UsedElsewhere { environment });
                }
            }
            writing.append(
                entry,
                &Fact::AccountAdded {
                    account: account.id,
                    provider: account.provider,
                    environment: account.environment(),
                },
            )?;
            add_details(&writing.book, account)?;
            Ok(settings::activate(&writing.book, account.id)?)
        })
    }

    /// Changes what the owner may change of an account in use: its name, country, currencies, disputed currencies,
    /// words, accounts at the provider and page. Its place, app and merchant stay, because the key belongs to them.
    ///
    /// What changes nothing is not written down.
    pub fn change_account(&self, entry: Entry, account: &Account) -> Result<(), LedgerError> {
        self.write(|writing| {
            in_use(&writing.book, account.id)?;
            if change_details(&writing.book, account)? {
                writing.append(entry, &Fact::AccountChanged { account: account.id })?;
            }
            Ok(())
        })
    }

    /// Whether the app of `account` is in use, here or at another place.
    pub fn known_app(&self, account: &Account) -> Result<KnownApp, LedgerError> {
        self.read(|book| known_app(book, account))
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

fn known_app(book: &Connection, account: &Account) -> Result<KnownApp, LedgerError> {
    let mut uses = book.prepare_cached(
        "SELECT place, merchant FROM accounts JOIN account_details ON account = id
         WHERE forgotten_at IS NULL AND provider = ?1 AND app_id = ?2 ORDER BY seq",
    )?;
    let uses = uses
        .query_map(params![columns::to_word(&account.provider)?, account.app_id], |row| {
            Ok((columns::json(row, "place")?, columns::checked(row, "merchant")?))
        })?
        .collect::<Result<Vec<(Place, Option<ProviderMerchantId>)>, _>>()?;
    let elsewhere = uses.iter().find(|(place, _)| *place != account.place);
    // A partner's app speaks for many merchants, but its key belongs to one place.
    let here = |(place, merchant): &(Place, Option<ProviderMerchantId>)| {
        *place == account.place && *merchant == account.merchant
    };
    Ok(match elsewhere {
        _ if uses.iter().any(here) => KnownApp::Same,
        Some((place, _)) => KnownApp::Elsewhere(place.environment()),
        None => KnownApp::No,
    })
}

fn add_details(book: &Connection, account: &Account) -> Result<(), LedgerError> {
    book.execute(
        "INSERT INTO account_details (account, app_id, place, merchant, name, link_account,
             payment_account, country, currencies, allowed_disputed, return_page, description)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            account.id.to_string(),
            account.app_id,
            columns::to_json(&account.place)?,
            account.merchant.as_ref().map(ProviderMerchantId::as_str),
            account.name,
            account.link_account,
            account.payment_account,
            account.country.as_str(),
            columns::to_json(&account.currencies)?,
            columns::to_json(&account.allowed_disputed)?,
            account.return_page.as_ref().map(PageUrl::as_str),
            account.description,
        ],
    )?;
    Ok(())
}

/// True where anything changed.
fn change_details(book: &Connection, account: &Account) -> Result<bool, LedgerError> {
    let changed = book.execute(
        "UPDATE account_details SET (name, link_account, payment_account, country, currencies,
             allowed_disputed, return_page, description) = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         WHERE account = ?1 AND (name, link_account, payment_account, country, currencies,
             allowed_disputed, return_page, description) IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            account.id.to_string(),
            account.name,
            account.link_account,
            account.payment_account,
            account.country.as_str(),
            columns::to_json(&account.currencies)?,
            columns::to_json(&account.allowed_disputed)?,
            account.return_page.as_ref().map(PageUrl::as_str),
            account.description,
        ],
    )?;
    Ok(changed == 1)
}

fn may_forget(book: &Connection, id: AccountId) -> Result<(), ForgetAccountError> {
    in_use(book, id)?;
    if has_open_questions(book, id)? {
        return Err(ForgetAccountError::StillSettling);
    }
    match reserved_payments(book, id)? {
        0 => {}
        count => return Err(ForgetAccountError::MoneyReserved { count }),
    }
    match payable_links(book, id)? {
        0 => Ok(()),
        count => Err(ForgetAccountError::LinksStillOpen { count }),
    }
}

/// True where nobody knows what became of one of the account's links, refunds, captures or releases, or a person must
/// find out: the domain's `is_unsettled`, in the words of the columns.
fn has_open_questions(book: &Connection, id: AccountId) -> Result<bool, LedgerError> {
    Ok(book
        .prepare_cached(
            "SELECT 1 FROM links WHERE account = ?1 AND open = 1
             UNION ALL
             SELECT 1 FROM refunds WHERE account = ?1 AND (open = 1 OR state = ?2)
             UNION ALL
             SELECT 1 FROM hold_ends WHERE account = ?1 AND (open = 1 OR state = ?2)",
        )?
        .exists(params![id.to_string(), columns::to_json(&RefundState::NeedsPerson)?])?)
}

fn reserved_payments(book: &Connection, id: AccountId) -> Result<u32, LedgerError> {
    Ok(book
        .prepare_cached("SELECT count(*) FROM payments WHERE account = ?1 AND status = ?2")?
        .query_row(params![id.to_string(), columns::to_json(&PaymentStatus::Reserved)?], |row| {
            row.get(0)
        })?)
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
        place: columns::json(row, "place")?,
        name: row.get("name")?,
        app_id: row.get("app_id")?,
        merchant: columns::checked(row, "merchant")?,
        link_account: row.get("link_account")?,
        payment_account: row.get("payment_account")?,
        country: columns::required(row, "country")?,
        currencies: columns::json(row, "currencies")?,
        allowed_disputed: columns::json(row, "allowed_disputed")?,
        return_page: columns::checked(row, "return_page")?,
        description: row.get("description")?,
        added_at: columns::moment(row, "added_at")?,
    })
}
