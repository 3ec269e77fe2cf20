//! What staff want of links that are there: cancel them, or change what they ask for.

use domain::{
    Timestamp,
    event::Fact,
    ids::{LinkId, SaleId},
    link_life::LinkState,
    link_wish::{LinkFigures, Wish, WishEffect, WishEvent},
};
use rusqlite::{Connection, params};

use crate::{
    Ledger,
    append::Writing,
    columns,
    error::LedgerError,
    project::{link, wish},
    records::Entry,
};

/// The links of accounts in use of which something is wished.
pub(crate) const WISHED_LINKS: &str =
    "SELECT links.id FROM links JOIN accounts ON accounts.id = links.account
     WHERE wish IS NOT NULL AND forgotten_at IS NULL ORDER BY links.seq";

impl Ledger {
    /// Takes one step in the life of a wish. Gives what is wished now and what must be done.
    ///
    /// Nothing can be asked of a link that is not `Active`: that gives [`LedgerError::LinkOver`]. What ends a wish is
    /// taken in any state. A change that is granted becomes what the sale, the link and the search tell. What changes
    /// nothing and asks for nothing is not written down.
    pub fn wish_event(
        &self,
        entry: Entry,
        link: LinkId,
        event: &WishEvent,
    ) -> Result<(Option<Wish>, &'static [WishEffect]), LedgerError> {
        self.write(|writing| step(writing, entry, link, event, None))
    }

    /// Asks for a change of a link's figures and of what the customer pays for, as [`Ledger::wish_event`] does.
    pub fn ask_change(
        &self,
        entry: Entry,
        link: LinkId,
        figures: LinkFigures,
        description: &str,
        provider_time: Timestamp,
    ) -> Result<(Option<Wish>, &'static [WishEffect]), LedgerError> {
        let event = WishEvent::Asked { wish: Wish::Change { figures }, provider_time };
        self.write(|writing| step(writing, entry, link, &event, Some(description)))
    }

    /// The links of accounts in use of which staff want something that the provider has not shown yet, oldest first.
    pub fn wished_links(&self) -> Result<Vec<LinkId>, LedgerError> {
        self.read(|book| {
            let mut links = book.prepare_cached(WISHED_LINKS)?;
            let links = links.query_map([], |row| columns::parsed(row, "id"))?;
            Ok(links.collect::<Result<_, _>>()?)
        })
    }
}

fn step(
    writing: &mut Writing<'_>,
    entry: Entry,
    link: LinkId,
    event: &WishEvent,
    description: Option<&str>,
) -> Result<(Option<Wish>, &'static [WishEffect]), LedgerError> {
    let (sale, progress) = wish::load(&writing.book, link)?.ok_or(LedgerError::NotFound)?;
    if matches!(event, WishEvent::Asked { .. }) {
        check_active(&writing.book, link)?;
    }
    let (next, effects) = progress.after(event);
    if next == progress && effects.is_empty() {
        return Ok((next.wish(), effects));
    }
    writing.append(entry, &Fact::Wish { link, event: event.clone() })?;
    if *event == WishEvent::Granted {
        take_words(&writing.book, link, sale)?;
    }
    keep_words(&writing.book, link, description)?;
    Ok((next.wish(), effects))
}

fn check_active(book: &Connection, link: LinkId) -> Result<(), LedgerError> {
    let (_, progress) = link::load(book, link)?.ok_or(LedgerError::NotFound)?;
    match progress.state() {
        LinkState::Active => Ok(()),
        _ => Err(LedgerError::LinkOver),
    }
}

/// The words of a granted change become the sale's, unless the sale's were erased.
fn take_words(book: &Connection, link: LinkId, sale: SaleId) -> Result<(), LedgerError> {
    book.prepare_cached(
        "UPDATE sale_texts SET description = wished.description
         FROM (SELECT description FROM wish_texts WHERE link = ?2) AS wished
         WHERE sale = ?1",
    )?
    .execute(params![sale.to_string(), link.to_string()])?;
    Ok(())
}

/// Only the wish that stands has words.
fn keep_words(
    book: &Connection,
    link: LinkId,
    description: Option<&str>,
) -> Result<(), LedgerError> {
    book.prepare_cached("DELETE FROM wish_texts WHERE link = ?1")?.execute([link.to_string()])?;
    if let Some(description) = description {
        book.prepare_cached("INSERT INTO wish_texts (link, description) VALUES (?1, ?2)")?
            .execute(params![link.to_string(), description])?;
    }
    Ok(())
}
