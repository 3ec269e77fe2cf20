//! How a link and the payment on it stand, by the order's own signed state (fact sheet, 3.7.2, 3.7.3).

use domain::{
    Currency, Money,
    account::{Account, Environment},
    error::Doubt,
    ids::ProviderPaymentId,
    link::{OwnRecord, ProviderLinkState},
    link_kind::LinkKind,
    payment::{Card, LastFour, PaymentStatus, SeenPayment},
};

use super::sum;
use crate::flitt::{CaptureStatus, Order, OrderStatus, TestMark, TranType, VerificationStatus};

/// The link's own state. An order is declined only when its life is over, because several tries are allowed
/// (`delayed`, which is the gateway's default).
pub(super) fn link(order: &Order) -> ProviderLinkState {
    match &order.status {
        OrderStatus::Created | OrderStatus::Processing => ProviderLinkState::Open,
        OrderStatus::Approved | OrderStatus::Reversed => ProviderLinkState::Paid,
        OrderStatus::Declined | OrderStatus::Expired => ProviderLinkState::Expired,
        OrderStatus::Unknown(word) => ProviderLinkState::Unknown(word.clone()),
    }
}

/// True where the order's state tells of a payment: a customer has tried. A try that has no id and brought no money is
/// none that anybody could look for.
pub(super) fn has_payment(order: &Order) -> bool {
    let has_id = order.payment_id.is_some();
    match order.status {
        OrderStatus::Created => false,
        OrderStatus::Expired => has_id && order.response_code.is_some(),
        OrderStatus::Processing | OrderStatus::Declined | OrderStatus::Unknown(_) => has_id,
        OrderStatus::Approved | OrderStatus::Reversed => true,
    }
}

/// True where nobody can pay the order any more: somebody did, or its life is over.
pub(super) fn is_decided(order: &Order) -> bool {
    use OrderStatus::{Approved, Declined, Expired, Reversed};

    matches!(order.status, Approved | Declined | Expired | Reversed)
}

/// The order is in another currency than ours.
pub(super) fn check_currency(order: &Order, ours: Currency) -> Result<(), Doubt> {
    match order.amount {
        Some(amount) if amount.currency() != ours => Err(Doubt::Different),
        _ => Ok(()),
    }
}

/// The order's payment as its state shows it. Where its sum can't be counted, it proves nothing.
///
/// No moment is told: `order_time` has no zone, and no source says which one is meant (fact sheet, 9).
pub(super) fn payment(
    account: &Account,
    own: &OwnRecord,
    currency: Currency,
    order: &Order,
) -> Result<SeenPayment, Doubt> {
    check_currency(order, currency)?;
    let (status, amount) = match stands(account, own, order) {
        Stands::Before(status) => (status, sum::asked(order)),
        Stands::Money(status, amount) => match amount.filter(|amount| !amount.is_zero()) {
            Some(amount) => (status, Some(amount)),
            None => (PaymentStatus::Unknown(order.status.word().to_owned()), sum::asked(order)),
        },
    };
    Ok(SeenPayment {
        provider_id: payment_id(order).ok_or(Doubt::Unreadable)?,
        status,
        amount: amount.unwrap_or_else(|| Money::zero(currency)),
        at: None,
        card: card(order),
    })
}

/// The payment's id.
pub(super) fn payment_id(order: &Order) -> Option<ProviderPaymentId> {
    let id = order.payment_id.as_ref()?;
    ProviderPaymentId::try_from(id.as_str().to_owned()).ok()
}

fn card(order: &Order) -> Option<Card> {
    let last_four = LastFour::of_masked(order.masked_card.as_deref()?).ok()?;
    Some(Card { brand: order.card_type.as_str().to_owned(), last_four })
}

/// How a payment stands.
enum Stands {
    /// There is no money, or nobody can tell.
    Before(PaymentStatus),
    /// There is money, if there is a sum.
    Money(PaymentStatus, Option<Money>),
}

fn unknown(word: &str) -> Stands {
    Stands::Before(PaymentStatus::Unknown(word.to_owned()))
}

fn stands(account: &Account, own: &OwnRecord, order: &Order) -> Stands {
    match &order.status {
        // With a code, a try was declined and the customer may try again (fact sheet, section 8, trap 21).
        OrderStatus::Processing if order.response_code.is_some() => {
            Stands::Before(PaymentStatus::Refused)
        }
        OrderStatus::Created | OrderStatus::Processing => Stands::Before(PaymentStatus::Pending),
        OrderStatus::Declined | OrderStatus::Expired => Stands::Before(PaymentStatus::Refused),
        OrderStatus::Unknown(word) => unknown(word),
        OrderStatus::Approved | OrderStatus::Reversed => money_of(account, own, order),
    }
}

/// An order that is approved, or was and went back.
fn money_of(account: &Account, own: &OwnRecord, order: &Order) -> Stands {
    if let Some(word) = of_another_kind(account, own, order) {
        return unknown(word);
    }
    match own.kind {
        LinkKind::CardCheck => card_check(own, order),
        LinkKind::Reservation => hold(own, order),
        LinkKind::Payment | LinkKind::Subscription(_) => charge(own, order),
    }
}

