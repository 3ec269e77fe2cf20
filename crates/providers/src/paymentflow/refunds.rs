//! The calls about refunds (seed, 'Refunds'). Their methods and paths are assumed.

use domain::{Amount, ids::IdempotencyKey};

use super::{
    body::Body,
    call::{Call, one},
    field_fault::FieldFault,
    ids::{PaymentId, RefundId},
    metadata::Metadata,
    page::{Page, check_limit},
    protocol::REFUNDS,
    refund::{Refund, RefundReason},
};
use crate::transport::Method;

const PAYMENT_ID: &str = "payment_id";

/// A refund to be made.
#[derive(Debug, Clone)]
pub struct NewRefund {
    /// What it goes back on.
    pub payment_id: PaymentId,
    /// How much; `None` for all that is left. Only minor units are sent: the currency is the payment's, and the
    /// answer's must be compared.
    pub amount: Option<Amount>,
    /// Why.
    pub reason: Option<RefundReason>,
    /// Our own names and values.
    pub metadata: Metadata,
    /// The key of the intent. The seed names none for refunds: it is sent and never relied on.
    pub key: IdempotencyKey,
}

/// Which page of the refunds of a payment.
#[derive(Debug, Clone)]
pub struct RefundsQuery {
    /// Of this payment.
    pub payment_id: PaymentId,
    /// Rows on a page, 1 to 100.
    pub limit: Option<u32>,
    /// What follows this one: the last one of the page before.
    pub starting_after: Option<RefundId>,
}

/// Gives money back. The answer must name that payment. It must never be sent a second time without a look at what the
/// first one did.
pub fn create(refund: &NewRefund) -> Call<Refund> {
    let body = Body::default()
        .set(PAYMENT_ID, refund.payment_id.as_str())
        .set_some("amount", refund.amount.map(Amount::minor))
        .set_some("reason", refund.reason.map(RefundReason::word))
        .metadata(&refund.metadata);
    Call::new(Method::Post, REFUNDS.to_owned(), one)
        .with_body(&body)
        .with_key(refund.key)
        .expecting(PAYMENT_ID, refund.payment_id.as_str())
}

/// Reads a refund. The answer must be about that one.
pub fn retrieve(id: &RefundId) -> Call<Refund> {
    let path = format!("{REFUNDS}/{}", id.segment());
    Call::new(Method::Get, path, one).expecting("id", id.as_str())
}

/// One page of the refunds of a payment. That there is such a list is assumed: a provider without it answers 404.
/// One that does not heed `payment_id` gives rows of other payments, each of which is told as
/// [`NotOurs`](super::Unreadable::NotOurs).
///
/// # Errors
/// The limit is out of range.
pub fn list(query: &RefundsQuery) -> Result<Call<Page<Refund>>, FieldFault> {
    Ok(Call::new(Method::Get, REFUNDS.to_owned(), Page::read)
        .with(PAYMENT_ID, Some(query.payment_id.as_str().to_owned()))
        .with("limit", check_limit(query.limit)?)
        .after(query.starting_after.as_ref().map(RefundId::as_str))
        .expecting(PAYMENT_ID, query.payment_id.as_str()))
}
