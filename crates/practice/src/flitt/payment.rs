//! The customer's side: paying an order, or trying to.

use chrono::{DateTime, TimeDelta, Utc};

use super::behaviour::after;
use super::books::Books;
use super::callback::CallbackReason;
use super::cards::{Card, DECLINED_CODE, Verdict, try_card};
use super::gateway::Gateway;
use super::ids::ReversalId;
use super::money::Currency;
use super::order::{DeclinedTry, Order, OrderKind, OrderStatus, Payment, Reversal};
use crate::books_file::BooksError;
use crate::minor_units::MinorUnits;

/// An order was not paid, and nothing was tried.
#[derive(Debug, thiserror::Error)]
pub enum PayRefusal {
    /// There is no such order.
    #[error("there is no such order")]
    UnknownOrder,
    /// The order cannot be paid any more, or is being paid.
    #[error("the order is {}", .0.word())]
    NotPayable(OrderStatus),
    /// Only the test cards are taken.
    #[error("the card is not one of the test cards")]
    UnknownCard,
    /// The books could not be written.
    #[error(transparent)]
    Books(#[from] BooksError),
}

/// Which order is meant: by the merchant's id, or by the address of its page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which<'a> {
    Id(&'a str),
    Page(&'a str),
}

impl Books {
    fn find(&self, which: Which<'_>) -> Result<&Order, PayRefusal> {
        let found = match which {
            Which::Id(id) => self.order(id),
            Which::Page(page) => self.order_of_page(page),
        };
        found.ok_or(PayRefusal::UnknownOrder)
    }
}

/// The order that `which` means, whatever its status.
pub(super) fn order(gateway: &Gateway, which: Which<'_>) -> Result<Order, PayRefusal> {
    gateway.books().find(which).cloned()
}

/// The customer tries to pay. Returns the order as it is then; the try may have been declined.
pub(super) fn pay(
    gateway: &Gateway,
    which: Which<'_>,
    typed_card: &str,
) -> Result<Order, PayRefusal> {
    let now = gateway.now();
    gateway.change(|books| {
        let order = books.find(which)?.clone();
        if !order.is_payable(now) {
            return Err(PayRefusal::NotPayable(order.status(now)));
        }
        let outcome = match try_card(typed_card).ok_or(PayRefusal::UnknownCard)? {
            Verdict::Approved(card) => Outcome::approved(&order, card),
            Verdict::Declined(card) => Outcome::Declined(card, DECLINED_CODE),
        };
        record(gateway, books, &order, outcome, now);
        books.find(which).cloned()
    })
}

/// What came of a try to pay.
#[derive(Debug)]
pub(super) enum Outcome {
    Declined(Card, u16),
    Approved {
        card: Option<Card>,
        amount: MinorUnits,
        currency: Currency,
        held: bool,
        wait: TimeDelta,
    },
}

impl Outcome {
    /// What comes of a card that the bank approves.
    pub(super) fn approved(order: &Order, card: Card) -> Self {
        Self::Approved {
            card: Some(card),
            amount: order.amount,
            currency: order.currency.clone(),
            held: order.terms.preauth,
            wait: TimeDelta::zero(),
        }
    }

    /// Money that moves at once, with a card or without.
    pub(super) fn charged(order: &Order, card: Option<Card>) -> Self {
        Self::Approved {
            card,
            amount: order.amount,
            currency: order.currency.clone(),
            held: false,
            wait: TimeDelta::zero(),
        }
    }

    pub(super) fn of_amount(mut self, paid: MinorUnits) -> Self {
        if let Self::Approved { amount, .. } = &mut self {
            *amount = paid;
        }
        self
    }

    pub(super) fn held(mut self) -> Self {
        if let Self::Approved { held, .. } = &mut self {
            *held = true;
        }
        self
    }

    /// The bank takes this long.
    pub(super) fn after(mut self, length: TimeDelta) -> Self {
        if let Self::Approved { wait, .. } = &mut self {
            *wait = length;
        }
        self
    }
}

/// Writes a try to pay `order` into the books, whatever the order's status.
pub(super) fn record(
    gateway: &Gateway,
    books: &mut Books,
    order: &Order,
    outcome: Outcome,
    at: DateTime<Utc>,
) {
    let (reason, told_at, given_back_at) = match outcome {
        Outcome::Declined(card, code) => {
            let declined = DeclinedTry { at, card, code };
            books.change_order(&order.id, |order| order.declined_tries.push(declined));
            (CallbackReason::DeclinedTry, at, None)
        }
        Outcome::Approved { card, amount, currency, held, wait } => {
            let approved = at.checked_add_signed(wait).unwrap_or(DateTime::<Utc>::MAX_UTC);
            let random = gateway.random();
            let payment = Payment {
                begun: at,
                approved,
                card,
                amount,
                currency,
                held,
                approval_code: random.digits(6),
                rrn: random.digits(12),
                rectoken: order.terms.keeps_card.then(|| random.alphanumeric(46)),
            };
            let giving_back = giving_back(gateway, order, &payment);
            let given_back_at = giving_back.as_ref().map(|reversal| reversal.settled);
            books.change_order(&order.id, |order| {
                if let Some(subscription) = &mut order.subscription {
                    subscription.begin(payment.approved);
                }
                order.payment = Some(payment);
                order.reversals.extend(giving_back);
            });
            (CallbackReason::Approved, approved, given_back_at)
        }
    };
    if let Some(order) = books.order(order.id.as_str()).cloned() {
        books.tell(gateway, &order, reason, told_at);
        if let Some(given_back_at) = given_back_at {
            books.tell(gateway, &order, CallbackReason::Reversed, given_back_at);
        }
    }
}

/// The money of a verification goes back by itself (fact sheet, 3.4).
fn giving_back(gateway: &Gateway, order: &Order, payment: &Payment) -> Option<Reversal> {
    let wait = gateway.behaviour().verification_reversed_after;
    (order.kind == OrderKind::Verification).then(|| Reversal {
        id: fresh_reversal_id(gateway),
        reverse_id: None,
        amount: payment.amount,
        comment: String::new(),
        at: payment.approved,
        settled: after(payment.approved, wait),
        declined: None,
    })
}

/// Ten digits; nothing looks a refund up by them.
pub(super) fn fresh_reversal_id(gateway: &Gateway) -> ReversalId {
    ReversalId(format!("2{}", gateway.random().digits(9)))
}
