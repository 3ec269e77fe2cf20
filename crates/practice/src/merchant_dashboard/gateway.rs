//! The dashboard as a whole: what it knows and keeps.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use super::answering;
use super::behaviour::Behaviour;
use super::books::Books;
use super::credentials::{MerchantDashboardCredentials, StaffToken};
use super::refusal::Refusal;
use super::trouble::Trouble;
use super::witness::Witness;
use crate::answer::GatewayAnswer;
use crate::books_file::{BooksError, BooksFile};
use crate::call::Call;
use crate::clock::Clock;
use crate::kept::Kept;
use crate::plans::Plans;
use crate::random::Random;
use crate::rate_limit::Answered;
use crate::served::Served;

/// What stays the same while the dashboard runs.
#[derive(Debug)]
pub(super) struct Shop {
    /// The organization's name.
    pub(super) merchant_name: String,
    pub(super) credentials: MerchantDashboardCredentials,
    /// Scheme, host and port, without a path.
    pub(super) origin: String,
}

/// The pretend dashboard. It knows nothing of sockets; every request is answered by one plain call.
#[derive(Debug)]
pub(super) struct Gateway {
    shop: Shop,
    behaviour: Mutex<Arc<Behaviour>>,
    clock: Arc<dyn Clock>,
    random: Random,
    books: Kept<Books>,
    /// The tokens in plain text that were given out since the start, to notice them where they do
    /// not belong.
    tokens: Mutex<Vec<StaffToken>>,
    answered: Answered,
    plans: Plans<Trouble>,
    witness: Witness,
}

impl Gateway {
    /// Opens the books, or starts new ones. The first session begins now, unless it began before.
    pub(super) fn open(
        shop: Shop,
        behaviour: Behaviour,
        clock: Arc<dyn Clock>,
        random: Random,
        file: Option<BooksFile>,
    ) -> Result<Self, BooksError> {
        let gateway =
            Self { books: Kept::open(file)?, ..Self::new(shop, behaviour, clock, random) };
        let (token, now) = (&gateway.shop.credentials.token, gateway.now());
        if !gateway.books().sessions.knows(token) {
            gateway.change(|books| {
                books.sessions.begin(token, now);
                Ok::<(), BooksError>(())
            })?;
        }
        Ok(gateway)
    }

    /// New books that no file keeps.
    pub(super) fn in_memory(
        shop: Shop,
        behaviour: Behaviour,
        clock: Arc<dyn Clock>,
        random: Random,
    ) -> Self {
        let gateway = Self::new(shop, behaviour, clock, random);
        gateway.books().sessions.begin(&gateway.shop.credentials.token, gateway.now());
        gateway
    }

    fn new(shop: Shop, behaviour: Behaviour, clock: Arc<dyn Clock>, random: Random) -> Self {
        let tokens = Mutex::new(vec![shop.credentials.token.clone()]);
        Self {
            shop,
            behaviour: Mutex::new(Arc::new(behaviour)),
            clock,
            random,
            books: Kept::default(),
            tokens,
            answered: Answered::default(),
            plans: Plans::default(),
            witness: Witness::default(),
        }
    }

    pub(super) fn shop(&self) -> &Shop {
        &self.shop
    }

    pub(super) fn witness(&self) -> &Witness {
        &self.witness
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(super) fn random(&self) -> &Random {
        &self.random
    }

    pub(super) fn answered(&self) -> &Answered {
        &self.answered
    }

    pub(super) fn plans(&self) -> &Plans<Trouble> {
        &self.plans
    }

    pub(super) fn behaviour(&self) -> Arc<Behaviour> {
        Arc::clone(&self.behaviour.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set_behaviour(&self, behaviour: Behaviour) {
        let mut present = self.behaviour.lock().unwrap_or_else(PoisonError::into_inner);
        *present = Arc::new(behaviour);
    }

    /// Begins a session and gives its token, which no books keep.
    pub(super) fn sign_in(&self) -> Result<StaffToken, BooksError> {
        let now = self.now();
        let token = self.change(|books| {
            let mut token = StaffToken::generate(&self.random);
            // A seeded gateway that reopens its books would draw the tokens of its last run again.
            while books.sessions.knows(&token) {
                token = StaffToken::generate(&self.random);
            }
            books.sessions.begin(&token, now);
            Ok::<_, BooksError>(token)
        })?;
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).push(token.clone());
        Ok(token)
    }

    /// Ends all sessions.
    pub(super) fn end_sessions(&self) -> Result<(), BooksError> {
        self.change(|books| {
            books.sessions.end_all();
            Ok(())
        })
    }

    /// Whether `call` carries a token anywhere but in `header`, or anywhere at all if there is none.
    pub(super) fn exposes_a_token(&self, call: &Call, header: Option<&str>) -> bool {
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.iter().map(StaffToken::expose).any(|token| match header {
            Some(header) => call.contains_beside(header, token),
            None => call.contains(token),
        })
    }

    /// Does what was due by now: pretend customers come. If the books cannot be written, it stays
    /// due.
    pub(super) fn catch_up(&self) {
        let now = self.now();
        if self.books().next_visitor().is_none_or(|due| due > now) {
            return;
        }
        let _ = self.change(|books| {
            books.serve_visitors(self, now);
            Ok::<(), BooksError>(())
        });
    }

    /// Forgets planned trouble, and the pretend customers who wait for their moment.
    pub(super) fn clear_planned(&self) -> Result<(), BooksError> {
        self.plans.clear();
        self.change(|books| {
            books.visitors.clear();
            Ok(())
        })
    }

    /// The books, to read. Nobody changes them while the guard lives.
    pub(super) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.read()
    }

    /// Changes the books. The change is on disk before this returns `Ok`; after an error nothing
    /// has changed. A change that is refused must refuse before it writes.
    pub(super) fn change<T, E: From<BooksError>>(
        &self,
        change: impl FnOnce(&mut Books) -> Result<T, E>,
    ) -> Result<T, E> {
        self.books.change(change)
    }
}

impl Served for Gateway {
    fn answer(&self, call: &Call) -> Option<GatewayAnswer> {
        self.reply(call)
    }

    fn unreadable(&self) -> GatewayAnswer {
        answering::refused(&Refusal::too_large(), self.now())
    }

    fn lost(&self) -> GatewayAnswer {
        answering::refused(&Refusal::broken(), self.now())
    }

    fn connection_opened(&self) {
        self.witness.connection_opened();
    }
}
