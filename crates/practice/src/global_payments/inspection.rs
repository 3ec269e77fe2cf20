//! The view from behind the counter, for the app and for tests.

use std::sync::Arc;

use super::behaviour::Behaviour;
use super::gateway::Gateway;
use super::ids::{LinkId, TransactionId};
use super::link_record::{Link, LinkStatus};
use super::payment::{self, PayRefusal, Which};
use super::transaction_record::Transaction;
use super::trouble::Trouble;
use super::witness::{Endpoint, KeyUses};
use crate::books_file::BooksError;
use crate::minor_units::MinorUnits;

/// Looks into a server's books, plays the customer, and tells the server to misbehave. It stays
/// usable after the server has stopped.
#[derive(Debug, Clone)]
pub struct PracticeBooks(Arc<Gateway>);

impl PracticeBooks {
    pub(crate) fn of(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    /// The gateway, after everything that was due by now.
    fn caught_up(&self) -> &Gateway {
        self.0.catch_up();
        &self.0
    }

    /// All links, oldest first.
    pub fn links(&self) -> Vec<Link> {
        self.caught_up().books().links().to_vec()
    }

    /// The status of a link at the present moment.
    pub fn link_status(&self, link: &LinkId) -> Option<LinkStatus> {
        let now = self.0.now();
        self.caught_up().books().link(link.as_str()).map(|link| link.status(now))
    }

    /// All sales and refunds, oldest first.
    pub fn transactions(&self) -> Vec<Transaction> {
        self.caught_up().books().transactions().to_vec()
    }

    /// What was refunded of a sale so far.
    pub fn refunded(&self, sale: &TransactionId) -> MinorUnits {
        self.caught_up().books().refunded(sale)
    }

    /// Pays a link as a customer does on its page. The card is one of the test cards; a declined
    /// one gives a declined transaction.
    ///
    /// # Errors
    /// The link or the card is unknown, the link is over, or the books cannot be written.
    pub fn pay(&self, link: &LinkId, card: &str) -> Result<Transaction, PayRefusal> {
        payment::pay(self.caught_up(), Which::Id(link.as_str()), card)
    }

    /// Opens a link's page as a customer does.
    ///
    /// # Errors
    /// The link is unknown or over, or the books cannot be written.
    pub fn open_page(&self, link: &LinkId) -> Result<(), PayRefusal> {
        payment::open(self.caught_up(), Which::Id(link.as_str())).map(drop)
    }

    /// Switches a link off, as the merchant can in the provider's own portal.
    ///
    /// # Errors
    /// The link is unknown, or the books cannot be written.
    pub fn switch_off(&self, link: &LinkId) -> Result<(), PayRefusal> {
        let now = self.0.now();
        self.caught_up().change(|books| {
            let found = books.change_link(link, now, |link| link.switched_off = true);
            found.ok_or(PayRefusal::UnknownLink)?;
            books.tell_of_cancel(link, now);
            Ok(())
        })
    }

    /// Ends a link for good: its status is CLOSED, unless it is PAID.
    ///
    /// # Errors
    /// The link is unknown, or the books cannot be written.
    pub fn close(&self, link: &LinkId) -> Result<(), PayRefusal> {
        let now = self.0.now();
        self.caught_up().change(|books| {
            let found = books.change_link(link, now, |link| link.closed = true);
            found.map(drop).ok_or(PayRefusal::UnknownLink)
        })
    }

    /// Sends all captured money on its way to the merchant's bank: CAPTURED becomes BATCHED.
    ///
    /// # Errors
    /// The books cannot be written.
    pub fn batch_captured(&self) -> Result<(), BooksError> {
        self.settle_all("CAPTURED")
    }

    /// The merchant's bank gets all that is on its way: BATCHED becomes FUNDED.
    ///
    /// # Errors
    /// The books cannot be written.
    pub fn fund_batched(&self) -> Result<(), BooksError> {
        self.settle_all("BATCHED")
    }

    fn settle_all(&self, word: &str) -> Result<(), BooksError> {
        let now = self.0.now();
        self.caught_up().change(|books| {
            books.settle_all(word, self.0.random(), now);
            Ok(())
        })
    }

    /// Plans trouble: with the customer of the next link, or with the answer to the next write.
    /// Each happens once, the oldest of its kind first.
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

    /// How often an endpoint was asked since the start, whatever was answered.
    pub fn requests(&self, endpoint: Endpoint) -> u64 {
        self.0.witness().requests(endpoint)
    }

    /// All requests since the start.
    pub fn all_requests(&self) -> u64 {
        self.0.witness().all_requests()
    }

    /// TCP connections taken since the start.
    pub fn connections(&self) -> u64 {
        self.0.witness().connections()
    }

    /// Requests that carried the app key itself, anywhere. A good client never sends it
    /// (fact sheet, 9.1).
    pub fn app_key_exposures(&self) -> u64 {
        self.0.witness().app_key_exposures()
    }

    /// What became of an idempotency key.
    pub fn key_uses(&self, key: &str) -> KeyUses {
        let executed = self.0.books().executions.get(key).map_or(0, |execution| execution.times);
        KeyUses { seen: self.0.witness().times_key_seen(key), executed }
    }

    /// Ends every token: the next request is answered `NOT_AUTHENTICATED` 40002.
    pub fn expire_tokens(&self) {
        self.0.sessions().expire_all(self.0.now());
    }

    /// Forgets every token: the next request is answered `NOT_AUTHENTICATED` 40001.
    pub fn forget_tokens(&self) {
        self.0.sessions().forget_all();
    }

    /// Replaces the lies that the server tells; the default tells none.
    pub fn set_behaviour(&self, behaviour: Behaviour) {
        self.0.set_behaviour(behaviour);
    }
}
