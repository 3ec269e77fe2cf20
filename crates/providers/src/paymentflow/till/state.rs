//! What a payment's state is to the till. The provider's payment is the till's link and its payment at once: a link until
//! a customer has begun, and both from then on.

use domain::{
    Currency, Money,
    error::Doubt,
    ids::ProviderPaymentId,
    link::ProviderLinkState,
    payment::{PaymentStatus as Status, SeenPayment},
    reference::OurReference,
};

use super::marks;
use crate::paymentflow::{Payment, PaymentStatus};

/// Whether a payment can be the one with our reference and of our currency; its id was compared before.
pub(super) fn check(
    payment: &Payment,
    reference: &OurReference,
    currency: Currency,
) -> Result<(), Doubt> {
    let other_money = payment.amount.is_some_and(|amount| amount.currency() != currency);
    if other_money || !marks::may_be_ours(payment, reference) {
        return Err(Doubt::Different);
    }
    Ok(())
}

/// How the link stands.
pub(super) fn link(payment: &Payment) -> ProviderLinkState {
    match &payment.status {
        PaymentStatus::Pending | PaymentStatus::Processing => ProviderLinkState::Open,
        PaymentStatus::Succeeded => ProviderLinkState::Paid,
        PaymentStatus::Failed | PaymentStatus::Cancelled => ProviderLinkState::Closed,
        PaymentStatus::Unknown(word) => ProviderLinkState::Unknown(word.clone()),
    }
}

/// How far the payment is; `None` while there is none, and where there never will be one.
pub(super) fn payment(payment: &Payment) -> Option<Status> {
    match &payment.status {
        PaymentStatus::Pending | PaymentStatus::Cancelled => None,
        PaymentStatus::Processing => Some(Status::Processing),
        PaymentStatus::Failed => Some(Status::Refused),
        PaymentStatus::Unknown(word) => Some(Status::Unknown(word.clone())),
        // Without a sum nothing is proven.
        PaymentStatus::Succeeded => Some(match payment.amount {
            Some(amount) if !amount.is_zero() => Status::Paid,
            Some(_) | None => Status::Unknown(payment.status.word().to_owned()),
        }),
    }
}

/// The payment in this state. When it was paid is told nowhere: `created` is when the link was made.
pub(super) fn seen(
    payment: &Payment,
    status: Status,
    currency: Currency,
) -> Result<SeenPayment, Doubt> {
    let id = payment.id.as_str().to_owned();
    Ok(SeenPayment {
        provider_id: ProviderPaymentId::try_from(id).map_err(|_| Doubt::Unreadable)?,
        status,
        amount: payment.amount.unwrap_or_else(|| Money::zero(currency)),
        at: None,
        card: None,
    })
}
