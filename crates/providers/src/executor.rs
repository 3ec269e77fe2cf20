//! The one place that owns HTTP: it signs in, keeps the token, and drives exchanges to their end.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{
    Clock, Outcome, Random, TillError, Timestamp,
    account::Account,
    error::{Doubt, Fault},
    ids::AccountId,
    outcome::{NotSent, Rejection, RejectionClass},
};

use crate::{
    exchange::{BoxedExchange, Scene, Step},
    provider::provider,
    session::{KeySource, Session, SessionReport},
    single_flight::SingleFlight,
    transport::{Lane, Request, Response, Transport, TransportFault},
};

/// How long an unused connection is trusted to be open. Shorter than the transport keeps it.
const WARM_FOR: Duration = Duration::from_mins(1);

/// The most requests of one exchange. None needs as many; a provider that leads in circles is left.
const MOST_STEPS: usize = 200;

/// Drives exchanges over a transport.
///
/// One token is kept for each account and renewed by one caller at a time. A request is sent once;
/// the only repetition is that of a request which the provider refused because the token was over,
/// once in an exchange, to the byte the same.
pub struct Executor {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    accounts: Mutex<HashMap<AccountId, Arc<AccountState>>>,
}

/// What the executor keeps of one account while the program runs.
#[derive(Default)]
struct AccountState {
    session: Mutex<Option<Arc<Session>>>,
    signing_in: SingleFlight<Result<Arc<Session>, NoSession>>,
    warming: SingleFlight<Result<(), TillError>>,
    /// When a person's lane last had an answer, on the clock that counts sleep.
    person_lane: Mutex<Option<Duration>>,
    /// The provider's time, and when it was told on the clock that counts sleep.
    told_time: Mutex<Option<(Timestamp, Duration)>>,
}

/// Why there is no session.
#[derive(Debug, Clone)]
enum NoSession {
    /// The keychain did not give the keys.
    Keys(TillError),
    /// The provider said no.
    Rejected(Rejection),
    /// Sign-in never arrived.
    NotSent(NotSent),
    /// Sign-in got no usable answer.
    Unclear,
}

impl NoSession {
    /// What this means for a request that waits for the session: it was not sent.
    fn not_sent(self) -> NotSent {
        match self {
            Self::NotSent(not_sent) => not_sent,
            Self::Keys(_) | Self::Rejected(_) | Self::Unclear => Fault::SignIn.into(),
        }
    }
}

impl From<NoSession> for TillError {
    fn from(no_session: NoSession) -> Self {
        match no_session {
            NoSession::Keys(error) => error,
            NoSession::Rejected(rejection) => match rejection.class {
                RejectionClass::Credentials | RejectionClass::Permission => rejection.into(),
                RejectionClass::NotFound | RejectionClass::Refused => {
                    Self::TokenGenerationError { detail: rejection.detail }
                }
            },
            NoSession::NotSent(not_sent) => not_sent.into(),
            NoSession::Unclear => NotSent::from(Fault::SignIn).into(),
        }
    }
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor").finish_non_exhaustive()
    }
}

impl Executor {
    /// An executor that knows no account yet.
    pub fn new(
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self { transport, clock, random, accounts: Mutex::default() }
    }

    /// Makes sure that a token is there. No request when one is.
    pub async fn ready(&self, account: &Account, keys: &dyn KeySource) -> Result<(), TillError> {
        self.session(account, keys, Lane::Person).await?;
        Ok(())
    }

    /// Makes sure that a token is there and that a connection of the person's lane is open, so that
    /// the next write costs one round trip. No request when both are.
    pub async fn prepare(&self, account: &Account, keys: &dyn KeySource) -> Result<(), TillError> {
        self.ready(account, keys).await?;
        let state = self.state(account);
        if self.is_warm(&state) {
            return Ok(());
        }
        let warm_up = async {
            if self.is_warm(&state) {
                return Ok(());
            }
            let exchange = provider(account.provider).warm_up(account);
            self.run(account, keys, Lane::Person, exchange).await.into_result()
        };
        state.warming.share(warm_up).await
    }

    /// Signs in anew with the keys as they are now, and tells what they may do.
    pub async fn test_connection(
        &self,
        account: &Account,
        keys: &dyn KeySource,
    ) -> Result<SessionReport, TillError> {
        *lock(&self.state(account).session) = None;
        let session = self.session(account, keys, Lane::Person).await?;
        Ok(session.report())
    }

