//! Reading a link: how it stands, and what is paid on it (fact sheet, 'Staff routes').

use domain::{
    Outcome, Timestamp, account::Account, error::Doubt, link::ProviderLinkState,
    payment::SeenPayment,
};

use super::{
    deleted,
    errors::{self, Failure},
    pages::{Pages, Seen, Turn},
    payments, question, state,
};
use crate::{
    exchange::{Exchange, Scene, Step},
    merchant_dashboard::{Call, Link, LinkUuid, Payment, links},
    provider::{LinkReport, LinkToRead},
    transport::{Response, TransportFault},
};

/// `GET /api/payment-links/{uuid}/`, then its payments, page by page.
///
/// A link that is not there was deleted in the dashboard, or is not shown yet. Somebody may have paid it before, so its
/// payments are asked for all the same. It is called closed only where customers do not find it either; otherwise, where no
/// payment is told, the till says that it can't check.
pub(super) struct ReadLink {
    account: Account,
    wanted: LinkToRead,
    stage: Stage,
}

enum Stage {
    Begin,
    Link(LinkUuid, Call<Link>),
    Payments(LinkUuid, Result<Box<Link>, Missing>, Box<Pages<Payment>>),
    /// Staff do not find it, and these are its payments; customers look for it.
    Missing(LinkUuid, Failure, Seen<Payment>),
}

/// Why staff do not find a link.
struct Missing {
    failure: Failure,
    may_be_deleted: bool,
}

impl ReadLink {
    pub(super) fn new(account: &Account, wanted: LinkToRead) -> Self {
        Self { account: account.clone(), wanted, stage: Stage::Begin }
    }

    fn begin(&mut self) -> Step<LinkReport> {
        match question::link(self.wanted.provider_id.as_str()) {
            Ok(uuid) => {
                let call = links::detail(&uuid);
                let request = question::request(&self.account, &call);
                self.stage = Stage::Link(uuid, call);
                question::send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn link_came(
        &mut self,
        now: Timestamp,
        uuid: LinkUuid,
        call: &Call<Link>,
        answer: Result<Response, TransportFault>,
    ) -> Step<LinkReport> {
        let may_be_deleted = deleted::may_be(&answer, self.wanted.since, now);
        let link = match errors::read(call, answer) {
            Ok(link) => match state::check(&link, &self.wanted.reference, self.wanted.currency) {
                Ok(()) => Ok(Box::new(link)),
                Err(doubt) => return Step::End(Outcome::Unclear(doubt)),
            },
            Err(failure) if failure.is_not_found() => Err(Missing { failure, may_be_deleted }),
            Err(failure) => return Step::End(failure.into()),
        };
        let pages = Box::new(Pages::payments(&self.account, &uuid));
        match pages.begin() {
            Turn::Ask(request) => {
                self.stage = Stage::Payments(uuid, link, pages);
                Step::Send(request)
            }
            Turn::All(_) => Step::End(Outcome::Unclear(Doubt::Interrupted)),
            Turn::Failed(failure) => Step::End(failure.into()),
        }
    }

    fn turned(
        &mut self,
        now: Timestamp,
        uuid: LinkUuid,
        link: Result<Box<Link>, Missing>,
        mut pages: Box<Pages<Payment>>,
        answer: Result<Response, TransportFault>,
    ) -> Step<LinkReport> {
        let is_absent = errors::is_absent(&answer);
        let (seen, broken) = match pages.take(answer) {
            Turn::Ask(request) => {
                self.stage = Stage::Payments(uuid, link, pages);
                return Step::Send(request);
            }
            Turn::All(seen) if seen.unread.is_empty() => (seen, None),
            Turn::All(seen) => (seen, Some(Failure::Unclear(Doubt::Unreadable))),
            Turn::Failed(failure) => {
                let seen = pages.all();
                // A deleted link may have taken its payments with it.
                let is_whole = is_absent && link.is_err() && seen.rows.is_empty();
                (seen, Some(failure).filter(|_| !is_whole))
            }
        };
        Step::End(match link {
            Ok(link) => self.report(&uuid, &seen, broken, |payments| {
                Ok(state::link_with(&link, payments, now))
            }),
            Err(Missing { failure, may_be_deleted: true }) if broken.is_none() => {
                let request = deleted::question(&self.account, &uuid);
                self.stage = Stage::Missing(uuid, failure, seen);
                return question::send(request);
            }
            Err(Missing { failure, .. }) => self.report(&uuid, &seen, broken, |_| Err(failure)),
        })
    }

    /// What was read is told also where the rest could not be, for it is true: without a single payment there is nothing of
    /// it. `state` gives how the link stands beside its payments, or why nobody knows.
    fn report(
        &self,
        uuid: &LinkUuid,
        seen: &Seen<Payment>,
        broken: Option<Failure>,
        state: impl FnOnce(&[SeenPayment]) -> Result<ProviderLinkState, Failure>,
    ) -> Outcome<LinkReport> {
        let currency = self.wanted.currency;
        let payments = seen.rows.iter().map(|row| state::payment(uuid, row, currency));
        let payments = match payments.collect::<Result<Vec<_>, _>>() {
            Ok(payments) => payments,
            Err(doubt) => return Outcome::Unclear(doubt),
        };
        let state = match (state(&payments), &broken) {
            (Err(failure), _) if payments.is_empty() => return failure.into(),
            (Ok(_), Some(failure)) if payments.is_empty() => return failure.clone().into(),
            (state, _) => state.ok(),
        };
        let went_back = payments::went_back(uuid, &seen.rows, currency);
        let broke_off = broken.map(Into::into);
        Outcome::Done(LinkReport { state, payments, went_back, broke_off, is_deleted: false })
    }
}

impl Exchange for ReadLink {
    type Output = LinkReport;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<LinkReport> {
        let Some(answer) = answer else {
            return self.begin();
        };
        match std::mem::replace(&mut self.stage, Stage::Begin) {
            Stage::Begin => Step::End(Outcome::Unclear(Doubt::Interrupted)),
            Stage::Link(uuid, call) => self.link_came(scene.now, uuid, &call, answer),
            Stage::Payments(uuid, link, pages) => self.turned(scene.now, uuid, link, pages, answer),
            Stage::Missing(uuid, failure, seen) => {
                let is_deleted = deleted::is_proven(&answer);
                let closed = ProviderLinkState::Closed;
                let state = if is_deleted { Ok(closed) } else { Err(failure) };
                let report = self.report(&uuid, &seen, None, |_| state);
                Step::End(report.map(|report| LinkReport { is_deleted, ..report }))
            }
        }
    }
}
