//! The one place that owns HTTP: it signs in, keeps the token, and drives exchanges to their end.

mod account_state;
mod health;
mod no_session;
mod run;
mod sending;
mod sessions;

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::{
    Clock, Outcome, Random, TillError, Timestamp,
    account::{Account, ProviderId},
    capabilities::RateLimit,
    ids::AccountId,
};

pub use self::{health::Health, sessions::TriedSession};
use crate::{
    exchange::BoxedExchange,
    executor::{
        account_state::{AccountState, lock},
        run::Run,
    },
    gate::{Pass, Traffic},
    provider::{Provider, provider},
    session::{KeySource, Session},
    transport::{Lane, Transport},
};

/// How long an unused connection is trusted to be open. Shorter than the transport keeps it.
const WARM_FOR: Duration = Duration::from_mins(1);

/// Gives the provider of a name.
type Providers = dyn Fn(ProviderId) -> &'static (dyn Provider) + Send + Sync;

/// Drives exchanges over a transport.
///
/// One token is kept for each account and renewed by one caller at a time. A write is sent once;
/// the only repetition is that of a request which the provider refused because the token was over,
/// once in an exchange, to the byte the same. A read that a person waits for is sent again a few
/// times where the network or the provider fails.
///
/// What the till asks by itself stays within the account's budget, and leaves a provider alone that
/// fails or asks for it. A person is never held back.
pub struct Executor {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    providers: Box<Providers>,
    rate: Option<RateLimit>,
    accounts: Mutex<HashMap<AccountId, Arc<AccountState>>>,
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
        let providers = Box::new(provider);
        Self { transport, clock, random, providers, rate: None, accounts: Mutex::default() }
    }

    /// The same executor with other providers, for a simulation that varies what one can do.
    #[must_use]
    pub fn with_providers(
        mut self,
        providers: impl Fn(ProviderId) -> &'static (dyn Provider) + Send + Sync + 'static,
    ) -> Self {
        self.providers = Box::new(providers);
        self
    }

    /// The same executor with this rate for every account, in place of what the providers'
    /// capabilities say.
    #[must_use]
    pub fn with_rate(mut self, rate: RateLimit) -> Self {
        self.rate = Some(rate);
        self
    }

    /// The provider of an account.
    pub fn provider(&self, account: &Account) -> &'static dyn Provider {
        (self.providers)(account.provider)
    }

    /// Makes sure that a token is there. No request when one is.
    pub async fn ready(&self, account: &Account, keys: &dyn KeySource) -> Result<(), TillError> {
        self.session(account, keys, &mut Pass::new(Lane::Person)).await?;
        Ok(())
    }

    /// Makes sure that a token is there and that a connection of the person's lane is open, so that
    /// the next write costs one round trip. No request when both are; nor while the keys are known to
    /// be refused or shut away: typing is no press of a button, and each try may lock the account.
    pub async fn prepare(&self, account: &Account, keys: &dyn KeySource) -> Result<(), TillError> {
        let state = self.state(account);
        if let Some(refusal) = lock(&state.sign_in().rest).refusal() {
            return Err(refusal.clone().into());
        }
        self.ready(account, keys).await?;
        if self.is_warm(&state) {
            return Ok(());
        }
        let warm_up = async {
            if self.is_warm(&state) {
                return Ok(());
            }
            let exchange = self.provider(account).warm_up(account);
            self.run(account, keys, Lane::Person, exchange).await.into_result()
        };
        state.warming.share(warm_up).await
    }

    /// Runs one operation to its end.
    ///
    /// Without a session nothing is sent, and the outcome is `NotSent`. Call [`Executor::ready`]
    /// first where the reason matters. Nor is anything sent in a lane that must wait: the outcome
    /// is then the one of a provider that asked for it.
    pub async fn run<T>(
        &self,
        account: &Account,
        keys: &dyn KeySource,
        lane: Lane,
        exchange: BoxedExchange<T>,
    ) -> Outcome<T> {
        Run::new(self, account, Some(keys), lane).finish(keys, exchange).await
    }

    /// Runs one operation to its end with a session that nobody uses yet, for a person who waits. What comes of it says
    /// nothing of the session in use.
    pub async fn run_tried<T>(
        &self,
        account: &Account,
        tried: &TriedSession,
        exchange: BoxedExchange<T>,
    ) -> Outcome<T> {
        let session = Arc::clone(&tried.0);
        Run::new(self, account, None, Lane::Person).finish_with(session, exchange).await
    }

    /// Runs one operation as far as it needs no sign-in, for a person who waits: what anybody may ask can be asked also
    /// while there is no session. A request that needs one is not sent, as if there were no connection.
    pub async fn run_as_anyone<T>(
        &self,
        account: &Account,
        exchange: BoxedExchange<T>,
    ) -> Outcome<T> {
        let nobody = Arc::new(Session::of_nobody());
        Run::new(self, account, None, Lane::Person)
            .signed_by_nobody()
            .finish_with(nobody, exchange)
            .await
    }

    /// How long until an operation of this lane that begins with a read may begin; zero for a
    /// person. Others may come first meanwhile.
    pub fn wait_for(&self, account: &Account, lane: Lane) -> Duration {
        let now = self.clock.elapsed();
        let state = self.state(account);
        let gate = lock(&state.gate).wait(lane, now);
        if lane == Lane::Person {
            return gate;
        }
        let rest = lock(&state.sign_in().rest).left_at(now);
        gate.max(rest.unwrap_or_default())
    }

    /// What the account's requests came to, whichever service they went to.
    pub fn traffic(&self, account: &Account) -> Traffic {
        let state = self.state(account);
        let payments = lock(&state.gate).traffic();
        payments.with(lock(&state.reports_gate).traffic())
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
        let mut accounts = lock(&self.accounts);
        let state = accounts.entry(account.id).or_insert_with(|| {
            let capabilities = self.provider(account).capabilities();
            let rate = self.rate.unwrap_or_else(|| capabilities.rate(account.environment()));
            Arc::new(AccountState::new(rate, self.clock.elapsed()))
        });
        Arc::clone(state)
    }

    fn is_warm(&self, state: &AccountState) -> bool {
        lock(&state.person_lane)
            .is_some_and(|at| self.clock.elapsed().saturating_sub(at) < WARM_FOR)
    }
}
