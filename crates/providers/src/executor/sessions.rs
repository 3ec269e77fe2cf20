//! Sessions: how one is come by, kept, renewed and replaced.

use std::sync::{Arc, Mutex};

use domain::{Outcome, TillError, account::Account, error::Fault};

use super::{
    Executor,
    account_state::{SignIn, lock},
    no_session::NoSession,
    sending::trusting,
};
use crate::{
    gate::Pass,
    rest::{Refusal, Rest},
    session::{KeySource, Keys, Session, SessionReport},
    transport::{Class, Lane, Service},
};

/// How a sign-in passes the gate. It may be repeated without harm: it counts among the reads.
const SIGN_IN: (Service, Class) = (Service::Payments, Class::Reads);

/// A sign-in with a key that was offered. Nobody uses it before [`Executor::install`].
#[derive(Debug)]
pub struct TriedSession(pub(super) Arc<Session>);

impl TriedSession {
    /// What the key may do.
    pub fn report(&self) -> SessionReport {
        self.0.report()
    }
}

impl Executor {
    /// Signs in anew with the keys as they are now, and tells what they may do. A test that fails
    /// takes no session away, and what it shows to be refused counts like any other refusal.
    pub async fn test_connection(
        &self,
        account: &Account,
        keys: &dyn KeySource,
    ) -> Result<SessionReport, TillError> {
        let sign_in = self.state(account).sign_in();
        let tried = self.sign_in(account, keys, &mut Pass::new(Lane::Person)).await;
        let mut rest = lock(&sign_in.rest);
        match tried {
            Ok(session) => {
                *rest = Rest::default();
                let report = session.report();
                *lock(&sign_in.session) = Some(session);
                Ok(report)
            }
            Err(no_session) => {
                self.note_failure(&mut rest, &no_session);
                Err(no_session.into())
            }
        }
    }

    /// Signs in with keys that lie nowhere yet. It shares nothing with other sign-ins of the
    /// account, and changes none.
    pub async fn try_keys(
        &self,
        account: &Account,
        keys: &Keys,
    ) -> Result<TriedSession, TillError> {
        let mut pass = Pass::new(Lane::Person);
        Ok(TriedSession(Arc::new(self.sign_in_with(account, keys, &mut pass).await?)))
    }

    /// Puts the session of keys that are kept now in the place of all that the account's old keys
    /// gave.
    pub fn install(&self, account: &Account, tried: TriedSession) {
        let session = Mutex::new(Some(tried.0));
        *lock(&self.state(account).sign_in) = Arc::new(SignIn { session, ..SignIn::default() });
    }

    /// The session in use, or a new one.
    pub(super) async fn session(
        &self,
        account: &Account,
        keys: &dyn KeySource,
        pass: &mut Pass,
    ) -> Result<Arc<Session>, NoSession> {
        let state = self.state(account);
        let sign_in = state.sign_in();
        let good = || {
            lock(&sign_in.session)
                .as_ref()
                .filter(|session| session.is_good_at(self.clock.elapsed()))
                .map(Arc::clone)
        };
        // What holds back the till alone is looked at before the flight is joined, so that no
        // person ever shares it.
        if pass.lane != Lane::Person && lock(&sign_in.rest).left_at(self.clock.elapsed()).is_some()
        {
            return Err(NoSession::NotSent(Fault::SignIn.into()));
        }
        if let Some(session) = good() {
            return Ok(session);
        }
        if pass.lane == Lane::Person {
            *lock(&sign_in.rest) = Rest::default();
        } else {
            self.admit(account, pass, SIGN_IN).map_err(NoSession::must_wait)?;
        }
        let work = async {
            // Somebody else's sign-in may have landed just before this one took its turn.
            if let Some(session) = good() {
                return Ok(session);
            }
            let result = self.sign_in(account, keys, pass).await;
            let mut rest = lock(&sign_in.rest);
            match &result {
                Ok(session) => {
                    *rest = rest.after_sign_in();
                    *lock(&sign_in.session) = Some(Arc::clone(session));
                }
                Err(no_session) => self.note_failure(&mut rest, no_session),
            }
            result
        };
        sign_in.flight.share(work).await
    }

    /// A session that is not `over`, which the provider refused.
    pub(super) async fn session_after(
        &self,
        over: &Arc<Session>,
        account: &Account,
        keys: &dyn KeySource,
        pass: &mut Pass,
    ) -> Result<Arc<Session>, NoSession> {
        {
            let sign_in = self.state(account).sign_in();
            let mut current = lock(&sign_in.session);
            if current.as_ref().is_some_and(|session| Arc::ptr_eq(session, over)) {
                *current = None;
            }
        }
        self.session(account, keys, pass).await
    }

    /// Notes whether the provider takes what sign-in gave. Where it refuses a token that is fresh,
    /// the till does not sign in again and again by itself: that may lock the account.
    pub(super) fn note_session(&self, account: &Account, is_refused: bool) {
        let sign_in = self.state(account).sign_in();
        let mut rest = lock(&sign_in.rest);
        *rest = if is_refused {
            rest.after_refusal(Refusal::Key, self.clock.elapsed())
        } else {
            Rest::default()
        };
    }

    /// Notes a sign-in that failed. Only a refusal is a reason to rest.
    fn note_failure(&self, rest: &mut Rest, no_session: &NoSession) {
        if let Some(refusal) = no_session.refusal() {
            *rest = rest.after_refusal(refusal, self.clock.elapsed());
        }
    }

    async fn sign_in(
        &self,
        account: &Account,
        keys: &dyn KeySource,
        pass: &mut Pass,
    ) -> Result<Arc<Session>, NoSession> {
        let keys = keys.keys(account).await.map_err(NoSession::Keys)?;
        Ok(Arc::new(self.sign_in_with(account, &keys, pass).await?))
    }

    async fn sign_in_with(
        &self,
        account: &Account,
        keys: &Keys,
        pass: &mut Pass,
    ) -> Result<Session, NoSession> {
        let provider = self.provider(account);
        let request = provider.sign_in(account, keys, &*self.random);
        let request = trusting(account, request);
        // What the till does by itself was let through before.
        if pass.lane == Lane::Person {
            self.admit(account, pass, SIGN_IN).map_err(NoSession::must_wait)?;
        }
        // The token's life is counted from before it was asked for, which is never too late.
        let began = self.clock.elapsed();
        let answer = match request {
            Ok(request) => self.transmit(account, pass, SIGN_IN, request, false).await,
            Err(fault) => Err(fault),
        };
        match provider.signed_in(account, keys, answer) {
            Outcome::Done(signed_in) => Ok(Session::new(signed_in, began)),
            Outcome::Rejected(rejection) => Err(NoSession::Rejected(rejection)),
            Outcome::NotSent(not_sent) => Err(NoSession::NotSent(not_sent)),
            Outcome::Unclear(_) => Err(NoSession::Unclear),
        }
    }
}
