//! The gateway as a whole: what it knows and keeps.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use super::answering;
use super::behaviour::Behaviour;
use super::books::Books;
use super::credentials::PaymentFlowCredentials;
use super::refusal::Refusal;
use super::signature;
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
use crate::rate_limit::Answered;
use crate::served::Served;

/// 50 pairs of metadata, each with 540 characters of four bytes, written with JSON's escapes.
const LARGEST_BODY: usize = 512 * 1024;

/// What stays the same while the gateway runs.
#[derive(Debug)]
pub(super) struct Shop {
    pub(super) merchant_name: String,
    pub(super) credentials: PaymentFlowCredentials,
    /// Scheme, host and port, without a path.
    pub(super) origin: String,
}

/// What can be changed while the gateway runs, and what it forgets when it ends.
#[derive(Debug, Default)]
pub(super) struct Manner {
    pub(super) behaviour: Mutex<Arc<Behaviour>>,
    pub(super) webhook_url: Mutex<Option<String>>,
}

impl Manner {
    pub(super) fn new(behaviour: Behaviour, webhook_url: Option<String>) -> Self {
        Self { behaviour: Mutex::new(Arc::new(behaviour)), webhook_url: Mutex::new(webhook_url) }
    }
}

/// The pretend gateway. It knows nothing of sockets; every request is answered by one plain call.
#[derive(Debug)]
pub(super) struct Gateway {
    shop: Shop,
    manner: Manner,
    clock: Arc<dyn Clock>,
    random: Random,
    books: Kept<Books>,
    answered: Answered,
    plans: Plans<Trouble>,
    witness: Witness,
    stir: Notify,
}

impl Gateway {
    /// Opens the books, or starts new ones.
    pub(super) fn open(
        shop: Shop,
        manner: Manner,
        clock: Arc<dyn Clock>,
        random: Random,
        file: Option<BooksFile>,
    ) -> Result<Self, BooksError> {
        Ok(Self { books: Kept::open(file)?, ..Self::in_memory(shop, manner, clock, random) })
    }

    /// New books that no file keeps.
    pub(super) fn in_memory(
        shop: Shop,
        manner: Manner,
        clock: Arc<dyn Clock>,
        random: Random,
    ) -> Self {
        Self {
            shop,
            manner,
            clock,
            random,
            books: Kept::default(),
            answered: Answered::default(),
            plans: Plans::default(),
            witness: Witness::default(),
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

    pub(super) fn answered(&self) -> &Answered {
        &self.answered
    }

    pub(super) fn plans(&self) -> &Plans<Trouble> {
        &self.plans
    }

    pub(super) fn behaviour(&self) -> Arc<Behaviour> {
        Arc::clone(&self.manner.behaviour.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set_behaviour(&self, behaviour: Behaviour) {
        let mut present = self.manner.behaviour.lock().unwrap_or_else(PoisonError::into_inner);
        *present = Arc::new(behaviour);
    }

    /// Where new events go.
    pub(super) fn webhook_url(&self) -> Option<String> {
        self.manner.webhook_url.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_webhook_url(&self, url: Option<String>) {
        *self.manner.webhook_url.lock().unwrap_or_else(PoisonError::into_inner) = url;
    }

    /// The signature header of `body` if it is sent now.
    pub(super) fn signature(&self, body: &str) -> String {
        let now = self.now();
        if self.behaviour().webhooks_signed_wrongly {
            // Well formed, and of another body.
            return signature::of(&self.shop.credentials, &format!("{body} "), now);
        }
        signature::of(&self.shop.credentials, body, now)
    }

    /// Does what was due by now: pretend customers pay, banks decide. If the books cannot be
    /// written, it stays due.
    pub(super) fn catch_up(&self) {
        let now = self.now();
        {
            let books = self.books();
            let due = [books.next_visitor(), books.next_decision()];
            if !due.into_iter().flatten().any(|due| due <= now) {
                return;
            }
        }
        let _ = self.change(|books| {
            books.serve_visitors(self, now);
            books.tell_decisions(self, now);
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
        let done = self.books.change(change)?;
        self.stir.notify_one();
        Ok(done)
    }
}

impl Tells for Gateway {
    fn next_message(&self) -> Option<Message> {
        self.catch_up();
        let (place, url, body) = {
            let books = self.books();
            let (place, event) = books.due_event(self.now())?;
            (place, event.url.clone()?, event.body.clone())
        };
        let headers = vec![(signature::HEADER, self.signature(&body))];
        Some(Message { place, url, headers, body })
    }

    fn message_tried(&self, place: usize, answer: Option<StatusCode>) -> Result<(), BooksError> {
        let (now, behaviour) = (self.now(), self.behaviour());
        let taken = answer.is_some_and(|status| status.is_success());
        self.change(|books| {
            books.event_tried(place, taken, behaviour.events_come_twice, now);
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

    fn largest_body(&self) -> usize {
        LARGEST_BODY
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
