//! The gateway as a whole: what it knows and keeps.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::books::Books;
use super::errors::ApiError;
use super::token::Sessions;
use super::trouble::Trouble;
use super::witness::Witness;
use crate::answer::GatewayAnswer;
use crate::books_file::{BooksError, BooksFile};
use crate::call::Call;
use crate::clock::Clock;
use crate::credentials::PracticeCredentials;
use crate::kept::Kept;
use crate::moments::time_delta;
use crate::plans::Plans;
use crate::random::Random;
use crate::rate_limit::Answered;
use crate::served::Served;

/// The app's name in answers.
pub(super) const APP_NAME: &str = "practice_app";

/// A moment as the gateway writes it: UTC, milliseconds, `Z`.
pub(super) fn timestamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// What stays the same while the server runs.
#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) merchant_name: String,
    pub(crate) credentials: PracticeCredentials,
    pub(crate) refund_limit_percent: u32,
    /// Scheme, host and port, without a path.
    pub(crate) origin: String,
}

/// The pretend gateway. It knows nothing of sockets; every request is answered by one plain call.
#[derive(Debug)]
pub(crate) struct Gateway {
    shop: Shop,
    clock: Arc<dyn Clock>,
    random: Random,
    books: Kept<Books>,
    sessions: Sessions,
    answered: Answered,
    behaviour: Mutex<Arc<Behaviour>>,
    plans: Plans<Trouble>,
    witness: Witness,
}

impl Gateway {
    /// Opens the books, or starts new ones.
    pub(crate) fn open(
        shop: Shop,
        clock: Arc<dyn Clock>,
        random: Random,
        file: Option<BooksFile>,
    ) -> Result<Self, BooksError> {
        Ok(Self { books: Kept::open(file)?, ..Self::in_memory(shop, clock, random) })
    }

    /// New books that no file keeps.
    pub(crate) fn in_memory(shop: Shop, clock: Arc<dyn Clock>, random: Random) -> Self {
        Self {
            shop,
            clock,
            random,
            books: Kept::default(),
            sessions: Sessions::default(),
            answered: Answered::default(),
            behaviour: Mutex::default(),
            plans: Plans::default(),
            witness: Witness::default(),
        }
    }

    pub(crate) fn shop(&self) -> &Shop {
        &self.shop
    }

    pub(crate) fn witness(&self) -> &Witness {
        &self.witness
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(super) fn random(&self) -> &Random {
        &self.random
    }

    pub(super) fn sessions(&self) -> &Sessions {
        &self.sessions
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
        self.books().keep_history(behaviour.replication_lag.is_some());
        *self.behaviour.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(behaviour);
    }

    /// The moment whose books a read shows, if not the present.
    pub(super) fn horizon(&self, behaviour: &Behaviour) -> Option<DateTime<Utc>> {
        let lag = time_delta(behaviour.replication_lag?);
        Some(self.now().checked_sub_signed(lag).unwrap_or(DateTime::<Utc>::MIN_UTC))
    }

    /// Does what was due by now: pretend customers pay, captured money is settled. If the books
    /// cannot be written, it stays due.
    pub(super) fn catch_up(&self) {
        let now = self.now();
        {
            let books = self.books();
            if !books.has_customers_due(now) && !books.has_to_settle(now) {
                return;
            }
        }
        let behaviour = self.behaviour();
        let _ = self.change(|books| {
            books.serve_customers(self, &behaviour, now);
            books.settle_due(&self.random, now);
            Ok::<(), BooksError>(())
        });
    }

    /// Forgets planned trouble, and the customers who wait for their moment.
    pub(super) fn clear_planned(&self) -> Result<(), BooksError> {
        self.plans.clear();
        self.change(|books| {
            books.customers.clear();
            Ok(())
        })
    }

    /// The books, to read. Nobody changes them while the guard lives.
    pub(super) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.read()
    }

    /// Changes the books. The change is on disk before this returns `Ok`; after an error nothing
    /// has changed.
    pub(super) fn change<T, E: From<BooksError>>(
        &self,
        change: impl FnOnce(&mut Books) -> Result<T, E>,
    ) -> Result<T, E> {
        self.books.change(change)
    }

    /// The `action` object of an answer (fact sheet, 3.2).
    pub(super) fn action(&self, kind: &str) -> Value {
        let behaviour = self.behaviour();
        json!({
            "id": format!("ACT_{}", self.random.alphanumeric(30)),
            "type": behaviour.action_type_in_answer.as_deref().unwrap_or(kind),
            "time_created": timestamp(self.now()),
            "result_code": "SUCCESS",
            "app_id": self.shop.credentials.app_id,
            "app_name": APP_NAME,
        })
    }
}

impl Served for Gateway {
    fn answer(&self, call: &Call) -> Option<GatewayAnswer> {
        self.reply(call).sent_at(self.now())
    }

    fn unreadable(&self) -> GatewayAnswer {
        let error = ApiError::body_unreadable();
        GatewayAnswer::json(error.status, &error.body(), self.now())
    }

    fn lost(&self) -> GatewayAnswer {
        let error = ApiError::nothing_kept();
        GatewayAnswer::json(error.status, &error.body(), self.now())
    }

    fn connection_opened(&self) {
        self.witness.connection_opened();
    }
}
