//! Ending a link before its time, and changing what it asks for (fact sheet, 3.6).

use std::time::Duration;

use domain::{
    Outcome, Timestamp,
    account::Account,
    error::Doubt,
    link::{Alteration, LinkTerms, ProviderLinkState},
    outcome::RejectionClass,
};
use serde_json::{Value, json};

use super::{
    currency,
    errors::{self, Failure},
    request,
    wire::{Link, LinkStatus, Shippable, UsageMode, Word, moment},
};
use crate::{
    exchange::{Exchange, Scene, Step},
    provider::{Altered, LinkToAlter},
    transport::{Request, Response, TransportFault},
};

/// How far the end that a provider keeps may lie from the one that was asked for: it may know days alone, in a zone of its
/// own (fact sheet, 7.4).
const SAME_END: Duration = Duration::from_hours(24);

/// `GET /links/{id}`, `PATCH /links/{id}` with the whole set, and `GET /links/{id}` again: what the provider answers to
/// the write is not proof that it took (fact sheet, 3.6), so only what is read is told.
pub(super) struct AlterLink {
    account: Account,
    link: LinkToAlter,
    stage: Stage,
}

enum Stage {
    /// The link as it is now is read.
    Before,
    /// The whole set is written.
    Writing,
    /// The link is read back. Where the write got no plain yes, what it got instead.
    After(Option<Failure>),
}

impl AlterLink {
    pub(super) fn new(account: &Account, link: LinkToAlter) -> Self {
        Self { account: account.clone(), link, stage: Stage::Before }
    }

    fn path(&self) -> String {
        format!("/links/{}", self.link.provider_id)
    }

    fn read(&self) -> Request {
        request::get(&self.account, &self.path(), &[])
    }

    /// The link in an answer, if it is ours and says how it is.
    fn ours(&self, answer: Result<Response, TransportFault>) -> Result<Link, Failure> {
        let link: Link = errors::read(answer)?;
        let is_ours = link.id.as_str() == self.link.provider_id.as_str()
            && link.reference.as_str() == self.link.reference.as_str();
        if !is_ours {
            return Err(Failure::Unclear(Doubt::Different));
        }
        if link.status.is_absent() {
            return Err(Failure::Unclear(Doubt::Unreadable));
        }
        Ok(link)
    }

    fn read_before(&mut self, answer: Result<Response, TransportFault>) -> Step<Altered> {
        let link = match self.ours(answer) {
            Ok(link) => link,
            // Nothing was asked for yet, so nothing was refused: a new link may not be shown yet, and an earlier write
            // may have worked.
            Err(Failure::Rejected(no)) if no.class != RejectionClass::Credentials => {
                return Step::End(Outcome::Unclear(Doubt::RefusedLater));
            }
            Err(failure) => return Step::End(failure.into()),
        };
        let state = ProviderLinkState::from(link.status.clone());
        match (&link.status, &self.link.alteration) {
            (LinkStatus::Inactive, Alteration::Cancel) => done(Altered::AsWished(state)),
            // Nobody knows what a new word allows. The provider will say.
            (LinkStatus::Active | LinkStatus::Unknown(_), _) => self.write(&link),
            _ => done(self.over(&link, state, false)),
        }
    }

    /// What a link is that came to its end. It may have been changed before that, and the answer lost.
    fn over(&self, link: &Link, state: ProviderLinkState, taken: bool) -> Altered {
        match &self.link.alteration {
            Alteration::Change(terms) if is_changed(link, terms, taken) => Altered::AsWished(state),
            Alteration::Change(_) | Alteration::Cancel => Altered::Over(state),
        }
    }

    fn write(&mut self, link: &Link) -> Step<Altered> {
        let body = match &self.link.alteration {
            Alteration::Cancel => switched_off(link),
            Alteration::Change(terms) if of_another_currency(link, terms) => {
                return Step::End(Outcome::Unclear(Doubt::Different));
            }
            Alteration::Change(terms) => match changed(terms) {
                Some(body) => Some(body),
                None => return errors::uncountable(terms.figures.amount.currency()),
            },
        };
        let Some(body) = body else {
            return Step::End(Outcome::Unclear(Doubt::Unreadable));
        };
        self.stage = Stage::Writing;
        Step::Send(request::patch(&self.account, &self.path(), &body))
    }

    fn written(&mut self, answer: Result<Response, TransportFault>) -> Step<Altered> {
        let doubt = match errors::read::<Value>(answer) {
            Ok(_) => None,
            // The network, or a provider that asks to wait: a second question would fare no better.
            Err(
                failure @ (Failure::NotSent(_)
                | Failure::Unclear(Doubt::TimedOut | Doubt::ConnectionLost)),
            ) => return Step::End(failure.into()),
            Err(failure) => Some(failure),
        };
        self.stage = Stage::After(doubt);
        Step::Send(self.read())
    }

    fn read_after(
        &self,
        doubt: Option<Failure>,
        answer: Result<Response, TransportFault>,
    ) -> Outcome<Altered> {
        let link = match self.ours(answer) {
            Ok(link) => link,
            // The write has left, so the whole is neither unsent nor refused.
            Err(Failure::NotSent(_)) => return Outcome::Unclear(Doubt::ConnectionLost),
            Err(Failure::Rejected(_)) => return Outcome::Unclear(Doubt::RefusedLater),
            Err(failure) => return failure.into(),
        };
        let state = ProviderLinkState::from(link.status.clone());
        let as_wished = match (&self.link.alteration, &link.status) {
            (Alteration::Cancel, LinkStatus::Inactive | LinkStatus::Closed) => true,
            (Alteration::Change(terms), LinkStatus::Active | LinkStatus::Unknown(_)) => {
                is_changed(&link, terms, doubt.is_none())
            }
            (Alteration::Cancel, LinkStatus::Active | LinkStatus::Unknown(_)) => false,
            _ => return Outcome::Done(self.over(&link, state, doubt.is_none())),
        };
        match doubt {
            _ if as_wished => Outcome::Done(Altered::AsWished(state)),
            Some(failure) => failure.into(),
            None => Outcome::Done(Altered::NotYet(state)),
        }
    }
}

