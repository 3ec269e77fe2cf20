//! What the practice merchant's books hold.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::history::History;
use super::idempotency::Execution;
use super::ids::{LinkId, TransactionId};
use super::index::Index;
use super::link_record::Link;
use super::settlement::Settling;
use super::transaction_record::{Transaction, TransactionState};
use super::trouble::Customer;
use crate::minor_units::MinorUnits;

/// Everything that survives a restart.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "KeptBooks")]
pub(super) struct Books {
    links: Vec<Link>,
    transactions: Vec<Transaction>,
    pub(super) executions: BTreeMap<String, Execution>,
    /// Pretend customers who wait for their moment.
    pub(super) customers: Vec<Customer>,
    /// What goes to the merchant's bank next, by time.
    pub(super) settling: VecDeque<Settling>,
    #[serde(skip)]
    index: Index,
    #[serde(skip)]
    link_history: History<Link>,
    #[serde(skip)]
    transaction_history: History<Transaction>,
}

/// The books as they stand in the file.
#[derive(Deserialize)]
struct KeptBooks {
    links: Vec<Link>,
    transactions: Vec<Transaction>,
    executions: BTreeMap<String, Execution>,
    #[serde(default)]
    customers: Vec<Customer>,
    #[serde(default)]
    settling: VecDeque<Settling>,
}

impl From<KeptBooks> for Books {
    fn from(kept: KeptBooks) -> Self {
        let KeptBooks { links, transactions, executions, customers, settling } = kept;
        let mut index = Index::default();
        for (place, link) in links.iter().enumerate() {
            index.add_link(place, link);
        }
        for (place, transaction) in transactions.iter().enumerate() {
            index.add_transaction(place, transaction);
        }
        Self { links, transactions, executions, customers, settling, index, ..Self::default() }
    }
}

impl Books {
    /// All links, oldest first.
    pub(super) fn links(&self) -> &[Link] {
        &self.links
    }

    /// All sales and refunds, oldest first.
    pub(super) fn transactions(&self) -> &[Transaction] {
        &self.transactions
    }

    pub(super) fn link(&self, id: &str) -> Option<&Link> {
        self.links.get(self.index.link(id)?)
    }

    pub(super) fn link_of_page(&self, page: &str) -> Option<&Link> {
        self.links.get(self.index.page(page)?)
    }

    pub(super) fn transaction(&self, id: &str) -> Option<&Transaction> {
        self.transactions.get(self.index.transaction(id)?)
    }

    /// The sale that the customer of a link began by opening its page.
    pub(super) fn begun_sale_of(&self, link: &LinkId) -> Option<&Transaction> {
        let sales =
            self.index.sales_of(link).iter().filter_map(|place| self.transactions.get(*place));
        sales.into_iter().find(|sale| sale.state == TransactionState::Initiated)
    }

    /// What was refunded of a sale so far.
    pub(super) fn refunded(&self, sale: &TransactionId) -> MinorUnits {
        let refunds =
            self.index.refunds_of(sale).iter().filter_map(|place| self.transactions.get(*place));
        refunds.fold(MinorUnits::default(), |sum, refund| sum.plus(refund.amount))
    }

    pub(super) fn add_link(&mut self, link: Link, at: DateTime<Utc>) {
        let place = self.links.len();
        self.index.add_link(place, &link);
        self.link_history.written(place, at, || None);
        self.links.push(link);
    }

    /// Changes a link and returns it as it is then. Its id, page and reference must stay.
    pub(super) fn change_link(
        &mut self,
        id: &LinkId,
        at: DateTime<Utc>,
        change: impl FnOnce(&mut Link),
    ) -> Option<&Link> {
        let place = self.index.link(id.as_str())?;
        let link = self.links.get_mut(place)?;
        self.link_history.written(place, at, || Some(link.clone()));
        change(link);
        Some(link)
    }

    pub(super) fn add_transaction(&mut self, transaction: Transaction, at: DateTime<Utc>) {
        let place = self.transactions.len();
        self.index.add_transaction(place, &transaction);
        self.transaction_history.written(place, at, || None);
        self.transactions.push(transaction);
    }

    /// Changes a transaction and returns it as it is then. Its id, kind and reference must stay.
    pub(super) fn change_transaction(
        &mut self,
        id: &TransactionId,
        at: DateTime<Utc>,
        change: impl FnOnce(&mut Transaction),
    ) -> Option<&Transaction> {
        let place = self.index.transaction(id.as_str())?;
        let transaction = self.transactions.get_mut(place)?;
        self.transaction_history.written(place, at, || Some(transaction.clone()));
        change(transaction);
        Some(transaction)
    }

    /// Begins to keep what records looked like before they were written, or stops.
    pub(super) fn keep_history(&mut self, kept: bool) {
        self.link_history.keep(kept);
        self.transaction_history.keep(kept);
    }

    /// The books as they looked at `moment`, or as they are.
    pub(super) fn seen_at(&self, moment: Option<DateTime<Utc>>) -> View<'_> {
        View { books: self, moment }
    }
}

/// The books as a read shows them, which may be as they were a moment ago.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    books: &'a Books,
    moment: Option<DateTime<Utc>>,
}

impl<'a> View<'a> {
    fn link_at(self, place: usize) -> Option<&'a Link> {
        let present = self.books.links.get(place)?;
        match self.moment {
            None => Some(present),
            Some(moment) => self.books.link_history.at(place, moment, present),
        }
    }

    fn transaction_at(self, place: usize) -> Option<&'a Transaction> {
        let present = self.books.transactions.get(place)?;
        match self.moment {
            None => Some(present),
            Some(moment) => self.books.transaction_history.at(place, moment, present),
        }
    }

    pub(super) fn link(self, id: &str) -> Option<&'a Link> {
        self.link_at(self.books.index.link(id)?)
    }

    pub(super) fn transaction(self, id: &str) -> Option<&'a Transaction> {
        self.transaction_at(self.books.index.transaction(id)?)
    }

    /// All links, or those with this reference, oldest first.
    pub(super) fn links(self, reference: Option<&str>) -> Vec<&'a Link> {
        let at = |place| self.link_at(place);
        match reference {
            None => (0..self.books.links.len()).filter_map(at).collect(),
            Some(reference) => {
                let places = self.books.index.links_with_reference(reference);
                places.iter().copied().filter_map(at).collect()
            }
        }
    }

    /// All transactions, or those with this reference, oldest first.
    pub(super) fn transactions(self, reference: Option<&str>) -> Vec<&'a Transaction> {
        let at = |place| self.transaction_at(place);
        match reference {
            None => (0..self.books.transactions.len()).filter_map(at).collect(),
            Some(reference) => {
                let places = self.books.index.transactions_with_reference(reference);
                places.iter().copied().filter_map(at).collect()
            }
        }
    }

    /// The sales of a link, oldest first.
    pub(super) fn sales_of(self, link: &LinkId) -> impl Iterator<Item = &'a Transaction> {
        let places = self.books.index.sales_of(link).iter();
        places.filter_map(move |place| self.transaction_at(*place))
    }
}
