//! Lists that show the payments of many links at once: which of their rows are worth a closer look, and how far back a
//! list must reach.

use domain::{
    Timestamp,
    ids::{AccountId, LinkId, ProviderLinkId, SaleId},
    link_life::LinkState,
    payment::{PaymentStatus, SeenPayment},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    Ledger, columns, error::LedgerError, project::payment, records::SweptRow, watch::WATCHED,
};

/// The link of account `?2` with the reference `?1`.
pub(crate) const LINK_OF_REFERENCE: &str =
    "SELECT link FROM link_references JOIN links ON links.id = link
     WHERE reference = ?1 AND account = ?2";

/// When the oldest link of account `?2` was first sent, or planned, that is watched at `?1`.
pub(crate) fn oldest_watched() -> String {
    format!(
        "SELECT min(coalesce(first_sent, started_at)) AS oldest
         FROM links JOIN sales ON sales.id = links.sale
         WHERE ({WATCHED}) AND links.account = ?2"
    )
}

impl Ledger {
    /// The links of `account` for which a row tells something that the book does not know, each once, in the order of
    /// the rows. A list may lag behind or be wrong, so a row is only a reason to look.
    ///
    /// A payment that the book has never seen is news, unless a card was declined: then nothing came. One that it knows
    /// is news where its status may follow the known one. Where the payment is the link itself, one that was declined is the
    /// link's end. A row that only counts the payments of a link is news where the book has fewer, or
    /// where the link came to be though the book had given it up: nobody knows the provider's id of it yet.
    pub fn news(&self, account: AccountId, rows: &[SweptRow]) -> Result<Vec<LinkId>, LedgerError> {
        self.read(|book| {
            let mut links = Vec::new();
            for row in rows {
                let known = payment::find(book, account, &row.provider_id)?;
                let itself = link_with_id(book, account, row.provider_id.as_str())?;
                let link = match (link_of(book, account, &row.reference)?, &known) {
                    (Some(link), _) => link,
                    // The row names the payment alone.
                    (None, Some((_, link, _))) => *link,
                    (None, None) => match itself {
                        Some(link) => link,
                        None => continue,
                    },
                };
                let is_link = itself == Some(link);
                let known = known.map(|(_, _, known)| known);
                let is_news = match row.times_paid {
                    Some(times) => {
                        times_paid(book, link)? < times || is_unnamed_orphan(book, link)?
                    }
                    None => is_news(row, known, is_link),
                };
                if is_news && !links.contains(&link) {
                    links.push(link);
                }
            }
            Ok(links)
        })
    }

    /// The sale of the link of `account` that carries the reference, if one does.
    pub fn sale_of_reference(
        &self,
        account: AccountId,
        reference: &str,
    ) -> Result<Option<SaleId>, LedgerError> {
        let link = self.read(|book| link_of(book, account, reference))?;
        link.map_or(Ok(None), |link| self.sale_of_link(link))
    }

    /// The sale of the link of `account` that the provider calls by this id, if the book has one.
    pub fn sale_of_provider_link(
        &self,
        account: AccountId,
        link: &ProviderLinkId,
    ) -> Result<Option<SaleId>, LedgerError> {
        let link = self.read(|book| link_with_id(book, account, link.as_str()))?;
        link.map_or(Ok(None), |link| self.sale_of_link(link))
    }

    /// Up to when the payments of `account` were swept, by the provider's clock.
    pub fn sweep_mark(&self, account: AccountId) -> Result<Option<Timestamp>, LedgerError> {
        self.read(|book| {
            Ok(book
                .prepare_cached("SELECT at FROM sweep_marks WHERE account = ?1")?
                .query_row([account.to_string()], |row| columns::moment(row, "at"))
                .optional()?)
        })
    }

    /// Notes up to when the payments of `account` were swept. No event: it says nothing about money.
    pub fn set_sweep_mark(&self, account: AccountId, at: Timestamp) -> Result<(), LedgerError> {
        self.write(|writing| {
            let noted = writing
                .book
                .prepare_cached(
                    "INSERT INTO sweep_marks (account, at) SELECT id, ?2 FROM accounts WHERE id = ?1
                     ON CONFLICT (account) DO UPDATE SET at = excluded.at",
                )?
                .execute(params![account.to_string(), at.millis()])?;
            if noted == 1 { Ok(()) } else { Err(LedgerError::NotFound) }
        })
    }

    /// When the first request for the oldest link left that is still watched at `now`, or was planned where none did:
    /// no payment that matters is older.
    pub fn oldest_watched(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, LedgerError> {
        self.read(|book| {
            Ok(book
                .prepare_cached(&oldest_watched())?
                .query_row(params![now.millis(), account.to_string()], |row| {
                    columns::maybe_moment(row, "oldest")
                })?)
        })
    }
}

fn link_of(
    book: &Connection,
    account: AccountId,
    reference: &str,
) -> Result<Option<LinkId>, LedgerError> {
    Ok(book
        .prepare_cached(LINK_OF_REFERENCE)?
        .query_row([reference, &account.to_string()], |row| columns::parsed(row, "link"))
        .optional()?)
}

/// The link of `account` that the provider calls by this id: some call its payment so, too.
fn link_with_id(
    book: &Connection,
    account: AccountId,
    provider_id: &str,
) -> Result<Option<LinkId>, LedgerError> {
    Ok(book
        .prepare_cached("SELECT id FROM links WHERE account = ?1 AND provider_id = ?2")?
        .query_row([&account.to_string(), provider_id], |row| columns::parsed(row, "id"))
        .optional()?)
}

/// How many payments on `link` are there, or were before they went back.
fn times_paid(book: &Connection, link: LinkId) -> Result<u32, LedgerError> {
    Ok(book
        .prepare_cached(
            "SELECT count(*) FROM payments
             WHERE link = ?1 AND (paid = 1 OR reversed_at IS NOT NULL)",
        )?
        .query_row([link.to_string()], |row| row.get(0))?)
}

/// True for an orphan of which only the reference is known.
fn is_unnamed_orphan(book: &Connection, link: LinkId) -> Result<bool, LedgerError> {
    Ok(book
        .prepare_cached("SELECT 1 FROM links WHERE id = ?1 AND provider_id IS NULL AND state = ?2")?
        .exists(params![link.to_string(), columns::to_json(&LinkState::Orphan)?])?)
}

fn is_news(row: &SweptRow, known: Option<SeenPayment>, is_link: bool) -> bool {
    let Some(known) = known else {
        return is_link || row.status != PaymentStatus::Refused;
    };
    let seen = SeenPayment { status: row.status.clone(), ..known.clone() };
    payment::merged(&known, &seen) != known
}
