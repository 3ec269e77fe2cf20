//! The view from behind the counter, for the app and for tests.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::behaviour::Behaviour;
use super::customer::Customer;
use super::endpoint::Endpoint;
use super::event::Event;
use super::gateway::Gateway;
use super::ids::PaymentId;
use super::pay_page;
use super::paying::{self, PayRefusal, Which};
use super::payment::{Payment, PaymentStatus};
use super::refund::{Refund, RefundStatus};
use super::trouble::Trouble;
use super::witness::{Happened, KeyUses};
use crate::books_file::BooksError;
use crate::minor_units::MinorUnits;
use crate::test_cards::TypedCard;

/// Looks into a gateway's books, plays the customer, and tells the gateway to misbehave. It stays
/// usable after the server has stopped.
#[derive(Debug, Clone)]
pub struct PaymentFlowBooks(Arc<Gateway>);

impl PaymentFlowBooks {
    pub(super) fn of(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    /// The gateway, after everything that was due by now.
    fn caught_up(&self) -> &Gateway {
        self.0.catch_up();
        &self.0
    }

    /// The present moment by the gateway's clock: for [`Payment::status`] and its like.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    /// All payments, oldest first.
    pub fn payments(&self) -> Vec<Payment> {
        self.caught_up().books().payments().to_vec()
    }

    /// One payment, by the id that answers give.
    pub fn payment(&self, id: &str) -> Option<Payment> {
        self.caught_up().books().payment(id).cloned()
    }

    /// The status of a payment at the present moment.
    pub fn status(&self, id: &str) -> Option<PaymentStatus> {
        let now = self.0.now();
        self.payment(id).map(|payment| payment.status(now))
    }

    /// The address of a payment's page, as `checkout_url` gives it.
    pub fn page_url(&self, id: &str) -> Option<String> {
        let behaviour = self.0.behaviour();
        self.payment(id).map(|payment| pay_page::address(&self.0, &behaviour, &payment.page))
    }

    /// All refunds, oldest first.
    pub fn refunds(&self) -> Vec<Refund> {
        self.caught_up().books().refunds().to_vec()
    }

    /// What went back of a payment or is on its way: its refunds that have not failed.
    pub fn refunded(&self, payment: &PaymentId) -> MinorUnits {
        let now = self.0.now();
        self.caught_up().books().refunded(payment, now)
    }

    /// All customers, oldest first; of one who was deleted, the id alone is left.
    pub fn customers(&self) -> Vec<Customer> {
        self.caught_up().books().customers().to_vec()
    }

    /// What really happened, whatever was answered.
    pub fn happened(&self) -> Happened {
        let now = self.0.now();
        let gateway = self.caught_up();
        let refused_for_rate = gateway.witness().times_refused_for_rate();
        let books = gateway.books();
        let sum = |amounts: &[MinorUnits]| {
            amounts.iter().fold(MinorUnits::default(), |sum, amount| sum.plus(*amount))
        };
        let paid: Vec<_> = books.payments().iter().map(|payment| payment.paid(now)).collect();
        let back = books.refunds().iter().filter(|one| one.status(now) != RefundStatus::Failed);
        let back: Vec<_> = back.map(|refund| refund.amount).collect();
        Happened {
            payments_made: paid.len(),
            payments_paid: paid.iter().filter(|paid| !paid.is_zero()).count(),
            money_in: sum(&paid),
            refunds_made: back.len(),
            money_back: sum(&back),
            refused_for_rate,
        }
    }

    /// Pays as a customer does on the page. The card is one of the test cards. Returns the payment
    /// as it is then; the bank may have refused.
    ///
    /// # Errors
    /// The payment or the card is unknown, the payment cannot be paid, or the books cannot be
    /// written.
    pub fn pay(&self, id: &str, card: &str) -> Result<Payment, PayRefusal> {
        let card = TypedCard { number: card.to_owned(), ..TypedCard::default() };
        paying::pay(self.caught_up(), Which::Id(id), &card)
    }

    /// Lets the bank decide now about a payment that is processing.
    ///
    /// # Errors
    /// The payment is unknown or not processing, or the books cannot be written.
    pub fn decide(&self, id: &str) -> Result<Payment, PayRefusal> {
        paying::decide(self.caught_up(), Which::Id(id))
    }

    /// What was or will be sent to the merchant, oldest first. Without an address it is written
    /// down all the same.
    pub fn events(&self) -> Vec<Event> {
        self.caught_up().books().events.clone()
    }

    /// The value of `PaymentFlow-Signature` for a body that is sent now.
    pub fn signature(&self, body: &str) -> String {
        self.0.signature(body)
    }

    /// Sends new events to this address, or to nobody.
    pub fn send_webhooks_to(&self, url: Option<String>) {
        self.0.set_webhook_url(url);
    }

    /// Plans trouble: with the customer of the next link, or with the answer to the next write or
    /// read. Each happens once, the oldest of its kind first.
    pub fn plan(&self, trouble: impl Into<Trouble>) {
        self.0.plans().add(trouble.into());
    }

    /// The troubles that are planned and have not begun, oldest first.
    pub fn planned(&self) -> Vec<Trouble> {
        self.0.plans().all()
    }

    /// Forgets all planned trouble, and sends away the pretend customers who wait for their moment.
    ///
    /// # Errors
    /// The books cannot be written; the customers then stay.
    pub fn clear_planned(&self) -> Result<(), BooksError> {
        self.0.clear_planned()
    }

    /// Replaces the lies that the gateway tells; the default tells none.
    pub fn set_behaviour(&self, behaviour: Behaviour) {
        self.0.set_behaviour(behaviour);
    }

    /// How often an endpoint was asked since the start, whatever was answered.
    pub fn requests(&self, endpoint: Endpoint) -> u64 {
        self.0.witness().requests(endpoint)
    }

    /// How often an endpoint was asked about one object since the start, signed in and within the
    /// rate limit.
    pub fn requests_about(&self, endpoint: Endpoint, id: &str) -> u64 {
        self.0.witness().requests_about(endpoint, id)
    }

    /// All requests since the start.
    pub fn all_requests(&self) -> u64 {
        self.0.witness().all_requests()
    }

    /// TCP connections taken since the start.
    pub fn connections(&self) -> u64 {
        self.0.witness().connections()
    }

    /// Requests that carried the secret key anywhere but in `Authorization`. A good client never
    /// sends one.
    pub fn key_exposures(&self) -> u64 {
        self.0.witness().key_exposures()
    }

    /// What became of an idempotency key.
    pub fn key_uses(&self, key: &str) -> KeyUses {
        let executed = self.0.books().keys.times(key);
        KeyUses { seen: self.0.witness().times_key_seen(key), executed }
    }
}
