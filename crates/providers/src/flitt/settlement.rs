//! Splitting a payment among merchants (fact sheet, 3.11). Protocol 2.0 only.

use domain::Money;

use super::{
    call::{Call, Proof},
    order::Order,
    order_id::OrderId,
    params::{Fault, FieldFault, Params, fault},
    receivers::Receiver,
    reservation::ReservationData,
};

/// Splits a payment among merchants. A hold must be captured first, or the gateway answers 1114.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// Our name of the split, a new one.
    pub order_id: OrderId,
    /// The order that was paid.
    pub operation_id: OrderId,
    /// What is split: all that was paid or captured.
    pub money: Money,
    /// Who gets which part. They must add up.
    pub receivers: Vec<Receiver>,
    /// What it is for; at most 1,024 characters.
    pub description: Option<String>,
    /// Where the gateway reports to.
    pub server_callback_url: Option<String>,
    /// Where a browser would go.
    pub response_url: Option<String>,
    /// What is told about customer and goods.
    pub reservation_data: Option<ReservationData>,
}

impl Settlement {
    /// A split with nothing but what is mandatory.
    pub fn new(
        order_id: OrderId,
        operation_id: OrderId,
        money: Money,
        receivers: Vec<Receiver>,
    ) -> Self {
        Self {
            order_id,
            operation_id,
            money,
            receivers,
            description: None,
            server_callback_url: None,
            response_url: None,
            reservation_data: None,
        }
    }

    /// The call. Its answer must be signed, and says little more than `created`: a callback tells the rest.
    pub fn call(&self) -> Result<Call<Order>, FieldFault> {
        if self.receivers.is_empty() {
            return Err(fault("receiver", Fault::Missing));
        }
        let mut parameters = Params::of_order(&self.order_id)?;
        parameters.text("order_type", "settlement", 25)?;
        parameters.text("operation_id", self.operation_id.as_str(), 1024)?;
        parameters.money(self.money)?;
        parameters.receivers(&self.receivers, self.money.minor())?;
        parameters.optional("order_desc", self.description.as_deref(), 1024)?;
        parameters.optional("server_callback_url", self.server_callback_url.as_deref(), 2048)?;
        parameters.optional("response_url", self.response_url.as_deref(), 2048)?;
        parameters.reservation(self.reservation_data.as_ref())?;
        Ok(Call::new("/settlement", parameters, Proof::Needed, Order::read)
            .expecting("order_id", self.order_id.as_str()))
    }
}
