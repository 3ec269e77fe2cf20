//! The records (Payments, Refunds, Customers), in the fact sheet's fields.

use domain::link::NewLink;
use serde_json::{Value, json};

use crate::asks::{
    CUSTOMER_EMAIL, CUSTOMER_ID, CUSTOMER_NAME, CUSTOMER_PHONE, LINK_ID, REFERENCE, REFUND_ID,
    new_link, now,
};

pub(super) const PAYMENT: &str = "pay_Ab12Cd34Ef56Gh78";
pub(super) const REFUND: &str = "ref_Zz98Yy76Xx54Ww32";

/// On the host that the sandbox account's owner confirmed.
pub(super) const URL: &str = "https://checkout.sandbox.paymentflow.com/c/Ab12Cd34Ef56Gh78";

/// Seconds, as every moment is told.
pub(super) fn seconds(moment: domain::Timestamp) -> i64 {
    moment.millis().div_euclid(1_000)
}

/// So many of the smallest units, a whole number.
fn number(units: &str) -> Value {
    serde_json::from_str(units).unwrap()
}

/// The payment that was asked for, before anybody paid.
pub(super) fn pending() -> Value {
    link_for(&new_link(), "1999", URL)
}

pub(super) fn link_for(ask: &NewLink, units: &str, url: &str) -> Value {
    json!({
        "id": PAYMENT,
        "status": "pending",
        "amount": number(units),
        "currency": ask.currency().code(),
        "customer_email": null,
        "description": ask.description,
        "metadata": { "intent_id": LINK_ID, "reference": ask.reference.as_str() },
        "created": seconds(now()),
        "amount_refunded": 0,
        "failure_code": null,
        "checkout_url": url,
    })
}

/// The payment in this state.
pub(super) fn payment(status: &str) -> Value {
    payment_of(status, "1999", "EUR")
}

pub(super) fn payment_of(status: &str, units: &str, currency: &str) -> Value {
    let mut payment = pending();
    payment["status"] = status.into();
    payment["amount"] = number(units);
    payment["currency"] = currency.into();
    if status == "failed" {
        payment["failure_code"] = "insufficient_funds".into();
    }
    payment
}

/// Somebody else's payment, made at another time.
pub(super) fn other_payment(id: &str, created: domain::Timestamp) -> Value {
    json!({
        "id": id,
        "status": "succeeded",
        "amount": 1999,
        "currency": "EUR",
        "customer_email": "user@example.com",
        "description": "Product purchase",
        "metadata": { "order_id": "12345" },
        "created": seconds(created),
        "checkout_url": "https://checkout.sandbox.paymentflow.com/c/other",
    })
}

/// The refund of five euros of it.
pub(super) fn refund() -> Value {
    refund_of("500", "EUR")
}

pub(super) fn refund_of(units: &str, currency: &str) -> Value {
    json!({
        "id": REFUND,
        "payment_id": PAYMENT,
        "amount": number(units),
        "currency": currency,
        "reason": "customer_request",
        "metadata": { "intent_id": REFUND_ID },
        "status": "pending",
        "created": seconds(now()),
    })
}

pub(super) fn customer() -> Value {
    json!({
        "id": CUSTOMER_ID,
        "email": CUSTOMER_EMAIL,
        "name": CUSTOMER_NAME,
        "phone": CUSTOMER_PHONE,
        "metadata": null,
        "created": seconds(now()),
    })
}

/// A whole list.
pub(super) fn page(rows: &[Value]) -> Value {
    page_with(rows, false)
}

/// A page of a list that goes on.
pub(super) fn more(rows: &[Value]) -> Value {
    page_with(rows, true)
}

fn page_with(rows: &[Value], has_more: bool) -> Value {
    json!({ "data": rows, "has_more": has_more, "total_count": 71 })
}

/// Our reference, as it stands in what another till made.
pub(super) fn not_ours() -> Value {
    json!({ "intent_id": "019a0b0c-0d0e-7f10-8a12-0000feedbeef", "reference": REFERENCE })
}
