//! Which refund of ours one that the provider shows is. Where its record bears our own id, that alone tells; otherwise it
//! is a guess by the amount and the moment.

use std::time::Duration;

use domain::{
    TillError,
    ids::{ProviderRefundId, RefundId},
    refund::{RefundOrigin, SeenRefund},
    refund_life::{RefundEvent, RefundState},
};
use ledger::{PaymentRecord, RefundRecord};

use crate::desk::Desk;

/// What stands beside a refund that the provider took and whose record says that it failed.
const FAILED: &str = "REFUND_FAILED";

/// What a look shows of one refund of ours under its own id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Own {
    /// Nothing: the provider's records bear no ids of ours, or it is not among them.
    NotShown,
    /// It was made.
    Stands(ProviderRefundId),
    /// It was taken, and failed.
    Failed(ProviderRefundId),
    /// There is one that is not what was asked for, or more than one.
    Contradicts,
}

impl Own {
    /// What `seen` shows of `wanted`, a refund of `payment`.
    pub(crate) fn of(wanted: &RefundRecord, payment: &PaymentRecord, seen: &[SeenRefund]) -> Self {
        let ours = || seen.iter().filter(|refund| refund.origin == RefundOrigin::Ours(wanted.id));
        let standing: Vec<_> = ours().filter(|refund| refund.stands).collect();
        match standing.as_slice() {
            [] => ours().next().map_or(Self::NotShown, |one| Self::Failed(one.provider_id.clone())),
            [one] if is_as_asked(one, wanted, payment) => Self::Stands(one.provider_id.clone()),
            _ => Self::Contradicts,
        }
    }

    /// What that is to a refund that is looked for.
    pub(crate) fn to_wanted(&self) -> Option<RefundEvent> {
        match self {
            Self::NotShown => None,
            Self::Stands(id) => Some(RefundEvent::Made { provider_id: id.clone() }),
            Self::Failed(_) => Some(RefundEvent::RefusedByRecord { error: failed() }),
            Self::Contradicts => Some(RefundEvent::Contradicted),
        }
    }

    /// The same to any other one that the till does not know by the provider's id: what it had given up, and what only a
    /// person vouched for.
    fn to_nameless(&self, state: RefundState) -> Vec<RefundEvent> {
        let made = |id: &ProviderRefundId| RefundEvent::Made { provider_id: id.clone() };
        match self {
            Self::Stands(id) => vec![made(id)],
            Self::Failed(id) => match state {
                RefundState::Sending { .. } | RefundState::Unknown { .. } => {
                    vec![RefundEvent::RefusedByRecord { error: failed() }]
                }
                RefundState::Confirmed | RefundState::NeedsPerson => {
                    vec![made(id), RefundEvent::FailedLate]
                }
                _ => Vec::new(),
            },
            Self::Contradicts if state.is_open_question() => vec![RefundEvent::Contradicted],
            Self::NotShown | Self::Contradicts => Vec::new(),
        }
    }
}

impl Desk {
    /// Takes from a look what it tells of this payment's refunds under their own ids: none of them may ever count as
    /// somebody else's. `looked_for` is left to the look that is for it. True where the book has changed.
    pub(crate) async fn name_ours(
        &self,
        payment: &PaymentRecord,
        seen: &[SeenRefund],
        looked_for: Option<RefundId>,
    ) -> Result<bool, TillError> {
        let mut changed = false;
        let others = payment.refunds.iter().filter(|ours| Some(ours.id) != looked_for);
        for ours in others.filter(|ours| ours.provider_id.is_none()) {
            for event in Own::of(ours, payment, seen).to_nameless(ours.state) {
                self.refund_event(ours.id, event).await?;
                changed = true;
            }
        }
        Ok(changed)
    }
}

/// True where `seen` may be `wanted`: it bears its id; or it bears none, is of the same amount, and is not older than its
/// first request.
pub(crate) fn may_be(seen: &SeenRefund, wanted: &RefundRecord, read_lag: Duration) -> bool {
    let too_old = match (seen.at, wanted.first_sent) {
        (Some(made), Some(sent)) => made < sent.minus(read_lag),
        _ => false,
    };
    match seen.origin {
        RefundOrigin::Ours(id) => id == wanted.id,
        RefundOrigin::Elsewhere => false,
        RefundOrigin::NotTold => seen.amount == wanted.amount.money() && !too_old,
    }
}

fn is_as_asked(seen: &SeenRefund, wanted: &RefundRecord, payment: &PaymentRecord) -> bool {
    let is_of_payment = seen.payment.as_ref().is_none_or(|named| *named == payment.provider_id);
    seen.amount == wanted.amount.money() && is_of_payment
}

fn failed() -> TillError {
    TillError::ApiError { provider_code: FAILED.to_owned(), detail: String::new() }
}
