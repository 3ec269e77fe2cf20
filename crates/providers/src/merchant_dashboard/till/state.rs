//! What a link's and a payment's state is to the till. A link's counters and switches are hints; its payments prove.

use domain::{
    Currency, Money, Timestamp,
    error::Doubt,
    link::ProviderLinkState,
    payment::{PaymentStatus as Status, SeenPayment},
    reference::OurReference,
};

use super::{marks, payment_id};
use crate::merchant_dashboard::{Link, LinkUuid, Payment, PaymentStatus, Told};

/// Whether a link can be the one with our reference and of our currency; its id was compared before.
pub(super) fn check(
    link: &Link,
    reference: &OurReference,
    currency: Currency,
) -> Result<(), Doubt> {
    let other_money = link.currency.known().is_some_and(|told| *told != currency);
    if other_money || !marks::may_be_ours(link, reference) {
        return Err(Doubt::Different);
    }
    Ok(())
}

/// How the link stands at `now`, by the dashboard's clock.
///
/// That it was used up comes first: a dashboard may switch off by itself what is used up. What was switched off stays so
/// after its end, so that a link which staff cancelled never turns into one that ran out.
pub(super) fn link(link: &Link, now: Timestamp) -> ProviderLinkState {
    used(link, link.times_used.known().copied(), now)
}

/// How a link stands at `now` that was used so often.
fn used(link: &Link, times: Option<u64>, now: Timestamp) -> ProviderLinkState {
    let uses = times.zip(link.max_uses.known().copied());
    if uses.is_some_and(|(used, most)| used >= most) {
        ProviderLinkState::Paid
    } else if link.is_active == Told::Is(false) {
        ProviderLinkState::Closed
    } else if link.expires_at.known().is_some_and(|end| *end <= now) {
        ProviderLinkState::Expired
    } else {
        ProviderLinkState::Open
    }
}

/// The same beside the payments on it. Nobody says whether a use is counted when a customer begins or when they have paid:
/// while one pays, the link is open; and where all uses came to nothing, it is over and was not paid.
pub(super) fn link_with(
    seen: &Link,
    payments: &[SeenPayment],
    now: Timestamp,
) -> ProviderLinkState {
    let has = |fits: fn(&Status) -> bool| payments.iter().any(|payment| fits(&payment.status));
    match used(seen, times_used(seen, payments), now) {
        ProviderLinkState::Paid if has(Status::is_under_way) => ProviderLinkState::Open,
        ProviderLinkState::Paid
            if !payments.is_empty() && !has(|status| *status != Status::Refused) =>
        {
            ProviderLinkState::Closed
        }
        state => state,
    }
}

/// How often a link was used: by its counter, and where that is not told by what came on it, unless more may come yet.
fn times_used(link: &Link, payments: &[SeenPayment]) -> Option<u64> {
    let counted = link.times_used.known().copied();
    counted.or_else(|| {
        let is_settled = !payments.iter().any(|payment| payment.status.is_under_way());
        let paid = payments.iter().filter(|payment| payment.status == Status::Paid).count();
        u64::try_from(paid).ok().filter(|paid| is_settled && *paid > 0)
    })
}

/// A payment on `link` as the till takes it.
pub(super) fn payment(
    link: &LinkUuid,
    payment: &Payment,
    currency: Currency,
) -> Result<SeenPayment, Doubt> {
    let amount = payment.amount.known().copied();
    Ok(SeenPayment {
        provider_id: payment_id::join(link, &payment.id)?,
        status: status(payment),
        amount: amount.unwrap_or_else(|| Money::zero(currency)),
        at: payment.paid_at.known().or(payment.created_at.known()).copied(),
        card: None,
    })
}

fn status(payment: &Payment) -> Status {
    match &payment.status {
        PaymentStatus::Pending => Status::Pending,
        PaymentStatus::Failed => Status::Refused,
        PaymentStatus::Unknown(word) => Status::Unknown(word.clone()),
        // What went back was paid; that it did is read with the refunds. Without a sum nothing is proven.
        PaymentStatus::Paid | PaymentStatus::Refunded => match payment.amount.known() {
            Some(amount) if !amount.is_zero() => Status::Paid,
            Some(_) | None => Status::Unknown(payment.status.word().to_owned()),
        },
    }
}
