//! The merchant's own name of an order.

use std::fmt;

use super::params::{self, Fault, FieldFault};

/// Longest order id, in characters (fact sheet, 3.1).
const LONGEST: usize = 1024;

/// The merchant's own name of an order: 1 to 1,024 characters without `|`. It is used up for ever by the first request
/// that names it (fact sheet, section 8, trap 30).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderId(String);

impl OrderId {
    /// The order id `text`.
    pub fn new(text: impl Into<String>) -> Result<Self, FieldFault> {
        let text = text.into();
        params::checked("order_id", &text, LONGEST)?;
        if text.is_empty() {
            return Err(params::fault("order_id", Fault::Missing));
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl params::Params {
    /// `order_id`, with which the parameters of nearly each operation begin.
    pub(super) fn of_order(order_id: &OrderId) -> Result<Self, FieldFault> {
        let mut parameters = Self::default();
        parameters.text("order_id", &order_id.0, LONGEST)?;
        Ok(parameters)
    }
}
