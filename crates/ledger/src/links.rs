//! Links: what happens to their intents, and when the provider was asked about them.

use std::borrow::Cow;

use domain::{
    Timestamp,
    event::Fact,
    ids::{LinkId, PaymentId},
    link::ProviderLinkState,
    link_life::{Absence, LinkEffect, LinkEvent, LinkState},
    payment::SeenPayment,
    shared_link::ShareWay,
};
use rusqlite::{Connection, params};

use crate::{
    Ledger,
    error::LedgerError,
    project::{link, payment, wish},
    records::Entry,
    wishes,
};

impl Ledger {
    /// Takes one step in the life of a link's intent. Gives where it stands now and what must be done.
    ///
    /// What changes nothing and asks for nothing but patience (the same state seen again) is not written down.
    ///
    /// A link that staff have cancelled is not opened again: a provider that shows it as open lags behind, or has to be
    /// asked once more. So that is wished, as it is of an orphan that can be paid, unless the provider refused it before.
    ///
    /// No request begins for a link that nobody may pay any more, since the sale was paid on another one.
    pub fn link_event(
        &self,
        entry: Entry,
        link: LinkId,
        event: &LinkEvent,
    ) -> Result<(LinkState, &'static [LinkEffect]), LedgerError> {
        self.link_step(entry, link, event, true)
    }

    /// The same at a provider that can't end a link: nothing is wished of one that can be paid and must not be, for nobody
    /// could grant it. It is watched until it ends by itself.
    pub fn link_event_without_cancel(
        &self,
        entry: Entry,
        link: LinkId,
        event: &LinkEvent,
    ) -> Result<(LinkState, &'static [LinkEffect]), LedgerError> {
        self.link_step(entry, link, event, false)
    }

    fn link_step(
        &self,
        entry: Entry,
        link: LinkId,
        event: &LinkEvent,
        can_cancel: bool,
    ) -> Result<(LinkState, &'static [LinkEffect]), LedgerError> {
        self.write(|writing| {
            let (_, progress) = link::load(&writing.book, link)?.ok_or(LedgerError::NotFound)?;
            let event = &*payable(&writing.book, link, progress.state(), event)?;
            let (mut next, mut effects) = progress.after(event, entry.at);
            let (_, wished) = wish::load(&writing.book, link)?.ok_or(LedgerError::NotFound)?;
            if wished.is_cancelled() && next.state() == LinkState::Active && is_seen_open(event) {
                (next, effects) = (progress.clone(), &[LinkEffect::Watch, LinkEffect::Cancel]);
            }
            // Another link of the sale is on show, or was paid: a customer must not be able to pay both.
            if next.state() == LinkState::Active && link::must_not_be_paid(&writing.book, link)? {
                effects = &[LinkEffect::Watch, LinkEffect::Cancel];
            }
            if effects.contains(&LinkEffect::Cancel) {
                if !can_cancel
                    || wished.wish().is_some()
                    || wish::cancel_was_refused(&writing.book, link)?
                {
                    effects = &[LinkEffect::Watch];
                } else {
                    wishes::must_end(writing, entry, link)?;
                }
            }
            if next != progress || effects.iter().any(|effect| is_news(*effect)) {
                let event = event.clone();
                writing.append(entry, &Fact::Link { link, event })?;
            }
            Ok((next.state(), effects))
        })
    }

    /// Writes down what the provider reports of a payment on `link`. Gives the payment's id if anything was new:
    /// `fresh` the first time, the id that it got then ever after.
    ///
    /// A report that is older than what the book knows (`Pending` after `Paid`: lists lag) is no news.
    pub fn payment_seen(
        &self,
        entry: Entry,
        link: LinkId,
        seen: &SeenPayment,
        fresh: PaymentId,
    ) -> Result<Option<PaymentId>, LedgerError> {
        self.write(|writing| {
            let (_, account) = payment::place(&writing.book, link)?.ok_or(LedgerError::NotFound)?;
            let (payment, link) = match payment::find(&writing.book, account, &seen.provider_id)? {
                Some((_, _, known)) if payment::merged(&known, seen) == known => return Ok(None),
                Some((payment, link, _)) => (payment, link),
                None => (fresh, link),
            };
            let seen = seen.clone();
            let fact = Fact::PaymentSeen { link, payment, seen };
            writing.append(entry, &fact)?;
            Ok(Some(payment))
        })
    }

    /// Writes down how a link left the till for a customer who is not at the counter.
    pub fn link_shared(
        &self,
        entry: Entry,
        link: LinkId,
        way: ShareWay,
    ) -> Result<(), LedgerError> {
        self.write(|writing| writing.append(entry, &Fact::LinkShared { link, way }))
    }

    /// Notes that the provider was asked about a link at `at`, and whether it could be reached. No event: it says
    /// nothing about money.
    pub fn note_check(
        &self,
        link: LinkId,
        at: Timestamp,
        reached: bool,
    ) -> Result<(), LedgerError> {
        self.write(|writing| {
            let noted = writing
                .book
                .prepare_cached(
                    "INSERT INTO link_checks (link, last_checked, cannot_check_since)
                     SELECT id, iif(?3, ?2, NULL), iif(?3, NULL, ?2) FROM links WHERE id = ?1
                     ON CONFLICT (link) DO UPDATE SET
                         last_checked = coalesce(excluded.last_checked, last_checked),
                         cannot_check_since =
                             iif(?3, NULL, coalesce(cannot_check_since, excluded.cannot_check_since))",
                )?
                .execute(params![link.to_string(), at.millis(), reached])?;
            if noted == 0 {
                return Err(LedgerError::NotFound);
            }
            Ok(())
        })
    }
}

/// What `event` is to a link: itself, unless a request would leave for a link that nobody may pay any more. One of which
/// nothing is at the provider is over then, and one that may be there is looked for and never asked for once more.
fn payable<'e>(
    book: &Connection,
    link: LinkId,
    state: LinkState,
    event: &'e LinkEvent,
) -> Result<Cow<'e, LinkEvent>, LedgerError> {
    let absence = match (state, event) {
        (LinkState::Reserved, LinkEvent::Begun { .. }) => Absence::Proven,
        (
            LinkState::Unknown { .. },
            LinkEvent::Begun { .. } | LinkEvent::Absent(Absence::KeyKnown),
        ) => Absence::TooEarly,
        _ => return Ok(Cow::Borrowed(event)),
    };
    Ok(if link::must_not_be_paid(book, link)? {
        Cow::Owned(LinkEvent::Absent(absence))
    } else {
        Cow::Borrowed(event)
    })
}

fn is_seen_open(event: &LinkEvent) -> bool {
    matches!(event, LinkEvent::Observed { state: ProviderLinkState::Open })
}

fn is_news(effect: LinkEffect) -> bool {
    !matches!(effect, LinkEffect::Watch | LinkEffect::LookUpLater | LinkEffect::Cancel)
}
