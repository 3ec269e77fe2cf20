//! Reading a payment: how the link stands, and what is paid on it (fact sheet, 'Payments').

use domain::{
    Outcome,
    account::Account,
    error::Doubt,
    payment::{PaymentStatus as Status, SeenPayment},
};

use super::{errors::Failure, question::ask, state};
use crate::{
    exchange::BoxedExchange,
    paymentflow::{Call, Payment, PaymentId, payments},
    provider::{LinkReport, LinkToRead, PaymentToRead},
};

/// Asks for the payment with this id.
pub(super) fn of(id: &str) -> Result<Call<Payment>, Failure> {
    Ok(payments::retrieve(&PaymentId::new(id)?))
}

/// Reads a link and the one payment that can be on it.
pub(super) fn link(account: &Account, link: LinkToRead) -> BoxedExchange<LinkReport> {
    ask(account, of(link.provider_id.as_str()), move |answer| match answer {
        Ok(payment) => report(&link, &payment).map_or_else(Outcome::Unclear, Outcome::Done),
        Err(failure) => failure.into(),
    })
}

fn report(link: &LinkToRead, payment: &Payment) -> Result<LinkReport, Doubt> {
    state::check(payment, &link.reference, link.currency)?;
    let status = state::payment(payment).or_else(|| not_begun(link, payment));
    let seen = status.map(|status| state::seen(payment, status, link.currency)).transpose()?;
    Ok(LinkReport {
        state: Some(state::link(payment)),
        payments: seen.into_iter().collect(),
        went_back: Vec::new(),
        broke_off: None,
        is_deleted: false,
    })
}

/// A payment that was seen under way, or in a state that nobody knows, and that nobody is at now. Whether that came to
/// nothing or this is an older picture, nobody tells, so no card is called refused.
fn not_begun(link: &LinkToRead, payment: &Payment) -> Option<Status> {
    let may_end_so =
        |status: &Status| status.is_under_way() || matches!(status, Status::Unknown(_));
    let mut known = link.known.iter();
    known
        .any(|(id, status)| id.as_str() == payment.id.as_str() && may_end_so(status))
        .then_some(Status::NotBegun)
}

/// Reads one payment.
pub(super) fn payment(account: &Account, wanted: PaymentToRead) -> BoxedExchange<SeenPayment> {
    ask(account, of(wanted.provider_id.as_str()), move |answer| match answer {
        Ok(payment) => seen(&wanted, &payment).map_or_else(Outcome::Unclear, Outcome::Done),
        Err(failure) => failure.into(),
    })
}

fn seen(wanted: &PaymentToRead, payment: &Payment) -> Result<SeenPayment, Doubt> {
    state::check(payment, &wanted.reference, wanted.currency)?;
    let status = state::payment(payment).unwrap_or(Status::NotBegun);
    state::seen(payment, status, wanted.currency)
}
