//! Pretend customers, who do by themselves what was planned.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::super::books::Books;
use super::super::gateway::Gateway;
use super::super::ids::LinkUuid;
use super::super::link::{Link, LinkState};
use super::super::paying::{Visit, attempt, start};
use super::super::pricing::moved;
use super::CustomerTrouble;
use crate::minor_units::MinorUnits;
use crate::moments::later;
use crate::test_cards::{FailureCode, Verdict};

/// When nobody at a counter waits any more.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// Who pays one link.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in super::super) struct Visitor {
    link: LinkUuid,
    trouble: CustomerTrouble,
    /// `None`: waits until the link is switched off or deleted.
    due: Option<DateTime<Utc>>,
}

impl Visitor {
    /// Who pays a link that was just made.
    pub(in super::super) fn of(link: &Link, trouble: CustomerTrouble) -> Self {
        let due = match trouble {
            CustomerTrouble::PaysAfterCancel { .. } => None,
            CustomerTrouble::PaysLate { seconds: after } => Some(after_its_end(link, after)),
            CustomerTrouble::PaysAfter { seconds: after }
            | CustomerTrouble::PaysTwice { seconds: after }
            | CustomerTrouble::PaysAnotherAmount { seconds: after, .. }
            | CustomerTrouble::Declines { seconds: after }
            | CustomerTrouble::PaysSlowly { seconds: after, .. }
            | CustomerTrouble::StartsOnly { seconds: after } => {
                Some(later(link.created, seconds(after)))
            }
        };
        let mut visitor = Self { link: link.uuid.clone(), trouble, due };
        visitor.notice(link, link.created);
        visitor
    }

    /// The terms of the link changed at `at`, or it was deleted.
    fn notice(&mut self, link: &Link, at: DateTime<Utc>) {
        match self.trouble {
            CustomerTrouble::PaysLate { seconds: after } => {
                self.due = Some(after_its_end(link, after));
            }
            CustomerTrouble::PaysAfterCancel { seconds: after } => {
                let is_over = link.deleted.is_some() || !link.terms().is_active;
                let due = || later(at, seconds(after));
                self.due = is_over.then(|| self.due.unwrap_or_else(due));
            }
            _ => {}
        }
    }
}

fn after_its_end(link: &Link, after: u32) -> DateTime<Utc> {
    let end = link.terms().expires_at.unwrap_or_else(|| later(link.created, PATIENCE));
    later(end, seconds(after))
}

fn seconds(count: u32) -> TimeDelta {
    TimeDelta::seconds(count.into())
}

impl Books {
    /// A link was changed or deleted at `at`: those who wait for it come at another time.
    pub(in super::super) fn tell_visitors(&mut self, uuid: &LinkUuid, at: DateTime<Utc>) {
        let Some(link) = self.link(uuid.as_str()).cloned() else { return };
        for visitor in self.visitors.iter_mut().filter(|visitor| visitor.link == *uuid) {
            visitor.notice(&link, at);
        }
    }

    /// When the next visitor acts.
    pub(in super::super) fn next_visitor(&self) -> Option<DateTime<Utc>> {
        self.visitors.iter().filter_map(|visitor| visitor.due).min()
    }

    /// Serves every visitor who is due, the earliest first.
    pub(in super::super) fn serve_visitors(&mut self, gateway: &Gateway, now: DateTime<Utc>) {
        while let Some((place, due)) = self.visitor_due(now) {
            let visitor = self.visitors.remove(place);
            if let Some(link) = self.link(visitor.link.as_str()).cloned() {
                serve(gateway, self, &link, visitor.trouble, due);
            }
        }
    }

    fn visitor_due(&self, now: DateTime<Utc>) -> Option<(usize, DateTime<Utc>)> {
        let all = self.visitors.iter().enumerate();
        let due = all.filter_map(|(place, visitor)| Some((place, visitor.due?)));
        due.filter(|(_, due)| *due <= now).min_by_key(|(_, due)| *due)
    }
}

fn serve(
    gateway: &Gateway,
    books: &mut Books,
    link: &Link,
    trouble: CustomerTrouble,
    at: DateTime<Utc>,
) {
    let state = books.state(link, at);
    let unpaid = books.statistics(link, at).times_used == 0;
    let welcome = match trouble {
        CustomerTrouble::PaysLate { .. } => {
            unpaid && matches!(state, LinkState::Expired | LinkState::Payable)
        }
        CustomerTrouble::PaysAfterCancel { .. } => {
            unpaid && matches!(state, LinkState::SwitchedOff | LinkState::Deleted)
        }
        _ => state == LinkState::Payable,
    };
    if !welcome {
        return;
    }
    let total = link.totals.total;
    let mut begin = |amount: MinorUnits| {
        let visit = Visit::by(None);
        start(gateway, books, link, visit, amount, at).id
    };
    let at_once = TimeDelta::zero();
    match trouble {
        CustomerTrouble::StartsOnly { .. } => {
            begin(total);
        }
        CustomerTrouble::PaysAfter { .. }
        | CustomerTrouble::PaysLate { .. }
        | CustomerTrouble::PaysAfterCancel { .. } => {
            let payment = begin(total);
            attempt(books, &payment, Verdict::Approved, at_once, at);
        }
        CustomerTrouble::PaysTwice { .. } => {
            let both = [begin(total), begin(total)];
            for payment in both {
                attempt(books, &payment, Verdict::Approved, at_once, at);
            }
        }
        CustomerTrouble::PaysAnotherAmount { difference, .. } => {
            let payment = begin(moved(total, difference));
            attempt(books, &payment, Verdict::Approved, at_once, at);
        }
        CustomerTrouble::Declines { .. } => {
            let payment = begin(total);
            let verdict = Verdict::Declined(FailureCode::CardDeclined);
            attempt(books, &payment, verdict, at_once, at);
        }
        CustomerTrouble::PaysSlowly { processing, .. } => {
            let payment = begin(total);
            attempt(books, &payment, Verdict::Approved, seconds(processing), at);
        }
    }
}
