//! A token, ids, and answers made by hand from the fact sheet.

use domain::{Money, Timestamp};
use providers::{
    Request, Response,
    merchant_dashboard::{
        ApiBase, Call, DashboardError, Link, LinkCurrency, LinkUuid, Metadata, NewLink,
        OrderedProduct, StaffToken, links,
    },
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

pub(crate) const TOKEN: &str = "9f8e7d6CanaryOfTheTests0123456789abc9Zq4";
pub(crate) const UUID: &str = "0b9f3c52-6a0e-4c38-9d55-0e5d9a1f7c11";
pub(crate) const OTHER: &str = "1c1f3c52-6a0e-4c38-9d55-0e5d9a1f7c22";

pub(crate) fn token() -> StaffToken {
    StaffToken::new(TOKEN.into()).unwrap()
}

pub(crate) fn base() -> ApiBase {
    ApiBase::new("https://dash.example.com/").unwrap()
}

pub(crate) fn uuid() -> LinkUuid {
    UUID.parse().unwrap()
}

pub(crate) fn money(minor: u64, currency: &str) -> Money {
    Money::new(minor, currency.parse().unwrap())
}

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) fn metadata(pairs: &[(&str, &str)]) -> Metadata {
    Metadata::new(pairs.iter().copied()).unwrap()
}

pub(crate) fn product(id: &str, quantity: u32) -> OrderedProduct {
    OrderedProduct { product_id: id.parse().unwrap(), quantity }
}

pub(crate) fn new_link() -> NewLink {
    NewLink {
        name: "Two coffees".into(),
        products: vec![product("prd_espresso", 2)],
        currency: LinkCurrency::Eur,
        pricing_mode: None,
        expires_at: None,
        max_uses: None,
        metadata: Metadata::default(),
    }
}

/// A link, as the dashboard would tell staff of it.
pub(crate) fn told_link() -> Value {
    json!({
        "uuid": UUID, "name": "Two coffees", "is_active": true, "currency": "EUR",
        "pricing_mode": "TAX_INCLUSIVE",
        "products": [
            { "product_id": "prd_espresso", "name": "Espresso", "quantity": 2,
              "unit_price": "6.25", "total": "12.50" },
        ],
        "subtotal": "10.42", "tax": "2.08", "total": "12.50",
        "expires_at": "2026-11-21T12:00:00Z", "max_uses": 1, "times_used": 0,
        "paid_count": 0, "revenue": "0.00", "metadata": { "intent_id": "i-1" },
        "created_at": "2026-11-20T12:00:00Z", "updated_at": "2026-11-20T12:00:00.123456+00:00",
        "public_url": format!("https://pay.example.com/pay/{UUID}"),
    })
}

/// `told` with its member `name` replaced.
pub(crate) fn with(mut told: Value, name: &str, value: Value) -> Value {
    told[name] = value;
    told
}

/// `told` without its member `name`.
pub(crate) fn without(mut told: Value, name: &str) -> Value {
    told.as_object_mut().unwrap().remove(name).unwrap();
    told
}

pub(crate) fn response(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response { status, date: None, retry_after: None, body: body.into() }
}

/// What `call` reads out of `told`.
pub(crate) fn read<A>(call: &Call<A>, told: &Value) -> Result<A, DashboardError> {
    call.read(Ok(&response(200, told.to_string())))
}

/// What a look at the link reads out of `told`.
pub(crate) fn link(told: &Value) -> Result<Link, DashboardError> {
    read(&links::detail(&uuid()), told)
}

pub(crate) fn request<A>(call: &Call<A>) -> Request {
    call.request(&base(), &token())
}

/// The headers of `request`, in the order of their names.
pub(crate) fn headers(request: &Request) -> Vec<(&'static str, String)> {
    let mut headers: Vec<_> = request
        .headers
        .iter()
        .map(|header| (header.name, header.value.expose_secret().to_owned()))
        .collect();
    headers.sort();
    headers
}
