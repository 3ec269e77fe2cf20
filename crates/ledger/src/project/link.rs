//! The table of links: the domain's machine, run on what is stored.

use std::time::Duration;

use domain::{
    Amount, TillError, Timestamp,
    error::Doubt,
    event::Fact,
    ids::{AccountId, LinkId, ProviderLinkId, SaleId},
    link_life::{self, Absence, LinkEffect, LinkEvent, LinkState},
    pay_url::PayUrl,
    payment::PaymentStatus,
    usage::Usage,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::Event;
use crate::{
    columns,
    error::{Failure, LedgerError},
};

/// How long after its end, or after it was paid, a link is still watched for money that comes late or twice.
const WATCHED_AFTER_THE_END: Duration = Duration::from_hours(7 * 24);

/// Why a link can't be used that the provider has and did not show in time.
const SEEN_TOO_LATE: TillError = TillError::InvalidResponse { doubt: Doubt::SeenBefore };

/// All of a link that events change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinkProgress {
    state: LinkState,
    provider_id: Option<ProviderLinkId>,
    url: Option<PayUrl>,
    ends_at: Option<Timestamp>,
    error: Option<TillError>,
    first_sent: Option<Timestamp>,
    last_sent: Option<Timestamp>,
    over_since: Option<Timestamp>,
}

/// How long a link is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Watch {
    Never,
    Always,
    Until(Timestamp),
}

/// The money that the book has seen on a link.
struct MoneySeen {
    /// How many payments came, those included that were given up or cancelled since: each used the link once.
    times: u32,
    /// When the latest of them came, or was given up.
    latest: Option<Timestamp>,
    /// True where a payment is only reserved, or was taken and nobody can tell how much of it.
    held: bool,
    /// How often the link can be paid.
    usage: Usage,
}

impl MoneySeen {
    /// When the last payment came, or was given up, of a link that was used as often as it can be.
    fn complete_since(&self) -> Option<Timestamp> {
        self.latest.filter(|_| self.times >= self.usage.limit())
    }
}

impl LinkProgress {
    const PLANNED: Self = Self {
        state: LinkState::Reserved,
        provider_id: None,
        url: None,
        ends_at: None,
        error: None,
        first_sent: None,
        last_sent: None,
        over_since: None,
    };

    /// Where it stands.
    pub(crate) fn state(&self) -> LinkState {
        self.state
    }

    /// What `event` makes of it.
    pub(crate) fn after(&self, event: &LinkEvent, at: Timestamp) -> (Self, &'static [LinkEffect]) {
        let (state, effects) = link_life::step(self.state, event);
        let moved = state != self.state;
        let mut next = Self { state, ..self.clone() };
        match event {
            LinkEvent::Begun { provider_time } if moved => {
                next.first_sent = self.first_sent.or(Some(*provider_time));
                next.last_sent = Some(*provider_time);
            }
            // The provider has never heard of the key, so it has no age yet.
            LinkEvent::NotSent { .. } if moved && state == LinkState::Reserved => {
                next.first_sent = None;
                next.last_sent = None;
            }
            LinkEvent::Made(made) if moved && (state.is_shown() || asks_staff(state)) => {
                next.provider_id = Some(made.provider_id.clone());
                next.url = Some(made.url.clone());
                next.ends_at = made.expires_at;
                next.error = None;
            }
            // Enough to watch it. Its address must never be shown, so it is not kept.
            LinkEvent::Made(made) if state == LinkState::Orphan => {
                next.provider_id =
                    self.provider_id.clone().or_else(|| Some(made.provider_id.clone()));
                next.ends_at = self.ends_at.or(made.expires_at);
                // It was made after all, and too late to be used.
                if self.was_never_made() {
                    next.error = Some(SEEN_TOO_LATE);
                }
            }
            LinkEvent::Unusable { provider_id, error } if state == LinkState::Orphan => {
                next.provider_id = self.provider_id.clone().or_else(|| provider_id.clone());
                let known = self.error.clone().filter(|_| !self.was_never_made());
                next.error = known.or_else(|| Some(error.clone()));
            }
            LinkEvent::Declined if moved => {
                next.url = None;
                next.error = Some(TillError::TotalDeclined);
            }
            LinkEvent::SetAside if moved => {
                next.url = None;
                next.error = Some(match self.state {
                    LinkState::Reserved | LinkState::Failed => TillError::LinkNeverMade,
                    _ => SEEN_TOO_LATE,
                });
            }
            LinkEvent::Observed { .. } if moved && asks_staff(self.state) => {
                next.url = None;
                next.error = Some(TillError::LinkOver);
            }
            LinkEvent::Rejected { error } if moved && state == LinkState::Failed => {
                next.error = Some(error.clone());
            }
            LinkEvent::Absent(Absence::Proven) if moved => {
                let seen = matches!(self.state, LinkState::Unknown { seen: true, .. });
                next.error = Some(if seen { SEEN_TOO_LATE } else { TillError::LinkNeverMade });
            }
            _ => {}
        }
        next.over_since = match state {
            LinkState::Expired | LinkState::Closed | LinkState::Orphan => {
                self.over_since.or(Some(at))
            }
            // What was unpaid when it was over was paid late.
            LinkState::Paid => self.over_since,
            _ => None,
        };
        (next, effects)
    }

