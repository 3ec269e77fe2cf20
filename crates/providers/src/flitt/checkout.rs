//! The payment link, and the token for the gateway's widget (fact sheet, 3.2, 3.3).

use super::{
    call::{Call, Proof},
    errors::Unreadable,
    members::Members,
    new_order::NewOrder,
    order::PaymentId,
    params::FieldFault,
};

/// Asks for a payment link.
#[derive(Debug, Clone)]
pub struct CheckoutUrl {
    /// What is to be paid.
    pub order: NewOrder,
}

/// A payment link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutLink {
    /// Its address, just as it came. Whoever shows it checks it first: `https`, and the gateway's host unless a bank was
    /// chosen (fact sheet, section 8, trap 46).
    pub checkout_url: String,
    /// The gateway's id of the payment to come.
    pub payment_id: Option<PaymentId>,
}

impl CheckoutLink {
    pub(super) fn read(members: &Members) -> Result<Self, Unreadable> {
        Ok(Self {
            checkout_url: members.required("checkout_url")?.to_owned(),
            payment_id: PaymentId::read(members, "payment_id")?,
        })
    }
}

/// Asks for a token with which the page opens within a page of the shop's own.
#[derive(Debug, Clone)]
pub struct CheckoutToken {
    /// What is to be paid.
    pub order: NewOrder,
}

impl CheckoutToken {
    /// The call, in JSON only. Its answer is the token; it is not signed and has no envelope, also in protocol 2.0.
    pub fn call(&self) -> Result<Call<String>, FieldFault> {
        let parameters = self.order.parameters()?;
        let read: fn(&Members) -> _ = |members| members.required("token").map(ToOwned::to_owned);
        Ok(Call::new("/checkout/token", parameters, Proof::Optional, read).json_only())
    }
}

impl CheckoutUrl {
    /// The call. Its answer is not signed: TLS alone protects it (fact sheet, section 8, trap 38).
    pub fn call(&self) -> Result<Call<CheckoutLink>, FieldFault> {
        let parameters = self.order.parameters()?;
        Ok(Call::new("/checkout/url", parameters, Proof::Optional, CheckoutLink::read)
            .expecting("order_id", self.order.order_id.as_str()))
    }
}
