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
    rest::Rest,
    session::{KeySource, Keys, Session, SessionReport},
    single_flight::SingleFlight,
    transport::{Lane, Request, Response, TOO_MANY_REQUESTS, Transport, TransportFault},
};

/// How long an unused connection is trusted to be open. Shorter than the transport keeps it.
const WARM_FOR: Duration = Duration::from_mins(1);

/// How long a provider is left alone that asked to slow down and did not say for how long.
const UNSAID_WAIT: Duration = Duration::from_secs(30);

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
    /// Replaced whole with the key, so that a sign-in with the old one that lands later is heard by nobody.
    sign_in: Mutex<Arc<SignIn>>,
    warming: SingleFlight<Result<(), TillError>>,
    /// When a person's lane last had an answer, on the clock that counts sleep.
    person_lane: Mutex<Option<Duration>>,
    /// The provider's time, and when it was told on the clock that counts sleep.
    told_time: Mutex<Option<(Timestamp, Duration)>>,
    /// Until when the provider asked not to be asked, on the clock that counts sleep.
    asked_to_wait: Mutex<Duration>,
}

/// The session of one key, and how it is come by.
#[derive(Default)]
struct SignIn {
    session: Mutex<Option<Arc<Session>>>,
    flight: SingleFlight<Result<Arc<Session>, NoSession>>,
    rest: Mutex<Rest>,
}

impl AccountState {
    fn sign_in(&self) -> Arc<SignIn> {
        Arc::clone(&lock(&self.sign_in))
    }

    /// How much longer the provider wants not to be asked.
    fn wait_at(&self, now: Duration) -> Option<Duration> {
        lock(&self.asked_to_wait).checked_sub(now).filter(|wait| !wait.is_zero())
    }
}

/// A sign-in with a key that was offered. Nobody uses it before [`Executor::install`].
#[derive(Debug)]
pub struct TriedSession(Session);

impl TriedSession {
    /// What the key may do.
    pub fn report(&self) -> SessionReport {
        self.0.report()
    }
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
    /// True where asking again helps only after a person has done something.
    fn needs_person(&self) -> bool {
        match self {
            Self::Keys(error) => matches!(
                error,
                TillError::VaultLocked | TillError::VaultMissing | TillError::VaultNoStore { .. }
            ),
            Self::Rejected(rejection) => {
                matches!(rejection.class, RejectionClass::Credentials | RejectionClass::Permission)
            }
            Self::NotSent(_) | Self::Unclear => false,
        }
    }

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

    /// Signs in anew with the keys as they are now, and tells what they may do. A test that fails
    /// takes no session away.
    pub async fn test_connection(
        &self,
        account: &Account,
        keys: &dyn KeySource,
    ) -> Result<SessionReport, TillError> {
        let sign_in = self.state(account).sign_in();
        *lock(&sign_in.rest) = Rest::default();
        let tried = self.try_keys(account, &keys.keys(account).await?).await?;
        let report = tried.report();
        *lock(&sign_in.session) = Some(Arc::new(tried.0));
        Ok(report)
    }

    /// Signs in with keys that lie nowhere yet. It shares nothing with other sign-ins of the
    /// account, and changes none.
    pub async fn try_keys(
        &self,
        account: &Account,
        keys: &Keys,
    ) -> Result<TriedSession, TillError> {
        Ok(TriedSession(self.sign_in_with(account, keys, Lane::Person).await?))
    }

