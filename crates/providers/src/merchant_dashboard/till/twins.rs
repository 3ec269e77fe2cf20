//! Links that the dashboard made twice for one intent, while its answer was lost: one is kept, and the others are switched
//! off, for nobody will ever see their addresses and staff's own page would still show them as open.

use std::collections::VecDeque;

use domain::{
    Outcome,
    account::Account,
    error::Doubt,
    link::NewLink,
    outcome::{Rejection, RejectionClass},
};

use super::{
    errors::{self, Failure},
    judge::price,
    marks,
    pages::{Pages, Turn},
    question,
};
use crate::{
    exchange::Step,
    merchant_dashboard::{Call, Link, LinkChange, Named, Payment, Told, links},
    transport::{Response, TransportFault},
};

/// The payments of each twin that shall go, page by page; where it has none, `PATCH` of it, and `GET` of it.
pub(super) struct Twins {
    account: Account,
    wanted: NewLink,
    keep: Link,
    spares: VecDeque<Link>,
    stage: Stage,
}

enum Stage {
    Begin,
    Payments(Link, Box<Pages<Payment>>),
    Ending(Link, Call<Link>),
    Ended(Call<Link>),
}

/// What comes next; `None` where the kept link is the only one that is open.
type Next<T> = Option<Step<T>>;

impl Twins {
    /// Chooses the link that is kept. `None` where none may be chosen: the links are not alike, or not surely ours.
    ///
    /// The oldest is kept, but none that is switched off: so a look that was broken off is taken up by the next one with the
    /// same choice, and never ends in two links that are both off.
    pub(super) fn of(account: &Account, wanted: &NewLink, mut links: Vec<Link>) -> Option<Self> {
        let price_of = |link: &Link| price(account, wanted, link).filter(|_| is_ours(link, wanted));
        let first = links.first().and_then(price_of)?;
        if !links.iter().all(|link| price_of(link) == Some(first)) {
            return None;
        }
        links.sort_by_key(|link| {
            let is_off = link.is_active == Told::Is(false);
            (is_off, link.created_at.known().copied(), link.uuid.clone())
        });
        let mut spares = VecDeque::from(links);
        let keep = spares.pop_front().filter(|link| link.is_active == Told::Is(true))?;
        let (account, wanted) = (account.clone(), wanted.clone());
        Some(Self { account, wanted, keep, spares, stage: Stage::Begin })
    }

    /// The link that is kept.
    pub(super) fn keep(self) -> Link {
        self.keep
    }

    /// Asks for the payments of the next one that shall go.
    pub(super) fn next<T>(&mut self) -> Next<T> {
        let spare = self.spares.pop_front()?;
        let pages = Box::new(Pages::payments(&self.account, &spare.uuid));
        let turn = pages.begin();
        self.turned(spare, pages, turn)
    }

    /// Takes the answer to what was asked last.
    pub(super) fn take<T>(&mut self, answer: Result<Response, TransportFault>) -> Next<T> {
        match std::mem::replace(&mut self.stage, Stage::Begin) {
            Stage::Begin => Some(Step::End(Outcome::Unclear(Doubt::Interrupted))),
            Stage::Payments(spare, mut pages) => {
                let turn = pages.take(answer);
                self.turned(spare, pages, turn)
            }
            Stage::Ending(spare, call) => match errors::read(&call, answer) {
                Ok(_) => Some(self.look(&spare)),
                Err(failure) => Some(later(failure)),
            },
            Stage::Ended(call) => match errors::read(&call, answer) {
                Ok(link) if link.is_active == Told::Is(false) && self.may_go(&link) => self.next(),
                Ok(_) => Some(none_is_chosen()),
                Err(failure) => Some(later(failure)),
            },
        }
    }

    fn turned<T>(
        &mut self,
        spare: Link,
        pages: Box<Pages<Payment>>,
        turn: Turn<Payment>,
    ) -> Next<T> {
        // Whoever began to pay has the address of this one: both may be in somebody's hands.
        let is_begun = !pages.rows().is_empty();
        match turn {
            _ if is_begun => Some(none_is_chosen()),
            Turn::Ask(request) => {
                self.stage = Stage::Payments(spare, pages);
                Some(Step::Send(request))
            }
            Turn::All(seen) if !seen.rows.is_empty() || !seen.unread.is_empty() => {
                Some(none_is_chosen())
            }
            Turn::All(_) if !self.may_go(&spare) => Some(none_is_chosen()),
            Turn::All(_) if spare.is_active == Told::Is(false) => self.next(),
            Turn::All(_) => Some(self.end(spare)),
            Turn::Failed(failure) => Some(later(failure)),
        }
    }

    fn end<T>(&mut self, spare: Link) -> Step<T> {
        let change = LinkChange { is_active: Some(false), ..LinkChange::default() };
        let call = links::change(&spare.uuid, &change).map_err(Failure::from);
        let request = call.and_then(|call| Ok((question::request(&self.account, &call)?, call)));
        match request {
            Ok((request, call)) => {
                self.stage = Stage::Ending(spare, call);
                Step::Send(request)
            }
            Err(failure) => later(failure),
        }
    }

    fn look<T>(&mut self, spare: &Link) -> Step<T> {
        let call = links::detail(&spare.uuid);
        let request = question::request(&self.account, &call);
        self.stage = Stage::Ended(call);
        question::send(request)
    }

    /// True for a link that is surely ours and that nobody has used, as far as it tells.
    fn may_go(&self, link: &Link) -> bool {
        let is_used = |count: &Told<u64>| count.known().is_some_and(|count| *count > 0);
        is_ours(link, &self.wanted) && !is_used(&link.times_used) && !is_used(&link.paid_count)
    }
}

/// True where the link bears our own id of it. A label is not enough to switch a link off: anybody may write one.
fn is_ours(link: &Link, wanted: &NewLink) -> bool {
    marks::intent(&link.metadata) == Named::With(&wanted.id.to_string())
}

fn none_is_chosen<T>() -> Step<T> {
    Step::End(Outcome::Unclear(Doubt::Different))
}

/// The links are there, so nothing of this makes them absent or refused: they are looked for again. Only a session that is
/// over must be told, for no look would come further.
fn later<T>(failure: Failure) -> Step<T> {
    Step::End(match failure {
        Failure::Rejected(no @ Rejection { class: RejectionClass::Credentials, .. }) => {
            Outcome::Rejected(no)
        }
        Failure::Rejected(_) | Failure::NotSent(_) | Failure::Unclear(_) => {
            Outcome::Unclear(Doubt::SeenBefore)
        }
    })
}
