//! The ids of orders, pages and refunds.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text_id::text_id;

text_id! {
    /// The merchant's own id of an order, unique for ever (fact sheet, 3.1).
    OrderId
}

impl OrderId {
    /// The order that the merchant calls so.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }
}

text_id! {
    /// The 40 hex digits at the end of an order's page address.
    PageToken
}
text_id! {
    /// The gateway's id of one refund.
    ReversalId
}

/// The gateway's id of an order: 19 digits, so that a client which reads it into a floating-point
/// number loses some (fact sheet, section 8, 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PaymentId(pub(super) u64);

impl PaymentId {
    /// The plain number.
    pub fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for PaymentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
