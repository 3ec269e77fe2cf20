//! One exchange, driven to its end.

use std::sync::Arc;

use domain::{
    Outcome,
    account::Account,
    error::{Doubt, Fault},
};

use super::{Executor, sending::trusting};
use crate::{
    exchange::{BoxedExchange, Scene, Step},
    gate::Pass,
    jitter::full_jitter,
    retry::longest_pause,
    session::{KeySource, Session},
    transport::{Class, Lane, Request, Response, Service, TransportFault},
};

/// The most requests of one exchange. The longest reads a link that was paid a thousand times, and declined as often,
/// for the first time; a provider that leads in circles is left.
const MOST_STEPS: usize = 2_500;

/// One exchange on its way.
pub(super) struct Run<'a> {
    executor: &'a Executor,
    account: &'a Account,
    /// Where a new token comes from; `None` for a session that is only tried, which is never renewed, and tells nothing of
    /// the one in use.
    keys: Option<&'a dyn KeySource>,
    pass: Pass,
    /// True once the token was renewed; a second new one would help no more.
    renewed: bool,
    /// True once a write has left that the provider may have acted on.
    may_have_acted: bool,
    /// True where there is no session, so that only what anybody may ask can be asked.
    has_no_session: bool,
}

/// The exchange no longer allows that its request leaves, and nothing was acted on.
struct HeldUp;

impl<'a> Run<'a> {
    pub(super) fn new(
        executor: &'a Executor,
        account: &'a Account,
        keys: Option<&'a dyn KeySource>,
        lane: Lane,
    ) -> Self {
        let pass = Pass::new(lane);
        Self {
            executor,
            account,
            keys,
            pass,
            renewed: false,
            may_have_acted: false,
            has_no_session: false,
        }
    }

    /// The same without a session: what needs one is not sent.
    pub(super) fn signed_by_nobody(self) -> Self {
        Self { has_no_session: true, ..self }
    }

    /// Drives the exchange with the session in use, or a new one.
    pub(super) async fn finish<T>(
        mut self,
        keys: &dyn KeySource,
        exchange: BoxedExchange<T>,
    ) -> Outcome<T> {
        match self.executor.session(self.account, keys, &mut self.pass).await {
            Ok(session) => self.finish_with(session, exchange).await,
            Err(no_session) => Outcome::NotSent(no_session.not_sent()),
        }
    }

    /// Drives the exchange with `session`.
    pub(super) async fn finish_with<T>(
        mut self,
        mut session: Arc<Session>,
        mut exchange: BoxedExchange<T>,
    ) -> Outcome<T> {
        let mut answer = None;
        for _ in 0..MOST_STEPS {
            let now = self.executor.provider_time(self.account);
            let scene = Scene { session: &session, now };
            let request = match exchange.next(&scene, answer.take()) {
                Step::Send(request) => request,
                Step::End(outcome) => return outcome,
            };
            match self.ask(&mut session, &mut exchange, request).await {
                Ok(result) => answer = Some(result),
                Err(HeldUp) => return Outcome::NotSent(Fault::HeldUp.into()),
            }
        }
        tracing::warn!(account = %self.account.id, "an exchange did not come to its end");
        Outcome::Unclear(Doubt::Refused)
    }

    /// Asks one question, more than once where the token was over or a read may be repeated. In a
    /// lane that must wait, the answer is the one of a provider that asked for it.
    async fn ask<T>(
        &mut self,
        session: &mut Arc<Session>,
        exchange: &mut BoxedExchange<T>,
        request: Request,
    ) -> Result<Result<Response, TransportFault>, HeldUp> {
        let Self { executor, account, .. } = *self;
        let provider = executor.provider(account);
        let Request { class, service, without_sign_in, .. } = request;
        if self.has_no_session && !without_sign_in {
            return Ok(Err(TransportFault::Connect));
        }
        let mut attempt = 1;
        loop {
            let authorised = if without_sign_in {
                request.clone()
            } else {
                provider.authorise(session, request.clone())
            };
            let authorised = match trusting(account, authorised) {
                Ok(authorised) => authorised,
                Err(fault) => return Ok(Err(fault)),
            };
            if let Err(wait) = executor.admit(account, &mut self.pass, (service, class)) {
                return Ok(Ok(Response::too_many_requests(wait)));
            }
            // The last look before it leaves: nothing that takes time comes after it.
            if !self.may_have_acted && !exchange.still_allowed() {
                return Err(HeldUp);
            }
            let way = (service, class);
            let is_repeat = attempt > 1;
            let result = executor.transmit(account, &self.pass, way, authorised, is_repeat).await;
            // What the reports say of their own keys says nothing of the session, nor does what anybody is answered.
            let tells_of_session = service == Service::Payments && !without_sign_in;
            let is_refused = tells_of_session
                && matches!(&result, Ok(answer) if provider.refuses_session(answer));
            if let Some(keys) = self.keys.filter(|_| is_refused && !self.renewed) {
                self.renewed = true;
                // Where no new session comes, the exchange is told of the refusal: it knows what
                // that means for it.
                match executor.session_after(session, account, keys, &mut self.pass).await {
                    Ok(fresh) => *session = fresh,
                    Err(_) => return Ok(result),
                }
                continue;
            }
            if tells_of_session && result.is_ok() && self.keys.is_some() {
                executor.note_session(account, is_refused);
            }
            if let Some(most) = longest_pause(class, self.pass.lane, attempt, &result)
                && executor.may_repeat(account, service)
            {
                // The one wait that no event of the `Clock` ends: it is short, nothing is decided by how long it really
                // was, and a simulation pauses the time of tokio, by which it goes.
                tokio::time::sleep(full_jitter(&*executor.random, most)).await;
                attempt += 1;
                continue;
            }
            self.may_have_acted |= class == Class::Writes && !is_refused;
            return Ok(result);
        }
    }
}