    /// True for a link that a look-up proved absent. There is nothing to watch, unless it shows up after all.
    fn was_never_made(&self) -> bool {
        self.provider_id.is_none() && self.error == Some(TillError::LinkNeverMade)
    }

    fn watch(&self, expires_at: Timestamp, money: &MoneySeen) -> Watch {
        let after = |end: Option<Timestamp>| {
            end.map_or(Watch::Always, |end| Watch::Until(end.plus(WATCHED_AFTER_THE_END)))
        };
        match self.state {
            LinkState::Active | LinkState::ToConfirm { .. } => Watch::Always,
            LinkState::Orphan if self.was_never_made() => Watch::Never,
            // Somebody takes that money or gives it up, however long ago the link ended.
            LinkState::Paid | LinkState::Expired | LinkState::Closed | LinkState::Orphan
                if money.held =>
            {
                Watch::Always
            }
            // Its own word is no proof of money.
            LinkState::Paid => after(money.complete_since()),
            LinkState::Expired | LinkState::Closed => after(self.over_since),
            // Nobody ended it: it stays payable until its own end.
            LinkState::Orphan => after(self.over_since.max(self.ends_at.or(Some(expires_at)))),
            LinkState::Reserved
            | LinkState::Sending { .. }
            | LinkState::Unknown { .. }
            | LinkState::Failed => Watch::Never,
        }
    }
}

/// The sale of a link, and how far the link is.
pub(crate) fn load(
    book: &Connection,
    link: LinkId,
) -> Result<Option<(SaleId, LinkProgress)>, LedgerError> {
    let found = book
        .prepare_cached(
            "SELECT sale, state, provider_id, url, ends_at, error, first_sent, last_sent, over_since
             FROM links WHERE id = ?1",
        )?
        .query_row([link.to_string()], |row| {
            Ok((columns::parsed(row, "sale")?, progress(row)?))
        })
        .optional()?;
    Ok(found)
}

fn progress(row: &Row<'_>) -> rusqlite::Result<LinkProgress> {
    let url: Option<String> = row.get("url")?;
    Ok(LinkProgress {
        state: columns::json(row, "state")?,
        provider_id: columns::checked(row, "provider_id")?,
        url: url.map(PayUrl::stored),
        ends_at: columns::maybe_moment(row, "ends_at")?,
        error: columns::maybe_json(row, "error")?,
        first_sent: columns::maybe_moment(row, "first_sent")?,
        last_sent: columns::maybe_moment(row, "last_sent")?,
        over_since: columns::maybe_moment(row, "over_since")?,
    })
}

fn store(book: &Connection, link: LinkId, progress: &LinkProgress) -> Result<(), LedgerError> {
    book.prepare_cached(
        "UPDATE links SET state = ?2, open = ?3, provider_id = ?4, url = ?5, ends_at = ?6,
             error = ?7, first_sent = ?8, last_sent = ?9, over_since = ?10
         WHERE id = ?1",
    )?
    .execute(params![
        link.to_string(),
        columns::to_json(&progress.state)?,
        progress.state.is_open_question(),
        progress.provider_id.as_ref().map(ProviderLinkId::as_str),
        progress.url.as_ref().map(PayUrl::as_str),
        columns::millis(progress.ends_at),
        progress.error.as_ref().map(columns::to_json).transpose()?,
        columns::millis(progress.first_sent),
        columns::millis(progress.last_sent),
        columns::millis(progress.over_since),
    ])?;
    rewatch(book, link)
}

