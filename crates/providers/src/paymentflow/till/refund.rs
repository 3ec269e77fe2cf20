//! Giving money back (fact sheet, 'Refunds'). It is asked for once: no document says that a key keeps it from being done
//! twice.

use domain::{
    Outcome,
    account::Account,
    error::Doubt,
    ids::{IdempotencyKey, ProviderPaymentId, ProviderRefundId},
    outcome::{Rejection, RejectionClass},
    refund::{NewRefund as Wanted, RefundOrigin, RefundReason as Reason, SeenRefund},
};

use super::{
    errors::Failure,
    marks::{self, INTENT},
    question::ask,
};
use crate::{
    exchange::BoxedExchange,
    paymentflow::{
        Call, Metadata, NewRefund, PaymentId, Refund, RefundReason, RefundStatus, refunds,
    },
    provider::MadeRefund,
};

/// `POST /refunds`. The key is sent all the same.
pub(super) fn make(
    account: &Account,
    wanted: Wanted,
    key: IdempotencyKey,
) -> BoxedExchange<MadeRefund> {
    ask(account, call(&wanted, key), move |answer| match answer {
        Ok(refund) => judge(&wanted, &refund),
        Err(failure) => failure.into(),
    })
}

fn call(wanted: &Wanted, key: IdempotencyKey) -> Result<Call<Refund>, Failure> {
    Ok(refunds::create(&NewRefund {
        payment_id: PaymentId::new(wanted.payment.as_str())?,
        // Also where it is all: what is left may have changed since staff saw it.
        amount: Some(wanted.amount),
        reason: reason(wanted.reason),
        metadata: Metadata::new([(INTENT, wanted.id.to_string())])?,
        key,
    }))
}

/// The provider knows three reasons. For any other one it is told none.
fn reason(ours: Reason) -> Option<RefundReason> {
    match ours {
        Reason::CustomerAsked => Some(RefundReason::CustomerRequest),
        Reason::PaidTwice => Some(RefundReason::Duplicate),
        Reason::Fraud => Some(RefundReason::Fraudulent),
        Reason::WrongAmount | Reason::Other => None,
    }
}

/// What the answer says of the refund. That it is of our payment was compared before.
fn judge(wanted: &Wanted, refund: &Refund) -> Outcome<MadeRefund> {
    // The record of another refund says nothing of ours.
    if !marks::may_be_refund_of(refund, &wanted.id.to_string()) {
        return Outcome::Unclear(Doubt::Unreadable);
    }
    let seen = match seen(refund) {
        Ok(seen) => seen,
        Err(doubt) => return Outcome::Unclear(doubt),
    };
    if seen.amount != wanted.amount.money() {
        return Outcome::Unclear(Doubt::Different);
    }
    if seen.stands {
        // It answers our own request, whatever it tells of that.
        let origin = RefundOrigin::Ours(wanted.id);
        return Outcome::Done(MadeRefund::Stands(SeenRefund { origin, ..seen }));
    }
    Outcome::Done(MadeRefund::Refused(Rejection {
        class: RejectionClass::Refused,
        provider_code: refund.status.word().to_owned(),
        detail: String::new(),
    }))
}

/// A refund as the till keeps it. Without the word that it failed it is taken to stand: so it is never made twice.
pub(super) fn seen(refund: &Refund) -> Result<SeenRefund, Doubt> {
    let (id, payment) = (refund.id.as_str(), refund.payment_id.as_str());
    let id = ProviderRefundId::try_from(id.to_owned()).map_err(|_| Doubt::Unreadable)?;
    let payment = ProviderPaymentId::try_from(payment.to_owned());
    Ok(SeenRefund {
        provider_id: id,
        payment: Some(payment.map_err(|_| Doubt::Unreadable)?),
        amount: refund.amount.ok_or(Doubt::Unreadable)?,
        at: refund.created,
        stands: refund.status != RefundStatus::Failed,
        origin: marks::origin(refund),
    })
}
