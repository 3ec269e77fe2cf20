//! Charging a card that was kept, without its holder (fact sheet, 3.13).

use domain::Money;
use secrecy::SecretString;

use super::{
    call::{Call, Proof},
    order::Order,
    order_id::OrderId,
    params::{Fault, FieldFault, Params, fault},
};

/// Charges the card behind a token. There is no 3-D Secure and no page, and the answer is the end of it: a refused
/// charge is a success with [`OrderStatus::Declined`](super::OrderStatus::Declined).
#[derive(Debug, Clone)]
pub struct RecurringCharge {
    /// Our name of the new order.
    pub order_id: OrderId,
    /// What it is for; 1 to 1,024 characters.
    pub description: String,
    /// How much.
    pub money: Money,
    /// The card's token, from an order with `required_rectoken`.
    pub rectoken: SecretString,
    /// True to hold the money until it is captured.
    pub preauth: Option<bool>,
    /// How long the order can be paid, in seconds.
    pub lifetime: Option<u32>,
    /// The customer's address on the network, at most 15 characters.
    pub client_ip: Option<String>,
    /// The customer's address; at most 256 characters.
    pub sender_email: Option<String>,
    /// A text of ours that comes back with each answer; at most 2,048 characters.
    pub merchant_data: Option<String>,
    /// Our id of what is sold; at most 1,024 characters.
    pub product_id: Option<String>,
    /// Where the gateway reports to.
    pub server_callback_url: Option<String>,
}

impl RecurringCharge {
    /// A charge with nothing but what is mandatory.
    pub fn new(
        order_id: OrderId,
        description: impl Into<String>,
        money: Money,
        rectoken: SecretString,
    ) -> Self {
        Self {
            order_id,
            description: description.into(),
            money,
            rectoken,
            preauth: None,
            lifetime: None,
            client_ip: None,
            sender_email: None,
            merchant_data: None,
            product_id: None,
            server_callback_url: None,
        }
    }

    /// The call. Its answer must be signed. The security code of the card, which the gateway would take too, is left
    /// out: nobody may keep it.
    pub fn call(&self) -> Result<Call<Order>, FieldFault> {
        let mut parameters = Params::of_order(&self.order_id)?;
        parameters.description(&self.description)?;
        parameters.money(self.money)?;
        parameters.token("rectoken", Some(&self.rectoken))?;
        if !parameters.has("rectoken") {
            return Err(fault("rectoken", Fault::Missing));
        }
        parameters.yes_no("preauth", self.preauth)?;
        parameters.lifetime(self.lifetime)?;
        for (field, text, limit) in [
            ("client_ip", &self.client_ip, 15),
            ("sender_email", &self.sender_email, 256),
            ("merchant_data", &self.merchant_data, 2048),
            ("product_id", &self.product_id, 1024),
            ("server_callback_url", &self.server_callback_url, 2048),
        ] {
            parameters.optional(field, text.as_deref(), limit)?;
        }
        Ok(Call::new("/recurring", parameters, Proof::Needed, Order::read)
            .expecting("order_id", self.order_id.as_str()))
    }
}
