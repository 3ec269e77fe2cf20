//! The customer routes, without key or session (fact sheet, Customer routes).

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::answering::Asked;
use super::checkout;
use super::currency::{Currency, decimal};
use super::form::{self, Form};
use super::gateway::Gateway;
use super::links::{Said, lines, rfc3339};
use super::paying::{self, PayRefusal, Visit};
use super::payment::Billing;
use super::refusal::Refusal;

/// The fields of a start that are not about who pays.
const NOT_BILLING: &[&str] = &["email", "currency", "success_url", "cancel_url"];

/// The longest billing field, in characters.
const LONGEST_BILLING: usize = 255;

impl From<PayRefusal> for Refusal {
    fn from(refusal: PayRefusal) -> Self {
        match refusal {
            PayRefusal::UnknownLink | PayRefusal::UnknownCheckout => Self::not_found(),
            PayRefusal::NotPayable(_) => Self::gone(),
            PayRefusal::Books(error) => error.into(),
            PayRefusal::CheckoutOver(_)
            | PayRefusal::WrongEmail
            | PayRefusal::UnknownCard
            | PayRefusal::CardExpired
            | PayRefusal::WrongCvc => Self::broken(),
        }
    }
}

/// `GET /api/payment-links/public/{uuid}/`: what the customer will see. The internal label is not
/// for customers.
pub(super) fn preview(gateway: &Gateway, asked: &Asked<'_>) -> Said {
    let behaviour = gateway.behaviour();
    let books = gateway.books();
    let link = paying::payable(&books, asked.action.uuid, asked.moment)?;
    let past = link.as_of(asked.moment);
    let terms = past.as_ref().unwrap_or(link).terms();
    let preview = json!({
        "uuid": behaviour.uuid_in_answer.as_deref().unwrap_or(link.uuid.as_str()),
        "organization_name": gateway.shop().merchant_name,
        "currency": behaviour.currency_in_answer.as_deref().unwrap_or(link.currency.code()),
        "pricing_mode": link.pricing_mode.word(),
        "products": lines(link),
        "subtotal": decimal(link.totals.subtotal),
        "tax": decimal(link.totals.tax),
        "total": decimal(behaviour.total_in_answer.unwrap_or(link.totals.total)),
        "expires_at": terms.expires_at.map(rfc3339),
    });
    Ok((StatusCode::OK, preview))
}

/// `POST /api/payment-links/public/{uuid}/start/`.
pub(super) fn start(gateway: &Gateway, asked: &Asked<'_>) -> Said {
    let (now, behaviour) = (gateway.now(), gateway.behaviour());
    let fields = form::parse(asked.call)?;
    let payment = gateway.change(|books| {
        let link = paying::payable(books, asked.action.uuid, now)?.clone();
        let visit = visit(Form::of_any(&fields), link.currency)?;
        let amount = link.totals.total;
        Ok::<_, Refusal>(paying::start(gateway, books, &link, visit, amount, now))
    })?;
    let answer = json!({
        "checkout_url": checkout::address(gateway, &behaviour, &payment.token),
        "token": payment.token,
    });
    Ok((StatusCode::OK, answer))
}

/// Reads who starts a checkout. The fact sheet names no billing field; here the e-mail address must
/// be there, and all that is not known otherwise is taken for billing.
fn visit(mut form: Form<'_>, payable_in: Currency) -> Result<Visit, Refusal> {
    let email = form.required("email", form::email);
    let currency = |value: &Value| {
        let sentence = || format!("This link is payable in {}.", payable_in.code());
        value.as_str().filter(|code| *code == payable_in.code()).ok_or_else(sentence)?;
        Ok(())
    };
    form.optional("currency", currency);
    let success_url = form.given("success_url", form::https_url).value();
    let cancel_url = form.given("cancel_url", form::https_url).value();
    let mut more = BTreeMap::new();
    for name in form.names().filter(|name| !NOT_BILLING.contains(name)).collect::<Vec<_>>() {
        let given = form.given(name, |value| form::text(value, LONGEST_BILLING));
        more.extend(given.value().map(|value| (name.to_owned(), value)));
    }
    form.finish()?;
    let billing = Billing { email: email.unwrap_or_default(), more };
    Ok(Visit { billing, success_url, cancel_url })
}
