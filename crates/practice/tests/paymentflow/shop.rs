//! A gateway without sockets, and a client of it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use practice::paymentflow::{
    ApiKey, Behaviour, GatewayAnswer, Happened, MinorUnits, PaymentFlowBooks,
    PaymentFlowCredentials, PaymentFlowGateway, PaymentFlowGatewayConfig, WebhookSecret,
};
use practice::{ManualClock, Random};
use serde_json::{Value, json};

pub(crate) const KEY: &str = "sk_test_abcdefghijklmnop";
pub(crate) const PUBLISHABLE: &str = "pk_test_abcdefghijklmnop";
pub(crate) const WEBHOOK_SECRET: &str = "whsec_abc123";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:7799";
pub(crate) const GOOD_CARD: &str = "4242424242424242";
pub(crate) const BAD_CARD: &str = "4000000000000002";

/// The moment at which every test begins.
pub(crate) fn start() -> DateTime<Utc> {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

pub(crate) fn credentials() -> PaymentFlowCredentials {
    PaymentFlowCredentials {
        secret_key: ApiKey::new(KEY),
        publishable_key: ApiKey::new(PUBLISHABLE),
        webhook_secret: WebhookSecret::new(WEBHOOK_SECRET),
        former_webhook_secret: None,
    }
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is not text"))
}

/// What a link over 25.00 USD asks for.
pub(crate) fn link() -> Value {
    json!({ "amount": 2500, "currency": "USD" })
}

/// One answer of the API.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: Value,
}

impl Answer {
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body
    }

    /// Compares the refusal and returns its field.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, kind: &str, code: &str) -> Option<String> {
        let Self { status: found, body, .. } = self;
        assert_eq!(found, status, "{body}");
        let error = &body["error"];
        assert_eq!((text(&error["type"]), text(&error["code"])), (kind, code), "{body}");
        assert!(!text(&error["message"]).is_empty());
        error["field"].as_str().map(str::to_owned)
    }
}

/// A gateway, its clock, and what a client needs.
pub(crate) struct Shop {
    pub(crate) gateway: PaymentFlowGateway,
    pub(crate) clock: Arc<ManualClock>,
}

impl Shop {
    pub(crate) fn open() -> Self {
        Self::open_for(credentials(), start())
    }

    pub(crate) fn open_for(credentials: PaymentFlowCredentials, at: DateTime<Utc>) -> Self {
        let clock = Arc::new(ManualClock::at(at));
        let mut config =
            PaymentFlowGatewayConfig::new(credentials, Random::from_seed(1), clock.clone());
        config.origin = ORIGIN.to_owned();
        config.merchant_name = "Corner <shop> & sons".to_owned();
        Self { gateway: PaymentFlowGateway::new(config), clock }
    }

    pub(crate) fn books(&self) -> PaymentFlowBooks {
        self.gateway.books()
    }

    pub(crate) fn lie(&self, behaviour: Behaviour) {
        self.books().set_behaviour(behaviour);
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    /// Signed in with `key`, and with an idempotency key if there is one.
    pub(crate) fn send(
        &self,
        key: &str,
        method: &str,
        path: &str,
        idempotency: Option<&str>,
        body: &[u8],
    ) -> Option<GatewayAnswer> {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut headers = vec![
            header("Authorization", &format!("Bearer {key}")),
            header("PaymentFlow-Version", "2.1"),
            header("Content-Type", "application/json"),
        ];
        headers.extend(idempotency.map(|key| header("Idempotency-Key", key)));
        self.gateway.answer(method, &format!("/v1{path}"), &headers, body)
    }

    fn ask(&self, method: &str, path: &str, key: Option<&str>, body: &[u8]) -> Answer {
        read(&self.send(KEY, method, path, key, body).unwrap())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None, b"")
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, None, body.to_string().as_bytes())
    }

    pub(crate) fn post_with_key(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.ask("POST", path, Some(key), body.to_string().as_bytes())
    }

    pub(crate) fn patch(&self, path: &str, body: &Value) -> Answer {
        self.ask("PATCH", path, None, body.to_string().as_bytes())
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path, None, b"")
    }

    /// Makes a link with more or other fields than [`link`], and returns its id.
    pub(crate) fn create(&self, more: &Value) -> String {
        let mut body = link();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        text(&self.post("/payments", &body).ok()["id"]).to_owned()
    }

    /// A link that was paid.
    pub(crate) fn paid(&self) -> String {
        let id = self.create(&json!({}));
        self.books().pay(&id, GOOD_CARD).unwrap();
        id
    }

    pub(crate) fn payment(&self, id: &str) -> Value {
        self.get(&format!("/payments/{id}")).ok()
    }

    pub(crate) fn status(&self, id: &str) -> String {
        text(&self.payment(id)["status"]).to_owned()
    }

    pub(crate) fn cancel(&self, id: &str) -> Answer {
        self.ask("POST", &format!("/payments/{id}/cancel"), None, b"")
    }

    pub(crate) fn refund(&self, payment: &str, amount: u64) -> Answer {
        self.post("/refunds", &json!({ "payment_id": payment, "amount": amount }))
    }

    pub(crate) fn happened(&self) -> Happened {
        self.books().happened()
    }
}

/// The money that moved: links made, links paid and their sum, refunds made and their sum.
pub(crate) fn moved(made: usize, paid: (usize, u64), back: (usize, u64)) -> Happened {
    Happened {
        payments_made: made,
        payments_paid: paid.0,
        money_in: MinorUnits::new(paid.1),
        refunds_made: back.0,
        money_back: MinorUnits::new(back.1),
        refused_for_rate: 0,
    }
}

pub(crate) fn read(answer: &GatewayAnswer) -> Answer {
    assert!(answer.header("date").is_some());
    let retry_after = answer.header("retry-after").map(str::to_owned);
    let body = serde_json::from_slice(&answer.body).unwrap();
    Answer { status: answer.status, retry_after, body }
}