    /// Runs one operation to its end.
    ///
    /// Without a session nothing is sent, and the outcome is `NotSent`. Call [`Executor::ready`]
    /// first where the reason matters.
    pub async fn run<T>(
        &self,
        account: &Account,
        keys: &dyn KeySource,
        lane: Lane,
        mut exchange: BoxedExchange<T>,
    ) -> Outcome<T> {
        let mut session = match self.session(account, keys, lane).await {
            Ok(session) => session,
            Err(no_session) => return Outcome::NotSent(no_session.not_sent()),
        };
        let provider = provider(account.provider);
        let mut answer = None;
        let mut renewed = false;
        for _ in 0..MOST_STEPS {
            let scene = Scene { session: &session, now: self.provider_time(account) };
            let request = match exchange.next(&scene, answer.take()) {
                Step::Send(request) => request,
                Step::End(outcome) => return outcome,
            };
            let authorised = provider.authorise(&session, request.clone());
            let mut result = self.send(account, lane, authorised).await;
            if !renewed && matches!(&result, Ok(answer) if provider.refuses_session(answer)) {
                renewed = true;
                // Where no new session comes, the exchange is told of the refusal: it knows what
                // that means for it.
                if let Ok(fresh) = self.session_after(&session, account, keys, lane).await {
                    session = fresh;
                    let authorised = provider.authorise(&session, request);
                    result = self.send(account, lane, authorised).await;
                }
            }
            answer = Some(result);
        }
        tracing::warn!(account = %account.id, "an exchange did not come to its end");
        Outcome::Unclear(Doubt::Refused)
    }

    /// The provider's time: its last `Date` and the time that has passed since. The computer's own
    /// time until one came.
    pub fn provider_time(&self, account: &Account) -> Timestamp {
        lock(&self.state(account).told_time).map_or_else(
            || self.clock.now(),
            |(told, at)| told.plus(self.clock.elapsed().saturating_sub(at)),
        )
    }

    /// Forgets the account's token and all else that is known of it.
    pub fn forget(&self, account: AccountId) {
        lock(&self.accounts).remove(&account);
    }

    fn state(&self, account: &Account) -> Arc<AccountState> {
        Arc::clone(lock(&self.accounts).entry(account.id).or_default())
    }

    fn is_warm(&self, state: &AccountState) -> bool {
        lock(&state.person_lane)
            .is_some_and(|at| self.clock.elapsed().saturating_sub(at) < WARM_FOR)
    }

    /// The session in use, or a new one.
    async fn session(
        &self,
        account: &Account,
        keys: &dyn KeySource,
        lane: Lane,
    ) -> Result<Arc<Session>, NoSession> {
        let state = self.state(account);
        let good = || {
            lock(&state.session)
                .as_ref()
                .filter(|session| session.is_good_at(self.clock.elapsed()))
                .map(Arc::clone)
        };
        if let Some(session) = good() {
            return Ok(session);
        }
        let sign_in = async {
            // Somebody else's sign-in may have landed just before this one took its turn.
            if let Some(session) = good() {
                return Ok(session);
            }
            let session = Arc::new(self.sign_in(account, keys, lane).await?);
            *lock(&state.session) = Some(Arc::clone(&session));
            Ok(session)
        };
        state.signing_in.share(sign_in).await
    }

    /// A session that is not `over`, which the provider refused.
    async fn session_after(
        &self,
        over: &Arc<Session>,
        account: &Account,
        keys: &dyn KeySource,
        lane: Lane,
    ) -> Result<Arc<Session>, NoSession> {
        let state = self.state(account);
        {
            let mut current = lock(&state.session);
            if current.as_ref().is_some_and(|session| Arc::ptr_eq(session, over)) {
                *current = None;
            }
        }
        self.session(account, keys, lane).await
    }

    async fn sign_in(
        &self,
        account: &Account,
        keys: &dyn KeySource,
        lane: Lane,
    ) -> Result<Session, NoSession> {
        let keys = keys.keys(account).await.map_err(NoSession::Keys)?;
        let provider = provider(account.provider);
        let request = provider.sign_in(account, &keys, &*self.random);
        drop(keys);
        // The token's life is counted from before it was asked for, which is never too late.
        let began = self.clock.elapsed();
        match provider.signed_in(self.send(account, lane, request).await) {
            Outcome::Done(signed_in) => Ok(Session::new(signed_in, began)),
            Outcome::Rejected(rejection) => Err(NoSession::Rejected(rejection)),
            Outcome::NotSent(not_sent) => Err(NoSession::NotSent(not_sent)),
            Outcome::Unclear(_) => Err(NoSession::Unclear),
        }
    }

    async fn send(
        &self,
        account: &Account,
        lane: Lane,
        request: Request,
    ) -> Result<Response, TransportFault> {
        tracing::debug!(account = %account.id, ?lane, ?request, "sending");
        let result = self.transport.send(lane, request).await;
        let at = self.clock.elapsed();
        match &result {
            Ok(answer) => tracing::debug!(account = %account.id, ?answer, "answered"),
            Err(fault) => tracing::info!(account = %account.id, %fault, "no answer"),
        }
        let state = self.state(account);
        if let Some(date) = result.as_ref().ok().and_then(|answer| answer.date) {
            *lock(&state.told_time) = Some((date, at));
        }
        if lane == Lane::Person {
            *lock(&state.person_lane) = result.is_ok().then_some(at);
        }
        result
    }
}

/// What a lock guards here is a value that is replaced whole: a panic elsewhere leaves it sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
