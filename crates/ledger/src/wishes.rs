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

    /// Asks that the subscription which a link began charges no more, or again, as [`Ledger::ask_cancel`] does. Only a
    /// link that was paid began one: any other gives [`LedgerError::LinkOver`].
    pub fn ask_charges(
        &self,
        entry: Entry,
        link: LinkId,
        stop: bool,
        provider_time: Timestamp,
    ) -> Result<Option<Wish>, LedgerError> {
        let wish = if stop { Wish::StopCharges } else { Wish::ResumeCharges };
        let event = WishEvent::Asked { wish, provider_time };
        self.write(|writing| {
            check_state(&writing.book, link, LinkState::Paid)?;
            put_down(writing, entry, link, event, None)
        })
    }

    /// Writes down that a request to stop or to resume charges is about to leave. False where it must not: another wish has
    /// taken the place of the one of that number, or it has ended.
    pub fn charges_sent(
        &self,
        entry: Entry,
        link: LinkId,
        number: WishNumber,
        provider_time: Timestamp,
    ) -> Result<bool, LedgerError> {
        let event = WishEvent::Sent { provider_time };
        self.write(|writing| note(writing, entry, link, number, event))
    }

    /// Writes down that the request can't arrive any more, while the wish of that number stands. Where it does not, the
    /// request counts as one that may.
    pub fn charges_answered(
        &self,
        entry: Entry,
        link: LinkId,
        number: WishNumber,
        as_wished: bool,
    ) -> Result<bool, LedgerError> {
        let event = WishEvent::Answered { as_wished };
        self.write(|writing| note(writing, entry, link, number, event))
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
    check_state(&writing.book, link, LinkState::Active)?;
    put_down(writing, entry, link, event, description)
}

fn put_down(
    writing: &mut Writing<'_>,
    entry: Entry,
    link: LinkId,
    event: WishEvent,
    description: Option<&str>,
) -> Result<Option<Wish>, LedgerError> {
    let (_, progress) = wish::load(&writing.book, link)?.ok_or(LedgerError::NotFound)?;
    if !link_wish::takes(progress.wish(), &event) {
        return Ok(progress.wish());
    }
    let wish = link_wish::step(progress.wish(), &event);
    writing.append(entry, &Fact::Wish { link, event })?;
    keep_words(&writing.book, link, description)?;
    Ok(wish)
}

/// Writes `event` down where the wish of that number stands.
fn note(
    writing: &mut Writing<'_>,
    entry: Entry,
    link: LinkId,
    number: WishNumber,
    event: WishEvent,
) -> Result<bool, LedgerError> {
    let (_, progress) = wish::load(&writing.book, link)?.ok_or(LedgerError::NotFound)?;
    let stands = progress.number() == Some(number) && link_wish::takes(progress.wish(), &event);
    if stands {
        writing.append(entry, &Fact::Wish { link, event })?;
    }
    Ok(stands)
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

/// Puts down that nobody asks the provider for what is wished any more.
pub(crate) fn overtake(
    writing: &mut Writing<'_>,
    entry: Entry,
    link: LinkId,
) -> Result<(), LedgerError> {
    writing.append(entry, &Fact::Wish { link, event: WishEvent::Overtaken })?;
    keep_words(&writing.book, link, None)
}

fn check_state(book: &Connection, link: LinkId, needed: LinkState) -> Result<(), LedgerError> {
    let (_, progress) = link::load(book, link)?.ok_or(LedgerError::NotFound)?;
    if progress.state() == needed { Ok(()) } else { Err(LedgerError::LinkOver) }
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
