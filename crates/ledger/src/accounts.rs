//! Accounts. Their keys lie in the keychain, never here.

use domain::{
    Timestamp,
    account::Account,
    event::Fact,
    ids::{AccountId, ProviderMerchantId},
    link_kind::LinkKind,
    link_life::LinkState,
    page_url::PageUrl,
    pay_page::PayPageTemplate,
    pay_url::PayHost,
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

const SELECT: &str =
    "SELECT id, provider, added_at, name, key_id, reports_id, place, merchant, link_account,
        payment_account, country, currencies, allowed_disputed, return_page, description, pay_host,
        pay_page, pricing
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
    /// words, accounts at the provider, pages and reports; and what names the keys, where a new key bears another name. Its
    /// place and merchant stay, because the key belongs to them.
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

    /// Whether the key's id of `account` is in use, here or at another place.
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
            may_forget(&writing.book, id, entry.at)?;
            writing.append(entry, &Fact::AccountForgotten { account: id })?;
            Ok(settings::pass_on(&writing.book, id)?)
        })
    }

    /// Whether [`Ledger::forget_account`] would do it at `now`.
    pub fn may_forget_account(
        &self,
        id: AccountId,
        now: Timestamp,
    ) -> Result<(), ForgetAccountError> {
        self.read(|book| may_forget(book, id, now))
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
         WHERE forgotten_at IS NULL AND provider = ?1 AND key_id = ?2 ORDER BY seq",
    )?;
    let uses = uses
        .query_map(params![columns::to_word(&account.provider)?, account.key_id], |row| {
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
        "INSERT INTO account_details (account, key_id, place, merchant, name, link_account,
             payment_account, country, currencies, allowed_disputed, return_page, description,
             reports_id, pay_host, pay_page, pricing)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            account.id.to_string(),
            account.key_id,
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
            account.reports_id,
            account.pay_host.as_ref().map(PayHost::as_str),
            account.pay_page.as_ref().map(PayPageTemplate::as_str),
            account.pricing.as_ref().map(columns::to_word).transpose()?,
        ],
    )?;
    Ok(())
}

/// True where anything changed.
fn change_details(book: &Connection, account: &Account) -> Result<bool, LedgerError> {
    let changed = book.execute(
        "UPDATE account_details SET (name, link_account, payment_account, country, currencies,
             allowed_disputed, return_page, description, reports_id, pay_host, key_id, pay_page, pricing)
             = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         WHERE account = ?1 AND (name, link_account, payment_account, country, currencies,
             allowed_disputed, return_page, description, reports_id, pay_host, key_id, pay_page, pricing)
             IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
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
            account.reports_id,
            account.pay_host.as_ref().map(PayHost::as_str),
            account.key_id,
            account.pay_page.as_ref().map(PayPageTemplate::as_str),
            account.pricing.as_ref().map(columns::to_word).transpose()?,
        ],
    )?;
    Ok(changed == 1)
}

fn may_forget(book: &Connection, id: AccountId, now: Timestamp) -> Result<(), ForgetAccountError> {
    in_use(book, id)?;
    if has_open_questions(book, id)? {
        return Err(ForgetAccountError::StillSettling);
    }
    match reserved_payments(book, id)? {
        0 => {}
        count => return Err(ForgetAccountError::MoneyReserved { count }),
    }
    match running_subscriptions(book, id, now)? {
        0 => {}
        count => return Err(ForgetAccountError::SubscriptionsRunning { count }),
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
        .prepare_cached("SELECT count(*) FROM payments WHERE account = ?1 AND status IN (?2, ?3)")?
        .query_row(
            params![
                id.to_string(),
                columns::to_json(&PaymentStatus::Reserved)?,
                columns::to_json(&PaymentStatus::Taken)?,
            ],
            |row| row.get(0),
        )?)
}

/// Subscriptions that are not surely stopped, and whose charges are not over.
fn running_subscriptions(
    book: &Connection,
    id: AccountId,
    now: Timestamp,
) -> Result<u32, LedgerError> {
    let mut kinds = book.prepare_cached(
        "SELECT kind FROM links JOIN sales ON sales.id = links.sale
         WHERE links.account = ?1 AND links.state = ?2
             AND (links.charges_stopped = 0 OR links.wish IS NOT NULL)",
    )?;
    let kinds = kinds
        .query_map(params![id.to_string(), columns::to_json(&LinkState::Paid)?], |row| {
            columns::json::<LinkKind>(row, "kind")
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let running = kinds.iter().filter_map(LinkKind::schedule).filter(|plan| !plan.is_over(now));
    Ok(u32::try_from(running.count()).unwrap_or(u32::MAX))
}

fn payable_links(book: &Connection, id: AccountId) -> Result<u32, LedgerError> {
    Ok(book
        .prepare_cached(
            "SELECT count(*) FROM links
             WHERE account = ?1 AND state ->> '$.kind' IN ('ACTIVE', 'TO_CONFIRM')",
        )?
        .query_row([id.to_string()], |row| row.get(0))?)
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: columns::parsed(row, "id")?,
        provider: columns::word(row, "provider")?,
        place: columns::json(row, "place")?,
        name: row.get("name")?,
        key_id: row.get("key_id")?,
        reports_id: row.get("reports_id")?,
        merchant: columns::checked(row, "merchant")?,
        link_account: row.get("link_account")?,
        payment_account: row.get("payment_account")?,
        country: columns::required(row, "country")?,
        currencies: columns::json(row, "currencies")?,
        allowed_disputed: columns::json(row, "allowed_disputed")?,
        return_page: columns::checked(row, "return_page")?,
        pay_host: columns::checked(row, "pay_host")?,
        pay_page: columns::checked(row, "pay_page")?,
        pricing: columns::maybe_word(row, "pricing")?,
        description: row.get("description")?,
        added_at: columns::moment(row, "added_at")?,
    })
}
