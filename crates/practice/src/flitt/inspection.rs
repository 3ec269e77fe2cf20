//! The view from behind the counter, for the app and for tests.

use std::sync::Arc;

use super::behaviour::Behaviour;
use super::callback::Callback;
use super::endpoint::Endpoint;
use super::gateway::Gateway;
use super::ids::OrderId;
use super::order::{Order, OrderStatus};
use super::pay_page;
use super::payment::{self, PayRefusal, Which};
use super::trouble::Trouble;
use super::witness::ReverseIdUses;
use crate::books_file::BooksError;
use crate::minor_units::MinorUnits;

/// Looks into a gateway's books, plays the customer, and tells the gateway to misbehave. It stays
/// usable after the server has stopped.
#[derive(Debug, Clone)]
pub struct FlittBooks(Arc<Gateway>);

impl FlittBooks {
    pub(super) fn of(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    /// The gateway, after everything that was due by now.
    fn caught_up(&self) -> &Gateway {
        self.0.catch_up();
        &self.0
    }

    /// All orders, oldest first, with their payment, capture and refunds.
    pub fn orders(&self) -> Vec<Order> {
        self.caught_up().books().orders().to_vec()
    }

    /// One order.
    pub fn order(&self, order: &OrderId) -> Option<Order> {
        self.caught_up().books().order(order.as_str()).cloned()
    }

    /// The status of an order at the present moment.
    pub fn status(&self, order: &OrderId) -> Option<OrderStatus> {
        let now = self.0.now();
        self.order(order).map(|order| order.status(now))
    }

    /// What went back by now.
    pub fn reversed(&self, order: &OrderId) -> MinorUnits {
        let now = self.0.now();
        self.order(order).map_or_else(MinorUnits::default, |order| order.reversed(now))
    }

    /// The address of an order's page, as checkout gave it.
    pub fn page_url(&self, order: &OrderId) -> Option<String> {
        let behaviour = self.0.behaviour();
        self.order(order).map(|order| pay_page::address(&self.0, &behaviour, &order.page))
    }

    /// Pays an order as a customer does on its page. The card is one of the test cards. Returns the
    /// order as it is then; a declined try is among its `declined_tries`.
    ///
    /// # Errors
    /// The order or the card is unknown, the order cannot be paid, or the books cannot be written.
    pub fn pay(&self, order: &OrderId, card: &str) -> Result<Order, PayRefusal> {
        payment::pay(self.caught_up(), Which::Id(order.as_str()), card)
    }

    /// What was or will be sent to the merchant, oldest first.
    pub fn callbacks(&self) -> Vec<Callback> {
        self.caught_up().books().callbacks.clone()
    }

    /// Plans trouble: with the customer of the next link, or with the answer to the next write or
    /// status request. Each happens once, the oldest of its kind first.
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

    /// How often an endpoint was asked about an order since the start, well signed.
    pub fn requests_about(&self, endpoint: Endpoint, order: &OrderId) -> u64 {
        self.0.witness().requests_about(endpoint, order.as_str())
    }

    /// All requests since the start.
    pub fn all_requests(&self) -> u64 {
        self.0.witness().all_requests()
    }

    /// TCP connections taken since the start.
    pub fn connections(&self) -> u64 {
        self.0.witness().connections()
    }

    /// Requests that carried one of the keys itself, anywhere. A good client never sends one. Keys
    /// shorter than 12 characters are not looked for.
    pub fn key_exposures(&self) -> u64 {
        self.0.witness().key_exposures()
    }

    /// What became of a `reverse_id`.
    pub fn reverse_id_uses(&self, reverse_id: &str) -> ReverseIdUses {
        let executed = self.0.books().reverse_ids.get(reverse_id).copied().unwrap_or_default();
        ReverseIdUses { seen: self.0.witness().times_reverse_id_seen(reverse_id), executed }
    }
}
