//! The gateway as a whole: what it knows and keeps.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use super::behaviour::Behaviour;
use super::books::Books;
use super::credentials::FlittCredentials;
use super::portal::Tokens;
use super::trouble::Trouble;
use super::witness::Witness;
use crate::answer::GatewayAnswer;
use crate::books_file::{BooksError, BooksFile};
use crate::call::Call;
use crate::clock::Clock;
use crate::kept::Kept;
use crate::messenger::{Message, Tells};
use crate::plans::Plans;
use crate::random::Random;
use crate::served::Served;

const TEXT: &str = "text/plain; charset=utf-8";

/// What stays the same while the gateway runs.
#[derive(Debug)]
pub(super) struct Shop {
    pub(super) merchant_name: String,
    pub(super) credentials: FlittCredentials,
    /// Scheme, host and port, without a path.
    pub(super) origin: String,
}

/// The pretend gateway. It knows nothing of sockets; every request is answered by one plain call.
#[derive(Debug)]
pub(super) struct Gateway {
    shop: Shop,
    clock: Arc<dyn Clock>,
    random: Random,
    books: Kept<Books>,
    behaviour: Mutex<Arc<Behaviour>>,
    plans: Plans<Trouble>,
    witness: Witness,
    portal_tokens: Tokens,
    stir: Notify,
}

impl Gateway {
    /// Opens the books, or starts new ones.
    pub(super) fn open(
        shop: Shop,
        clock: Arc<dyn Clock>,
        random: Random,
        file: Option<BooksFile>,
    ) -> Result<Self, BooksError> {
        Ok(Self { books: Kept::open(file)?, ..Self::in_memory(shop, clock, random) })
    }

    /// New books that no file keeps.
    pub(super) fn in_memory(shop: Shop, clock: Arc<dyn Clock>, random: Random) -> Self {
        Self {
            shop,
            clock,
            random,
            books: Kept::default(),
            behaviour: Mutex::default(),
            plans: Plans::default(),
            witness: Witness::default(),
            portal_tokens: Tokens::default(),
            stir: Notify::new(),
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

    pub(super) fn plans(&self) -> &Plans<Trouble> {
        &self.plans
    }

    pub(super) fn portal_tokens(&self) -> &Tokens {
        &self.portal_tokens
    }

    pub(super) fn behaviour(&self) -> Arc<Behaviour> {
        Arc::clone(&self.behaviour.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set_behaviour(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(behaviour);
    }

    /// Does what was due by now: pretend customers pay, subscriptions are charged. If the books cannot be written, it stays
    /// due.
    pub(super) fn catch_up(&self) {
        let now = self.now();
        {
            let books = self.books();
            let due = [books.next_customer(), books.next_charge()];
            if !due.into_iter().flatten().any(|due| due <= now) {
                return;
            }
        }
        let _ = self.change(|books| {
            books.serve_customers(self, now);
            books.charge_subscriptions(self, now);
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
        let done = self.books.change(change)?;
        self.stir.notify_one();
        Ok(done)
    }
}

impl Tells for Gateway {
    fn next_message(&self) -> Option<Message> {
        self.catch_up();
        let books = self.books();
        let (place, callback) = books.due_callback(self.now())?;
        let (url, body) = (callback.url.clone(), callback.body.clone());
        Some(Message { place, url, headers: Vec::new(), body })
    }

    /// Only HTTP 200 counts as taken (fact sheet, 4.1).
    fn message_tried(&self, place: usize, answer: Option<StatusCode>) -> Result<(), BooksError> {
        let now = self.now();
        self.change(|books| {
            books.callback_tried(place, answer == Some(StatusCode::OK), now);
            Ok(())
        })
    }

    fn until_next_due(&self) -> Option<Duration> {
        let next = self.books().next_due()?;
        Some(next.signed_duration_since(self.now()).to_std().unwrap_or_default())
    }

    async fn stirred(&self) {
        self.stir.notified().await;
    }
}

impl Served for Gateway {
    fn answer(&self, call: &Call) -> Option<GatewayAnswer> {
        let answer = self.reply(call);
        self.stir.notify_one();
        answer
    }

    fn unreadable(&self) -> GatewayAnswer {
        let body = "The request cannot be read";
        GatewayAnswer::new(StatusCode::PAYLOAD_TOO_LARGE, TEXT, body, self.now())
    }

    fn lost(&self) -> GatewayAnswer {
        server_error(self.now())
    }

    fn connection_opened(&self) {
        self.witness.connection_opened();
    }
}

/// What a gateway that broke down answers.
pub(super) fn server_error(now: DateTime<Utc>) -> GatewayAnswer {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    GatewayAnswer::new(status, TEXT, "Internal Server Error", now)
}

/// What a path gets that nothing lives under, and a method that nothing takes.
pub(super) fn no_such_place(status: StatusCode, now: DateTime<Utc>) -> GatewayAnswer {
    let body = status.canonical_reason().unwrap_or_default();
    GatewayAnswer::new(status, TEXT, body, now)
}
