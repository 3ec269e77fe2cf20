//! One payment, and what went back of it: both stand in its own row ([A], fact sheet, 'Staff routes').

use domain::{
    Currency,
    account::Account,
    error::Doubt,
    ids::ProviderRefundId,
    payment::SeenPayment,
    refund::{RefundOrigin, SeenRefund},
};

use super::{payment_id, payment_search, state};
use crate::{
    exchange::BoxedExchange,
    merchant_dashboard::{LinkUuid, Payment, PaymentStatus},
    provider::{PaymentToRead, RefundsSeen, RefundsToFind},
};

/// Reads one payment.
pub(super) fn read(account: &Account, wanted: PaymentToRead) -> BoxedExchange<SeenPayment> {
    let PaymentToRead { provider_id, currency, .. } = wanted;
    payment_search::find(account, provider_id, move |link, payment| {
        state::payment(link, payment, currency)
    })
}

/// Reads what went back of a payment. It has no refunds of its own: it says that it was refunded, and then all of it was,
/// in the dashboard.
pub(super) fn refunds_of(account: &Account, wanted: RefundsToFind) -> BoxedExchange<RefundsSeen> {
    let RefundsToFind { payment, currency, .. } = wanted;
    payment_search::find(account, payment, move |link, payment| seen(link, payment, currency))
}

/// What went back of those payments of `link`, which is of that currency. What is in doubt is left out: the same doubt keeps its
/// payment from being taken for money that came, and whoever asks for its refunds is told.
pub(super) fn went_back(
    link: &LinkUuid,
    payments: &[Payment],
    currency: Currency,
) -> Vec<SeenRefund> {
    let refunded = payments.iter().filter(|row| row.status == PaymentStatus::Refunded);
    refunded.filter_map(|row| whole(link, row, currency).ok()).collect()
}

fn seen(link: &LinkUuid, payment: &Payment, currency: Currency) -> Result<RefundsSeen, Doubt> {
    match &payment.status {
        PaymentStatus::Pending | PaymentStatus::Paid | PaymentStatus::Failed => {
            Ok(RefundsSeen::Each(Vec::new()))
        }
        // A word that nobody knows may mean that part of it went back.
        PaymentStatus::Unknown(_) => Ok(RefundsSeen::Untold),
        PaymentStatus::Refunded => Ok(RefundsSeen::Each(vec![whole(link, payment, currency)?])),
    }
}

fn whole(link: &LinkUuid, payment: &Payment, currency: Currency) -> Result<SeenRefund, Doubt> {
    let told = payment.amount.known().filter(|amount| !amount.is_zero());
    let amount = *told.ok_or(Doubt::Unreadable)?;
    if amount.currency() != currency {
        return Err(Doubt::Different);
    }
    let payment = payment_id::join(link, &payment.id)?;
    let id = format!("{payment}-refunded");
    Ok(SeenRefund {
        provider_id: ProviderRefundId::try_from(id).map_err(|_| Doubt::Unreadable)?,
        payment: Some(payment),
        amount,
        at: None,
        stands: true,
        origin: RefundOrigin::Elsewhere,
    })
}
