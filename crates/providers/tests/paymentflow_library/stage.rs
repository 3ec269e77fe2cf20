//! A key, ids, and answers made by hand.

use domain::{Amount, Money, ids::IdempotencyKey};
use providers::{
    Request, Response,
    paymentflow::{
        ApiBase, ApiKey, Call, Metadata, NewPayment, NewRefund, Payment, PaymentFlowError,
        PaymentId, payments,
    },
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) const KEY: &str = "sk_test_51H8xTCanaryOfTheTests9Zq4";

pub(crate) fn key() -> ApiKey {
    ApiKey::new(KEY.into()).unwrap()
}

/// The key of an intent.
pub(crate) fn intent_key() -> IdempotencyKey {
    Uuid::from_u128(0x0123_4567_89ab_4cde_8f01_2345_6789_abcd).into()
}

pub(crate) fn money(minor: u64, currency: &str) -> Money {
    Money::new(minor, currency.parse().unwrap())
}

pub(crate) fn amount(minor: u64, currency: &str) -> Amount {
    Amount::new(money(minor, currency)).unwrap()
}

pub(crate) fn pay(id: &str) -> PaymentId {
    id.parse().unwrap()
}

pub(crate) fn metadata(pairs: &[(&str, &str)]) -> Metadata {
    Metadata::new(pairs.iter().copied()).unwrap()
}

pub(crate) fn new_payment() -> NewPayment {
    NewPayment {
        amount: amount(2_500, "USD"),
        customer_email: None,
        description: None,
        metadata: Metadata::default(),
        key: intent_key(),
    }
}

pub(crate) fn new_refund() -> NewRefund {
    NewRefund {
        payment_id: pay("pay_abc123"),
        amount: None,
        reason: None,
        metadata: Metadata::default(),
        key: intent_key(),
    }
}

/// A payment, as the provider would tell of it.
pub(crate) fn told_payment() -> Value {
    json!({
        "id": "pay_abc123", "status": "pending", "amount": 2500, "currency": "USD",
        "checkout_url": "https://pay.paymentflow.com/c/abc",
    })
}

/// `told` with its member `name` replaced.
pub(crate) fn with(mut told: Value, name: &str, value: Value) -> Value {
    told[name] = value;
    told
}

pub(crate) fn response(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response { status, date: None, retry_after: None, body: body.into() }
}

/// What `call` reads out of `told`.
pub(crate) fn read<A>(call: &Call<A>, told: &Value) -> Result<A, PaymentFlowError> {
    call.read(Ok(&response(200, told.to_string())))
}

/// What a look at `pay_abc123` reads out of `told`.
pub(crate) fn payment(told: &Value) -> Result<Payment, PaymentFlowError> {
    read(&payments::retrieve(&pay("pay_abc123")), told)
}

pub(crate) fn request<A>(call: &Call<A>) -> Request {
    call.request(&ApiBase::SANDBOX, &key())
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
