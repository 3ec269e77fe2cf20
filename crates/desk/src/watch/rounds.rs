//! The long tail: every watched link and refund is looked at by itself from time to time, whatever the lists show.

use std::{cmp::Reverse, collections::BTreeMap, time::Duration};

use domain::{
    Timestamp,
    ids::{LinkId, PaymentId},
    link_life::LinkState,
};
use ledger::{LinkToWatch, RefundsToWatch};
use uuid::Uuid;

use super::look::made_at;
use crate::pace::{Read, next_refund_look, next_round, next_settling, shortest_round, worth};

/// The present moment on each of the clocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    /// By the till's clock.
    pub(super) now: Timestamp,
    /// By the provider's clock.
    pub(super) provider_time: Timestamp,
    /// On the clock that counts sleep.
    pub(super) elapsed: Duration,
}

/// What is looked at by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Round {
    Link(LinkId),
    Refunds(RefundsToWatch),
}

/// What comes next, and how soon, on the clock that counts sleep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) round: Round,
    pub(super) at: Duration,
}

/// Everything that is watched on one account, with when it is due. In the order of their ids: of those that are due
/// alike always the same one comes first, so that a simulated run can be told again.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    links: BTreeMap<LinkId, Watched<LinkToWatch>>,
    refunds: BTreeMap<PaymentId, Watched<RefundsToWatch>>,
    /// When the youngest link was made on which money is expected, by the till's clock.
    youngest: Option<Timestamp>,
}

#[derive(Debug)]
struct Watched<T> {
    subject: T,
    /// When it was last looked at with success, on the clock that counts sleep.
    looked: Option<Duration>,
    /// Looks while a payment was under way.
    tries: u32,
    failures: u32,
    /// Since when the link is over, by the provider's clock, as far as the program has seen.
    over_since: Timestamp,
    /// Not before this, after a look that failed.
    rests_until: Duration,
    /// `None` where all was said.
    due: Option<Duration>,
}

impl Rounds {
    /// Takes what the book has to watch now. What is known of it already stays known.
    pub(super) fn load(
        &mut self,
        links: Vec<LinkToWatch>,
        refunds: Vec<RefundsToWatch>,
        swept: bool,
        moment: Moment,
    ) {
        self.youngest =
            links.iter().filter(|link| expects_money(link)).map(|link| made_at(link.link)).max();
        let mut known = std::mem::take(&mut self.links);
        for link in links {
            let mut watched =
                known.remove(&link.link).unwrap_or_else(|| Watched::new(link.clone(), moment));
            let last_checked = link.last_checked;
            watched.note_elsewhere(last_checked, moment);
            if can_be_paid(&link) {
                watched.over_since = moment.provider_time;
            }
            if !link.payment_pending {
                watched.tries = 0;
            }
            watched.subject = link;
            watched.due_as_link(swept, moment);
            self.links.insert(watched.subject.link, watched);
        }
        let mut known = std::mem::take(&mut self.refunds);
        for refund in refunds {
            let mut watched =
                known.remove(&refund.payment).unwrap_or_else(|| Watched::new(refund, moment));
            watched.note_elsewhere(refund.last_checked, moment);
            watched.subject = refund;
            watched.due_as_refund(moment);
            self.refunds.insert(refund.payment, watched);
        }
    }

    /// When the youngest link was made on which money is expected, by the till's clock; `None` where there is none.
    pub(super) fn youngest(&self) -> Option<Timestamp> {
        self.youngest
    }

    /// True where no link is watched.
    pub(super) fn no_links(&self) -> bool {
        self.links.is_empty()
    }

    /// What is looked at next: of what is due, first what is under way, then what has waited longest. Where no list
    /// shows many links at once, the link whose read is worth most comes first.
    pub(super) fn next(&self, swept: bool, moment: Moment) -> Option<Due> {
        let now = moment.elapsed;
        let links = self.links.values().filter_map(|watched| {
            let link = &watched.subject;
            let at = watched.due?;
            let is_urgent = at <= now && link.payment_pending;
            let worth = if swept || at > now { 0 } else { watched.worth(moment) };
            let order = (at.max(now), !is_urgent, Reverse(worth), at);
            Some((order, Due { round: Round::Link(link.link), at }))
        });
        let refunds = self.refunds.values().filter_map(|watched| {
            let at = watched.due?;
            let round = Round::Refunds(watched.subject);
            Some(((at.max(now), true, Reverse(0), at), Due { round, at }))
        });
        links.chain(refunds).min_by_key(|(order, _)| *order).map(|(_, due)| due)
    }

