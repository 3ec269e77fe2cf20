//! Sales: begun, and what staff wrote erased.

use domain::{
    customer_email::CustomerEmail,
    event::Fact,
    ids::{ProviderCustomerId, SaleId},
    link_life::LinkEvent,
};
use rusqlite::{OptionalExtension as _, params};

use crate::{
    Ledger, accounts,
    append::Writing,
    error::LedgerError,
    read,
    records::{Entry, StartSale, Started},
};

impl Ledger {
    /// How many sales were started after the event of this number.
    pub fn sales_after(&self, seq: u64) -> Result<u64, LedgerError> {
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        self.read(|book| {
            let count: i64 = book
                .prepare_cached("SELECT count(*) FROM sales WHERE seq > ?1")?
                .query_row([seq], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        })
    }

    /// Writes the sale, its link's intent and that the first request is about to leave, in one transaction. Only
    /// after it may a byte go to the provider (RELIABILITY 1.6, R1).
    ///
    /// An account that is not in use gives [`LedgerError::NotFound`].
    pub fn start_sale(&self, entry: Entry, start: &StartSale<'_>) -> Result<Started, LedgerError> {
        self.write(|writing| {
            if let Some(before) = read::sale_of_press(&writing.book, start.press)? {
                return Ok(Started::Before(before));
            }
            accounts::in_use(&writing.book, start.account)?;
            writing.append(
                entry,
                &Fact::SaleStarted {
                    sale: start.sale,
                    account: start.account,
                    amount: start.new_sale.amount,
                    shipping: start.new_sale.shipping,
                    usage: start.new_sale.usage,
                    kind: start.new_sale.kind,
                    page_language: start.new_sale.page_language.clone(),
                    basket: start.new_sale.basket.clone(),
                },
            )?;
            writing.append(
                entry,
                &Fact::LinkPlanned {
                    link: start.link,
                    sale: start.sale,
                    press: start.press,
                    key: start.key,
                    expires_at: start.expires_at,
                    account: None,
                },
            )?;
            write_texts(writing, start)?;
            writing.append(
                entry,
                &Fact::Link {
                    link: start.link,
                    event: LinkEvent::Begun { provider_time: start.provider_time },
                },
            )?;
            Ok(Started::Now)
        })
    }

    /// Erases what staff wrote for a sale and for its refunds, also from the search. The figures stay, and so do the
    /// events, which never held any of it.
    pub fn erase_texts(&self, sale: SaleId) -> Result<(), LedgerError> {
        self.write(|writing| {
            let id = sale.to_string();
            let known = writing
                .book
                .query_row("SELECT 1 FROM sales WHERE id = ?1", [&id], |_| Ok(()))
                .optional()?;
            known.ok_or(LedgerError::NotFound)?;
            for sql in [
                "DELETE FROM sale_texts WHERE sale = ?1",
                "DELETE FROM link_references
                 WHERE link IN (SELECT id FROM links WHERE sale = ?1)",
                "DELETE FROM wish_texts
                 WHERE link IN (SELECT id FROM links WHERE sale = ?1)",
                "DELETE FROM refund_notes
                 WHERE refund IN (SELECT id FROM refunds WHERE sale = ?1)",
            ] {
                writing.book.execute(sql, [&id])?;
            }
            writing.touch(sale);
            Ok(())
        })
    }
}

fn write_texts(writing: &Writing<'_>, start: &StartSale<'_>) -> Result<(), LedgerError> {
    let typed = start.new_sale;
    writing
        .book
        .prepare_cached(
            "INSERT INTO sale_texts (sale, reference, name, description, staff_note, customer_email,
                 customer)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            start.sale.to_string(),
            typed.reference,
            typed.name,
            typed.description,
            typed.staff_note,
            typed.customer_email.as_ref().map(CustomerEmail::as_str),
            typed.customer.as_ref().map(ProviderCustomerId::as_str),
        ])?;
    writing
        .book
        .prepare_cached("INSERT INTO link_references (link, reference) VALUES (?1, ?2)")?
        .execute(params![start.link.to_string(), start.reference.as_str()])?;
    Ok(())
}
