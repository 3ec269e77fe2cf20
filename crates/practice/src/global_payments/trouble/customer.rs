//! Pretend customers, who do by themselves what was planned.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::super::behaviour::Behaviour;
use super::super::books::Books;
use super::super::cards;
use super::super::gateway::Gateway;
use super::super::ids::LinkId;
use super::super::link_record::{Link, LinkStatus};
use super::super::payment::{Outcome, record_payment};
use super::CustomerTrouble;
use crate::minor_units::MinorUnits;

/// The customer of one link.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in super::super) struct Customer {
    link: LinkId,
    trouble: CustomerTrouble,
    /// `None` while the link is not switched off and the customer waits for that.
    due: Option<DateTime<Utc>>,
}

impl Customer {
    /// The customer of a link that is made at `now`.
    pub(in super::super) fn of(link: &Link, trouble: CustomerTrouble, now: DateTime<Utc>) -> Self {
        let due = match trouble {
            CustomerTrouble::PaysAfterCancel { .. } => None,
            CustomerTrouble::PaysLate { seconds } => Some(after_expiry(link, seconds)),
            CustomerTrouble::PaysAfter { seconds }
            | CustomerTrouble::PaysTwice { seconds }
            | CustomerTrouble::PaysAnotherAmount { seconds, .. }
            | CustomerTrouble::Declines { seconds }
            | CustomerTrouble::Reserves { seconds } => {
                Some(now + TimeDelta::seconds(seconds.into()))
            }
        };
        Self { link: link.id.clone(), trouble, due }
    }
}

fn after_expiry(link: &Link, seconds: u32) -> DateTime<Utc> {
    let wait = TimeDelta::seconds(seconds.max(1).into());
    link.expires.checked_add_signed(wait).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

impl Books {
    /// Tells the customers who wait for it that `link` was switched off at `now`.
    pub(in super::super) fn tell_of_cancel(&mut self, link: &LinkId, now: DateTime<Utc>) {
        for customer in &mut self.customers {
            if let CustomerTrouble::PaysAfterCancel { seconds } = customer.trouble
                && customer.link == *link
            {
                customer.due.get_or_insert(now + TimeDelta::seconds(seconds.into()));
            }
        }
    }

    pub(in super::super) fn has_customers_due(&self, now: DateTime<Utc>) -> bool {
        self.customers.iter().any(|customer| customer.due.is_some_and(|due| due <= now))
    }

    /// Serves every customer who is due, the earliest first.
    pub(in super::super) fn serve_customers(
        &mut self,
        gateway: &Gateway,
        behaviour: &Behaviour,
        now: DateTime<Utc>,
    ) {
        while let Some((place, due)) = self.next_due(now) {
            let mut customer = self.customers.remove(place);
            let Some(link) = self.link(customer.link.as_str()).cloned() else { continue };
            if let CustomerTrouble::PaysLate { seconds } = customer.trouble
                && due <= link.expires
            {
                customer.due = Some(after_expiry(&link, seconds));
                self.customers.push(customer);
                continue;
            }
            serve(gateway, behaviour, self, &link, customer.trouble, due);
        }
    }

    fn next_due(&self, now: DateTime<Utc>) -> Option<(usize, DateTime<Utc>)> {
        let all = self.customers.iter().enumerate();
        let due = all.filter_map(|(place, customer)| Some((place, customer.due?)));
        due.filter(|(_, due)| *due <= now).min_by_key(|(_, due)| *due)
    }
}

fn serve(
    gateway: &Gateway,
    behaviour: &Behaviour,
    books: &mut Books,
    link: &Link,
    trouble: CustomerTrouble,
    at: DateTime<Utc>,
) {
    let status = link.status(at);
    let welcome = match trouble {
        CustomerTrouble::PaysLate { .. } | CustomerTrouble::PaysAfterCancel { .. } => {
            status != LinkStatus::Paid
        }
        _ => status == LinkStatus::Active,
    };
    if !welcome {
        return;
    }
    let asked = link.total();
    let mut pays = |outcome, amount| {
        record_payment(gateway, behaviour, books, link, outcome, amount, at);
    };
    let usual = || Outcome::approved(behaviour, cards::usual());
    match trouble {
        CustomerTrouble::PaysAfter { .. }
        | CustomerTrouble::PaysLate { .. }
        | CustomerTrouble::PaysAfterCancel { .. } => pays(usual(), asked),
        CustomerTrouble::PaysTwice { .. } => {
            pays(usual(), asked);
            pays(usual(), asked);
        }
        CustomerTrouble::PaysAnotherAmount { difference, .. } => {
            let amount = asked.get().saturating_add_signed(difference).max(1);
            pays(usual(), MinorUnits::new(amount));
        }
        CustomerTrouble::Declines { .. } => pays(Outcome::Declined(cards::declined()), asked),
        CustomerTrouble::Reserves { .. } => pays(Outcome::Reserved(cards::usual()), asked),
    }
}
