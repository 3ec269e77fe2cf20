//! How far an intent is that moves money: the domain's machine of a refund, run on what is stored. A capture and a
//! release take the same way, in a table of their own.

use domain::{
    TillError, Timestamp,
    error::Doubt,
    ids::{HoldEndId, ProviderRefundId, RefundId, SaleId},
    link_life::Absence,
    refund_life::{self, RefundEffect, RefundEvent, RefundState},
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::{columns, error::LedgerError};

/// An intent that moves money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intent {
    Refund(RefundId),
    HoldEnd(HoldEndId),
}

impl Intent {
    fn table(self) -> &'static str {
        match self {
            Self::Refund(_) => "refunds",
            Self::HoldEnd(_) => "hold_ends",
        }
    }

    fn id(self) -> String {
        match self {
            Self::Refund(id) => id.to_string(),
            Self::HoldEnd(id) => id.to_string(),
        }
    }
}

/// All of an intent that events change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IntentProgress {
    state: RefundState,
    provider_id: Option<ProviderRefundId>,
    error: Option<TillError>,
    first_sent: Option<Timestamp>,
    last_sent: Option<Timestamp>,
    confirmed_at: Option<Timestamp>,
    in_work: bool,
}

impl IntentProgress {
    /// Where it stands.
    pub(crate) fn state(&self) -> RefundState {
        self.state
    }

    /// The provider's id of what it made.
    pub(crate) fn provider_id(&self) -> Option<&ProviderRefundId> {
        self.provider_id.as_ref()
    }

    /// What `event` makes of it.
    pub(crate) fn after(
        &self,
        event: &RefundEvent,
        at: Timestamp,
    ) -> (Self, &'static [RefundEffect]) {
        let (state, effects) = refund_life::step(self.state, event);
        let moved = state != self.state;
        let mut next = Self { state, ..self.clone() };
        match event {
            RefundEvent::Begun { provider_time } if moved => {
                next.first_sent = self.first_sent.or(Some(*provider_time));
                next.last_sent = Some(*provider_time);
            }
            // The provider has never heard of the key, so it has no age yet.
            RefundEvent::NotSent { .. } if moved && state == RefundState::Reserved => {
                next.first_sent = None;
                next.last_sent = None;
            }
            // A person may have found it before the till learned its id.
            RefundEvent::Made { provider_id } if state == RefundState::Confirmed => {
                next.provider_id = self.provider_id.clone().or(Some(provider_id.clone()));
                next.error = None;
            }
            RefundEvent::PersonFoundIt { provider_id } if moved => {
                next.provider_id = self.provider_id.clone().or_else(|| provider_id.clone());
            }
            RefundEvent::Rejected { error } | RefundEvent::RefusedByRecord { error }
                if moved && state == RefundState::Rejected =>
            {
                next.error = Some(error.clone());
            }
            RefundEvent::LookUpRefused { error } if state.is_open_question() => {
                next.error = Some(error.clone());
            }
            RefundEvent::Unclear { doubt: Doubt::InWork } if state.is_open_question() => {
                next.in_work = true;
            }
            RefundEvent::Absent(Absence::Proven) if moved => next.error = None,
            _ => {}
        }
        next.confirmed_at = (state == RefundState::Confirmed)
            .then_some(self.confirmed_at.filter(|_| !moved).unwrap_or(at));
        (next, effects)
    }
}

/// The sale of an intent, and how far the intent is.
pub(crate) fn load(
    book: &Connection,
    intent: Intent,
) -> Result<Option<(SaleId, IntentProgress)>, LedgerError> {
    let sql = format!(
        "SELECT sale, state, provider_id, error, first_sent, last_sent, confirmed_at, in_work
         FROM {} WHERE id = ?1",
        intent.table()
    );
    Ok(book
        .prepare_cached(&sql)?
        .query_row([intent.id()], |row| Ok((columns::parsed(row, "sale")?, progress(row)?)))
        .optional()?)
}

fn progress(row: &Row<'_>) -> rusqlite::Result<IntentProgress> {
    Ok(IntentProgress {
        state: columns::json(row, "state")?,
        provider_id: columns::checked(row, "provider_id")?,
        error: columns::maybe_json(row, "error")?,
        first_sent: columns::maybe_moment(row, "first_sent")?,
        last_sent: columns::maybe_moment(row, "last_sent")?,
        confirmed_at: columns::maybe_moment(row, "confirmed_at")?,
        in_work: row.get("in_work")?,
    })
}

pub(super) fn store(
    book: &Connection,
    intent: Intent,
    next: &IntentProgress,
) -> Result<(), LedgerError> {
    let sql = format!(
        "UPDATE {} SET state = ?2, open = ?3, reserves = ?4, provider_id = ?5, error = ?6,
             first_sent = ?7, last_sent = ?8, confirmed_at = ?9, in_work = ?10
         WHERE id = ?1",
        intent.table()
    );
    book.prepare_cached(&sql)?.execute(params![
        intent.id(),
        columns::to_json(&next.state)?,
        next.state.is_open_question(),
        next.state.reserves(),
        next.provider_id.as_ref().map(ProviderRefundId::as_str),
        next.error.as_ref().map(columns::to_json).transpose()?,
        columns::millis(next.first_sent),
        columns::millis(next.last_sent),
        columns::millis(next.confirmed_at),
        next.in_work,
    ])?;
    Ok(())
}
