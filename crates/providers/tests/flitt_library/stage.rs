//! A merchant, and answers made by hand.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::Money;
use providers::{
    Response,
    flitt::{Call, FlittError, Key, Members, Merchant, OrderId, Protocol, RequestFormat, sign},
};
use serde_json::{Value, json};

pub(crate) const JSON: Protocol = Protocol::V1(RequestFormat::Json);
pub(crate) const FORM: Protocol = Protocol::V1(RequestFormat::Form);
pub(crate) const XML: Protocol = Protocol::V1(RequestFormat::Xml);

pub(crate) fn key(secret: &str) -> Key {
    Key::new(secret.into()).unwrap()
}

pub(crate) fn merchant() -> Merchant {
    Merchant {
        id: "1549901".parse().unwrap(),
        payment_key: key("test"),
        payout_key: Some(key("testcredit")),
    }
}

pub(crate) fn order_id() -> OrderId {
    OrderId::new("order_12345").unwrap()
}

pub(crate) fn gel(minor: u64) -> Money {
    Money::new(minor, "GEL".parse().unwrap())
}

pub(crate) fn members(json: &Value) -> Members {
    serde_json::from_str(&json.to_string()).unwrap()
}

/// `message` with the signature of protocol 1.0.
pub(crate) fn signed(mut message: Value) -> Value {
    let signature = sign::sign(&key("test"), &members(&message)).unwrap();
    message["signature"] = signature.as_str().into();
    message
}

/// `order` in the envelope of protocol 2.0.
pub(crate) fn enveloped(order: &Value) -> Value {
    let data = STANDARD.encode(json!({ "order": order }).to_string());
    let signature = sign::sign_data(&key("test"), &data);
    json!({ "version": "2.0", "data": data, "signature": signature.as_str() })
}

pub(crate) fn response(body: impl Into<Vec<u8>>) -> Response {
    Response { status: 200, date: None, retry_after: None, body: body.into() }
}

/// What `call` reads out of `message` as the JSON answer of protocol 1.0.
pub(crate) fn read<A>(call: &Call<A>, message: &Value) -> Result<A, FlittError> {
    call.read(&merchant(), JSON, &response(json!({ "response": message }).to_string()))
}

/// What `call` sends as JSON in protocol 1.0: the parameters with the signature.
pub(crate) fn sent<A>(call: &Call<A>) -> Value {
    let body = call.sign(&merchant(), JSON).unwrap().body;
    serde_json::from_str::<Value>(&body).unwrap()["request"].take()
}

/// What `call` sends in protocol 2.0: the parameters in the envelope.
pub(crate) fn sent_v2<A>(call: &Call<A>) -> Value {
    let body = call.sign(&merchant(), Protocol::V2).unwrap().body;
    let request = &serde_json::from_str::<Value>(&body).unwrap()["request"];
    let data = STANDARD.decode(request["data"].as_str().unwrap()).unwrap();
    serde_json::from_slice::<Value>(&data).unwrap()["order"].take()
}
