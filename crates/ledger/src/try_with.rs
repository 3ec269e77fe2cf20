//! Another account for a sale that has a link already: the first link is set aside and the next one planned, or neither.

use domain::{
    event::Fact,
    link_life::{LinkEvent, LinkState},
    payment::PaymentStatus,
};
use rusqlite::{Connection, params};

use crate::{
    Ledger, accounts,
    append::Writing,
    error::LedgerError,
    project::{link, wish},
    read,
    records::{Entry, PaymentRecord, SaleRecord, Started, TryWith},
    wishes,
};

impl Ledger {
    /// Sets the sale's link aside, and writes down the next link's intent with another account and that its first request
    /// is about to leave, in one transaction. Only after it may a byte go to the provider (RELIABILITY 1.6, R1).
    ///
    /// The link that was set aside is never shown again. One that may be at the provider stays watched, and is ended where
    /// its provider can end links; a payment on it is a payment of this sale.
    ///
    /// Nothing is written where the same press did so before, where somebody has taken the sale to another link meanwhile,
    /// or where money came or may be coming: then the sale tells how it stands.
    ///
    /// An account that is not in use, one of another environment, and a sale whose texts were erased give
    /// [`LedgerError::NotFound`].
    pub fn try_with(&self, entry: Entry, start: &TryWith) -> Result<Started, LedgerError> {
        self.write(|writing| {
            if let Some(before) = read::sale_of_press(&writing.book, start.press)? {
                return Ok(Started::Before(before));
            }
            let (sale, first) =
                link::load(&writing.book, start.instead_of)?.ok_or(LedgerError::NotFound)?;
            let id = sale.to_string();
            if !has_texts(&writing.book, &id)? {
                return Err(LedgerError::NotFound);
            }
            let is_overtaken = link::is_set_aside(&writing.book, start.instead_of)?;
            let (_, record) =
                read::numbered_sale(&writing.book, sale)?.ok_or(LedgerError::NotFound)?;
            if is_overtaken || may_bring_money(&record) {
                return Ok(Started::Before(sale));
            }
            accounts::in_use(&writing.book, start.account)?;
            set_aside(writing, entry, start, first.state())?;
            writing.append(
                entry,
                &Fact::LinkPlanned {
                    link: start.link,
                    sale,
                    press: start.press,
                    key: start.key,
                    expires_at: start.expires_at,
                    account: Some(start.account),
                },
            )?;
            write_texts(&writing.book, &id, start)?;
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
}

fn set_aside(
    writing: &mut Writing<'_>,
    entry: Entry,
    start: &TryWith,
    state: LinkState,
) -> Result<(), LedgerError> {
    let link = start.instead_of;
    let may_be_open = matches!(state, LinkState::Active | LinkState::ToConfirm { .. });
    let (_, wished) = wish::load(&writing.book, link)?.ok_or(LedgerError::NotFound)?;
    if may_be_open
        && start.first_can_end
        && !wished.is_cancelled()
        && !wish::cancel_was_refused(&writing.book, link)?
    {
        wishes::must_end(writing, entry, link)?;
    }
    writing.append(entry, &Fact::Link { link, event: LinkEvent::SetAside })
}

/// True where money of the sale is there, was there, or may still come. A provider can call a link paid before it lists the
/// payment (RELIABILITY 1.1).
fn may_bring_money(sale: &SaleRecord) -> bool {
    sale.links().any(|link| link.state == LinkState::Paid)
        || sale.payments.iter().map(PaymentRecord::facts).any(|payment| match payment.status {
            PaymentStatus::Refused | PaymentStatus::NotBegun => false,
            PaymentStatus::Reversed => payment.was_paid,
            _ => true,
        })
}

/// A customer is known to one provider alone.
fn write_texts(book: &Connection, sale: &str, start: &TryWith) -> Result<(), LedgerError> {
    book.prepare_cached("UPDATE sale_texts SET customer = NULL WHERE sale = ?1")?
        .execute([sale])?;
    book.prepare_cached("INSERT INTO link_references (link, reference) VALUES (?1, ?2)")?
        .execute(params![start.link.to_string(), start.reference.as_str()])?;
    Ok(())
}

fn has_texts(book: &Connection, sale: &str) -> Result<bool, LedgerError> {
    Ok(book.prepare_cached("SELECT 1 FROM sale_texts WHERE sale = ?1")?.exists([sale])?)
}