    /// Notes that one was looked at, and whether the provider told anything.
    pub(super) fn looked(&mut self, round: Round, told: bool, swept: bool, moment: Moment) {
        match round {
            Round::Link(link) => {
                if let Some(watched) = self.links.get_mut(&link) {
                    watched.note(told, moment.elapsed);
                    watched.due_as_link(swept, moment);
                }
            }
            Round::Refunds(refunds) => {
                if let Some(watched) = self.refunds.get_mut(&refunds.payment) {
                    watched.note(told, moment.elapsed);
                    watched.due_as_refund(moment);
                }
            }
        }
    }
}

impl<T> Watched<T> {
    fn new(subject: T, moment: Moment) -> Self {
        Self {
            subject,
            looked: None,
            tries: 0,
            failures: 0,
            over_since: moment.provider_time,
            rests_until: Duration::ZERO,
            due: None,
        }
    }

    /// Somebody else may have looked since: a person, or a look that a list led to.
    fn note_elsewhere(&mut self, last_checked: Option<Timestamp>, moment: Moment) {
        // A look that is still to come was written down while the till's clock was ahead: nothing is known of it.
        let Some(last) = last_checked.filter(|last| *last <= moment.now) else { return };
        let ago = moment.now.since(last);
        if self.looked.is_none() {
            // What was over when the program started was over when it was last seen.
            self.over_since = moment.provider_time.minus(ago);
        }
        self.looked = self.looked.max(Some(moment.elapsed.saturating_sub(ago)));
    }

    fn note(&mut self, told: bool, now: Duration) {
        if told {
            self.looked = Some(now);
            self.failures = 0;
            self.tries = self.tries.saturating_add(1);
        } else {
            self.rests_until = now.saturating_add(next_settling(self.failures));
            self.failures = self.failures.saturating_add(1);
        }
    }

    /// When it was last looked at, by the provider's clock.
    fn last(&self, moment: Moment) -> Option<Timestamp> {
        self.looked.map(|at| moment.provider_time.minus(moment.elapsed.saturating_sub(at)))
    }
}

impl Watched<LinkToWatch> {
    fn due_as_link(&mut self, swept: bool, moment: Moment) {
        // The same holds for a link that is not made yet.
        let made = made_at(self.subject.link).min(moment.now);
        let read = Read {
            made,
            last: self.last(moment),
            tries: self.tries,
            over_since: self.over_since,
            lot: lot(self.subject.link),
        };
        let mut next = next_round(&self.subject, read);
        if !swept && can_be_paid(&self.subject) {
            let soon = read.last.unwrap_or(made).plus(shortest_round(moment.now.since(made)));
            next = Some(next.map_or(soon, |next| next.min(soon)));
        }
        self.due = next.map(|next| {
            let wait = next.since(moment.provider_time);
            moment.elapsed.saturating_add(wait).max(self.rests_until)
        });
    }

    fn worth(&self, moment: Moment) -> u128 {
        let age = moment.now.since(made_at(self.subject.link));
        let since_read = self.looked.map_or(age, |at| moment.elapsed.saturating_sub(at));
        worth(age, since_read)
    }
}

impl Watched<RefundsToWatch> {
    fn due_as_refund(&mut self, moment: Moment) {
        let age = moment.now.since(self.subject.confirmed_at);
        let wait = self.looked.map_or_else(
            || next_refund_look(Duration::ZERO).saturating_sub(age),
            |at| at.saturating_add(next_refund_look(age)).saturating_sub(moment.elapsed),
        );
        self.due = Some(moment.elapsed.saturating_add(wait).max(self.rests_until));
    }
}

/// One whose sum nobody has taken yet can be paid, too: the provider does not know that nobody sees it.
fn can_be_paid(link: &LinkToWatch) -> bool {
    matches!(link.state, LinkState::Active | LinkState::ToConfirm { .. })
}

/// True where money may come any moment: it can be paid, or a payment is under way or not proven.
fn expects_money(link: &LinkToWatch) -> bool {
    can_be_paid(link) || link.payment_pending || (link.state == LinkState::Paid && !link.paid)
}

/// The same number for the same link, drawn by chance when it was made.
fn lot(link: LinkId) -> u8 {
    Uuid::from(link).as_bytes()[15]
}

#[cfg(test)]
mod tests;
