//! The ids of payments, pages, refunds, customers and events.

use super::gateway::Gateway;
use crate::text_id::text_id;

/// The characters behind the prefix of an id.
const LENGTH: usize = 24;

text_id! {
    /// `pay_` and 24 characters.
    PaymentId
}
text_id! {
    /// The last part of a page's address, which says nothing about the payment.
    PageToken
}
text_id! {
    /// `ref_` and 24 characters.
    RefundId
}
text_id! {
    /// `cus_` and 24 characters.
    CustomerId
}
text_id! {
    /// `evt_` and 24 characters.
    EventId
}

/// An id that is not `taken` yet; a seeded gateway that reopens its books would draw the ids of its
/// last run again.
pub(super) fn fresh(gateway: &Gateway, prefix: &str, taken: impl Fn(&str) -> bool) -> String {
    loop {
        let id = format!("{prefix}{}", gateway.random().alphanumeric(LENGTH));
        if !taken(&id) {
            return id;
        }
    }
}
