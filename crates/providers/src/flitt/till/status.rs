//! Reading an order: how a link stands, one payment, and what was refunded of it (fact sheet, 3.7).

use domain::{
    Money, Outcome,
    account::Account,
    error::Doubt,
    ids::{ProviderLinkId, ProviderPaymentId},
    link::NewLink,
    payment::{PaymentStatus, SeenPayment},
};

use super::{
    errors::Failure,
    question::{Question, ask},
    state, sum, units,
};
use crate::{
    exchange::BoxedExchange,
    flitt::{Order, OrderId, OrderStatus, OrderStatusQuery},
    provider::{LinkReport, LinkToRead, PaymentToRead, RefundedTotal, RefundsSeen, RefundsToFind},
};

/// Asks for the state of the order that bears our reference.
pub(super) fn of_order(reference: &str) -> Result<Question<Order>, Failure> {
    let query = OrderStatusQuery { order_id: OrderId::new(reference)? };
    Ok(Question::plain(query.call()?))
}

/// What the till calls the link: the id that the gateway gave its first payment, before anybody paid.
pub(super) fn id_of_link(order: &Order) -> Option<ProviderLinkId> {
    ProviderLinkId::try_from(order.payment_id.as_ref()?.as_str().to_owned()).ok()
}

/// True for an order of the sum that was asked for.
pub(super) fn is_of(order: &Order, wanted: &NewLink) -> bool {
    sum::asked(order) == Some(wanted.amount.money())
}

/// Reads a link and the one payment that can be on it. Whether several tries have several ids is told nowhere, so a
/// payment is known by the id that it has now.
pub(super) fn link(account: &Account, link: LinkToRead) -> BoxedExchange<LinkReport> {
    let shop = account.clone();
    ask(account, of_order(link.reference.as_str()), move |answer| match answer {
        Ok(order) => report(&shop, &link, &order).map_or_else(Outcome::Unclear, Outcome::Done),
        Err(failure) => failure.into(),
    })
}

fn report(account: &Account, link: &LinkToRead, order: &Order) -> Result<LinkReport, Doubt> {
    state::check_currency(order, link.currency)?;
    let mut payments = Vec::new();
    if state::has_payment(order) {
        payments.push(state::payment(account, &link.own, link.currency, order)?);
    }
    if state::is_decided(order) {
        let in_vain = tries_in_vain(link, order, payments.first());
        payments.extend(in_vain);
    }
    payments.retain(|seen| !is_known_by_another_id(link, seen));
    let (state, went_back) = (Some(state::link(order)), Vec::new());
    Ok(LinkReport { state, payments, went_back, broke_off: None, is_deleted: false })
}

/// An order is paid once, and only by the payment that it names when all is decided: what was begun under another id, or
/// was begun and never ended, never came.
fn tries_in_vain(link: &LinkToRead, order: &Order, paid: Option<&SeenPayment>) -> Vec<SeenPayment> {
    let is_other = |id: &ProviderPaymentId| paid.is_none_or(|paid| paid.provider_id != *id);
    let is_unfinished = |status: &PaymentStatus| {
        matches!(status, PaymentStatus::Pending | PaymentStatus::Unknown(_))
    };
    let asked = sum::asked(order).unwrap_or_else(|| Money::zero(link.currency));
    link.known
        .iter()
        .filter(|(id, status)| is_other(id) && is_unfinished(status))
        .map(|(id, _)| SeenPayment {
            provider_id: id.clone(),
            status: PaymentStatus::Refused,
            amount: asked,
            at: None,
            card: None,
        })
        .collect()
}

/// Two ids of one order's money are one payment, which keeps the first.
fn is_known_by_another_id(link: &LinkToRead, seen: &SeenPayment) -> bool {
    let is_money = |status: &PaymentStatus| {
        !matches!(
            status,
            PaymentStatus::Pending | PaymentStatus::Refused | PaymentStatus::Unknown(_)
        )
    };
    let mut known = link.known.iter();
    is_money(&seen.status) && known.any(|(id, status)| *id != seen.provider_id && is_money(status))
}

/// Reads one payment.
pub(super) fn payment(account: &Account, ask_for: PaymentToRead) -> BoxedExchange<SeenPayment> {
    let shop = account.clone();
    ask(account, of_order(ask_for.reference.as_str()), move |answer| match answer {
        Ok(order) => seen(&shop, &ask_for, &order).map_or_else(Outcome::Unclear, Outcome::Done),
        Err(failure) => failure.into(),
    })
}

/// The payment that was asked for.
pub(super) fn seen(
    account: &Account,
    ask_for: &PaymentToRead,
    order: &Order,
) -> Result<SeenPayment, Doubt> {
    check_payment(order, &ask_for.provider_id)?;
    if sum::asked(order).is_none() {
        return Err(Doubt::Unreadable);
    }
    state::payment(account, &ask_for.own, ask_for.currency, order)
}

fn check_payment(order: &Order, ours: &ProviderPaymentId) -> Result<(), Doubt> {
    match state::payment_id(order) {
        Some(id) if id == *ours => Ok(()),
        Some(_) => Err(Doubt::Different),
        None => Err(Doubt::Unreadable),
    }
}

/// Reads how much of a payment went back in all: which refunds that was is told nowhere.
pub(super) fn refunds(account: &Account, ask_for: RefundsToFind) -> BoxedExchange<RefundsSeen> {
    ask(account, of_order(ask_for.reference.as_str()), move |answer| match answer {
        Ok(order) => refunded(&ask_for, &order)
            .map(|gone| RefundedTotal { gone, at_most: sum::charged_as_told(&order) })
            .map(RefundsSeen::Total)
            .map_or_else(Outcome::Unclear, Outcome::Done),
        Err(failure) => failure.into(),
    })
}

/// What went back of the payment in all.
pub(super) fn refunded(ask_for: &RefundsToFind, order: &Order) -> Result<Money, Doubt> {
    check_payment(order, &ask_for.payment)?;
    state::check_currency(order, ask_for.currency)?;
    // It is documented to be always there, and too little would allow too much.
    let units = order.reversal_amount.ok_or(Doubt::Unreadable)?;
    // In which of two currencies the sum is counted, no source says.
    let is_foreign = order.actual.is_some_and(|actual| actual.currency() != ask_for.currency);
    if is_foreign && units != 0 {
        // All of it is all of it in either.
        let all = sum::came(order).filter(|_| order.status == OrderStatus::Reversed);
        return all.ok_or(Doubt::Different);
    }
    units::read(units, ask_for.currency).ok_or(Doubt::Unreadable)
}
