//! Looking for the link that a create may have made, by our id of it (RELIABILITY 1.8).

use std::{collections::VecDeque, time::Duration};

use domain::{Outcome, Timestamp, account::Account, error::Doubt, link::NewLink};

use super::{
    capabilities::CAPABILITIES,
    errors::{self, Failure},
    judge::{self, Judged},
    marks,
    pages::{Pages, Seen, Turn},
    question,
    show::Unshown,
    twins::Twins,
};
use crate::{
    exchange::{Exchange, Scene, Step},
    merchant_dashboard::{Call, Link, LinkUuid, Named, SeenMetadata, UnreadableRow, links},
    provider::CreatedLink,
    transport::{Response, TransportFault},
};

/// How far the window is wider than needed: the till's idea of the dashboard's clock, and the clocks of the dashboard's own
/// computers.
const MARGIN: Duration = Duration::from_mins(5);

/// So many links are read by themselves whose rows do not tell whose they are.
const MOST_READ: usize = 20;

/// `GET /api/payment-links/`, back to when the link was first asked for; then each link that bears our id, or may be it, by
/// itself; what closes all but one where there are [`Twins`]; and the customers' preview where it gives no address.
pub(super) struct FindLink {
    account: Account,
    wanted: NewLink,
    since: Timestamp,
    stage: Stage,
    /// Those that are still to be read.
    due: VecDeque<Due>,
    found: Vec<Link>,
    /// Why the rest of the list was not read.
    rest: Option<Failure>,
}

enum Stage {
    Listing(Box<Pages<Link>>),
    Reading(Sign, Call<Link>),
    /// There is more than one.
    Choosing(Box<Twins>),
    /// Customers look at it, which was made then.
    Showing(Box<Unshown>, Timestamp),
    Over,
}

/// A link that is to be read by itself, and why.
struct Due {
    uuid: LinkUuid,
    sign: Sign,
}

/// What a row of the list said of whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Our id of it.
    OurId,
    /// Our label, and no metadata.
    OurLabel,
    Nothing,
}

impl FindLink {
    pub(super) fn new(account: &Account, wanted: NewLink, since: Timestamp) -> Self {
        let since = since.minus(MARGIN);
        Self {
            account: account.clone(),
            wanted,
            since,
            stage: Stage::Listing(Box::new(Pages::links_back_to(account, since))),
            due: VecDeque::new(),
            found: Vec::new(),
            rest: None,
        }
    }

    fn turned(
        &mut self,
        now: Timestamp,
        mut pages: Box<Pages<Link>>,
        turn: Turn<Link>,
    ) -> Step<Option<CreatedLink>> {
        match turn {
            Turn::Ask(request) => {
                self.stage = Stage::Listing(pages);
                Step::Send(request)
            }
            Turn::All(seen) => self.listed(now, &seen),
            // What was found is there, though nothing is absent from a list that leads nowhere.
            Turn::Failed(failure @ Failure::Unclear(Doubt::Unreadable)) => {
                let due =
                    pages.all().rows.iter().filter_map(|row| self.due(row)).collect::<Vec<_>>();
                self.due = due.into_iter().filter(|due| due.sign == Sign::OurId).collect();
                self.rest = Some(failure);
                self.read_next(now)
            }
            Turn::Failed(failure) => Step::End(failure.into()),
        }
    }

    fn listed(&mut self, now: Timestamp, seen: &Seen<Link>) -> Step<Option<CreatedLink>> {
        self.due = seen.rows.iter().filter_map(|row| self.due(row)).collect();
        for row in &seen.unread {
            let sign = if self.is_our_id(&row.metadata) { Sign::OurId } else { Sign::Nothing };
            match row.id.as_deref().map(str::parse) {
                _ if self.is_anothers(row) => {}
                Some(Ok(uuid)) => self.due.push_back(Due { uuid, sign }),
                Some(Err(_)) | None => return unreadable(),
            }
        }
        if self.due.len() > MOST_READ {
            return unreadable();
        }
        self.read_next(now)
    }

    fn is_our_id(&self, metadata: &SeenMetadata) -> bool {
        marks::intent(metadata) == Named::With(&self.wanted.id.to_string())
    }

    /// A row that bears our id is to be read. One that does not tell its metadata may be it where its label is ours, or is
    /// not told either; but none is that is older than what was asked for.
    fn due(&self, row: &Link) -> Option<Due> {
        let sign = match marks::intent(&row.metadata) {
            Named::With(_) | Named::Without => {
                self.is_our_id(&row.metadata).then_some(Sign::OurId)?
            }
            Named::NotTold if row.created_at.known().is_some_and(|made| *made < self.since) => {
                return None;
            }
            Named::NotTold => match marks::is_labelled(row, &self.wanted.reference) {
                Some(true) => Sign::OurLabel,
                Some(false) => return None,
                None => Sign::Nothing,
            },
        };
        Some(Due { uuid: row.uuid.clone(), sign })
    }

