//! Ending a link before its time, and changing its label, its end and its number of uses (fact sheet, 'Staff routes').

use std::time::Duration;

use domain::{
    Outcome, Timestamp,
    account::Account,
    error::{Doubt, Field},
    link::{Alteration, LinkTerms, ProviderLinkState},
    outcome::RejectionClass,
};

use super::{
    deleted,
    errors::{self, Failure},
    marks, question, state,
};
use crate::{
    exchange::{BoxedExchange, Exchange, Scene, Step},
    merchant_dashboard::{Call, Link, LinkChange, Replace, Told, links},
    not_offered::not_offered,
    provider::{Altered, LinkToAlter},
    transport::{Response, TransportFault},
};

/// How far the end that a dashboard keeps may lie from the one that was asked for: it may know minutes alone.
const SAME_END: Duration = Duration::from_mins(1);

/// Ends a link, or changes it. Nothing is shipped.
pub(super) fn link(account: &Account, link: LinkToAlter) -> BoxedExchange<Altered> {
    if matches!(&link.alteration, Alteration::Change(terms) if terms.figures.shipping.is_some()) {
        return not_offered();
    }
    Box::new(AlterLink { account: account.clone(), link, stage: Stage::Begin, asked: None })
}

/// `GET` of the link, `PATCH` of it, and `GET` again: only what is read is told. A link that shall end and that neither staff
/// nor customers find was deleted.
struct AlterLink {
    account: Account,
    link: LinkToAlter,
    stage: Stage,
    asked: Option<Call<Link>>,
}

enum Stage {
    Begin,
    /// The link as it is now is read.
    Before,
    /// Staff do not find it; customers look for it.
    Missing,
    /// It is written.
    Writing,
    /// It is read back; what the write was answered.
    After(Result<Box<Link>, Failure>),
}

