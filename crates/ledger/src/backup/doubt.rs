//! What a restored book can't know: whether something that was planned when the backup was made was sent since.
//!
//! The keys and the answers of the time between are gone, so nothing that moves money may be sent once more (RELIABILITY
//! 1.7): a person looks at the provider's own records. A link may be looked up, and is before it is made.

use std::str::FromStr;

use domain::{
    Timestamp,
    error::Doubt,
    event::Fact,
    ids::{HoldEndId, LinkId, RefundId, StaffId},
    link_life::{LinkEvent, LinkState},
    link_wish::Wish,
    refund_life::{RefundEvent, RefundState},
};

use serde::de::DeserializeOwned;

use crate::{
    Ledger, append::Writing, columns, error::LedgerError, intents, project::intent::Intent,
    records::Entry, wishes,
};

impl Ledger {
    /// Doubts whatever the book believes to be unsent or still to be settled, at `now`. Of what staff wished of links, only an
    /// end is still asked for: whatever else it was, they may have wished the contrary since.
    pub(super) fn doubt_what_was_open(&self, now: Timestamp) -> Result<(), LedgerError> {
        let entry = Entry { by: StaffId::TILL, at: now };
        self.write(|writing| {
            for (id, state, planned) in planned::<RefundId, RefundState>(writing, "refunds")? {
                doubt_money(writing, entry, Intent::Refund(id), state, planned)?;
            }
            for (id, state, planned) in planned::<HoldEndId, RefundState>(writing, "hold_ends")? {
                doubt_money(writing, entry, Intent::HoldEnd(id), state, planned)?;
            }
            for (link, state, planned) in planned::<LinkId, LinkState>(writing, "links")? {
                if state == LinkState::Reserved {
                    // The age of a key that may have been sent counts from when it could be first.
                    let begun = LinkEvent::Begun { provider_time: planned };
                    let unclear = LinkEvent::Unclear { doubt: Doubt::Interrupted };
                    for event in [begun, unclear] {
                        writing.append(entry, &Fact::Link { link, event })?;
                    }
                }
            }
            for link in wished_but_to_end(writing)? {
                wishes::overtake(writing, entry, link)?;
            }
            Ok(())
        })
    }
}

fn wished_but_to_end(writing: &Writing<'_>) -> Result<Vec<LinkId>, LedgerError> {
    let mut wishes =
        writing.book.prepare("SELECT id, wish FROM links WHERE wish IS NOT NULL ORDER BY seq")?;
    let wishes = wishes
        .query_map([], |row| Ok((columns::parsed(row, "id")?, columns::json(row, "wish")?)))?;
    let wishes: Vec<(LinkId, Wish)> = wishes.collect::<Result<_, _>>()?;
    Ok(wishes.into_iter().filter(|(_, wish)| *wish != Wish::Cancel).map(|(link, _)| link).collect())
}

fn doubt_money(
    writing: &mut Writing<'_>,
    entry: Entry,
    intent: Intent,
    state: RefundState,
    planned: Timestamp,
) -> Result<(), LedgerError> {
    let begun = RefundEvent::Begun { provider_time: planned };
    let unclear = RefundEvent::Unclear { doubt: Doubt::Interrupted };
    let events = match state {
        RefundState::Reserved => vec![begun, unclear, RefundEvent::Contradicted],
        RefundState::Sending { .. } => vec![unclear, RefundEvent::Contradicted],
        RefundState::Unknown { .. } => vec![RefundEvent::Contradicted],
        _ => Vec::new(),
    };
    for event in events {
        intents::step(writing, entry, intent, &event)?;
    }
    Ok(())
}

/// The intents of a table that are planned or open, with their states and when they were planned.
fn planned<Id, State>(
    writing: &Writing<'_>,
    table: &str,
) -> Result<Vec<(Id, State, Timestamp)>, LedgerError>
where
    Id: FromStr,
    State: DeserializeOwned,
{
    let sql = format!(
        "SELECT {table}.id, state, at FROM {table} JOIN events ON events.seq = {table}.seq
         WHERE open = 1 OR state ->> '$.kind' = 'RESERVED' ORDER BY {table}.seq"
    );
    let mut rows = writing.book.prepare(&sql)?;
    let rows = rows.query_map([], |row| {
        Ok((columns::parsed(row, "id")?, columns::json(row, "state")?, columns::moment(row, "at")?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
