//! The records ('Staff routes', 'Customer routes'), in the fact sheet's fields. All but the names of the fields of a create
//! are assumed there.

use domain::{Currency, Timestamp, basket::BasketLine, link::NewLink};
use serde_json::{Value, json};

use crate::{
    answers::with,
    asks::{CUSTOMER_EMAIL, LINK_ID, REFERENCE, new_link, now},
};

pub(super) const LINK: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
pub(super) const PAYMENT: &str = "pmt_Ab12Cd34Ef56";

/// What the till calls it: nothing says that two links have no payments with one id.
pub(super) const OUR_PAYMENT: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7.pmt_Ab12Cd34Ef56";

/// What the till calls that the payment went back: the dashboard has no name for it.
pub(super) const REFUND: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7.pmt_Ab12Cd34Ef56-refunded";

/// On the host that the sandbox account's owner confirmed, where its template leads to, too.
pub(super) const URL: &str =
    "https://pay.sandbox.shop.example/l/7c9e6679-7425-40de-944b-e07fc1f90ae7";

/// The moment at which the payment was paid.
pub(super) const PAID_AT: &str = "2026-11-20T14:05:36Z";

/// So many of the smallest units, in major units: `"19.99"`.
pub(super) fn decimal(units: &str, digits: u8) -> String {
    let digits = usize::from(digits);
    let whole = format!("{units:0>width$}", width = digits + 1);
    let (major, minor) = whole.split_at(whole.len() - digits);
    if minor.is_empty() { major.to_owned() } else { format!("{major}.{minor}") }
}

/// The link that was asked for, before anybody paid.
pub(super) fn link() -> Value {
    link_for(&new_link(), "1999", URL)
}

/// The same after one customer paid.
pub(super) fn used() -> Value {
    let used = with(with(link(), "times_used", 1), "paid_count", 1);
    with(used, "revenue", "19.99")
}

pub(super) fn link_for(ask: &NewLink, units: &str, url: &str) -> Value {
    let digits = ask.currency().exponent();
    let total = decimal(units, digits);
    let product = |line: &BasketLine| {
        let sum = line.total().unwrap().minor().to_string();
        json!({
            "product_id": line.catalogue_id.as_ref().unwrap().as_str(),
            "name": line.name.as_str(),
            "quantity": line.quantity.get(),
            "unit_price": decimal(&line.unit.minor().to_string(), digits),
            "total": decimal(&sum, digits),
        })
    };
    json!({
        "uuid": LINK,
        "name": format!("{} {}", ask.reference.as_str(), ask.description),
        "is_active": true,
        "currency": ask.currency().code(),
        "pricing_mode": "TAX_INCLUSIVE",
        "products": ask.lines.iter().map(product).collect::<Vec<_>>(),
        "subtotal": total,
        "tax": decimal("0", digits),
        "total": total,
        "expires_at": ask.expires_at.rfc3339(),
        "max_uses": ask.usage.limit(),
        "times_used": 0,
        "paid_count": 0,
        "revenue": decimal("0", digits),
        "metadata": { "intent_id": LINK_ID, "reference": ask.reference.as_str() },
        "created_at": now().rfc3339(),
        "updated_at": now().rfc3339(),
        "public_url": url,
    })
}

/// Somebody else's link, made at another time, which three customers paid.
pub(super) fn other_link(number: u8, created: Timestamp) -> Value {
    json!({
        "uuid": format!("00000000-0000-4000-8000-0000000000{number:02}"),
        "name": "Spring sale",
        "is_active": true,
        "currency": "USD",
        "pricing_mode": "TAX_EXCLUSIVE",
        "products": [{ "product_id": "prod_Other", "quantity": 1 }],
        "total": "5.00",
        "expires_at": null,
        "max_uses": null,
        "times_used": 3,
        "paid_count": 3,
        "metadata": { "campaign": "spring" },
        "created_at": created.rfc3339(),
        "public_url": null,
    })
}

/// Our marks, as they stand on what another till made.
pub(super) fn not_ours() -> Value {
    json!({ "intent_id": "019a0b0c-0d0e-7f10-8a12-0000feedbeef", "reference": REFERENCE })
}

/// The payment in this state.
pub(super) fn payment(status: &str) -> Value {
    payment_of(status, "1999", "EUR".parse().unwrap())
}

pub(super) fn payment_of(status: &str, units: &str, currency: Currency) -> Value {
    let came = matches!(status, "paid" | "refunded");
    json!({
        "id": PAYMENT,
        "status": status,
        "amount": decimal(units, currency.exponent()),
        "currency": currency.code(),
        "customer_email": CUSTOMER_EMAIL,
        "created_at": "2026-11-20T14:04:30Z",
        "paid_at": if came { json!(PAID_AT) } else { Value::Null },
    })
}

/// What customers see of the link.
pub(super) fn preview() -> Value {
    let Value::Object(mut fields) = link() else { unreachable!("a link is an object") };
    let of_customers =
        ["currency", "pricing_mode", "products", "subtotal", "tax", "total", "expires_at"];
    fields.retain(|name, _| of_customers.contains(&name.as_str()));
    with(Value::Object(fields), "organization_name", "Corner shop")
}

/// A list that comes as a bare array.
pub(super) fn bare(rows: &[Value]) -> Value {
    json!(rows)
}

/// A whole list that comes as a page.
pub(super) fn page(rows: &[Value]) -> Value {
    json!({ "count": rows.len(), "next": null, "previous": null, "results": rows })
}

/// A page of a list that goes on at that page.
pub(super) fn more(rows: &[Value], next: u8) -> Value {
    more_at(rows, &format!("https://dash.sandbox.shop.example/api/payment-links/?page={next}"))
}

/// A page of a list that goes on at that address.
pub(super) fn more_at(rows: &[Value], next: &str) -> Value {
    json!({ "count": 71, "next": next, "previous": null, "results": rows })
}