impl Exchange for AlterLink {
    type Output = Altered;

    fn next(
        &mut self,
        _scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Altered> {
        let Some(answer) = answer else {
            return Step::Send(self.read());
        };
        match std::mem::replace(&mut self.stage, Stage::Before) {
            Stage::Before => self.read_before(answer),
            Stage::Writing => self.written(answer),
            Stage::After(doubt) => Step::End(self.read_after(doubt, answer)),
        }
    }
}

fn done(altered: Altered) -> Step<Altered> {
    Step::End(Outcome::Done(altered))
}

/// A link's currency can't be changed (fact sheet, 3.6).
fn of_another_currency(link: &Link, terms: &LinkTerms) -> bool {
    let currency = link.transactions.currency.as_str();
    !currency.is_empty() && currency != terms.figures.amount.currency().code()
}

/// The link's own present set, switched off: what is left out could be reset (fact sheet, 3.6). `None` where the answer
/// does not tell what has to be in it.
fn switched_off(link: &Link) -> Option<Value> {
    let amount = link.transactions.amount.as_str();
    let told = !amount.is_empty() && !link.name.is_empty() && !link.usage_mode.is_absent();
    if !told {
        return None;
    }
    let limit: u32 = match (link.usage_limit.as_str(), &link.usage_mode) {
        ("", UsageMode::Single) => 1,
        (limit, _) => limit.parse().ok()?,
    };
    let shippable = if link.shippable.is_absent() { &Shippable::No } else { &link.shippable };
    let mut body = json!({
        "usage_mode": link.usage_mode.word(),
        "usage_limit": limit,
        "name": link.name.as_str(),
        "description": link.description.as_str(),
        "type": link.kind.as_str(),
        "status": "INACTIVE",
        "shippable": shippable.word(),
        "transactions": { "amount": amount },
    });
    if link.kind.is_empty() {
        body["type"] = "PAYMENT".into();
    }
    if *shippable == Shippable::Yes {
        // Shipping without a cost would be refused (fact sheet, 3.1).
        let cost = link.shipping_amount.as_str();
        body["shipping_amount"] = if cost.is_empty() { "0" } else { cost }.into();
    }
    if let Some(end) = moment(link.expiration_date.as_str()) {
        body["expiration_date"] = end.rfc3339_seconds().into();
    }
    Some(body)
}

/// The whole new set. `None` where the provider can't count the sums.
fn changed(terms: &LinkTerms) -> Option<Value> {
    let figures = &terms.figures;
    let mut body = json!({
        "usage_mode": UsageMode::of(figures.usage).word(),
        // A number here, text where a link is made (fact sheet, 3.6).
        "usage_limit": figures.usage.limit(),
        "name": terms.name,
        "description": terms.description,
        "type": "PAYMENT",
        "shippable": Shippable::of(figures.shipping).word(),
        "transactions": { "amount": currency::written(figures.amount.money())? },
        "expiration_date": figures.expires_at.rfc3339_seconds(),
    });
    if let Some(cost) = figures.shipping {
        body["shipping_amount"] = currency::written(cost)?.into();
    }
    Some(body)
}

/// True where the link was changed to `terms`: where the provider took the write just now, or without that.
fn is_changed(link: &Link, terms: &LinkTerms, taken: bool) -> bool {
    if taken { asks_for(link, terms) } else { is_as(link, terms) }
}

/// True where the link is as `terms` say in every point, as far as the answer tells.
fn is_as(link: &Link, terms: &LinkTerms) -> bool {
    let same = |said: &str, wished: &str| said.is_empty() || said == wished;
    asks_for(link, terms)
        && same(link.name.as_str(), &terms.name)
        && same(link.description.as_str(), &terms.description)
        && ends_at(link.expiration_date.as_str(), &terms.figures.expires_at.rfc3339_seconds())
}

/// True where the link asks for what `terms` ask for, as far as the answer tells; the amount it must tell. After a write
/// that the provider took that is enough: it may keep texts and ends in forms of its own, and a change that is compared to
/// the letter would be asked for for ever.
fn asks_for(link: &Link, terms: &LinkTerms) -> bool {
    let figures = &terms.figures;
    let ends = moment(link.expiration_date.as_str());
    link.money() == Some(figures.amount.money())
        && link.is_used(figures.usage)
        && link.is_shipped(figures.shipping)
        && ends.is_none_or(|ends| apart(ends, figures.expires_at) <= SAME_END)
}

fn apart(one: Timestamp, other: Timestamp) -> Duration {
    one.since(other).max(other.since(one))
}

/// True where the link's end is `wished`, to the second, or to the day where only a day is told (fact sheet, 7.4).
fn ends_at(said: &str, wished: &str) -> bool {
    said.is_empty()
        || wished.strip_prefix(said).is_some_and(|rest| rest.starts_with('T'))
        || moment(said).is_some_and(|end| end.rfc3339_seconds() == wished)
}
