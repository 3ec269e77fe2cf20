//! From facts to tables. An event is carried over the moment it is appended, and again in the same way whenever the
//! tables are rebuilt.

mod account;
mod hold_end;
pub(crate) mod intent;
pub(crate) mod link;
pub(crate) mod payment;
mod refund;
mod sale;
mod staff;
pub(crate) mod wish;

use domain::{event::Fact, ids::SaleId};
use rusqlite::{Connection, params};

use crate::{error::LedgerError, records::Entry};

/// An event with its place in the book.
pub(crate) struct Event<'e> {
    pub(crate) seq: i64,
    pub(crate) entry: Entry,
    pub(crate) fact: &'e Fact,
}

/// Carries an event into the tables. Gives the sale that it is about.
pub(crate) fn project(book: &Connection, event: &Event<'_>) -> Result<Option<SaleId>, LedgerError> {
    let sale = match event.fact {
        Fact::AccountAdded { .. }
        | Fact::AccountChanged { .. }
        | Fact::AccountKeyReplaced { .. }
        | Fact::AccountForgotten { .. } => {
            account::project(book, event)?;
            return Ok(None);
        }
        // The provider keeps them, and the book no table of them.
        Fact::CustomerMade { .. } | Fact::CustomerChanged { .. } | Fact::CustomerDeleted { .. } => {
            return Ok(None);
        }
        Fact::StaffAdded { .. } | Fact::StaffRoleChanged { .. } | Fact::StaffRetired { .. } => {
            staff::project(book, event)?;
            return Ok(None);
        }
        // Names, hashes, rules and settings are kept, and whose PINs were typed is counted in the events themselves.
        Fact::StaffRenamed { .. }
        | Fact::PinSet { .. }
        | Fact::PinRefused { .. }
        | Fact::SignedIn
        | Fact::PinProven { .. }
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
        | Fact::SalesExported => return Ok(None),
        Fact::SaleStarted { .. } => sale::project(book, event)?,
        Fact::SaleCustomerChosen { sale, .. } => *sale,
        Fact::LinkPlanned { .. } | Fact::Link { .. } => link::project(book, event)?,
        Fact::Wish { .. } => wish::project(book, event)?,
        Fact::LinkShared { link, .. } => {
            payment::place(book, *link)?.ok_or(LedgerError::NotFound)?.0
        }
        Fact::PaymentSeen { .. } => payment::project(book, event)?,
        Fact::RefundPlanned { .. }
        | Fact::Refund { .. }
        | Fact::RefundElsewhere { .. }
        | Fact::RefundElsewhereFailed { .. } => refund::project(book, event)?,
        Fact::HoldEndPlanned { .. } | Fact::HoldEnd { .. } => hold_end::project(book, event)?,
    };
    book.prepare_cached("INSERT INTO sale_events (sale, seq) VALUES (?1, ?2)")?
        .execute(params![sale.to_string(), event.seq])?;
    Ok(Some(sale))
}
