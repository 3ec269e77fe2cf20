//! A dashboard without sockets, and a client of it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use practice::merchant_dashboard::{
    Behaviour, GatewayAnswer, Happened, MerchantDashboardBooks, MerchantDashboardCredentials,
    MerchantDashboardGateway, MerchantDashboardGatewayConfig, MinorUnits, StaffToken,
};
use practice::{ManualClock, Random};
use serde_json::{Value, json};

pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:7799";
pub(crate) const LINKS: &str = "/api/payment-links/";
pub(crate) const GOOD_CARD: &str = "4242424242424242";
pub(crate) const BAD_CARD: &str = "4000000000000002";
/// A uuid that no link has.
pub(crate) const NOBODYS: &str = "00000000-0000-4000-8000-000000000000";

/// The moment at which every test begins.
pub(crate) fn start() -> DateTime<Utc> {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

pub(crate) fn credentials() -> MerchantDashboardCredentials {
    MerchantDashboardCredentials { token: StaffToken::new(TOKEN) }
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is not text"))
}

/// Asks for two blue mugs and a green tea: 32.50 USD or 29.90 EUR.
pub(crate) fn order() -> Value {
    json!({
        "name": "Counter",
        "products": [
            { "product_id": "prod_mug_blue", "quantity": 2 },
            { "product_id": "prod_tea_green", "quantity": 1 },
        ],
    })
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

    #[track_caller]
    pub(crate) fn made(self) -> Value {
        assert_eq!(self.status, 201, "{}", self.body);
        self.body
    }

    /// A refusal that belongs to no field.
    #[track_caller]
    pub(crate) fn refused(self, status: u16) {
        assert_eq!(self.status, status, "{}", self.body);
        assert!(!text(&self.body["detail"]).is_empty());
    }

    /// A 400, and the names of the fields that are wrong.
    #[track_caller]
    pub(crate) fn faults(self) -> Vec<String> {
        assert_eq!(self.status, 400, "{}", self.body);
        let fields = self.body.as_object().unwrap();
        assert!(fields.values().all(|said| !text(&said[0]).is_empty()), "{}", self.body);
        fields.keys().cloned().collect()
    }
}

/// A dashboard, its clock, and what a client needs.
pub(crate) struct Shop {
    pub(crate) gateway: MerchantDashboardGateway,
    pub(crate) clock: Arc<ManualClock>,
}

impl Shop {
    pub(crate) fn open() -> Self {
        let clock = Arc::new(ManualClock::at(start()));
        let mut config =
            MerchantDashboardGatewayConfig::new(credentials(), Random::from_seed(1), clock.clone());
        config.origin = ORIGIN.to_owned();
        config.merchant_name = "Corner <shop> & sons".to_owned();
        Self { gateway: MerchantDashboardGateway::new(config), clock }
    }

    pub(crate) fn with(behaviour: Behaviour) -> Self {
        let shop = Self::open();
        shop.books().set_behaviour(behaviour);
        shop
    }

    pub(crate) fn books(&self) -> MerchantDashboardBooks {
        self.gateway.books()
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    pub(crate) fn send_as(
        &self,
        authorization: Option<&str>,
        method: &str,
        path: &str,
        body: &[u8],
    ) -> Option<GatewayAnswer> {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut headers = vec![header("Content-Type", "application/json")];
        headers.extend(authorization.map(|value| header("Authorization", value)));
        self.gateway.answer(method, path, &headers, body)
    }

    /// Signed in.
    pub(crate) fn send(&self, method: &str, path: &str, body: &[u8]) -> Option<GatewayAnswer> {
        self.send_as(Some(&format!("Token {TOKEN}")), method, path, body)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        read(&self.send("GET", path, b"").unwrap())
    }

    pub(crate) fn post(&self, body: &Value) -> Answer {
        read(&self.send("POST", LINKS, body.to_string().as_bytes()).unwrap())
    }

    pub(crate) fn patch(&self, uuid: &str, body: &Value) -> Answer {
        read(&self.send("PATCH", &path(uuid), body.to_string().as_bytes()).unwrap())
    }

    pub(crate) fn delete(&self, uuid: &str) -> GatewayAnswer {
        self.send("DELETE", &path(uuid), b"").unwrap()
    }

    /// Without a session, as customers ask.
    pub(crate) fn preview(&self, uuid: &str) -> Answer {
        read(&self.send_as(None, "GET", &format!("{LINKS}public/{uuid}/"), b"").unwrap())
    }

    pub(crate) fn start(&self, uuid: &str, body: &Value) -> Answer {
        let path = format!("{LINKS}public/{uuid}/start/");
        read(&self.send_as(None, "POST", &path, body.to_string().as_bytes()).unwrap())
    }

    /// Makes a link with more or other fields than [`order`], and returns its uuid.
    pub(crate) fn create(&self, more: &Value) -> String {
        let mut body = order();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        text(&self.post(&body).made()["uuid"]).to_owned()
    }

    pub(crate) fn link(&self, uuid: &str) -> Value {
        self.get(&path(uuid)).ok()
    }

    /// The payments of a link, newest first.
    pub(crate) fn payments(&self, uuid: &str) -> Vec<Value> {
        let mut list = self.get(&format!("{}payments/", path(uuid))).ok();
        list["results"].take().as_array().unwrap().clone()
    }

    /// What became of the payments of a link, newest first.
    pub(crate) fn statuses(&self, uuid: &str) -> Vec<String> {
        let payments = self.payments(uuid);
        payments.iter().map(|payment| text(&payment["status"]).to_owned()).collect()
    }

    pub(crate) fn happened(&self) -> Happened {
        self.books().happened()
    }

    /// A page, opened by a customer.
    pub(crate) fn open_page(&self, path: &str) -> (u16, String) {
        page(&self.gateway.answer("GET", path, &[], b"").unwrap())
    }

    /// A form of a page, sent.
    pub(crate) fn send_form(&self, path: &str, form: &str) -> (u16, String) {
        let kind = "application/x-www-form-urlencoded";
        let headers = [("Content-Type".to_owned(), kind.to_owned())];
        page(&self.gateway.answer("POST", path, &headers, form.as_bytes()).unwrap())
    }
}

/// The path of a link for staff.
pub(crate) fn path(uuid: &str) -> String {
    format!("{LINKS}{uuid}/")
}

/// The money that moved: links made, payments that came and their sum, payments that went back and
/// their sum.
pub(crate) fn moved(made: usize, paid: (usize, u64), back: (usize, u64)) -> Happened {
    Happened {
        links_made: made,
        payments_paid: paid.0,
        money_in: MinorUnits::new(paid.1),
        payments_refunded: back.0,
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

fn page(answer: &GatewayAnswer) -> (u16, String) {
    assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"));
    (answer.status, String::from_utf8(answer.body.clone()).unwrap())
}
