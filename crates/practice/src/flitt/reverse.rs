//! `POST /api/reverse/order_id`: refunds and releases (fact sheet, 3.9).

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::answering::Said;
use super::behaviour::{Behaviour, after};
use super::callback::CallbackReason;
use super::checkout_fields::read_currency;
use super::gateway::Gateway;
use super::order::{Order, OrderStatus, Reversal};
use super::params::Params;
use super::payment::fresh_reversal_id;
use super::refusal::{Refusal, describe};
use super::settlement;
use super::trouble::AnswerTrouble;
use crate::minor_units::MinorUnits;

/// Gives money back, once for each `reverse_id`; without one, each request gives back again.
pub(super) fn create(
    gateway: &Gateway,
    params: &Params,
    trouble: Option<AnswerTrouble>,
) -> Result<Said, Refusal> {
    let id = params.required("order_id", 1024)?;
    let amount = params.amount("amount")?;
    let currency = read_currency(params)?;
    let comment = params.text("comment", 1024)?.unwrap_or_default();
    params.text("email", 254)?;
    let reverse_id = params.text("reverse_id", 50)?;
    if let Some(reverse_id) = &reverse_id {
        gateway.witness().reverse_id_seen(reverse_id);
    }
    let parts = params.get("receiver").map(settlement::read_shares).transpose()?;
    let behaviour = gateway.behaviour();
    let declined = match trouble {
        Some(AnswerTrouble::DeclinesRefund { code }) => Some(code),
        _ => behaviour.refunds_declined_with,
    };
    let now = gateway.now();
    let (order, reversal) = gateway.change(|books| {
        let order = books.order(&id).ok_or_else(Refusal::order_unknown)?.clone();
        if order.currency != currency {
            return Err(Refusal::incorrect("currency"));
        }
        if let Some(first) = done_before(&order, reverse_id.as_deref()) {
            let same = first.amount == amount;
            let first = first.clone();
            return if same { Ok((order, first)) } else { Err(Refusal::incorrect("reverse_id")) };
        }
        books.check_parts(&order.id, parts.as_deref(), amount)?;
        check_limits(&behaviour, &order, amount, now)?;
        let reversal = Reversal {
            id: fresh_reversal_id(gateway),
            reverse_id,
            amount,
            comment,
            at: now,
            settled: after(now, behaviour.refunds_wait),
            declined,
        };
        let kept = reversal.clone();
        books.change_order(&order.id, |order| order.reversals.push(kept));
        let order = books.order(&id).ok_or_else(Refusal::order_unknown)?.clone();
        if declined.is_none() {
            if let Some(reverse_id) = &reversal.reverse_id {
                *books.reverse_ids.entry(reverse_id.clone()).or_default() += 1;
            }
            books.tell(gateway, &order, CallbackReason::Reversed, reversal.settled);
        }
        Ok((order, reversal))
    })?;
    Ok(Said::Signed(answer(gateway, &behaviour, &order, &reversal, now)))
}

/// What the same `reverse_id` did on this order. A refund that the bank declined leaves its
/// `reverse_id` used, so that a repeat tells the same.
fn done_before<'a>(order: &'a Order, reverse_id: Option<&str>) -> Option<&'a Reversal> {
    let reverse_id = reverse_id?;
    order.reversals.iter().find(|reversal| reversal.reverse_id.as_deref() == Some(reverse_id))
}

fn check_limits(
    behaviour: &Behaviour,
    order: &Order,
    amount: MinorUnits,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let status = order.status(now);
    let Some(payment) = order.payment.as_ref().filter(|_| status == OrderStatus::Approved) else {
        return Err(Refusal::wrong_state(status));
    };
    let left = order.reversible();
    if left.is_zero() {
        return Err(Refusal::finished());
    }
    if amount > left {
        return Err(Refusal::amount_invalid("amount"));
    }
    if amount != payment.amount && (order.is_held() || behaviour.only_full_refunds) {
        return Err(Refusal::only_full_refund());
    }
    // Money of a capture that waits for the bank can neither be released nor refunded.
    if order.capture.as_ref().is_some_and(|capture| capture.confirmed > now) {
        return Err(Refusal::not_allowed());
    }
    Ok(())
}

fn answer(
    gateway: &Gateway,
    behaviour: &Behaviour,
    order: &Order,
    reversal: &Reversal,
    now: DateTime<Utc>,
) -> Params {
    let status = match reversal.declined {
        Some(_) => "declined",
        None if reversal.settled > now => "created",
        None => "approved",
    };
    let status = behaviour.reverse_status_in_answer.as_deref().unwrap_or(status);
    let merchant =
        behaviour.merchant_id_in_answer.unwrap_or(gateway.shop().credentials.merchant_id);
    let told =
        if behaviour.reverse_tells_the_total { order.reversed(now) } else { reversal.amount };
    Params::from_iter([
        ("reverse_status", Value::from(status)),
        (
            "order_id",
            Value::from(behaviour.order_id_in_answer.as_deref().unwrap_or(order.id.as_str())),
        ),
        ("merchant_id", Value::from(merchant.get())),
        ("response_status", Value::from("success")),
        ("response_code", reversal.declined.map_or(Value::from(""), Value::from)),
        ("response_description", Value::from(reversal.declined.map_or("", describe))),
        ("reverse_id", Value::from(reversal.reverse_id.clone().unwrap_or_default())),
        ("reversal_amount", Value::from(told.to_string())),
        ("transaction_id", Value::from(reversal.id.as_str())),
    ])
}
