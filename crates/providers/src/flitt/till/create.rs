//! Making a link (fact sheet, 3.2), and whether what was made may be shown.

use domain::{
    Outcome, TillError,
    account::Account,
    error::{Doubt, Fault},
    ids::ProviderLinkId,
    link::{MadeLink, NewLink},
    pay_url::{NotAPayUrl, PayUrl},
};

use super::{checkout, errors::Failure, hosts, question::Question, status};
use crate::{
    exchange::{Exchange, Scene, Step},
    flitt::{CheckoutLink, Order},
    provider::CreatedLink,
    session::Session,
    transport::{Response, TransportFault},
};

/// `POST /checkout/url`; where the answer names no payment, the order's state, which does. The order id is our
/// reference, which was stored before: it is the key of the request.
pub(super) struct CreateLink {
    account: Account,
    ask: NewLink,
    stage: Stage,
}

enum Stage {
    Begin,
    Asked(Question<CheckoutLink>),
    /// The address is there, and the id is asked for.
    Nameless(Question<Order>, String),
}

impl CreateLink {
    pub(super) fn new(account: &Account, ask: NewLink) -> Self {
        Self { account: account.clone(), ask, stage: Stage::Begin }
    }

    fn begin(&mut self, scene: &Scene<'_>) -> Step<CreatedLink> {
        // There is no time left: made now, it would be dead before anybody saw it. Nothing was asked of the provider,
        // so it is the till that let it be.
        let Some(lifetime) = checkout::lifetime(&self.ask, scene.now) else {
            return Step::End(Outcome::NotSent(Fault::HeldUp.into()));
        };
        let question = match checkout::question(&self.account, &self.ask, lifetime) {
            Ok(question) => question,
            Err(failure) => return Step::End(failure.into()),
        };
        match question.request(&self.account, scene.session) {
            Ok(request) => {
                self.stage = Stage::Asked(question);
                Step::Send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    /// The answer repeats nothing that was asked, and only TLS proves it (fact sheet, section 8, trap 38). So all there
    /// is to judge is the address (RELIABILITY 4.5).
    fn made(&mut self, session: &Session, made: CheckoutLink) -> Step<CreatedLink> {
        let id = made.payment_id.and_then(|id| id.as_str().to_owned().try_into().ok());
        match id {
            Some(id) => Step::End(Outcome::Done(self.shown(id, &made.checkout_url))),
            None => self.ask_for_its_id(session, made.checkout_url),
        }
    }

    fn ask_for_its_id(&mut self, session: &Session, address: String) -> Step<CreatedLink> {
        let request = status::of_order(self.ask.reference.as_str())
            .and_then(|question| Ok((question.request(&self.account, session)?, question)));
        match request {
            Ok((request, question)) => {
                self.stage = Stage::Nameless(question, address);
                Step::Send(request)
            }
            Err(_) => Step::End(Outcome::Unclear(Doubt::SeenBefore)),
        }
    }

    /// The order is there. Whatever goes wrong while its id is read, the create is neither refused nor unsent.
    fn named(&self, address: &str, answer: Result<Order, Failure>) -> Outcome<CreatedLink> {
        let Ok(order) = answer else {
            return Outcome::Unclear(Doubt::SeenBefore);
        };
        let Some(provider_id) = status::id_of_link(&order) else {
            return Outcome::Unclear(Doubt::SeenBefore);
        };
        if !status::is_of(&order, &self.ask) {
            let error = TillError::InvalidResponse { doubt: Doubt::Different };
            return Outcome::Done(CreatedLink::Unusable { provider_id: Some(provider_id), error });
        }
        Outcome::Done(self.shown(provider_id, address))
    }

    /// No answer tells when a link ends (fact sheet, section 8, trap 25): it ends when it was asked to.
    fn shown(&self, provider_id: ProviderLinkId, address: &str) -> CreatedLink {
        let unusable =
            |error| CreatedLink::Unusable { provider_id: Some(provider_id.clone()), error };
        match PayUrl::check(address, &hosts::pay_hosts(&self.account.place)) {
            Ok(url) => {
                let expires_at = Some(self.ask.expires_at);
                CreatedLink::Usable(MadeLink { provider_id, url, expires_at, total: None })
            }
            Err(NotAPayUrl::ForeignHost { host }) => unusable(TillError::ForeignHost { host }),
            Err(NotAPayUrl::Malformed) => {
                unusable(TillError::InvalidResponse { doubt: Doubt::Unreadable })
            }
        }
    }
}

impl Exchange for CreateLink {
    type Output = CreatedLink;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<CreatedLink> {
        let Some(answer) = answer else {
            return self.begin(scene);
        };
        match &self.stage {
            Stage::Begin => Step::End(Outcome::Unclear(Doubt::Interrupted)),
            Stage::Asked(question) => {
                match question.answer(&self.account, scene.session, answer) {
                    Ok(made) => self.made(scene.session, made),
                    // An earlier request made the order. Its address is told to nobody a second time.
                    Err(failure) if failure.is_duplicate() => {
                        Step::End(Outcome::Unclear(Doubt::SeenBefore))
                    }
                    Err(failure) => Step::End(failure.into()),
                }
            }
            Stage::Nameless(question, address) => {
                let answer = question.answer(&self.account, scene.session, answer);
                Step::End(self.named(address, answer))
            }
        }
    }
}
