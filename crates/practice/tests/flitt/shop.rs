//! A gateway without sockets, and a client that signs by its own reading of the fact sheet.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use practice::flitt::{
    Behaviour, FlittBooks, FlittCredentials, FlittGateway, FlittGatewayConfig, FlittKey,
    GatewayAnswer, MerchantId, Order, OrderId,
};
use practice::{ManualClock, Random};
use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};

pub(crate) const MERCHANT: u64 = 1_549_901;
pub(crate) const KEY: &str = "payment-key-9876";
pub(crate) const PAYOUT_KEY: &str = "payout-key-5432";
pub(crate) const REPORTS_KEY: &str = "reports-key-1111";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:7799";
pub(crate) const GOOD_CARD: &str = "4242424242424242";
pub(crate) const BAD_CARD: &str = "4444111166665555";

/// The moment at which every test begins.
pub(crate) fn start() -> DateTime<Utc> {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

pub(crate) fn credentials() -> FlittCredentials {
    FlittCredentials {
        merchant_id: MerchantId::new(MERCHANT),
        payment_key: FlittKey::new(KEY),
        payout_key: FlittKey::new(PAYOUT_KEY),
        reports_application: "1019".to_owned(),
        reports_key: FlittKey::new(REPORTS_KEY),
    }
}

pub(crate) fn sha1(text: &str) -> String {
    hex::encode(Sha1::digest(text))
}

/// The signature of protocol 1.0.
pub(crate) fn signature(key: &str, params: &Value) -> String {
    let mut parts = vec![key.to_owned()];
    let sorted: BTreeMap<&String, &Value> = params.as_object().unwrap().iter().collect();
    for (name, value) in sorted {
        if name == "signature" || name == "response_signature_string" {
            continue;
        }
        match value {
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => parts.push(text.clone()),
            other => parts.push(other.to_string()),
        }
    }
    sha1(&parts.join("|"))
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is not text"))
}

/// The parameters of a link over 10.20 GEL.
pub(crate) fn link(order: &str) -> Value {
    json!({
        "order_id": order,
        "merchant_id": MERCHANT,
        "order_desc": "Two chairs",
        "amount": 1020,
        "currency": "GEL",
    })
}

pub(crate) fn with(mut params: Value, more: &Value) -> Value {
    let object = params.as_object_mut().unwrap();
    object.extend(more.as_object().unwrap().clone());
    params
}

fn without_nulls(params: Value) -> Value {
    let Value::Object(params) = params else { panic!("{params} is no object") };
    Value::Object(params.into_iter().filter(|(_, value)| !value.is_null()).collect())
}

/// A gateway, its clock, and what a client needs.
pub(crate) struct Shop {
    pub(crate) gateway: FlittGateway,
    pub(crate) clock: Arc<ManualClock>,
}

impl Shop {
    pub(crate) fn open() -> Self {
        let clock = Arc::new(ManualClock::at(start()));
        let mut config =
            FlittGatewayConfig::new(credentials(), Random::from_seed(1), clock.clone());
        config.origin = ORIGIN.to_owned();
        config.merchant_name = "Corner <shop> & sons".to_owned();
        Self { gateway: FlittGateway::new(config), clock }
    }

    pub(crate) fn books(&self) -> FlittBooks {
        self.gateway.books()
    }

    pub(crate) fn lie(&self, behaviour: Behaviour) {
        self.books().set_behaviour(behaviour);
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    pub(crate) fn post(&self, path: &str, kind: &str, body: &[u8]) -> Option<GatewayAnswer> {
        let headers = [("Content-Type".to_owned(), kind.to_owned())];
        self.gateway.answer("POST", path, &headers, body)
    }

    /// What a request with these inner parameters is answered, unsigned.
    pub(crate) fn send(&self, path: &str, request: &Value) -> Value {
        let body = json!({ "request": request }).to_string();
        let answer = self.post(path, "application/json; charset=utf-8", body.as_bytes()).unwrap();
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        assert!(answer.header("date").is_some());
        let mut read: Value = serde_json::from_slice(&answer.body).unwrap();
        read["response"].take()
    }

    /// Signs with protocol 1.0 and sends. Parameters that are null are left out.
    pub(crate) fn ask(&self, path: &str, params: Value) -> Value {
        let mut params = without_nulls(params);
        params["signature"] = signature(KEY, &params).into();
        self.send(path, &params)
    }

    /// Wraps with protocol 2.0 and sends; returns the whole `response`.
    pub(crate) fn ask_2_0(&self, path: &str, params: &Value) -> Value {
        let data = STANDARD.encode(json!({ "order": params }).to_string());
        let signature = sha1(&format!("{KEY}|{data}"));
        let request = json!({ "version": "2.0", "data": data, "signature": signature });
        self.send(path, &request)
    }

    /// Makes an order and returns the answer.
    pub(crate) fn create(&self, order: &str, more: &Value) -> Value {
        let answer = self.ask("/api/checkout/url", with(link(order), more));
        assert_eq!(answer["response_status"], "success", "{answer}");
        answer
    }

    pub(crate) fn status(&self, order: &str) -> Value {
        self.ask("/api/status/order_id", json!({ "order_id": order, "merchant_id": MERCHANT }))
    }

    fn about_money(&self, path: &str, order: &str, amount: u64, more: &Value) -> Value {
        let params = json!({
            "order_id": order,
            "merchant_id": MERCHANT,
            "amount": amount,
            "currency": "GEL",
        });
        self.ask(path, with(params, more))
    }

    pub(crate) fn capture(&self, order: &str, amount: u64) -> Value {
        self.about_money("/api/capture/order_id", order, amount, &json!({}))
    }

    pub(crate) fn reverse(&self, order: &str, amount: u64, reverse_id: &str) -> Value {
        let more = json!({ "reverse_id": reverse_id });
        self.about_money("/api/reverse/order_id", order, amount, &more)
    }

    pub(crate) fn reverse_without_id(&self, order: &str, amount: u64) -> Value {
        self.about_money("/api/reverse/order_id", order, amount, &json!({}))
    }

    pub(crate) fn pay(&self, order: &str) -> Order {
        self.books().pay(&OrderId::new(order), GOOD_CARD).unwrap()
    }

    pub(crate) fn paid(&self, order: &str, more: &Value) -> Order {
        self.create(order, more);
        self.pay(order)
    }

    pub(crate) fn order(&self, order: &str) -> Order {
        self.books().order(&OrderId::new(order)).unwrap()
    }
}

/// Compares a refusal.
#[track_caller]
pub(crate) fn refused(answer: &Value, code: u16) {
    assert_eq!(answer["response_status"], "failure", "{answer}");
    let found = match &answer["error_code"] {
        Value::String(text) => text.parse().unwrap(),
        other => other.as_u64().unwrap_or_else(|| panic!("{answer}")),
    };
    assert_eq!(found, u64::from(code), "{answer}");
    assert_eq!(text(&answer["request_id"]).len(), 13, "{answer}");
    assert!(!text(&answer["error_message"]).is_empty());
}

/// Whether a signed answer of protocol 1.0 has the right signature.
#[track_caller]
pub(crate) fn well_signed(answer: &Value) -> bool {
    answer["signature"] == signature(KEY, answer)
}

/// `additional_info` of an answer, read from its text.
pub(crate) fn info(answer: &Value) -> Map<String, Value> {
    serde_json::from_str(text(&answer["additional_info"])).unwrap()
}

/// The order in a well-signed answer of protocol 2.0.
#[track_caller]
pub(crate) fn opened(answer: &Value) -> Value {
    let data = text(&answer["data"]);
    assert_eq!(answer["version"], "2.0");
    assert_eq!(answer["signature"], sha1(&format!("{KEY}|{data}")));
    let mut read: Value = serde_json::from_slice(&STANDARD.decode(data).unwrap()).unwrap();
    read["order"].take()
}
