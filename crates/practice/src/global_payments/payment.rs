//! The customer's side: opening a link's page and paying there (fact sheet, 3.7).

use super::books::{
    Books, Link, LinkStatus, Transaction, TransactionId, TransactionKind, TransactionState,
};
use super::cards::{Verdict, try_card};
use super::gateway::Gateway;
use crate::books_file::BooksError;

/// How much of the reference a transaction's id repeats (fact sheet, 3.7).
const REFERENCE_TAIL: usize = 12;

/// A link was not paid, and no transaction came of it.
#[derive(Debug, thiserror::Error)]
pub enum PayRefusal {
    /// There is no such link.
    #[error("there is no such link")]
    UnknownLink,
    /// The link cannot be paid any more.
    #[error("the link is {}", .0.word())]
    LinkOver(LinkStatus),
    /// Only the test cards are taken.
    #[error("the card is not one of the test cards")]
    UnknownCard,
    /// The books could not be written.
    #[error(transparent)]
    Books(#[from] BooksError),
}

/// Which link is meant: by the API's id, or by the address of its page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which<'a> {
    Id(&'a str),
    Page(&'a str),
}

impl Books {
    fn find(&self, which: Which<'_>) -> Result<&Link, PayRefusal> {
        let found = match which {
            Which::Id(id) => self.link(id),
            Which::Page(page) => self.link_of_page(page),
        };
        found.ok_or(PayRefusal::UnknownLink)
    }
}

/// The link that `which` means, whatever its status.
pub(super) fn link(gateway: &Gateway, which: Which<'_>) -> Result<Link, PayRefusal> {
    gateway.books().find(which).cloned()
}

/// The customer opens the page. A payable link then shows an INITIATED entry, which is no payment.
pub(super) fn open(gateway: &Gateway, which: Which<'_>) -> Result<Link, PayRefusal> {
    gateway.change(|books| {
        let mut link = payable(gateway, books, which)?;
        link.viewed_count += 1;
        let waiting =
            books.sales_of(&link.id).any(|sale| sale.state == TransactionState::Initiated);
        if !waiting {
            let sale = new_sale(gateway, books, &link, TransactionState::Initiated);
            books.transactions.push(sale);
        }
        if let Some(kept) = books.link_mut(&link.id) {
            kept.viewed_count = link.viewed_count;
        }
        Ok(link)
    })
}

/// The customer pays. The sale may be declined; the link then stays payable.
pub(super) fn pay(
    gateway: &Gateway,
    which: Which<'_>,
    typed_card: &str,
) -> Result<Transaction, PayRefusal> {
    gateway.change(|books| {
        let link = payable(gateway, books, which)?;
        let state = match try_card(typed_card).ok_or(PayRefusal::UnknownCard)? {
            Verdict::Approved(card) => {
                TransactionState::Captured { card, authcode: gateway.random().digits(6) }
            }
            Verdict::Declined { card, result } => {
                TransactionState::Declined { card, result: result.to_owned() }
            }
        };
        let paid = matches!(state, TransactionState::Captured { .. });
        let begun = books
            .transactions
            .iter_mut()
            .find(|sale| sale.is_of_link(&link.id) && sale.state == TransactionState::Initiated);
        let sale = if let Some(begun) = begun {
            begun.state = state;
            begun.clone()
        } else {
            let sale = new_sale(gateway, books, &link, state);
            books.transactions.push(sale.clone());
            sale
        };
        if let Some(kept) = books.link_mut(&link.id).filter(|_| paid) {
            kept.usage_count += 1;
        }
        Ok(sale)
    })
}

fn payable(gateway: &Gateway, books: &Books, which: Which<'_>) -> Result<Link, PayRefusal> {
    let link = books.find(which)?;
    match link.status(gateway.now()) {
        LinkStatus::Active => Ok(link.clone()),
        over => Err(PayRefusal::LinkOver(over)),
    }
}

fn new_sale(gateway: &Gateway, books: &Books, link: &Link, state: TransactionState) -> Transaction {
    Transaction {
        id: fresh_transaction_id(gateway, books, &link.reference),
        kind: TransactionKind::Sale { link: link.id.clone() },
        state,
        amount: link.total(),
        currency: link.currency.clone(),
        country: link.country.clone(),
        reference: link.reference.clone(),
        description: String::new(),
        time_created: gateway.now(),
    }
}

/// An id that the books do not hold yet; a seeded server that reopens them would draw the ids of
/// its last run again.
pub(super) fn fresh_transaction_id(
    gateway: &Gateway,
    books: &Books,
    reference: &str,
) -> TransactionId {
    let tail = reference_tail(reference);
    loop {
        let id = format!("TRN_{}_{tail}", gateway.random().alphanumeric(23));
        if books.transaction(&id).is_none() {
            return TransactionId(id);
        }
    }
}

/// The last letters and digits of the reference, ASCII only so that the id fits into a path.
fn reference_tail(reference: &str) -> String {
    let plain: Vec<char> = reference.chars().filter(char::is_ascii_alphanumeric).collect();
    plain[plain.len().saturating_sub(REFERENCE_TAIL)..].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_the_documented_one() {
        assert_eq!(reference_tail("transaction 53044871"), "tion53044871");
        assert_eq!(reference_tail("INV-1001-REF"), "INV1001REF");
        assert_eq!(reference_tail("Café – 7"), "Caf7");
    }
}
