//! The ids of links, payments and checkouts.

use super::gateway::Gateway;
use crate::text_id::text_id;

/// The characters of a checkout's token.
const TOKEN_LENGTH: usize = 32;

text_id! {
    /// A version 4 UUID.
    LinkUuid
}
text_id! {
    /// A version 4 UUID.
    PaymentId
}
text_id! {
    /// What opens a checkout: 32 letters and digits.
    CheckoutToken
}

/// A UUID that is not `taken` yet; a seeded gateway that reopens its books would draw the ids of its
/// last run again.
pub(super) fn fresh_uuid(gateway: &Gateway, taken: impl Fn(&str) -> bool) -> String {
    fresh(|| gateway.random().uuid(), taken)
}

/// A token that is not `taken` yet.
pub(super) fn fresh_token(gateway: &Gateway, taken: impl Fn(&str) -> bool) -> String {
    fresh(|| gateway.random().alphanumeric(TOKEN_LENGTH), taken)
}

fn fresh(draw: impl Fn() -> String, taken: impl Fn(&str) -> bool) -> String {
    loop {
        let id = draw();
        if !taken(&id) {
            return id;
        }
    }
}
