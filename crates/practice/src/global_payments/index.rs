//! Where in the books a record stands. Simulations look up many records among thousands.

use std::collections::HashMap;

use super::ids::{LinkId, PageId, TransactionId};
use super::link_record::Link;
use super::transaction_record::{Transaction, TransactionKind};

/// Places of links and transactions in the books, each in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    links: HashMap<LinkId, usize>,
    pages: HashMap<PageId, usize>,
    links_by_reference: HashMap<String, Vec<usize>>,
    transactions: HashMap<TransactionId, usize>,
    transactions_by_reference: HashMap<String, Vec<usize>>,
    sales: HashMap<LinkId, Vec<usize>>,
    refunds: HashMap<TransactionId, Vec<usize>>,
}

impl Index {
    pub(super) fn add_link(&mut self, place: usize, link: &Link) {
        self.links.insert(link.id.clone(), place);
        self.pages.insert(link.page.clone(), place);
        self.links_by_reference.entry(link.reference.to_lowercase()).or_default().push(place);
    }

    pub(super) fn add_transaction(&mut self, place: usize, transaction: &Transaction) {
        self.transactions.insert(transaction.id.clone(), place);
        let reference = transaction.reference.to_lowercase();
        self.transactions_by_reference.entry(reference).or_default().push(place);
        match &transaction.kind {
            TransactionKind::Sale { link } => {
                self.sales.entry(link.clone()).or_default().push(place);
            }
            TransactionKind::Refund { of } => {
                self.refunds.entry(of.clone()).or_default().push(place);
            }
        }
    }

    pub(super) fn link(&self, id: &str) -> Option<usize> {
        self.links.get(id).copied()
    }

    pub(super) fn page(&self, page: &str) -> Option<usize> {
        self.pages.get(page).copied()
    }

    pub(super) fn transaction(&self, id: &str) -> Option<usize> {
        self.transactions.get(id).copied()
    }

    /// The links with this reference, whatever its case.
    pub(super) fn links_with_reference(&self, reference: &str) -> &[usize] {
        places(self.links_by_reference.get(&reference.to_lowercase()))
    }

    /// The transactions with this reference, whatever its case.
    pub(super) fn transactions_with_reference(&self, reference: &str) -> &[usize] {
        places(self.transactions_by_reference.get(&reference.to_lowercase()))
    }

    pub(super) fn sales_of(&self, link: &LinkId) -> &[usize] {
        places(self.sales.get(link))
    }

    pub(super) fn refunds_of(&self, sale: &TransactionId) -> &[usize] {
        places(self.refunds.get(sale))
    }
}

fn places(found: Option<&Vec<usize>>) -> &[usize] {
    found.map(Vec::as_slice).unwrap_or_default()
}