    /// True for a row that can't be read and says all the same that it is not the one.
    fn is_anothers(&self, row: &UnreadableRow) -> bool {
        match marks::intent(&row.metadata) {
            Named::With(id) => id != self.wanted.id.to_string(),
            Named::Without => true,
            Named::NotTold => row.created_at.known().is_some_and(|made| *made < self.since),
        }
    }

    fn read_next(&mut self, now: Timestamp) -> Step<Option<CreatedLink>> {
        let Some(due) = self.due.pop_front() else {
            return self.all_read(now);
        };
        let call = links::detail(&due.uuid);
        let request = question::request(&self.account, &call);
        self.stage = Stage::Reading(due.sign, call);
        question::send(request)
    }

    fn came(
        &mut self,
        now: Timestamp,
        sign: Sign,
        link: Result<Link, Failure>,
    ) -> Step<Option<CreatedLink>> {
        let link = match link {
            Ok(link) => link,
            // It was in the list just now. That it is gone says nothing of what is looked for.
            Err(failure) if failure.is_not_found() => return unreadable(),
            Err(failure) => return Step::End(failure.into()),
        };
        let is_it = match marks::intent(&link.metadata) {
            Named::With(_) | Named::Without => Some(self.is_our_id(&link.metadata)),
            Named::NotTold => marks::is_labelled(&link, &self.wanted.reference),
        };
        match (is_it, sign) {
            (Some(true), _) => self.found.push(link),
            (Some(false), Sign::Nothing) => {}
            // A label may be anybody's: another's own mark stands above it.
            (Some(false), Sign::OurLabel) if !is_mute(&link) => {}
            // What the list has just shown to be ours is not called absent.
            (Some(false) | None, _) => return unreadable(),
        }
        self.read_next(now)
    }

    fn all_read(&mut self, now: Timestamp) -> Step<Option<CreatedLink>> {
        let mut found = std::mem::take(&mut self.found);
        if found.len() > 1 {
            return match Twins::of(&self.account, &self.wanted, found) {
                Some(mut twins) => {
                    let next = twins.next();
                    self.chosen(now, Box::new(twins), next)
                }
                None => Step::End(Outcome::Unclear(Doubt::Different)),
            };
        }
        match (found.pop(), self.rest.take()) {
            (Some(link), _) => self.judge(now, &link),
            (None, Some(failure)) => Step::End(failure.into()),
            (None, None) => Step::End(Outcome::Done(None)),
        }
    }

    fn chosen(
        &mut self,
        now: Timestamp,
        twins: Box<Twins>,
        next: Option<Step<Option<CreatedLink>>>,
    ) -> Step<Option<CreatedLink>> {
        match next {
            Some(step) => {
                self.stage = Stage::Choosing(twins);
                step
            }
            None => self.judge(now, &twins.keep()),
        }
    }

    fn judge(&mut self, now: Timestamp, link: &Link) -> Step<Option<CreatedLink>> {
        match judge::found(&self.account, &self.wanted, link, now) {
            Judged::Over(outcome) => Step::End(outcome.map(Some)),
            Judged::Unshown(unshown) => {
                let request = unshown.request(&self.account);
                let asked = self.since.plus(MARGIN);
                let made = link.created_at.known().copied().unwrap_or(asked);
                self.stage = Stage::Showing(unshown, made);
                question::send(request)
            }
        }
    }
}

impl Exchange for FindLink {
    type Output = Option<CreatedLink>;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Option<CreatedLink>> {
        match (std::mem::replace(&mut self.stage, Stage::Over), answer) {
            (Stage::Listing(pages), None) => {
                let turn = pages.begin();
                self.turned(scene.now, pages, turn)
            }
            (Stage::Listing(mut pages), Some(answer)) => {
                let turn = pages.take(answer);
                self.turned(scene.now, pages, turn)
            }
            (Stage::Reading(sign, call), Some(answer)) => {
                self.came(scene.now, sign, errors::read(&call, answer))
            }
            (Stage::Choosing(mut twins), Some(answer)) => {
                let next = twins.take(answer);
                self.chosen(scene.now, twins, next)
            }
            (Stage::Showing(unshown, made), Some(answer)) => {
                let is_new = scene.now.since(made) < CAPABILITIES.create.read_lag;
                Step::End(unshown.judge(answer, is_new).map(Some))
            }
            (Stage::Reading(..) | Stage::Choosing(_) | Stage::Showing(..), None)
            | (Stage::Over, _) => Step::End(Outcome::Unclear(Doubt::Interrupted)),
        }
    }
}

fn is_mute(link: &Link) -> bool {
    marks::intent(&link.metadata) == Named::NotTold
}

/// What is looked for may be there.
fn unreadable<T>() -> Step<T> {
    Step::End(Outcome::Unclear(Doubt::Unreadable))
}
