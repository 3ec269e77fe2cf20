//! The customer's side: paying a link, or trying to.

use chrono::{DateTime, TimeDelta, Utc};

use super::books::Books;
use super::gateway::Gateway;
use super::payment::{Attempt, Payment, PaymentStatus};
use crate::books_file::BooksError;
use crate::minor_units::MinorUnits;
use crate::moments::later;
use crate::test_cards::{TypedCard, Unacceptable, Verdict};

/// A payment was not paid, and nobody asked the bank.
#[derive(Debug, thiserror::Error)]
pub enum PayRefusal {
    /// There is no such payment.
    #[error("there is no such payment")]
    UnknownPayment,
    /// The payment cannot be paid any more, or is being paid.
    #[error("the payment is {}", .0.word())]
    NotPayable(PaymentStatus),
    /// Only the test cards are taken.
    #[error("the card is not one of the test cards")]
    UnknownCard,
    /// The expiry is over, or is none.
    #[error("the expiry is not a month to come")]
    CardExpired,
    /// The security code has not three digits.
    #[error("the security code has not three digits")]
    WrongCvc,
    /// The payment was not waiting for its bank.
    #[error("the payment is not processing")]
    NotProcessing,
    /// The books could not be written.
    #[error(transparent)]
    Books(#[from] BooksError),
}

impl From<Unacceptable> for PayRefusal {
    fn from(problem: Unacceptable) -> Self {
        match problem {
            Unacceptable::Number => Self::UnknownCard,
            Unacceptable::Expiry => Self::CardExpired,
            Unacceptable::Cvc => Self::WrongCvc,
        }
    }
}

/// Which payment is meant: by its id, or by the address of its page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which<'a> {
    Id(&'a str),
    Page(&'a str),
}

impl Books {
    fn find(&self, which: Which<'_>) -> Result<&Payment, PayRefusal> {
        let found = match which {
            Which::Id(id) => self.payment(id),
            Which::Page(page) => self.payment_of_page(page),
        };
        found.ok_or(PayRefusal::UnknownPayment)
    }
}

/// The payment that `which` means, whatever its status.
pub(super) fn payment(gateway: &Gateway, which: Which<'_>) -> Result<Payment, PayRefusal> {
    gateway.books().find(which).cloned()
}

/// The customer pays with a card. Returns the payment as it is then; the bank may have refused.
pub(super) fn pay(
    gateway: &Gateway,
    which: Which<'_>,
    card: &TypedCard,
) -> Result<Payment, PayRefusal> {
    let now = gateway.now();
    gateway.change(|books| {
        let payment = books.find(which)?.clone();
        match payment.status(now) {
            PaymentStatus::Pending => {}
            over => return Err(PayRefusal::NotPayable(over)),
        }
        let verdict = card.verdict(now)?;
        record(gateway, books, &payment, Try::of(&payment, verdict), now);
        books.find(which).cloned()
    })
}

/// The bank decides now what it has not decided yet.
pub(super) fn decide(gateway: &Gateway, which: Which<'_>) -> Result<Payment, PayRefusal> {
    let now = gateway.now();
    gateway.change(|books| {
        let payment = books.find(which)?.clone();
        if payment.status(now) != PaymentStatus::Processing {
            return Err(PayRefusal::NotProcessing);
        }
        books.forget_decision_of(&payment.id);
        books.change_payment(&payment.id, |payment| {
            if let Some(attempt) = &mut payment.attempt {
                attempt.decided = Some(now);
            }
        });
        books.tell_of_payment(gateway, &payment.id, now);
        books.find(which).cloned()
    })
}

/// A try to pay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Try {
    verdict: Verdict,
    amount: MinorUnits,
    /// How long the bank takes. `None`: it does not decide by itself.
    wait: Option<TimeDelta>,
}

impl Try {
    /// All that was asked for, and a bank that decides at once.
    pub(super) fn of(payment: &Payment, verdict: Verdict) -> Self {
        Self { verdict, amount: payment.amount, wait: Some(TimeDelta::zero()) }
    }

    pub(super) fn of_amount(self, amount: MinorUnits) -> Self {
        Self { amount, ..self }
    }

    pub(super) fn decided_after(self, wait: Option<TimeDelta>) -> Self {
        Self { wait, ..self }
    }
}

/// Writes a try to pay into the books, whatever the payment's status.
pub(super) fn record(
    gateway: &Gateway,
    books: &mut Books,
    payment: &Payment,
    attempt: Try,
    at: DateTime<Utc>,
) {
    let Try { verdict, amount, wait } = attempt;
    let decided = wait.map(|wait| later(at, wait));
    books.change_payment(&payment.id, |payment| {
        payment.attempt = Some(Attempt { begun: at, decided, verdict, amount });
    });
    match decided {
        Some(decided) if decided <= at => books.tell_of_payment(gateway, &payment.id, at),
        Some(decided) => books.await_payment(&payment.id, decided),
        None => {}
    }
}