    /// Puts the session of keys that are kept now in the place of all that the account's old keys
    /// gave.
    pub fn install(&self, account: &Account, tried: TriedSession) {
        let session = Mutex::new(Some(Arc::new(tried.0)));
        *lock(&self.state(account).sign_in) = Arc::new(SignIn { session, ..SignIn::default() });
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

    /// True where the provider has told its time since the program started. Where it has not,
    /// [`Executor::provider_time`] is a guess, and nothing may be proven with it.
    pub fn told_time(&self, account: &Account) -> bool {
        lock(&self.state(account).told_time).is_some()
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
        let sign_in = state.sign_in();
        let good = || {
            lock(&sign_in.session)
                .as_ref()
                .filter(|session| session.is_good_at(self.clock.elapsed()))
                .map(Arc::clone)
        };
        if let Some(session) = good() {
            return Ok(session);
        }
        // Looked at before the flight is joined, so that no person ever shares what only the
        // watcher is told.
        match lane {
            Lane::Person => *lock(&sign_in.rest) = Rest::default(),
            Lane::Watcher => {
                let now = self.clock.elapsed();
                if let Some(wait) = state.wait_at(now) {
                    let fault = Fault::TooManyRequests;
                    return Err(NoSession::NotSent(NotSent { fault, retry_after: Some(wait) }));
                }
                if lock(&sign_in.rest).holds_at(now) {
                    return Err(NoSession::NotSent(Fault::SignIn.into()));
                }
            }
        }
        let work = async {
            // Somebody else's sign-in may have landed just before this one took its turn.
            if let Some(session) = good() {
                return Ok(session);
            }
            let result = self.sign_in(account, keys, lane).await;
            let mut rest = lock(&sign_in.rest);
            match &result {
                Ok(session) => {
                    *rest = Rest::default();
                    *lock(&sign_in.session) = Some(Arc::clone(session));
                }
                Err(no_session) if no_session.needs_person() => {
                    *rest = rest.after_refusal(self.clock.elapsed());
                }
                Err(_) => {}
            }
            result
        };
        sign_in.flight.share(work).await
    }

    /// A session that is not `over`, which the provider refused.
    async fn session_after(
        &self,
        over: &Arc<Session>,
        account: &Account,
        keys: &dyn KeySource,
        lane: Lane,
    ) -> Result<Arc<Session>, NoSession> {
        {
            let sign_in = self.state(account).sign_in();
            let mut current = lock(&sign_in.session);
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
    ) -> Result<Arc<Session>, NoSession> {
        let keys = keys.keys(account).await.map_err(NoSession::Keys)?;
        Ok(Arc::new(self.sign_in_with(account, &keys, lane).await?))
    }

    async fn sign_in_with(
        &self,
        account: &Account,
        keys: &Keys,
        lane: Lane,
    ) -> Result<Session, NoSession> {
        let provider = provider(account.provider);
        let request = provider.sign_in(account, keys, &*self.random);
        // The token's life is counted from before it was asked for, which is never too late.
        let began = self.clock.elapsed();
        match provider.signed_in(self.send(account, lane, request).await) {
            Outcome::Done(signed_in) => Ok(Session::new(signed_in, began)),
            Outcome::Rejected(rejection) => Err(NoSession::Rejected(rejection)),
            Outcome::NotSent(not_sent) => Err(NoSession::NotSent(not_sent)),
            Outcome::Unclear(_) => Err(NoSession::Unclear),
        }
    }

    /// Sends `request` once. In the watcher's lane nothing leaves while the provider wants to be
    /// left alone: the answer is then the one that it gave to that wish.
    async fn send(
        &self,
        account: &Account,
        lane: Lane,
        request: Request,
    ) -> Result<Response, TransportFault> {
        let state = self.state(account);
        if lane == Lane::Watcher
            && let Some(wait) = state.wait_at(self.clock.elapsed())
        {
            return Ok(Response::too_many_requests(wait));
        }
        tracing::debug!(account = %account.id, ?lane, ?request, "sending");
        let result = self.transport.send(lane, request).await;
        let at = self.clock.elapsed();
        match &result {
            Ok(answer) => tracing::debug!(account = %account.id, ?answer, "answered"),
            Err(fault) => tracing::info!(account = %account.id, %fault, "no answer"),
        }
        if let Some(wait) = result.as_ref().ok().and_then(asked_wait) {
            let mut until = lock(&state.asked_to_wait);
            *until = at.saturating_add(wait).max(*until);
        }
        if let Some(date) = result.as_ref().ok().and_then(|answer| answer.date) {
            *lock(&state.told_time) = Some((date, at));
        }
        if lane == Lane::Person {
            *lock(&state.person_lane) = result.is_ok().then_some(at);
        }
        result
    }
}

/// How long an answer asks to be left alone.
fn asked_wait(answer: &Response) -> Option<Duration> {
    (answer.status == TOO_MANY_REQUESTS).then(|| answer.asked_wait().unwrap_or(UNSAID_WAIT))
}

/// What a lock guards here is a value that is replaced whole: a panic elsewhere leaves it sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
