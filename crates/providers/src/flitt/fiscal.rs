//! Receipts for the tax office (fact sheet, 3.13). The sources do not say what is in the answers, so they stay as they
//! came.

use super::{
    call::{Call, Proof},
    members::Members,
    order_id::OrderId,
    params::{FieldFault, Params},
};

/// Asks for an order's fiscal receipt. Uzbekistan only.
#[derive(Debug, Clone)]
pub struct FiscalData {
    /// Which order.
    pub order_id: OrderId,
}

/// Asks for an order's receipts the old way. The gateway has retired it and answers HTTP 404 (fact sheet, 0.3).
#[derive(Debug, Clone)]
pub struct AtolLogs {
    /// Which order.
    pub order_id: OrderId,
}

impl FiscalData {
    /// The call. An error comes within a success.
    pub fn call(&self) -> Result<Call<Members>, FieldFault> {
        asking("/fiscal_data", &self.order_id).map(Call::with_errors_in_success)
    }
}

impl AtolLogs {
    /// The call.
    pub fn call(&self) -> Result<Call<Members>, FieldFault> {
        asking("/get_atol_logs", &self.order_id)
    }
}

fn asking(path: &'static str, order_id: &OrderId) -> Result<Call<Members>, FieldFault> {
    let parameters = Params::of_order(order_id)?;
    Ok(Call::new(path, parameters, Proof::Optional, |members| Ok(members.clone()))
        .reads()
        .expecting("order_id", order_id.as_str()))
}
