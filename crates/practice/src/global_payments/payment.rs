//! The customer's side: opening a link's page and paying there (fact sheet, 3.7).

use chrono::{DateTime, Utc};

use super::behaviour::Behaviour;
use super::books::Books;
use super::cards::{DECLINED_RESULT, Verdict, try_card};
use super::gateway::Gateway;
use super::ids::TransactionId;
use super::link_record::{Link, LinkStatus};
use super::transaction_record::{Card, Transaction, TransactionKind, TransactionState};
use crate::books_file::BooksError;
use crate::minor_units::MinorUnits;

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
    let now = gateway.now();
    gateway.change(|books| {
        let link = books.find(which)?;
        match link.status(now) {
            LinkStatus::Active => {}
            over => return Err(PayRefusal::LinkOver(over)),
        }
        let link = link.clone();
        if books.begun_sale_of(&link.id).is_none() {
            let sale = new_sale(gateway, books, &link, TransactionState::Initiated, now);
            books.add_transaction(sale, now);
        }
        books.change_link(&link.id, now, |link| link.viewed_count += 1);
        Ok(link)
    })
}

/// The customer pays. The sale may be declined; the link then stays payable.
pub(super) fn pay(
    gateway: &Gateway,
    which: Which<'_>,
    typed_card: &str,
) -> Result<Transaction, PayRefusal> {
    let now = gateway.now();
    let behaviour = gateway.behaviour();
    gateway.change(|books| {
        let link = payable(&behaviour, books, which, now)?.clone();
        let outcome = match try_card(typed_card).ok_or(PayRefusal::UnknownCard)? {
            Verdict::Approved(card) => Outcome::approved(&behaviour, card),
            Verdict::Declined(card) => Outcome::Declined(card),
        };
        Ok(record_payment(gateway, &behaviour, books, &link, outcome, link.total(), now))
    })
}

fn payable<'a>(
    behaviour: &Behaviour,
    books: &'a Books,
    which: Which<'_>,
    now: DateTime<Utc>,
) -> Result<&'a Link, PayRefusal> {
    let link = books.find(which)?;
    let opened_before =
        || behaviour.opened_pages_stay_payable && books.begun_sale_of(&link.id).is_some();
    match link.status(now) {
        LinkStatus::Active => Ok(link),
        LinkStatus::Inactive if opened_before() => Ok(link),
        over => Err(PayRefusal::LinkOver(over)),
    }
}

/// What came of an attempt to pay.
#[derive(Debug)]
pub(super) enum Outcome {
    Declined(Card),
    Reserved(Card),
    Captured(Card),
}

impl Outcome {
    /// What comes of a card that the bank approves.
    pub(super) fn approved(behaviour: &Behaviour, card: Card) -> Self {
        if behaviour.holds { Self::Reserved(card) } else { Self::Captured(card) }
    }
}

/// Writes an attempt to pay `link` into the books, whatever the link's status. It completes the
/// sale that was begun by opening the page, if there is one. Reserved money uses the link, too:
/// the customer has done what the link is for.
pub(super) fn record_payment(
    gateway: &Gateway,
    behaviour: &Behaviour,
    books: &mut Books,
    link: &Link,
    outcome: Outcome,
    amount: MinorUnits,
    at: DateTime<Utc>,
) -> Transaction {
    let authcode = gateway.random().digits(6);
    let state = match outcome {
        Outcome::Declined(card) => {
            TransactionState::Declined { card, result: DECLINED_RESULT.to_owned() }
        }
        Outcome::Reserved(card) => TransactionState::Preauthorized { card, authcode },
        Outcome::Captured(card) => TransactionState::Captured { card, authcode },
    };
    let begun = books.begun_sale_of(&link.id).cloned();
    let is_new = begun.is_none();
    let mut sale =
        begun.unwrap_or_else(|| new_sale(gateway, books, link, TransactionState::Initiated, at));
    sale.reserved = matches!(state, TransactionState::Preauthorized { .. }).then_some(amount);
    sale.state = state;
    sale.amount = amount;
    if is_new {
        books.add_transaction(sale.clone(), at);
    } else {
        books.change_transaction(&sale.id, at, |begun| *begun = sale.clone());
    }
    if sale.state.approval().is_some() {
        books.change_link(&link.id, at, |link| link.usage_count += 1);
    }
    if let (true, Some(settlement)) = (sale.state.is_paid(), behaviour.settlement) {
        books.settle_later(&sale.id, at, settlement);
    }
    sale
}

fn new_sale(
    gateway: &Gateway,
    books: &Books,
    link: &Link,
    state: TransactionState,
    at: DateTime<Utc>,
) -> Transaction {
    Transaction {
        id: fresh_transaction_id(gateway, books, &link.reference),
        kind: TransactionKind::Sale { link: link.id.clone() },
        state,
        amount: link.total(),
        reserved: None,
        batch: None,
        currency: link.currency.clone(),
        country: link.country.clone(),
        reference: link.reference.clone(),
        description: String::new(),
        time_created: at,
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
