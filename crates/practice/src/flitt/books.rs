//! What the practice merchant's books hold.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::callback::Callback;
use super::cards::Card;
use super::ids::{OrderId, PaymentId};
use super::order::Order;
use super::trouble::Customer;

/// Everything that survives a restart.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "KeptBooks")]
pub(super) struct Books {
    orders: Vec<Order>,
    /// What is sent to the merchant, oldest first.
    pub(super) callbacks: Vec<Callback>,
    /// Pretend customers who wait for their moment.
    pub(super) customers: Vec<Customer>,
    /// How often the bank did a refund under a `reverse_id`.
    pub(super) reverse_ids: BTreeMap<String, u32>,
    #[serde(skip)]
    by_id: HashMap<String, usize>,
    #[serde(skip)]
    by_page: HashMap<String, usize>,
    #[serde(skip)]
    payment_ids: HashSet<PaymentId>,
    /// Places of the orders with a subscription.
    #[serde(skip)]
    subscribed: Vec<usize>,
}

/// The books as they stand in the file.
#[derive(Deserialize)]
struct KeptBooks {
    orders: Vec<Order>,
    callbacks: Vec<Callback>,
    customers: Vec<Customer>,
    reverse_ids: BTreeMap<String, u32>,
}

impl From<KeptBooks> for Books {
    fn from(kept: KeptBooks) -> Self {
        let KeptBooks { orders, callbacks, customers, reverse_ids } = kept;
        let mut books = Self { callbacks, customers, reverse_ids, ..Self::default() };
        for order in orders {
            books.add_order(order);
        }
        books
    }
}

impl Books {
    /// All orders, oldest first.
    pub(super) fn orders(&self) -> &[Order] {
        &self.orders
    }

    pub(super) fn order(&self, id: &str) -> Option<&Order> {
        self.orders.get(*self.by_id.get(id)?)
    }

    pub(super) fn has_payment_id(&self, id: PaymentId) -> bool {
        self.payment_ids.contains(&id)
    }

    /// The orders with a subscription, oldest first.
    pub(super) fn subscribed(&self) -> impl Iterator<Item = &Order> {
        self.subscribed.iter().filter_map(|place| self.orders.get(*place))
    }

    pub(super) fn order_of_page(&self, page: &str) -> Option<&Order> {
        self.orders.get(*self.by_page.get(page)?)
    }

    /// When something is due by itself: a customer, a charge, or a callback.
    pub(super) fn next_due(&self) -> Option<DateTime<Utc>> {
        let here = [self.next_customer(), self.next_charge(), self.next_callback()];
        here.into_iter().flatten().min()
    }

    /// The card that was kept under a token.
    pub(super) fn card_of_token(&self, token: &str) -> Option<&Card> {
        let payments = self.orders.iter().filter_map(|order| order.payment.as_ref());
        let mut kept = payments.filter(|payment| payment.rectoken.as_deref() == Some(token));
        kept.next()?.card.as_ref()
    }

    pub(super) fn add_order(&mut self, order: Order) {
        let place = self.orders.len();
        self.by_id.insert(order.id.as_str().to_owned(), place);
        self.by_page.insert(order.page.as_str().to_owned(), place);
        self.payment_ids.insert(order.payment_id);
        if order.subscription.is_some() {
            self.subscribed.push(place);
        }
        self.orders.push(order);
    }

    /// Changes an order and returns it as it is then. Its id and page must stay.
    pub(super) fn change_order(
        &mut self,
        id: &OrderId,
        change: impl FnOnce(&mut Order),
    ) -> Option<&Order> {
        let order = self.orders.get_mut(*self.by_id.get(id.as_str())?)?;
        change(order);
        Some(order)
    }
}
