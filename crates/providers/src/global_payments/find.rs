//! Finding a link whose making got no clear answer, by our reference (fact sheet, 3.5).

use domain::{
    Outcome, Timestamp, account::Account, error::Doubt, ids::ProviderLinkId, link::NewLink,
};

use super::{
    create::judge,
    errors,
    pages::{Pages, Turn},
    request,
    wire::Link,
};
use crate::{
    exchange::{Exchange, Scene, Step},
    provider::CreatedLink,
    transport::{Response, TransportFault},
};

/// `GET /links?reference=…`, then `GET /links/{id}` of the one that carries exactly our reference.
pub(super) struct FindLink {
    account: Account,
    ask: NewLink,
    stage: Stage,
}

enum Stage {
    Listing(Pages<Link>),
    Reading,
}

impl FindLink {
    pub(super) fn new(account: &Account, ask: NewLink, since: Timestamp) -> Self {
        let pages = Pages::new("/links", ask.reference.as_str(), None, since);
        Self { account: account.clone(), ask, stage: Stage::Listing(pages) }
    }

    /// The filter may match more than it should, so the reference is compared again (fact sheet,
    /// 3.5). A row that shifted to another page meanwhile is one link, not two.
    fn listed(&mut self, links: &[Link]) -> Step<Option<CreatedLink>> {
        let ours = self.ask.reference.as_str();
        let mut ids = links
            .iter()
            .filter(|link| link.reference.as_str() == ours)
            .map(|link| link.id.as_str());
        let Some(id) = ids.next() else {
            return Step::End(Outcome::Done(None));
        };
        // Our reference is on one link alone. Where it is on two, none may be chosen.
        if ids.any(|other| other != id) {
            return Step::End(Outcome::Unclear(Doubt::Different));
        }
        let Ok(id) = ProviderLinkId::try_from(id.to_owned()) else {
            return Step::End(Outcome::Unclear(Doubt::Unreadable));
        };
        self.stage = Stage::Reading;
        Step::Send(request::get(&self.account, &format!("/links/{id}"), &[]))
    }
}

impl Exchange for FindLink {
    type Output = Option<CreatedLink>;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Option<CreatedLink>> {
        match (&mut self.stage, answer) {
            (Stage::Listing(pages), None) => Step::Send(pages.request(&self.account, scene.now)),
            (Stage::Listing(pages), Some(answer)) => {
                match pages.take(&self.account, scene.now, answer) {
                    Turn::Ask(request) => Step::Send(request),
                    Turn::All(links) => self.listed(&links),
                    Turn::Failed(failure) => Step::End(failure.into()),
                }
            }
            (Stage::Reading, Some(answer)) => Step::End(match errors::read(answer) {
                Ok(link) => judge(&self.account, scene.session, &self.ask, &link).map(Some),
                Err(failure) => failure.into(),
            }),
            (Stage::Reading, None) => Step::End(Outcome::Unclear(Doubt::Interrupted)),
        }
    }
}
