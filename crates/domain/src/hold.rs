//! A payment that is authorised and not captured: what staff make of it.
//!
//! A capture and a release take the way of a refund (`refund_life`): an intent with a key of its own, never a second one
//! while the first is not settled, and no repeat before a look.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    ids::ProviderPaymentId,
    money::{Amount, Currency},
};

/// How a reserved payment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HoldEndKind {
    /// The money is taken, all or part of it.
    Capture,
    /// The reservation is given up; nothing is taken.
    Release,
}

/// What is asked of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHoldEnd {
    /// Capture or release.
    pub kind: HoldEndKind,
    /// The reserved payment.
    pub payment: ProviderPaymentId,
    /// How much is captured; the whole reservation where it is released.
    pub amount: Amount,
}

impl NewHoldEnd {
    /// The currency.
    pub fn currency(&self) -> Currency {
        self.amount.currency()
    }
}