/// Why the order's money is none of what the link is for, if it is not. Test merchants and real ones share a host, so only
/// the order says whether its money is real (fact sheet, 1.1, 3.7.2).
fn of_another_kind<'o>(account: &Account, own: &OwnRecord, order: &'o Order) -> Option<&'o str> {
    let is_live = account.environment() == Environment::Live;
    match &order.additional_info.is_test {
        Some(TestMark::Test) if is_live => return Some("test payment"),
        Some(TestMark::Real) if !is_live => return Some("real payment"),
        Some(TestMark::Unknown(word)) => return Some(word),
        None | Some(TestMark::Test | TestMark::Real) => {}
    }
    match &order.tran_type {
        TranType::Purchase | TranType::Reverse => None,
        TranType::Verification if own.kind == LinkKind::CardCheck => None,
        TranType::Unknown(word) if word.is_empty() => None,
        other => Some(other.word()),
    }
}

/// A card is confirmed where nothing was taken: what was held for it went back, or the gateway calls it the check of a card
/// and says that it is verified (fact sheet, 3.4). A merchant who may not check cards is charged for real: such money
/// stands, and is refunded like any other.
fn card_check(own: &OwnRecord, order: &Order) -> Stands {
    let confirmed = || Stands::Money(PaymentStatus::CardConfirmed, sum::came(order));
    let is_back = order.status == OrderStatus::Reversed || sum::all_is_back(order);
    // Where nothing is told of what went back, it may have been all.
    let stands = !is_back && order.reversal_amount.is_some();
    let any_back = order.reversal_amount.is_some_and(|units| units > 0);
    match (&order.tran_type, &order.verification_status) {
        (TranType::Purchase, _) if stands => charge(own, order),
        (TranType::Reverse, _) if stands && any_back => charge(own, order),
        // Of the words only one is known.
        (_, Some(VerificationStatus::Unknown(word))) => unknown(word),
        (_, Some(VerificationStatus::Verified)) => confirmed(),
        (_, None) if is_back => confirmed(),
        // The customer has yet to enter the code.
        (_, None) => Stands::Before(PaymentStatus::Pending),
    }
}

/// Money that was asked for at once. It stays paid when all of it was refunded: the refunds tell that. Where it is only
/// held all the same, it is not there.
///
/// A gateway may hold what nobody asked it to hold; once this till has captured of that, what it captured is what came.
fn charge(own: &OwnRecord, order: &Order) -> Stands {
    let is_back = order.status == OrderStatus::Reversed;
    match &order.additional_info.capture_status {
        Some(CaptureStatus::Captured) if !own.captured.is_empty() => captured(own, order),
        None | Some(CaptureStatus::Captured) => {
            Stands::Money(PaymentStatus::Paid, sum::came(order))
        }
        Some(CaptureStatus::Reversed) if is_back => {
            Stands::Money(PaymentStatus::Paid, sum::came(order))
        }
        Some(CaptureStatus::Hold) if is_back => {
            Stands::Money(PaymentStatus::Reversed, sum::held(order))
        }
        Some(CaptureStatus::Hold) => Stands::Money(PaymentStatus::Reserved, sum::held(order)),
        Some(other @ (CaptureStatus::Reversed | CaptureStatus::Unknown(_))) => {
            unknown(other.word())
        }
    }
}

/// Money that was asked to be held. `approved` alone does not tell a hold from a capture (fact sheet, 3.7.3).
fn hold(own: &OwnRecord, order: &Order) -> Stands {
    let is_back = order.status == OrderStatus::Reversed;
    match &order.additional_info.capture_status {
        Some(CaptureStatus::Captured) => captured(own, order),
        // What was captured and refunded in full may be called by the last thing that happened to it.
        _ if is_back && sum::tells_of_capture(order) => captured(own, order),
        _ if is_back => Stands::Money(PaymentStatus::Reversed, sum::held(order)),
        None | Some(CaptureStatus::Hold) => {
            Stands::Money(PaymentStatus::Reserved, sum::held(order))
        }
        Some(other @ (CaptureStatus::Reversed | CaptureStatus::Unknown(_))) => {
            unknown(other.word())
        }
    }
}

/// True where the order says that what was held was captured, whatever the sum.
pub(super) fn is_captured(account: &Account, own: &OwnRecord, order: &Order) -> bool {
    matches!(order.status, OrderStatus::Approved | OrderStatus::Reversed)
        && of_another_kind(account, own, order).is_none()
        && order.additional_info.capture_status == Some(CaptureStatus::Captured)
}

fn captured(own: &OwnRecord, order: &Order) -> Stands {
    match sum::captured(order, &own.captured) {
        Some(sum) => Stands::Money(PaymentStatus::Paid, Some(sum)),
        None => Stands::Money(PaymentStatus::Taken, sum::held(order)),
    }
}
