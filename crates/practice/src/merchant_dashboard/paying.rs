//! The customer's side: starting a checkout and paying it; and the refund in the organization's own
//! dashboard.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::books::Books;
use super::form::is_email;
use super::gateway::Gateway;
use super::ids::{CheckoutToken, PaymentId, fresh_token, fresh_uuid};
use super::link::{Link, LinkState};
use super::payment::{Attempt, Billing, Payment, PaymentStatus};
use crate::books_file::BooksError;
use crate::minor_units::MinorUnits;
use crate::moments::later;
use crate::test_cards::{TypedCard, Unacceptable, Verdict};

/// Who pays where nobody says so.
const SOMEBODY: &str = "customer@example.com";

/// Nothing was paid, and nobody asked the bank.
#[derive(Debug, thiserror::Error)]
pub enum PayRefusal {
    /// There is no such link.
    #[error("there is no such link")]
    UnknownLink,
    /// There is no such checkout.
    #[error("there is no such checkout")]
    UnknownCheckout,
    /// The link takes no payment.
    #[error("the link takes no payment: {0:?}")]
    NotPayable(LinkState),
    /// The checkout was paid or refused already, or the bank is at work.
    #[error("the checkout is {}", .0.word())]
    CheckoutOver(PaymentStatus),
    /// Who pays gave no e-mail address.
    #[error("the e-mail address is none")]
    WrongEmail,
    /// Only the test cards are taken.
    #[error("the card is not one of the test cards")]
    UnknownCard,
    /// The expiry is over, or is none.
    #[error("the expiry is not a month to come")]
    CardExpired,
    /// The security code has not three digits.
    #[error("the security code has not three digits")]
    WrongCvc,
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

/// A payment was not refunded.
#[derive(Debug, thiserror::Error)]
pub enum RefundRefusal {
    /// There is no such payment.
    #[error("there is no such payment")]
    UnknownPayment,
    /// Only what was paid can go back, and once.
    #[error("the payment is {}", .0.word())]
    NotPaid(PaymentStatus),
    /// The books could not be written.
    #[error(transparent)]
    Books(#[from] BooksError),
}

/// Who starts a checkout.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) billing: Billing,
    pub(super) success_url: Option<String>,
    pub(super) cancel_url: Option<String>,
}

impl Visit {
    /// Somebody with this e-mail address; a made-up one if none was given.
    pub(super) fn by(email: Option<String>) -> Self {
        let email = email.unwrap_or_else(|| SOMEBODY.to_owned());
        let billing = Billing { email, more: BTreeMap::new() };
        Self { billing, success_url: None, cancel_url: None }
    }
}

impl Books {
    /// Whether a customer can pay `link` at `moment`.
    pub(super) fn state(&self, link: &Link, moment: DateTime<Utc>) -> LinkState {
        link.state(self.statistics(link, moment).times_used, moment)
    }
}

/// The link with this uuid, if a customer can pay it at `moment`.
pub(super) fn payable<'a>(
    books: &'a Books,
    uuid: &str,
    moment: DateTime<Utc>,
) -> Result<&'a Link, PayRefusal> {
    let found = books.link(uuid).filter(|link| link.created <= moment);
    let link = found.ok_or(PayRefusal::UnknownLink)?;
    match link.as_of(moment).map_or(LinkState::Deleted, |past| books.state(&past, moment)) {
        LinkState::Payable => Ok(link),
        over => Err(PayRefusal::NotPayable(over)),
    }
}

/// Starts a checkout of `amount`, whatever the link's state. It stays payable when the link is
/// not any more: what a real checkout does then is unknown, and money that comes late is the harder
/// case for a client.
pub(super) fn start(
    gateway: &Gateway,
    books: &mut Books,
    link: &Link,
    visit: Visit,
    amount: MinorUnits,
    at: DateTime<Utc>,
) -> Payment {
    let payment = Payment {
        id: PaymentId(fresh_uuid(gateway, |id| books.payment(id).is_some())),
        link: link.uuid.clone(),
        token: CheckoutToken(fresh_token(gateway, |one| books.payment_of_token(one).is_some())),
        amount,
        currency: link.currency,
        billing: visit.billing,
        success_url: visit.success_url,
        cancel_url: visit.cancel_url,
        created: at,
        attempt: None,
        refunded: None,
    };
    books.add_payment(payment.clone());
    payment
}

/// Writes a try to pay a checkout into the books; the bank decides after `wait`.
pub(super) fn attempt(
    books: &mut Books,
    payment: &PaymentId,
    verdict: Verdict,
    wait: TimeDelta,
    at: DateTime<Utc>,
) {
    let attempt = Attempt { begun: at, decided: later(at, wait), verdict };
    books.change_payment(payment, |payment| payment.attempt = Some(attempt));
}

/// A customer opens a link and pays it with a card. Returns the payment as it is then; the bank may
/// have refused.
pub(super) fn pay_link(
    gateway: &Gateway,
    uuid: &str,
    visit: Visit,
    card: &TypedCard,
) -> Result<Payment, PayRefusal> {
    let now = gateway.now();
    gateway.change(|books| {
        let link = payable(books, uuid, now)?.clone();
        if !is_email(&visit.billing.email) {
            return Err(PayRefusal::WrongEmail);
        }
        let verdict = card.verdict(now)?;
        let payment = start(gateway, books, &link, visit, link.totals.total, now);
        attempt(books, &payment.id, verdict, TimeDelta::zero(), now);
        books.payment(payment.id.as_str()).cloned().ok_or(PayRefusal::UnknownCheckout)
    })
}

/// A customer pays a checkout that was started before.
pub(super) fn pay_checkout(
    gateway: &Gateway,
    token: &str,
    card: &TypedCard,
) -> Result<Payment, PayRefusal> {
    let now = gateway.now();
    gateway.change(|books| {
        let payment = books.payment_of_token(token).ok_or(PayRefusal::UnknownCheckout)?;
        if payment.attempt.is_some() {
            return Err(PayRefusal::CheckoutOver(payment.status(now)));
        }
        let id = payment.id.clone();
        attempt(books, &id, card.verdict(now)?, TimeDelta::zero(), now);
        books.payment(id.as_str()).cloned().ok_or(PayRefusal::UnknownCheckout)
    })
}

/// The organization gives a payment back.
pub(super) fn refund(gateway: &Gateway, id: &str) -> Result<Payment, RefundRefusal> {
    let now = gateway.now();
    gateway.change(|books| {
        let payment = books.payment(id).ok_or(RefundRefusal::UnknownPayment)?;
        match payment.status(now) {
            PaymentStatus::Paid => {}
            other => return Err(RefundRefusal::NotPaid(other)),
        }
        let id = payment.id.clone();
        let refunded = books.change_payment(&id, |payment| payment.refunded = Some(now));
        refunded.cloned().ok_or(RefundRefusal::UnknownPayment)
    })
}
