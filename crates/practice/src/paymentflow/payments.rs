//! The API of payments: create, retrieve, list, cancel (fact sheet, Payments).

use std::borrow::Cow;

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::answering::Asked;
use super::behaviour::Behaviour;
use super::fields::Fields;
use super::gateway::Gateway;
use super::idempotency::Keyed;
use super::ids::{PageToken, PaymentId, fresh};
use super::listing::ListQuery;
use super::pay_page;
use super::payment::{Payment, PaymentStatus};
use super::refusal::Refusal;
use super::trouble::Visitor;
use crate::minor_units::MinorUnits;
use crate::test_cards::FailureCode;

const FIELDS: &[&str] = &["amount", "currency", "customer_email", "description", "metadata"];
const FILTERS: &[&str] = &["customer_email", "status"];
/// The seed names no others for the filter.
const STATUSES: &[&str] = &["pending", "succeeded", "failed"];

/// `POST /payments`.
pub(super) fn create(
    gateway: &Gateway,
    asked: &Asked<'_>,
    body: &Value,
) -> Result<(StatusCode, Value), Refusal> {
    let (now, behaviour) = (gateway.now(), gateway.behaviour());
    let request = Keyed::of(asked.call, asked.action.endpoint, body);
    let (payment, shown) = gateway.change(|books| {
        if let Some(first) = books.keys.first(request, now, behaviour.key_memory())? {
            let found = books.payment(first).ok_or_else(|| Refusal::no_such("payment", first))?;
            let shown = if behaviour.replays_show_the_present {
                object(gateway, &behaviour, found, books.refunded(&found.id, now), now)
            } else {
                new_object(gateway, &behaviour, &found.untouched())
            };
            return Ok::<_, Refusal>((None, shown));
        }
        let fields = Fields::of(body, FIELDS)?;
        let amount = fields.amount("amount")?.ok_or_else(|| Refusal::missing("amount"))?;
        let token = fresh(gateway, "", |token| books.payment_of_page(token).is_some());
        let payment = Payment {
            id: PaymentId(fresh(gateway, "pay_", |id| books.knows(id))),
            page: PageToken(token),
            amount,
            currency: fields.currency("currency")?,
            customer_email: fields.email("customer_email")?,
            description: fields.text("description")?,
            metadata: fields.metadata()?.unwrap_or_default(),
            created: now,
            cancelled: None,
            attempt: None,
        };
        books.keys.remember(request, payment.id.as_str(), now);
        books.add_payment(payment.clone());
        if let Some(trouble) = gateway.plans().take_customer() {
            books.visitors.push(Visitor::of(&payment, trouble));
        }
        let shown = new_object(gateway, &behaviour, &payment);
        Ok((Some(payment), shown))
    })?;
    let made = behaviour.creates_answer_201 && payment.is_some();
    Ok((if made { StatusCode::CREATED } else { StatusCode::OK }, shown))
}

/// `GET /payments/{id}`.
pub(super) fn retrieve(
    gateway: &Gateway,
    asked: &Asked<'_>,
) -> Result<(StatusCode, Value), Refusal> {
    let behaviour = gateway.behaviour();
    let moment = asked.moment;
    let books = gateway.books();
    let id = asked.action.id;
    let found = books.payment(id).and_then(|payment| payment.as_of(moment));
    let payment = found.ok_or_else(|| Refusal::no_such("payment", id))?;
    let refunded = books.refunded(&payment.id, moment);
    Ok((StatusCode::OK, object(gateway, &behaviour, &payment, refunded, moment)))
}

/// `GET /payments`.
pub(super) fn list(gateway: &Gateway, asked: &Asked<'_>) -> Result<(StatusCode, Value), Refusal> {
    let behaviour = gateway.behaviour();
    let moment = asked.moment;
    let query = ListQuery::read(&asked.call.query, FILTERS)?;
    let status = query.filter("status");
    if status.is_some_and(|status| !STATUSES.contains(&status)) {
        return Err(Refusal::query("status", "status is pending, succeeded or failed"));
    }
    let lags = moment < gateway.now();
    let email = query.filter("customer_email");
    let books = gateway.books();
    query.page(
        &behaviour,
        books.payments(),
        |payment| payment.id.as_str(),
        |payment| {
            let seen =
                if lags { Cow::Owned(payment.as_of(moment)?) } else { Cow::Borrowed(payment) };
            let fits = email.is_none_or(|email| seen.customer_email.as_deref() == Some(email))
                && status.is_none_or(|status| seen.status(moment).word() == status);
            fits.then_some(seen)
        },
        |payment| {
            let refunded = books.refunded(&payment.id, moment);
            object(gateway, &behaviour, &payment, refunded, moment)
        },
    )
}

/// `POST /payments/{id}/cancel`. Only what is pending can be cancelled, so a second time is refused.
pub(super) fn cancel(gateway: &Gateway, asked: &Asked<'_>) -> Result<(StatusCode, Value), Refusal> {
    let (now, behaviour) = (gateway.now(), gateway.behaviour());
    let id = asked.action.id;
    gateway.change(|books| {
        let found = books.payment(id).ok_or_else(|| Refusal::no_such("payment", id))?;
        let status = found.status(now);
        if status != PaymentStatus::Pending {
            return Err(Refusal::not_cancellable(status.word()));
        }
        let id = found.id.clone();
        books.change_payment(&id, |payment| payment.cancelled = Some(now));
        books.send_visitors_of_cancelled(&id, now);
        books.tell_of_payment(gateway, &id, now);
        let cancelled = books.payment(id.as_str()).ok_or_else(Refusal::broken)?;
        Ok((StatusCode::OK, new_object(gateway, &behaviour, cancelled)))
    })
}

/// A payment in an answer that nobody has paid, so that nothing can have gone back.
fn new_object(gateway: &Gateway, behaviour: &Behaviour, payment: &Payment) -> Value {
    object(gateway, behaviour, payment, MinorUnits::default(), payment.created)
}

/// A payment in an answer, as it looks at `moment`, when `refunded` had gone back.
pub(super) fn object(
    gateway: &Gateway,
    behaviour: &Behaviour,
    payment: &Payment,
    refunded: MinorUnits,
    moment: DateTime<Utc>,
) -> Value {
    let amount = payment.shown_amount(moment);
    let currency = behaviour.currency_in_answer.as_deref();
    let status = behaviour.payment_status_in_answer.as_deref();
    let mut object = json!({
        "id": behaviour.payment_id_in_answer.as_deref().unwrap_or(payment.id.as_str()),
        "status": status.unwrap_or(payment.status(moment).word()),
        "amount": behaviour.amount_in_answer.unwrap_or(amount),
        "currency": currency.unwrap_or(payment.currency.code()),
        "customer_email": payment.customer_email,
        "description": payment.description,
        "created": payment.created.timestamp(),
        "failure_code": payment.failure_code(moment).map(FailureCode::word),
    });
    if !behaviour.metadata_missing {
        object["metadata"] = json!(payment.metadata);
    }
    if !behaviour.amount_refunded_missing {
        object["amount_refunded"] = json!(refunded);
    }
    if !behaviour.checkout_url_missing {
        object["checkout_url"] = pay_page::address(gateway, behaviour, &payment.page).into();
    }
    object
}
