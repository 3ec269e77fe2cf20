//! What a fact is about: the sale and the sum, where there is one.

use domain::{
    Money,
    event::Fact,
    ids::{LinkId, PaymentId, SaleId},
};
use rusqlite::{Connection, OptionalExtension as _};

use crate::{columns, error::LedgerError};

type About = (Option<SaleId>, Option<Money>);

pub(super) fn sale_and_money(book: &Connection, fact: &Fact) -> Result<About, LedgerError> {
    match fact {
        Fact::SaleStarted { sale, amount, .. } => Ok((Some(*sale), Some(amount.money()))),
        Fact::SaleCustomerChosen { sale, .. } | Fact::LinkPlanned { sale, .. } => {
            Ok((Some(*sale), None))
        }
        Fact::Link { link, .. } | Fact::Wish { link, .. } | Fact::LinkShared { link, .. } => {
            Ok((of_link(book, *link)?, None))
        }
        Fact::PaymentSeen { link, seen, .. } => Ok((of_link(book, *link)?, Some(seen.amount))),
        Fact::RefundPlanned { payment, amount, .. }
        | Fact::RefundElsewhere { payment, amount, .. }
        | Fact::RefundElsewhereFailed { payment, amount, .. }
        | Fact::HoldEndPlanned { payment, amount, .. } => {
            Ok((of_payment(book, *payment)?, Some(amount.money())))
        }
        Fact::Refund { refund, .. } => of_intent(
            book,
            "SELECT sale, minor, currency FROM refunds WHERE id = ?1",
            &refund.to_string(),
        ),
        Fact::HoldEnd { hold_end, .. } => of_intent(
            book,
            "SELECT sale, minor, currency FROM hold_ends WHERE id = ?1",
            &hold_end.to_string(),
        ),
        // The refund may never have begun.
        Fact::PinProven { press, .. } => of_intent(
            book,
            "SELECT sale, minor, currency FROM refunds WHERE press = ?1",
            &press.to_string(),
        ),
        Fact::AccountAdded { .. }
        | Fact::AccountChanged { .. }
        | Fact::AccountKeyReplaced { .. }
        | Fact::AccountForgotten { .. }
        | Fact::CustomerMade { .. }
        | Fact::CustomerChanged { .. }
        | Fact::CustomerDeleted { .. }
        | Fact::StaffAdded { .. }
        | Fact::StaffRoleChanged { .. }
        | Fact::StaffRenamed { .. }
        | Fact::StaffRetired { .. }
        | Fact::PinSet { .. }
        | Fact::PinRefused { .. }
        | Fact::SignedIn
        | Fact::RecoveryCodeMade
        | Fact::Recovered { .. }
        | Fact::RulesChanged { .. }
        | Fact::SettingsChanged { .. }
        | Fact::ShopNamed
        | Fact::IdlePictureChanged { .. }
        | Fact::AccountChosen { .. }
        | Fact::HistoryExported
        | Fact::ProductsExported
        | Fact::BackedUp
        | Fact::BookRestored { .. }
        | Fact::LogExported
        | Fact::SalesExported => Ok((None, None)),
    }
}

fn of_link(book: &Connection, link: LinkId) -> Result<Option<SaleId>, LedgerError> {
    sale(book, "SELECT sale FROM links WHERE id = ?1", &link.to_string())
}

fn of_payment(book: &Connection, payment: PaymentId) -> Result<Option<SaleId>, LedgerError> {
    sale(book, "SELECT sale FROM payments WHERE id = ?1", &payment.to_string())
}

fn sale(book: &Connection, sql: &'static str, id: &str) -> Result<Option<SaleId>, LedgerError> {
    Ok(book.prepare_cached(sql)?.query_row([id], |row| columns::parsed(row, "sale")).optional()?)
}

fn of_intent(book: &Connection, sql: &'static str, id: &str) -> Result<About, LedgerError> {
    let found = book
        .prepare_cached(sql)?
        .query_row([id], |row| Ok((columns::parsed(row, "sale")?, columns::money(row)?)))
        .optional()?;
    Ok(found.map_or((None, None), |(sale, money)| (Some(sale), Some(money))))
}
