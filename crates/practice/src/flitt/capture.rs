//! `POST /api/capture/order_id`: taking held money (fact sheet, 3.8).

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::answering::Said;
use super::behaviour::after;
use super::callback::CallbackReason;
use super::checkout_fields::read_currency;
use super::gateway::Gateway;
use super::order::{Capture, Order, OrderStatus};
use super::params::Params;
use super::refusal::{Refusal, describe};
use super::trouble::AnswerTrouble;
use crate::minor_units::MinorUnits;

/// Captures all or part, once. A repeat with the same amount tells the present status; another
/// amount is refused with 1109.
pub(super) fn create(
    gateway: &Gateway,
    params: &Params,
    trouble: Option<AnswerTrouble>,
) -> Result<Said, Refusal> {
    let id = params.required("order_id", 1024)?;
    let amount = params.amount("amount")?;
    let currency = read_currency(params)?;
    let behaviour = gateway.behaviour();
    let wait = match trouble {
        Some(AnswerTrouble::CaptureHolds { seconds }) => Some(Duration::from_secs(seconds.into())),
        _ => behaviour.captures_wait,
    };
    let now = gateway.now();
    let order = gateway.change(|books| {
        let order = books.order(&id).ok_or_else(Refusal::order_unknown)?.clone();
        if order.currency != currency {
            return Err(Refusal::incorrect("currency"));
        }
        if let Some(capture) = &order.capture {
            let same = capture.amount == amount;
            return if same { Ok(order) } else { Err(Refusal::captured_another_amount()) };
        }
        let held = held(&order, now)?;
        if amount > held {
            return Err(Refusal::amount_invalid("amount"));
        }
        if behaviour.captures_declined_with.is_some() {
            return Ok(order);
        }
        let capture = Capture { amount, at: now, confirmed: after(now, wait) };
        let told_at = capture.confirmed;
        books.change_order(&order.id, |order| order.capture = Some(capture));
        let order = books.order(&id).ok_or_else(Refusal::order_unknown)?.clone();
        books.tell(gateway, &order, CallbackReason::Captured, told_at);
        Ok(order)
    })?;
    let declined = behaviour.captures_declined_with.filter(|_| order.capture.is_none());
    let status = behaviour.capture_status_in_answer.as_deref().or(order.capture_status(now));
    let merchant =
        behaviour.merchant_id_in_answer.unwrap_or(gateway.shop().credentials.merchant_id).get();
    let order_id = behaviour.order_id_in_answer.as_deref().unwrap_or(order.id.as_str());
    Ok(Said::Plain(Params::from_iter([
        ("capture_status", Value::from(status.unwrap_or_default())),
        ("order_id", Value::from(order_id)),
        ("merchant_id", Value::from(merchant)),
        ("response_status", Value::from("success")),
        ("response_code", declined.map_or(Value::from(""), Value::from)),
        ("response_description", Value::from(declined.map_or("", describe))),
    ])))
}

/// The held amount, if the order is held and not released.
fn held(order: &Order, now: DateTime<Utc>) -> Result<MinorUnits, Refusal> {
    let status = order.status(now);
    match &order.payment {
        Some(payment) if status == OrderStatus::Approved && payment.held => {
            // A release that waits for the bank leaves nothing to capture.
            if order.reversible().is_zero() { Err(Refusal::finished()) } else { Ok(payment.amount) }
        }
        _ => Err(Refusal::wrong_state(status)),
    }
}
