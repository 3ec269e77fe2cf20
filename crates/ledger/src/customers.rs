//! The shop's customers, whom the provider keeps: what staff did to them, and which sales are for them. The book holds
//! nothing of them but the provider's id.

use domain::{
    event::Fact,
    ids::{AccountId, ProviderCustomerId, SaleId},
    link_life::LinkState,
};
use rusqlite::{Connection, params};

use crate::{
    Ledger, accounts, columns,
    error::{ChooseCustomerError, LedgerError},
    records::Entry,
};

impl Ledger {
    /// Writes down that staff made a customer.
    pub fn customer_made(
        &self,
        entry: Entry,
        account: AccountId,
        customer: ProviderCustomerId,
    ) -> Result<(), LedgerError> {
        self.write(|writing| writing.append(entry, &Fact::CustomerMade { account, customer }))
    }

    /// Writes down that staff changed what the provider keeps of a customer.
    pub fn customer_changed(
        &self,
        entry: Entry,
        account: AccountId,
        customer: ProviderCustomerId,
    ) -> Result<(), LedgerError> {
        self.write(|writing| writing.append(entry, &Fact::CustomerChanged { account, customer }))
    }

    /// Writes down that staff deleted a customer. No sale is for them any more, but one whose link may be asked for again:
    /// every request for it must say the same.
    pub fn customer_deleted(
        &self,
        entry: Entry,
        account: AccountId,
        customer: ProviderCustomerId,
    ) -> Result<(), LedgerError> {
        self.write(|writing| {
            let mut of = writing.book.prepare_cached(
                "SELECT sale FROM sale_texts JOIN sales ON sales.id = sale
                 WHERE customer = ?2 AND account = ?1",
            )?;
            let sales = of
                .query_map(params![account.to_string(), customer.as_str()], |row| {
                    columns::parsed::<SaleId>(row, "sale")
                })?
                .collect::<Result<Vec<_>, _>>()?;
            drop(of);
            for sale in sales {
                if !may_be_asked_for_again(&writing.book, sale)? {
                    writing
                        .book
                        .prepare_cached("UPDATE sale_texts SET customer = NULL WHERE sale = ?1")?
                        .execute([sale.to_string()])?;
                    writing.touch(sale);
                }
            }
            writing.append(entry, &Fact::CustomerDeleted { account, customer })
        })
    }

    /// Says which of the shop's customers a sale is for; `None` for none of them. What changes nothing is not written down.
    ///
    /// A sale whose texts were erased, or whose account is not in use, gives [`LedgerError::NotFound`]; one whose link may
    /// be asked for again, [`ChooseCustomerError::StillSettling`].
    pub fn choose_customer(
        &self,
        entry: Entry,
        sale: SaleId,
        customer: Option<&ProviderCustomerId>,
    ) -> Result<(), ChooseCustomerError> {
        self.write(|writing| {
            accounts::in_use(&writing.book, account_of(&writing.book, sale)?)?;
            if may_be_asked_for_again(&writing.book, sale)? {
                return Err(ChooseCustomerError::StillSettling);
            }
            if change(&writing.book, sale, customer)? {
                let chosen = customer.is_some();
                writing.append(entry, &Fact::SaleCustomerChosen { sale, chosen })?;
            }
            Ok(())
        })
    }
}

/// The account of a sale whose texts are there.
fn account_of(book: &Connection, sale: SaleId) -> Result<AccountId, LedgerError> {
    let account = book
        .prepare_cached("SELECT account FROM sales JOIN sale_texts ON sale = id WHERE id = ?1")?
        .query_row([sale.to_string()], |row| columns::parsed(row, "account"))?;
    Ok(account)
}

/// True where the sale's link may be asked for again with the key that it was asked for with.
fn may_be_asked_for_again(book: &Connection, sale: SaleId) -> Result<bool, LedgerError> {
    let mut states = book.prepare_cached("SELECT state FROM links WHERE sale = ?1")?;
    let states = states.query_map([sale.to_string()], |row| columns::json(row, "state"))?;
    for state in states {
        if let LinkState::Reserved | LinkState::Sending { .. } | LinkState::Unknown { .. } = state?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// True where that is news.
fn change(
    book: &Connection,
    sale: SaleId,
    customer: Option<&ProviderCustomerId>,
) -> Result<bool, LedgerError> {
    let changed = book
        .prepare_cached(
            "UPDATE sale_texts SET customer = ?2 WHERE sale = ?1 AND customer IS NOT ?2",
        )?
        .execute(params![sale.to_string(), customer.map(ProviderCustomerId::as_str)])?;
    Ok(changed == 1)
}
