//! The state of an order: the only way to learn it without a public address (fact sheet, 3.7).

use super::{
    call::{Call, Proof},
    order::Order,
    order_id::OrderId,
    params::{FieldFault, Params},
};

/// Asks for an order's state. An order that never was answers 1018.
#[derive(Debug, Clone)]
pub struct OrderStatusQuery {
    /// Which order.
    pub order_id: OrderId,
}

impl OrderStatusQuery {
    /// The call. Its answer must be signed.
    pub fn call(&self) -> Result<Call<Order>, FieldFault> {
        let parameters = Params::of_order(&self.order_id)?;
        Ok(Call::new("/status/order_id", parameters, Proof::Needed, Order::read)
            .reads()
            .expecting("order_id", self.order_id.as_str()))
    }
}