impl AlterLink {
    fn send(&mut self, call: Result<Call<Link>, Failure>, stage: Stage) -> Step<Altered> {
        let request = call.and_then(|call| Ok((question::request(&self.account, &call)?, call)));
        match request {
            Ok((request, call)) => {
                (self.asked, self.stage) = (Some(call), stage);
                Step::Send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn read(&mut self, stage: Stage) -> Step<Altered> {
        let uuid = question::link(self.link.provider_id.as_str());
        self.send(uuid.map(|uuid| links::detail(&uuid)), stage)
    }

    /// The link in an answer, if it is ours and says whether it is switched on.
    fn ours(&self, answer: Result<Link, Failure>) -> Result<Link, Failure> {
        let link = answer?;
        if !marks::may_be_ours(&link, &self.link.reference) {
            return Err(Failure::Unclear(Doubt::Different));
        }
        if link.is_active.known().is_none() {
            return Err(Failure::Unclear(Doubt::Unreadable));
        }
        Ok(link)
    }

    fn read_before(&mut self, now: Timestamp, answer: Result<Link, Failure>) -> Step<Altered> {
        let link = match self.ours(answer) {
            Ok(link) => link,
            // Nothing was asked for yet, so nothing was refused: a new link may not be shown yet, and an earlier write
            // may have worked.
            Err(Failure::Rejected(no)) if no.class != RejectionClass::Credentials => {
                return Step::End(Outcome::Unclear(Doubt::RefusedLater));
            }
            Err(failure) => return Step::End(failure.into()),
        };
        match (state::link(&link, now), &self.link.alteration) {
            (ProviderLinkState::Open, _) => self.write(&link),
            (ProviderLinkState::Closed, Alteration::Cancel) => {
                Step::End(Outcome::Done(Altered::AsWished(ProviderLinkState::Closed)))
            }
            (state, _) => Step::End(Outcome::Done(self.over(&link, state, None))),
        }
    }

    /// What a link is that came to its end. It may have been changed before that, and the answer lost.
    fn over(&self, link: &Link, state: ProviderLinkState, taken: Option<&Link>) -> Altered {
        match &self.link.alteration {
            Alteration::Change(terms) if self.is_changed(link, terms, taken) => {
                Altered::AsWished(state)
            }
            Alteration::Change(_) | Alteration::Cancel => Altered::Over(state),
        }
    }

    fn write(&mut self, link: &Link) -> Step<Altered> {
        let change = match &self.link.alteration {
            Alteration::Cancel => LinkChange { is_active: Some(false), ..LinkChange::default() },
            // What a link is for, and so its sum, can't be changed.
            Alteration::Change(terms) if is_of_another_sum(link, terms) => {
                let class = RejectionClass::Invalid(Field::Amount);
                return Step::End(errors::refused_here(class, "AMOUNT", "").into());
            }
            Alteration::Change(terms) => LinkChange {
                name: Some(marks::label(&self.link.reference, &terms.description)),
                expires_at: Some(Replace::With(terms.figures.expires_at)),
                max_uses: Some(Replace::With(terms.figures.usage.limit())),
                ..LinkChange::default()
            },
        };
        let call = links::change(&link.uuid, &change);
        self.send(call.map_err(Failure::from), Stage::Writing)
    }

    /// Asks whether customers find the link, which staff do not.
    fn look_as_anyone(&mut self) -> Step<Altered> {
        self.stage = Stage::Missing;
        let uuid = question::link(self.link.provider_id.as_str());
        question::send(uuid.and_then(|uuid| deleted::question(&self.account, &uuid)))
    }

    fn written(&mut self, answer: Result<Link, Failure>) -> Step<Altered> {
        let answer = match answer {
            Ok(link) => Ok(Box::new(link)),
            // The network, or a provider that asks to wait: a second question would fare no better.
            Err(
                failure @ (Failure::NotSent(_)
                | Failure::Unclear(Doubt::TimedOut | Doubt::ConnectionLost)),
            ) => return Step::End(failure.into()),
            Err(failure) => Err(failure),
        };
        self.read(Stage::After(answer))
    }

    fn read_after(
        &self,
        now: Timestamp,
        written: Result<Box<Link>, Failure>,
        answer: Result<Link, Failure>,
    ) -> Outcome<Altered> {
        let link = match self.ours(answer) {
            Ok(link) => link,
            // The write has left, so the whole is neither unsent nor refused.
            Err(Failure::NotSent(_)) => return Outcome::Unclear(Doubt::ConnectionLost),
            Err(Failure::Rejected(_)) => return Outcome::Unclear(Doubt::RefusedLater),
            Err(failure) => return failure.into(),
        };
        let state = state::link(&link, now);
        let as_wished = match (&self.link.alteration, &state) {
            (Alteration::Cancel, ProviderLinkState::Closed) => true,
            (Alteration::Cancel, ProviderLinkState::Open) => false,
            (Alteration::Change(terms), ProviderLinkState::Open) => {
                self.is_changed(&link, terms, written.as_deref().ok())
            }
            _ => return Outcome::Done(self.over(&link, state, written.as_deref().ok())),
        };
        match written {
            _ if as_wished => Outcome::Done(Altered::AsWished(state)),
            Err(failure) => failure.into(),
            Ok(_) => Outcome::Done(Altered::NotYet(state)),
        }
    }

    /// True where the link was changed to `terms`: where the dashboard took the write just now and answered `taken`, or
    /// without that. What the link itself does not tell, that answer may; what neither tells is not changed.
    ///
    /// After a write that was taken, the label may stand there in a form of its own: a change that is compared to the letter
    /// would be asked for for ever.
    fn is_changed(&self, link: &Link, terms: &LinkTerms, taken: Option<&Link>) -> bool {
        let figures = &terms.figures;
        let label = marks::label(&self.link.reference, &terms.description);
        let taken = taken.filter(|answer| marks::may_be_ours(answer, &self.link.reference));
        let max_uses = told(&link.max_uses, taken.map(|answer| &answer.max_uses));
        let expires_at = told(&link.expires_at, taken.map(|answer| &answer.expires_at));
        !is_of_another_sum(link, terms)
            && max_uses.is_some_and(|uses| *uses == u64::from(figures.usage.limit()))
            && expires_at.is_some_and(|end| apart(*end, figures.expires_at) < SAME_END)
            && (taken.is_some() || link.name.as_ref().is_some_and(|name| *name == label))
    }
}

impl Exchange for AlterLink {
    type Output = Altered;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Altered> {
        let Some(answer) = answer else {
            return self.read(Stage::Before);
        };
        let stage = std::mem::replace(&mut self.stage, Stage::Begin);
        let Some(call) = self.asked.take() else {
            return Step::End(match stage {
                Stage::Missing if deleted::is_proven(&answer) => {
                    Outcome::Done(Altered::AsWished(ProviderLinkState::Closed))
                }
                Stage::Missing => Outcome::Unclear(Doubt::RefusedLater),
                _ => Outcome::Unclear(Doubt::Interrupted),
            });
        };
        let is_deleted = self.link.alteration == Alteration::Cancel
            && deleted::may_be(&answer, self.link.since, scene.now);
        let answer = errors::read(&call, answer);
        match stage {
            Stage::Begin | Stage::Missing => Step::End(Outcome::Unclear(Doubt::Interrupted)),
            Stage::Before if is_deleted => self.look_as_anyone(),
            Stage::Before => self.read_before(scene.now, answer),
            Stage::Writing => self.written(answer),
            Stage::After(written) => Step::End(self.read_after(scene.now, written, answer)),
        }
    }
}

fn is_of_another_sum(link: &Link, terms: &LinkTerms) -> bool {
    let is_other = |total: &domain::Money| *total != terms.figures.amount.money();
    link.total.known().is_some_and(is_other)
}

/// What is told, `otherwise` where it is not told at all. That there is no limit is no limit that was asked for.
fn told<'t, T>(first: &'t Told<T>, otherwise: Option<&'t Told<T>>) -> Option<&'t T> {
    match (first, otherwise) {
        (Told::NotTold, Some(otherwise)) => otherwise.known(),
        (first, _) => first.known(),
    }
}

fn apart(one: Timestamp, other: Timestamp) -> Duration {
    one.since(other).max(other.since(one))
}
