//! Stopping and starting a subscription (fact sheet, 3.5). It is made with a hosted page: see
//! [`Purpose::Subscription`](super::Purpose::Subscription).

use super::{
    call::{Call, Proof},
    errors::Unreadable,
    members::Members,
    order_id::OrderId,
    params::{FieldFault, Params},
    words::gateway_words,
};

/// Stops a subscription, or starts it again.
#[derive(Debug, Clone)]
pub struct SubscriptionSwitch {
    /// The order with which it began.
    pub order_id: OrderId,
    /// What to do.
    pub action: SubscriptionAction,
}

/// What to do with a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubscriptionAction {
    /// No further charges.
    Stop,
    /// Charge again.
    Start,
}

gateway_words!(
    /// Whether a subscription charges.
    SubscriptionStatus {
        /// It does.
        Active = "active",
        /// It does not.
        Disabled = "disabled",
    }
);

impl SubscriptionSwitch {
    /// The call, which tells the state that it left.
    ///
    /// The documented answers of protocol 1.0 repeat the request's signature (fact sheet, 2.5). That proves nothing, and
    /// neither does it tell of a change, so it counts as none: as for a capture, TLS alone protects such an answer. Any
    /// other signature must be right. In protocol 2.0 the answer's envelope is signed like any other.
    pub fn call(&self) -> Result<Call<SubscriptionStatus>, FieldFault> {
        let mut parameters = Params::of_order(&self.order_id)?;
        let action = match self.action {
            SubscriptionAction::Stop => "stop",
            SubscriptionAction::Start => "start",
        };
        parameters.text("action", action, 10)?;
        Ok(Call::new("/subscription", parameters, Proof::OptionalOrRepeated, read)
            .expecting("order_id", self.order_id.as_str()))
    }
}

fn read(members: &Members) -> Result<SubscriptionStatus, Unreadable> {
    members.required("status").map(SubscriptionStatus::from_word)
}
