//! What the practice organization's books hold.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::catalogue::ChangedPrices;
use super::ids::{LinkUuid, PaymentId};
use super::link::Link;
use super::payment::Payment;
use super::sessions::Sessions;
use super::trouble::Visitor;

/// Everything that survives a restart.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "KeptBooks")]
pub(super) struct Books {
    links: Vec<Link>,
    payments: Vec<Payment>,
    pub(super) prices: ChangedPrices,
    pub(super) sessions: Sessions,
    /// Pretend customers who wait for their moment.
    pub(super) visitors: Vec<Visitor>,
    #[serde(skip)]
    links_by_uuid: HashMap<String, usize>,
    #[serde(skip)]
    payments_by_id: HashMap<String, usize>,
    #[serde(skip)]
    payments_by_token: HashMap<String, usize>,
    #[serde(skip)]
    payments_of: HashMap<LinkUuid, Vec<usize>>,
}

/// The books as they stand in the file.
#[derive(Deserialize)]
struct KeptBooks {
    links: Vec<Link>,
    payments: Vec<Payment>,
    prices: ChangedPrices,
    sessions: Sessions,
    visitors: Vec<Visitor>,
}

impl From<KeptBooks> for Books {
    fn from(kept: KeptBooks) -> Self {
        let KeptBooks { links, payments, prices, sessions, visitors } = kept;
        let mut books = Self { prices, sessions, visitors, ..Self::default() };
        for link in links {
            books.add_link(link);
        }
        for payment in payments {
            books.add_payment(payment);
        }
        books
    }
}

impl Books {
    /// All links, oldest first, also those that were deleted.
    pub(super) fn links(&self) -> &[Link] {
        &self.links
    }

    /// All payments, oldest first.
    pub(super) fn payments(&self) -> &[Payment] {
        &self.payments
    }

    /// A link, also one that was deleted.
    pub(super) fn link(&self, uuid: &str) -> Option<&Link> {
        self.links.get(*self.links_by_uuid.get(uuid)?)
    }

    pub(super) fn payment(&self, id: &str) -> Option<&Payment> {
        self.payments.get(*self.payments_by_id.get(id)?)
    }

    pub(super) fn payment_of_token(&self, token: &str) -> Option<&Payment> {
        self.payments.get(*self.payments_by_token.get(token)?)
    }

    /// The payments of a link that had been started by `moment`, oldest first.
    pub(super) fn payments_of(
        &self,
        link: &LinkUuid,
        moment: DateTime<Utc>,
    ) -> impl DoubleEndedIterator<Item = &Payment> {
        let places = self.payments_of.get(link).map(Vec::as_slice).unwrap_or_default();
        let payments = places.iter().filter_map(|place| self.payments.get(*place));
        payments.filter(move |payment| payment.created <= moment)
    }

    pub(super) fn add_link(&mut self, link: Link) {
        self.links_by_uuid.insert(link.uuid.as_str().to_owned(), self.links.len());
        self.links.push(link);
    }

    /// Changes a link and returns it as it is then. Its uuid must stay.
    pub(super) fn change_link(
        &mut self,
        uuid: &LinkUuid,
        change: impl FnOnce(&mut Link),
    ) -> Option<&Link> {
        let link = self.links.get_mut(*self.links_by_uuid.get(uuid.as_str())?)?;
        change(link);
        Some(link)
    }

    pub(super) fn add_payment(&mut self, payment: Payment) {
        let place = self.payments.len();
        self.payments_by_id.insert(payment.id.as_str().to_owned(), place);
        self.payments_by_token.insert(payment.token.as_str().to_owned(), place);
        self.payments_of.entry(payment.link.clone()).or_default().push(place);
        self.payments.push(payment);
    }

    /// Changes a payment and returns it as it is then. Its id, link and token must stay.
    pub(super) fn change_payment(
        &mut self,
        id: &PaymentId,
        change: impl FnOnce(&mut Payment),
    ) -> Option<&Payment> {
        let payment = self.payments.get_mut(*self.payments_by_id.get(id.as_str())?)?;
        change(payment);
        Some(payment)
    }
}
