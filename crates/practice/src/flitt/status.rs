//! `POST /api/status/order_id` (fact sheet, 3.7).

use super::answering::Said;
use super::gateway::Gateway;
use super::params::Params;
use super::payment_answer;
use super::refusal::Refusal;

/// Tells what became of an order.
pub(super) fn tell(gateway: &Gateway, params: &Params) -> Result<Said, Refusal> {
    let id = params.required("order_id", 1024)?;
    let behaviour = gateway.behaviour();
    let now = gateway.now();
    let order = gateway
        .books()
        .order(&id)
        .and_then(|order| order.as_of(behaviour.horizon(now)))
        .ok_or_else(Refusal::order_unknown)?;
    Ok(Said::Signed(payment_answer::of(gateway, &behaviour, &order, now)))
}
