//! What the practice merchant's books hold.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::customer::Customer;
use super::event::{Decision, Event};
use super::idempotency::Keys;
use super::ids::{CustomerId, PaymentId};
use super::payment::Payment;
use super::refund::{Refund, RefundStatus};
use super::trouble::Visitor;
use crate::minor_units::MinorUnits;

/// Everything that survives a restart.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "KeptBooks")]
pub(super) struct Books {
    payments: Vec<Payment>,
    refunds: Vec<Refund>,
    customers: Vec<Customer>,
    pub(super) keys: Keys,
    /// What is sent to the merchant, oldest first.
    pub(super) events: Vec<Event>,
    /// Payments and refunds that will be over by themselves.
    pub(super) decisions: Vec<Decision>,
    /// Pretend customers who wait for their moment.
    pub(super) visitors: Vec<Visitor>,
    /// Places by id; the prefixes keep the kinds apart.
    #[serde(skip)]
    by_id: HashMap<String, usize>,
    #[serde(skip)]
    by_page: HashMap<String, usize>,
    #[serde(skip)]
    refunds_of: HashMap<PaymentId, Vec<usize>>,
}

/// The books as they stand in the file.
#[derive(Deserialize)]
struct KeptBooks {
    payments: Vec<Payment>,
    refunds: Vec<Refund>,
    customers: Vec<Customer>,
    keys: Keys,
    events: Vec<Event>,
    decisions: Vec<Decision>,
    visitors: Vec<Visitor>,
}

impl From<KeptBooks> for Books {
    fn from(kept: KeptBooks) -> Self {
        let KeptBooks { payments, refunds, customers, keys, events, decisions, visitors } = kept;
        let mut books = Self { keys, events, decisions, visitors, ..Self::default() };
        for payment in payments {
            books.add_payment(payment);
        }
        for refund in refunds {
            books.add_refund(refund);
        }
        for customer in customers {
            books.add_customer(customer);
        }
        books
    }
}

impl Books {
    /// All payments, oldest first.
    pub(super) fn payments(&self) -> &[Payment] {
        &self.payments
    }

    /// All refunds, oldest first.
    pub(super) fn refunds(&self) -> &[Refund] {
        &self.refunds
    }

    /// All customers, oldest first, also those who were deleted.
    pub(super) fn customers(&self) -> &[Customer] {
        &self.customers
    }

    /// Whether there is or was something with this id.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    pub(super) fn payment(&self, id: &str) -> Option<&Payment> {
        self.payments.get(*self.by_id.get(id)?).filter(|found| found.id.as_str() == id)
    }

    pub(super) fn payment_of_page(&self, page: &str) -> Option<&Payment> {
        self.payments.get(*self.by_page.get(page)?)
    }

    pub(super) fn refund(&self, id: &str) -> Option<&Refund> {
        self.refunds.get(*self.by_id.get(id)?).filter(|found| found.id.as_str() == id)
    }

    /// A customer who was not deleted.
    pub(super) fn customer(&self, id: &str) -> Option<&Customer> {
        let found = self.customers.get(*self.by_id.get(id)?);
        found.filter(|found| found.id.as_str() == id && !found.deleted)
    }

    /// The refunds of a payment that had been made by `moment`, oldest first.
    pub(super) fn refunds_of(
        &self,
        payment: &PaymentId,
        moment: DateTime<Utc>,
    ) -> impl Iterator<Item = &Refund> {
        let places = self.refunds_of.get(payment).map(Vec::as_slice).unwrap_or_default();
        let refunds = places.iter().filter_map(|place| self.refunds.get(*place));
        refunds.filter(move |refund| refund.created <= moment)
    }

    /// What went back or is on its way: all refunds of a payment that have not failed.
    pub(super) fn refunded(&self, payment: &PaymentId, moment: DateTime<Utc>) -> MinorUnits {
        self.refunds_of(payment, moment)
            .filter(|refund| refund.status(moment) != RefundStatus::Failed)
            .fold(MinorUnits::default(), |sum, refund| sum.plus(refund.amount))
    }

    /// When something is due by itself: a pretend customer, a bank, or an event.
    pub(super) fn next_due(&self) -> Option<DateTime<Utc>> {
        [self.next_visitor(), self.next_decision(), self.next_event()].into_iter().flatten().min()
    }

    pub(super) fn add_payment(&mut self, payment: Payment) {
        let place = self.payments.len();
        self.by_id.insert(payment.id.as_str().to_owned(), place);
        self.by_page.insert(payment.page.as_str().to_owned(), place);
        self.payments.push(payment);
    }

    /// Changes a payment and returns it as it is then. Its id and page must stay.
    pub(super) fn change_payment(
        &mut self,
        id: &PaymentId,
        change: impl FnOnce(&mut Payment),
    ) -> Option<&Payment> {
        let payment = self.payments.get_mut(*self.by_id.get(id.as_str())?)?;
        change(payment);
        Some(payment)
    }

    pub(super) fn add_refund(&mut self, refund: Refund) {
        let place = self.refunds.len();
        self.by_id.insert(refund.id.as_str().to_owned(), place);
        self.refunds_of.entry(refund.payment.clone()).or_default().push(place);
        self.refunds.push(refund);
    }

    pub(super) fn add_customer(&mut self, customer: Customer) {
        self.by_id.insert(customer.id.as_str().to_owned(), self.customers.len());
        self.customers.push(customer);
    }

    /// Changes a customer and returns it as it is then. Its id must stay.
    pub(super) fn change_customer(
        &mut self,
        id: &CustomerId,
        change: impl FnOnce(&mut Customer),
    ) -> Option<&Customer> {
        let customer = self.customers.get_mut(*self.by_id.get(id.as_str())?)?;
        change(customer);
        Some(customer)
    }
}
