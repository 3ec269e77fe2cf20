//! `POST /api/transaction_list`: all that happened to one order (fact sheet, 3.10). Amounts are in
//! major units here, unlike everywhere else, and nothing is signed.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::answering::Said;
use super::gateway::Gateway;
use super::money::major_number;
use super::order::{Order, Payment, Reversal};
use super::params::Params;
use super::payment_answer::written;
use super::refusal::Refusal;
use crate::minor_units::MinorUnits;

/// The declined tries, the payment and the refunds of an order, oldest kind first.
pub(super) fn tell(gateway: &Gateway, params: &Params) -> Result<Said, Refusal> {
    let id = params.required("order_id", 1024)?;
    let now = gateway.now();
    let order = gateway.books().order(&id).cloned().ok_or_else(Refusal::order_unknown)?;
    let merchant = gateway.shop().credentials.merchant_id.get();
    let mut rows: Vec<Value> = (0_u64..)
        .zip(&order.declined_tries)
        .map(|(place, declined)| {
            let mut row = row(&order, merchant, declined.at, declined.at);
            row["id"] = (order.payment_id.get() + 1 + place).into();
            row["transaction_status"] = "declined".into();
            row["response_code"] = declined.code.into();
            row["masked_card"] = declined.card.masked().into();
            row
        })
        .collect();
    if let Some(payment) = &order.payment {
        rows.push(paid(&order, payment, merchant, now));
        let done = order.reversals.iter().filter(|reversal| reversal.settled <= now);
        rows.extend(done.map(|reversal| reversed(&order, reversal, payment, merchant)));
    }
    Ok(Said::List(rows))
}

fn paid(order: &Order, payment: &Payment, merchant: u64, now: DateTime<Utc>) -> Value {
    let mut row = row(order, merchant, payment.begun, payment.approved);
    let captured = order.capture.as_ref().filter(|capture| capture.confirmed <= now);
    let captured = captured.map_or_else(MinorUnits::default, |capture| capture.amount);
    row["id"] = order.payment_id.get().into();
    row["actual_amount"] = major_number(payment.amount);
    row["actual_currency"] = payment.currency.code().into();
    row["reversal_amount"] = major_number(order.reversed(now));
    row["capture_amount"] = major_number(captured);
    row["capture_status"] = order.capture_status(now).unwrap_or_default().into();
    row["transaction_status"] =
        if payment.approved > now { "processing" } else { "approved" }.into();
    row["preauth"] = payment.held.into();
    row["eci"] = payment.card.as_ref().map(|card| format!("0{}", card.eci())).into();
    row["sender_approval_code"] = payment.approval_code.as_str().into();
    row["sender_rrn"] = payment.rrn.as_str().into();
    row["rectoken"] = payment.rectoken.as_deref().unwrap_or_default().into();
    with_card(&mut row, payment);
    row
}

fn reversed(order: &Order, reversal: &Reversal, payment: &Payment, merchant: u64) -> Value {
    let mut row = row(order, merchant, reversal.at, reversal.settled);
    row["id"] = reversal.id.as_str().parse::<u64>().map_or(Value::Null, Value::from);
    row["parent_tran_id"] = order.payment_id.get().into();
    row["tran_type"] = "reverse".into();
    row["amount"] = major_number(reversal.amount);
    row["actual_amount"] = major_number(reversal.amount);
    row["actual_currency"] = payment.currency.code().into();
    let status = if reversal.declined.is_some() { "declined" } else { "approved" };
    row["transaction_status"] = status.into();
    row["response_code"] = reversal.declined.map_or(Value::from(""), Value::from);
    with_card(&mut row, payment);
    row
}

fn with_card(row: &mut Value, payment: &Payment) {
    let Some(card) = &payment.card else { return };
    row["payment_system"] = "card".into();
    row["card_last_digits"] = card.last4.as_str().into();
    row["card_bin"] = card.first6.parse::<u64>().map_or(Value::Null, Value::from);
    row["masked_card"] = card.masked().into();
    row["card_type"] = card.brand.as_str().into();
}

fn row(order: &Order, merchant: u64, begun: DateTime<Utc>, ended: DateTime<Utc>) -> Value {
    json!({
        "payment_id": order.payment_id.get(),
        "parent_tran_id": "",
        "timestart": written(begun),
        "timeend": written(ended),
        "duration": ended.signed_duration_since(begun).num_milliseconds(),
        "merchant_id": merchant,
        "tran_type": order.kind.word(),
        "sender_country": "",
        "sender_email": order.terms.sender_email,
        "amount": major_number(order.amount),
        "currency": order.currency.code(),
        "actual_amount": major_number(MinorUnits::default()),
        "actual_currency": "",
        "eci": "",
        "payment_system": "card",
        "reversal_amount": major_number(MinorUnits::default()),
        "capture_amount": major_number(MinorUnits::default()),
        "capture_status": "",
        "response_code": "",
        "settlement_amount": major_number(MinorUnits::default()),
        "settlement_currency": "",
        "settlement_date": "",
        "fee": "",
        "client_fee": major_number(MinorUnits::default()),
        "preauth": order.terms.preauth,
        "rectoken": "",
        "istest": true,
        "protocol": if order.terms.enveloped { "2.0" } else { "1.0" },
        "order_id": order.id.as_str(),
    })
}