/// Decides anew how long a link is watched: by where it stands, by its end, and by the money on it.
pub(super) fn rewatch(book: &Connection, link: LinkId) -> Result<(), LedgerError> {
    let (_, progress) = load(book, link)?.ok_or(LedgerError::NotFound)?;
    let (expires_at, money) = book
        .prepare_cached(
            "SELECT links.expires_at, sales.usage,
                 count(*) FILTER (WHERE paid = 1 OR reversed_at IS NOT NULL) AS times,
                 max(coalesce(reversed_at, came_at)) AS latest,
                 count(*) FILTER (WHERE status IN (?2, ?3)) AS held
             FROM links JOIN sales ON sales.id = links.sale
                 LEFT JOIN payments ON payments.link = links.id
             WHERE links.id = ?1 GROUP BY links.id",
        )?
        .query_row(
            params![
                link.to_string(),
                columns::to_json(&PaymentStatus::Reserved)?,
                columns::to_json(&PaymentStatus::Taken)?,
            ],
            |row| {
                let held: u32 = row.get("held")?;
                let money = MoneySeen {
                    times: row.get("times")?,
                    latest: columns::maybe_moment(row, "latest")?,
                    held: held > 0,
                    usage: columns::json(row, "usage")?,
                };
                Ok((columns::moment(row, "expires_at")?, money))
            },
        )?;
    let (watch, watch_until) = match progress.watch(expires_at, &money) {
        Watch::Never => ("NEVER", None),
        Watch::Always => ("ALWAYS", None),
        Watch::Until(end) => ("UNTIL", Some(end)),
    };
    book.prepare_cached("UPDATE links SET watch = ?2, watch_until = ?3 WHERE id = ?1")?
        .execute(params![link.to_string(), watch, columns::millis(watch_until)])?;
    Ok(())
}

pub(super) fn project(book: &Connection, event: &Event<'_>) -> Result<SaleId, LedgerError> {
    match event.fact {
        Fact::LinkPlanned { link, sale, press, key, expires_at, account } => {
            if let Some(account) = account {
                take_over(book, *sale, *account)?;
            }
            book.prepare_cached(
                "INSERT INTO links
                     (seq, id, sale, account, press, key, expires_at, state, open, watch)
                 SELECT ?1, ?2, id, account, ?4, ?5, ?6, ?7, 0, 'NEVER' FROM sales WHERE id = ?3",
            )?
            .execute(params![
                event.seq,
                link.to_string(),
                sale.to_string(),
                press.to_string(),
                key.to_string(),
                expires_at.millis(),
                columns::to_json(&LinkProgress::PLANNED.state)?,
            ])?;
            Ok(*sale)
        }
        Fact::Link { link, event: step } => {
            let (sale, progress) = load(book, *link)?.ok_or(LedgerError::NotFound)?;
            let (next, _) = progress.after(step, event.entry.at);
            if let (LinkState::ToConfirm { total }, LinkEvent::Confirmed) = (progress.state, step) {
                ask_for(book, sale, total)?;
            }
            store(book, *link, &next)?;
            Ok(sale)
        }
        _ => Err(Failure::Misuse.into()),
    }
}

/// Another account takes the money of the sale from now on. It is one of the same environment.
fn take_over(book: &Connection, sale: SaleId, account: AccountId) -> Result<(), LedgerError> {
    let moved = book
        .prepare_cached(
            "UPDATE sales SET account = accounts.id FROM accounts
             WHERE sales.id = ?1 AND accounts.id = ?2 AND accounts.environment = sales.environment",
        )?
        .execute(params![sale.to_string(), account.to_string()])?;
    if moved == 1 { Ok(()) } else { Err(LedgerError::NotFound) }
}

/// True where a newer link took the place of this one.
pub(crate) fn is_set_aside(book: &Connection, link: LinkId) -> Result<bool, LedgerError> {
    has_other(book, link, "other.seq > this.seq")
}

/// True where nobody may pay this link any more: a newer one took its place, or the sale was paid on another one.
pub(crate) fn must_not_be_paid(book: &Connection, link: LinkId) -> Result<bool, LedgerError> {
    has_other(
        book,
        link,
        "other.seq > this.seq
         OR EXISTS (SELECT 1 FROM payments WHERE payments.link = other.id AND paid = 1)",
    )
}

/// True where the sale has another link that fits.
fn has_other(book: &Connection, link: LinkId, fits: &str) -> Result<bool, LedgerError> {
    Ok(book
        .prepare_cached(&format!(
            "SELECT 1 FROM links AS this
                 JOIN links AS other ON other.sale = this.sale AND other.id <> this.id
             WHERE this.id = ?1 AND ({fits})",
        ))?
        .exists([link.to_string()])?)
}

/// True where staff must take the sum that the link asks for.
fn asks_staff(state: LinkState) -> bool {
    matches!(state, LinkState::ToConfirm { .. })
}

/// The sale asks for what its link does, from now on.
fn ask_for(book: &Connection, sale: SaleId, total: Amount) -> Result<(), LedgerError> {
    book.prepare_cached("UPDATE sales SET minor = ?2 WHERE id = ?1 AND currency = ?3")?.execute(
        params![sale.to_string(), columns::minor(total.money())?, total.currency().code()],
    )?;
    Ok(())
}
