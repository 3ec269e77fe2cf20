//! What staff want of a link: the domain's machine, run on what is stored.

use domain::{
    TillError, Timestamp,
    charge_requests::ChargeRequests,
    event::Fact,
    ids::{LinkId, SaleId},
    link_wish::{self, LinkFigures, Wish, WishEvent},
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Event, link};
use crate::{
    columns,
    error::{Failure, LedgerError},
    records::WishNumber,
};

/// All that a wish changes of a link before it is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WishProgress {
    wish: Option<Wish>,
    number: Option<WishNumber>,
    error: Option<TillError>,
    cancelled_at: Option<Timestamp>,
    charge_requests: ChargeRequests,
}

impl WishProgress {
    /// What is wished.
    pub(crate) fn wish(&self) -> Option<Wish> {
        self.wish
    }

    /// Which wish that is.
    pub(crate) fn number(&self) -> Option<WishNumber> {
        self.number
    }

    /// True where staff cancelled the link and the provider did not refuse.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled_at.is_some()
    }

    /// What `event`, the `number`th of the book, makes of it.
    fn after(&self, event: &WishEvent, number: WishNumber) -> Self {
        if !link_wish::takes(self.wish, event) {
            return self.clone();
        }
        let wish = link_wish::step(self.wish, event);
        let charge_requests = self.charge_requests.after(self.wish, event);
        let number = wish.map(|_| number);
        let mut next = Self { wish, number, charge_requests, ..self.clone() };
        match event {
            WishEvent::Asked { wish, provider_time } => {
                next.error = None;
                if *wish == Wish::Cancel {
                    // Asked again, it was cancelled the first time.
                    next.cancelled_at = self.cancelled_at.or(Some(*provider_time));
                }
            }
            WishEvent::MustEnd => next.error = None,
            WishEvent::Refused { error } => {
                next.error = Some(error.clone());
                if self.wish == Some(Wish::Cancel) {
                    next.cancelled_at = None;
                }
            }
            WishEvent::Sent { .. } | WishEvent::Answered { .. } => next.number = self.number,
            WishEvent::Granted | WishEvent::Overtaken => {}
        }
        next
    }
}

/// The sale of a link, and what is wished of the link.
pub(crate) fn load(
    book: &Connection,
    link: LinkId,
) -> Result<Option<(SaleId, WishProgress)>, LedgerError> {
    Ok(book
        .prepare_cached(
            "SELECT sale, wish, wish_number, wish_error, cancelled_at, charge_requests
             FROM links WHERE id = ?1",
        )?
        .query_row([link.to_string()], |row| Ok((columns::parsed(row, "sale")?, progress(row)?)))
        .optional()?)
}

/// True where the last wish was that the link ends, and the provider refused it.
pub(crate) fn cancel_was_refused(book: &Connection, link: LinkId) -> Result<bool, LedgerError> {
    let (sale, progress) = load(book, link)?.ok_or(LedgerError::NotFound)?;
    if progress.error.is_none() {
        return Ok(false);
    }
    let mut steps = book.prepare_cached(
        "SELECT fact FROM sale_events JOIN events USING (seq)
         WHERE sale = ?1 AND kind = 'WISH' ORDER BY seq",
    )?;
    let mut steps = steps.query([sale.to_string()])?;
    let (mut wish, mut refused) = (None, None);
    while let Some(row) = steps.next()? {
        let Fact::Wish { link: of, event } = columns::json(row, "fact")? else { continue };
        if of != link || !link_wish::takes(wish, &event) {
            continue;
        }
        match event {
            WishEvent::Refused { .. } => refused = wish,
            WishEvent::Asked { .. } | WishEvent::MustEnd => refused = None,
            _ => {}
        }
        wish = link_wish::step(wish, &event);
    }
    Ok(refused == Some(Wish::Cancel))
}

fn progress(row: &Row<'_>) -> rusqlite::Result<WishProgress> {
    Ok(WishProgress {
        wish: columns::maybe_json(row, "wish")?,
        number: row.get::<_, Option<i64>>("wish_number")?.map(WishNumber),
        error: columns::maybe_json(row, "wish_error")?,
        cancelled_at: columns::maybe_moment(row, "cancelled_at")?,
        charge_requests: columns::maybe_json(row, "charge_requests")?.unwrap_or_default(),
    })
}

pub(super) fn project(book: &Connection, event: &Event<'_>) -> Result<SaleId, LedgerError> {
    let Fact::Wish { link, event: step } = event.fact else {
        return Err(Failure::Misuse.into());
    };
    let (sale, progress) = load(book, *link)?.ok_or(LedgerError::NotFound)?;
    let next = progress.after(step, WishNumber(event.seq));
    store(book, *link, &next)?;
    if *step == WishEvent::Granted {
        match progress.wish {
            Some(Wish::Change { figures }) => change(book, *link, sale, &figures)?,
            Some(Wish::StopCharges) => charges(book, *link, true)?,
            Some(Wish::ResumeCharges) => charges(book, *link, false)?,
            Some(Wish::Cancel) | None => {}
        }
    }
    Ok(sale)
}

fn store(book: &Connection, link: LinkId, next: &WishProgress) -> Result<(), LedgerError> {
    book.prepare_cached(
        "UPDATE links SET wish = ?2, wish_number = ?3, wish_error = ?4, cancelled_at = ?5,
             charge_requests = ?6
         WHERE id = ?1",
    )?
    .execute(params![
        link.to_string(),
        next.wish.as_ref().map(columns::to_json).transpose()?,
        next.number.map(|WishNumber(number)| number),
        next.error.as_ref().map(columns::to_json).transpose()?,
        columns::millis(next.cancelled_at),
        some_requests(next.charge_requests)?,
    ])?;
    Ok(())
}

/// Nothing where none was ever sent.
fn some_requests(requests: ChargeRequests) -> Result<Option<String>, LedgerError> {
    let some = Some(requests).filter(|requests| *requests != ChargeRequests::default());
    some.as_ref().map(columns::to_json).transpose()
}

/// The subscription that the link began is stopped from now on, or charges again.
fn charges(book: &Connection, link: LinkId, stopped: bool) -> Result<(), LedgerError> {
    book.prepare_cached("UPDATE links SET charges_stopped = ?2 WHERE id = ?1")?
        .execute(params![link.to_string(), stopped])?;
    Ok(())
}

/// The link and its sale ask for `figures` from now on.
fn change(
    book: &Connection,
    link: LinkId,
    sale: SaleId,
    figures: &LinkFigures,
) -> Result<(), LedgerError> {
    book.prepare_cached(
        "UPDATE sales SET minor = ?2, currency = ?3, shipping = ?4, usage = ?5 WHERE id = ?1",
    )?
    .execute(params![
        sale.to_string(),
        columns::minor(figures.amount.money())?,
        figures.amount.currency().code(),
        figures.shipping.map(columns::minor).transpose()?,
        columns::to_json(&figures.usage)?,
    ])?;
    book.prepare_cached("UPDATE links SET expires_at = ?2, ends_at = ?2 WHERE id = ?1")?
        .execute(params![link.to_string(), figures.expires_at.millis()])?;
    link::rewatch(book, link)
}
