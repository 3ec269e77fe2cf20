//! Pretend customers, who do by themselves what was planned.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::super::books::Books;
use super::super::cards;
use super::super::gateway::Gateway;
use super::super::ids::OrderId;
use super::super::order::Order;
use super::super::payment::{Outcome, record};
use super::CustomerTrouble;
use crate::minor_units::MinorUnits;

/// The customer of one order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in super::super) struct Customer {
    order: OrderId,
    trouble: CustomerTrouble,
    due: DateTime<Utc>,
}

impl Customer {
    /// The customer of an order that was just made.
    pub(in super::super) fn of(order: &Order, trouble: CustomerTrouble) -> Self {
        let due = match trouble {
            CustomerTrouble::PaysLate { seconds } => later(order.expires, seconds.max(1)),
            CustomerTrouble::PaysAfter { seconds }
            | CustomerTrouble::PaysAnotherAmount { seconds, .. }
            | CustomerTrouble::Declines { seconds, .. }
            | CustomerTrouble::DeclinesThenPays { seconds, .. }
            | CustomerTrouble::Reserves { seconds }
            | CustomerTrouble::PaysSlowly { seconds, .. } => later(order.time_created, seconds),
        };
        Self { order: order.id.clone(), trouble, due }
    }
}

fn later(moment: DateTime<Utc>, seconds: u32) -> DateTime<Utc> {
    moment
        .checked_add_signed(TimeDelta::seconds(seconds.into()))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

impl Books {
    /// Serves every customer who is due, the earliest first.
    pub(in super::super) fn serve_customers(&mut self, gateway: &Gateway, now: DateTime<Utc>) {
        while let Some(place) = self.customer_due(now) {
            let customer = self.customers.remove(place);
            let Some(order) = self.order(customer.order.as_str()).cloned() else { continue };
            if let Some(next) = serve(gateway, self, &order, customer) {
                self.customers.push(next);
            }
        }
    }

    /// When the next customer acts.
    pub(in super::super) fn next_customer(&self) -> Option<DateTime<Utc>> {
        self.customers.iter().map(|customer| customer.due).min()
    }

    fn customer_due(&self, now: DateTime<Utc>) -> Option<usize> {
        let all = self.customers.iter().enumerate().filter(|(_, customer)| customer.due <= now);
        all.min_by_key(|(_, customer)| customer.due).map(|(place, _)| place)
    }
}

/// Does what is due, and tells what the same customer does next.
fn serve(
    gateway: &Gateway,
    books: &mut Books,
    order: &Order,
    customer: Customer,
) -> Option<Customer> {
    let at = customer.due;
    let welcome = match customer.trouble {
        CustomerTrouble::PaysLate { .. } => order.payment.is_none(),
        _ => order.is_payable(at),
    };
    if !welcome {
        return None;
    }
    let usual = || Outcome::approved(order, cards::usual());
    let outcome = match customer.trouble {
        CustomerTrouble::PaysAfter { .. }
        | CustomerTrouble::PaysLate { .. }
        | CustomerTrouble::DeclinesThenPays { tries: 0, .. } => usual(),
        CustomerTrouble::PaysAnotherAmount { difference, .. } => {
            let amount = order.amount.get().saturating_add_signed(difference).max(1);
            usual().of_amount(MinorUnits::new(amount))
        }
        CustomerTrouble::Declines { code, .. } => Outcome::Declined(cards::declined(), code),
        CustomerTrouble::DeclinesThenPays { .. } => {
            Outcome::Declined(cards::declined(), cards::DECLINED_CODE)
        }
        CustomerTrouble::Reserves { .. } => usual().held(),
        CustomerTrouble::PaysSlowly { processing, .. } => {
            usual().after(TimeDelta::seconds(processing.into()))
        }
    };
    record(gateway, books, order, outcome, at);
    match customer.trouble {
        CustomerTrouble::DeclinesThenPays { tries, seconds } if tries > 0 => Some(Customer {
            trouble: CustomerTrouble::DeclinesThenPays { tries: tries - 1, seconds },
            due: later(at, 1),
            ..customer
        }),
        _ => None,
    }
}
