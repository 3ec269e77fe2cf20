//! What staff want of links that are there: cancel them, or change what they ask for.

use domain::{
    Timestamp,
    event::Fact,
    ids::{LinkId, SaleId},
    link_life::LinkState,
    link_wish::{self, LinkFigures, Wish, WishEnd, WishEvent},
};
use rusqlite::{Connection, params};

use crate::{
    Ledger,
    append::Writing,
    columns,
    error::LedgerError,
    project::{link, wish},
    records::{Entry, WishNumber},
};

/// The links of accounts in use of which something is wished.
pub(crate) const WISHED_LINKS: &str =
    "SELECT links.id FROM links JOIN accounts ON accounts.id = links.account
     WHERE wish IS NOT NULL AND forgotten_at IS NULL ORDER BY links.seq";

impl Ledger {
    /// Asks for the end of a link. Gives what is wished now.
    ///
    /// Nothing can be asked of a link that is not `Active`: that gives [`LedgerError::LinkOver`]. What changes nothing is
    /// not written down.
    pub fn ask_cancel(
        &self,
        entry: Entry,
        link: LinkId,
        provider_time: Timestamp,
    ) -> Result<Option<Wish>, LedgerError> {
        let event = WishEvent::Asked { wish: Wish::Cancel, provider_time };
        self.write(|writing| ask(writing, entry, link, event, None))
    }

    /// Asks for a change of a link's figures and of what the customer pays for, as [`Ledger::ask_cancel`] does. A link
    /// that is being cancelled is not changed.
    pub fn ask_change(
        &self,
        entry: Entry,
        link: LinkId,
        figures: LinkFigures,
        description: &str,
        provider_time: Timestamp,
    ) -> Result<Option<Wish>, LedgerError> {
        let event = WishEvent::Asked { wish: Wish::Change { figures }, provider_time };
        self.write(|writing| ask(writing, entry, link, event, Some(description)))
    }

    /// Ends the wish of that number, in whatever state the link is. A change that is granted becomes what the sale, the
    /// link and the search tell. False where another wish has taken its place since, or it has ended: then the answer is
    /// one to a question that nobody asks any more, and nothing is written.
    pub fn end_wish(
        &self,
        entry: Entry,
        link: LinkId,
        number: WishNumber,
        end: WishEnd,
    ) -> Result<bool, LedgerError> {
        self.write(|writing| {
            let (sale, progress) = wish::load(&writing.book, link)?.ok_or(LedgerError::NotFound)?;
            if progress.number() != Some(number) {
                return Ok(false);
            }
            let granted = end == WishEnd::Granted;
            writing.append(entry, &Fact::Wish { link, event: end.into() })?;
            if granted {
                take_words(&writing.book, link, sale)?;
            }
            keep_words(&writing.book, link, None)?;
            Ok(true)
        })
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

fn ask(
    writing: &mut Writing<'_>,
    entry: Entry,
    link: LinkId,
    event: WishEvent,
    description: Option<&str>,
) -> Result<Option<Wish>, LedgerError> {
    let (_, progress) = wish::load(&writing.book, link)?.ok_or(LedgerError::NotFound)?;
    check_active(&writing.book, link)?;
    if !link_wish::takes(progress.wish(), &event) {
        return Ok(progress.wish());
    }
    let wish = link_wish::step(progress.wish(), &event);
    writing.append(entry, &Fact::Wish { link, event })?;
    keep_words(&writing.book, link, description)?;
    Ok(wish)
}

/// Puts down that the till itself wants the link cancelled.
pub(crate) fn must_end(
    writing: &mut Writing<'_>,
    entry: Entry,
    link: LinkId,
) -> Result<(), LedgerError> {
    writing.append(entry, &Fact::Wish { link, event: WishEvent::MustEnd })?;
    keep_words(&writing.book, link, None)
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
