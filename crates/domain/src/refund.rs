//! Money going back on one payment.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    clock::Timestamp,
    ids::{ProviderPaymentId, ProviderRefundId, RefundId},
    money::{Amount, Money},
    reference::OurReference,
};

/// Why staff refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefundReason {
    /// The customer asked for it.
    CustomerAsked,
    /// The customer paid twice.
    PaidTwice,
    /// The amount was wrong.
    WrongAmount,
    /// Somebody else's card was used.
    Fraud,
    /// Another reason, which the note tells.
    Other,
}

/// What is asked of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRefund {
    /// Our id of it. It says nothing about anybody, so it may stand wherever a provider repeats a word of ours.
    pub id: RefundId,
    /// The payment that goes back.
    pub payment: ProviderPaymentId,
    /// The reference of the link that it was paid on.
    pub reference: OurReference,
    /// How much.
    pub amount: Amount,
    /// Why.
    pub reason: RefundReason,
    /// When the payment was made, for the window of a look-up.
    pub paid_at: Timestamp,
}

/// A refund as the provider reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRefund {
    /// The provider's id.
    pub provider_id: ProviderRefundId,
    /// The payment that it gives back; `None` where the provider's record does not say.
    pub payment: Option<ProviderPaymentId>,
    /// How much went back.
    pub amount: Money,
    /// When, by the provider's clock.
    pub at: Option<Timestamp>,
    /// False where the provider says that it was refused or failed after all.
    pub stands: bool,
    /// Whether it is one of this till's.
    pub origin: RefundOrigin,
}

/// Whether a refund that a provider shows is one of this till's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundOrigin {
    /// The provider's record does not say.
    NotTold,
    /// It bears our id of this one.
    Ours(RefundId),
    /// It bears no id of ours, though it would, had this till made it.
    Elsewhere,
}
