//! The API of refunds: create, retrieve, list (fact sheet, Refunds).

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::answering::Asked;
use super::behaviour::Behaviour;
use super::books::Books;
use super::fields::Fields;
use super::gateway::Gateway;
use super::idempotency::Keyed;
use super::ids::{RefundId, fresh};
use super::listing::ListQuery;
use super::payment::{Payment, PaymentStatus};
use super::refund::{Refund, RefundReason};
use super::refusal::Refusal;
use super::trouble::AnswerTrouble;
use crate::minor_units::MinorUnits;
use crate::moments::later;

const FIELDS: &[&str] = &["payment_id", "amount", "reason", "metadata"];
const FILTERS: &[&str] = &["payment_id"];

/// `POST /refunds`.
pub(super) fn create(
    gateway: &Gateway,
    asked: &Asked<'_>,
    body: &Value,
    trouble: Option<AnswerTrouble>,
) -> Result<(StatusCode, Value), Refusal> {
    let (now, behaviour) = (gateway.now(), gateway.behaviour());
    let mut request = Keyed::of(asked.call, asked.action.endpoint, body);
    if behaviour.refund_keys_ignored {
        request = request.without_key();
    }
    let (take, fails) = match trouble {
        Some(AnswerTrouble::RefundFails { seconds }) => (TimeDelta::seconds(seconds.into()), true),
        _ => (behaviour.refunds_take(), behaviour.refunds_fail),
    };
    gateway.change(|books| {
        if let Some(first) = books.keys.first(request, now, behaviour.key_memory())? {
            let found = books.refund(first).ok_or_else(|| Refusal::no_such("refund", first))?;
            let seen = if behaviour.replays_show_the_present { now } else { found.created };
            return Ok((StatusCode::OK, object(&behaviour, found, seen)));
        }
        let fields = Fields::of(body, FIELDS)?;
        let id = fields.required_text("payment_id")?;
        let amount = fields.amount("amount")?;
        let reason = read_reason(&fields)?;
        let metadata = fields.metadata()?.unwrap_or_default();
        let payment = books.payment(&id).ok_or_else(|| Refusal::no_such("payment", &id))?;
        let refund = Refund {
            id: RefundId(fresh(gateway, "ref_", |id| books.knows(id))),
            payment: payment.id.clone(),
            amount: refundable(books, payment, amount, now)?,
            currency: payment.currency.clone(),
            reason,
            metadata,
            created: now,
            decided: later(now, take),
            fails,
        };
        books.keys.remember(request, refund.id.as_str(), now);
        books.add_refund(refund.clone());
        books.tell_of_new_refund(gateway, &refund);
        let status =
            if behaviour.creates_answer_201 { StatusCode::CREATED } else { StatusCode::OK };
        Ok((status, object(&behaviour, &refund, now)))
    })
}

fn read_reason(fields: &Fields<'_>) -> Result<Option<RefundReason>, Refusal> {
    fields
        .text("reason")?
        .map(|word| {
            RefundReason::of_word(&word).ok_or_else(|| {
                let problem = "reason is customer_request, fraudulent or duplicate";
                Refusal::invalid("reason", problem)
            })
        })
        .transpose()
}

/// How much goes back: what was asked for, or without that all that was paid. All refunds of the
/// payment together are never more than that; so once something has gone back, a full refund is
/// refused. The fact sheet does not say whether it would mean the rest.
fn refundable(
    books: &Books,
    payment: &Payment,
    asked: Option<MinorUnits>,
    now: DateTime<Utc>,
) -> Result<MinorUnits, Refusal> {
    let status = payment.status(now);
    if status != PaymentStatus::Succeeded {
        return Err(Refusal::not_refundable(status.word()));
    }
    let paid = payment.paid(now);
    let amount = asked.unwrap_or(paid);
    if books.refunded(&payment.id, now).plus(amount) > paid {
        return Err(Refusal::more_than_paid());
    }
    Ok(amount)
}

/// `GET /refunds/{id}`.
pub(super) fn retrieve(
    gateway: &Gateway,
    asked: &Asked<'_>,
) -> Result<(StatusCode, Value), Refusal> {
    let books = gateway.books();
    let id = asked.action.id;
    let found = books.refund(id).filter(|refund| refund.created <= asked.moment);
    let refund = found.ok_or_else(|| Refusal::no_such("refund", id))?;
    Ok((StatusCode::OK, object(&gateway.behaviour(), refund, asked.moment)))
}

/// `GET /refunds?payment_id=…`.
pub(super) fn list(gateway: &Gateway, asked: &Asked<'_>) -> Result<(StatusCode, Value), Refusal> {
    let behaviour = gateway.behaviour();
    if behaviour.refund_list_missing {
        return Err(Refusal::no_such_place());
    }
    let query = ListQuery::read(&asked.call.query, FILTERS)?;
    let payment = query
        .filter("payment_id")
        .ok_or_else(|| Refusal::query("payment_id", "payment_id is required"))?;
    let books = gateway.books();
    if books.payment(payment).is_none_or(|payment| payment.created > asked.moment) {
        return Err(Refusal::no_such("payment", payment));
    }
    query.page(
        &behaviour,
        books.refunds(),
        |refund| refund.id.as_str(),
        |refund| {
            let fits = refund.payment.as_str() == payment && refund.created <= asked.moment;
            fits.then_some(refund)
        },
        |refund| object(&behaviour, refund, asked.moment),
    )
}

/// A refund in an answer, as it looks at `moment`.
pub(super) fn object(behaviour: &Behaviour, refund: &Refund, moment: DateTime<Utc>) -> Value {
    let currency = behaviour.currency_in_answer.as_deref();
    let status = behaviour.refund_status_in_answer.as_deref();
    let mut object = json!({
        "id": refund.id,
        "payment_id": refund.payment,
        "status": status.unwrap_or(refund.status(moment).word()),
        "amount": behaviour.refund_amount_in_answer.unwrap_or(refund.amount),
        "currency": currency.unwrap_or(refund.currency.code()),
        "reason": refund.reason,
        "created": refund.created.timestamp(),
    });
    if !behaviour.metadata_missing {
        let none = behaviour.refund_metadata_empty;
        object["metadata"] = if none { json!({}) } else { json!(refund.metadata) };
    }
    object
}
