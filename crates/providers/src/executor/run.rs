//! One exchange, driven to its end.

use std::sync::Arc;

use domain::{
    Outcome,
    account::Account,
    error::{Doubt, Fault},
};

use super::{Executor, sending::trusting};
use crate::{
    breaker::Class,
    exchange::{BoxedExchange, Scene, Step},
    gate::Pass,
    jitter::full_jitter,
    retry::longest_pause,
    session::{KeySource, Session},
    transport::{Lane, Method, Request, Response, TransportFault},
};

/// The most requests of one exchange. The longest reads a link that was paid a thousand times, and declined as often,
/// for the first time; a provider that leads in circles is left.
const MOST_STEPS: usize = 2_500;

/// One exchange on its way.
pub(super) struct Run<'a> {
    executor: &'a Executor,
    account: &'a Account,
    keys: &'a dyn KeySource,
    pass: Pass,
    /// True once the token was renewed; a second new one would help no more.
    renewed: bool,
    /// True once a write has left that the provider may have acted on.
    may_have_acted: bool,
}

/// The exchange no longer allows that its request leaves, and nothing was acted on.
struct HeldUp;

impl<'a> Run<'a> {
    pub(super) fn new(
        executor: &'a Executor,
        account: &'a Account,
        keys: &'a dyn KeySource,
        lane: Lane,
    ) -> Self {
        let pass = Pass::new(lane);
        Self { executor, account, keys, pass, renewed: false, may_have_acted: false }
    }

    pub(super) async fn finish<T>(mut self, mut exchange: BoxedExchange<T>) -> Outcome<T> {
        let signed_in = self.executor.session(self.account, self.keys, &mut self.pass).await;
        let mut session = match signed_in {
            Ok(session) => session,
            Err(no_session) => return Outcome::NotSent(no_session.not_sent()),
        };
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
        let (method, class) = (request.method, class(request.method));
        let mut attempt = 1;
        loop {
            let authorised = provider.authorise(session, request.clone());
            let authorised = match trusting(account, authorised) {
                Ok(authorised) => authorised,
                Err(fault) => return Ok(Err(fault)),
            };
            if let Err(wait) = executor.admit(account, &mut self.pass, class) {
                return Ok(Ok(Response::too_many_requests(wait)));
            }
            // The last look before it leaves: nothing that takes time comes after it.
            if !self.may_have_acted && !exchange.still_allowed() {
                return Err(HeldUp);
            }
            let result =
                executor.transmit(account, &self.pass, class, authorised, attempt > 1).await;
            let is_refused = matches!(&result, Ok(answer) if provider.refuses_session(answer));
            if is_refused && !self.renewed {
                self.renewed = true;
                // Where no new session comes, the exchange is told of the refusal: it knows what
                // that means for it.
                match executor.session_after(session, account, self.keys, &mut self.pass).await {
                    Ok(fresh) => *session = fresh,
                    Err(_) => return Ok(result),
                }
                continue;
            }
            if result.is_ok() {
                executor.note_session(account, is_refused);
            }
            if let Some(most) = longest_pause(method, self.pass.lane, attempt, &result)
                && executor.may_repeat(account)
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

fn class(method: Method) -> Class {
    match method {
        Method::Get => Class::Reads,
        Method::Post | Method::Patch => Class::Writes,
    }
}
