//! The gateway without sockets: for simulations that make many requests and must be repeatable.

use std::sync::Arc;

use axum::http::StatusCode;

use super::credentials::FlittCredentials;
use super::gateway::{Gateway, Shop, no_such_place};
use super::inspection::FlittBooks;
use crate::answer::GatewayAnswer;
use crate::call::Call;
use crate::clock::Clock;
use crate::random::Random;

/// How an in-process gateway shall run.
#[derive(Debug)]
pub struct FlittGatewayConfig {
    /// Who may ask.
    pub credentials: FlittCredentials,
    /// The shop's name on the pay page.
    pub merchant_name: String,
    /// Scheme, host and port in front of every pay page's path, such as `http://127.0.0.1:7702`.
    pub origin: String,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from; the same seed and the same requests give the same answers.
    pub random: Random,
}

impl FlittGatewayConfig {
    /// Pay pages under `http://127.0.0.1:7702`.
    pub fn new(credentials: FlittCredentials, random: Random, clock: Arc<dyn Clock>) -> Self {
        Self {
            credentials,
            merchant_name: "Practice shop".to_owned(),
            origin: "http://127.0.0.1:7702".to_owned(),
            clock,
            random,
        }
    }
}

/// The whole pretend gateway behind one plain call: no socket, no file, no thread, no clock and no
/// randomness but those it is given.
///
/// ```
/// use std::sync::Arc;
///
/// use practice::flitt::{FlittCredentials, FlittGateway, FlittGatewayConfig};
/// use practice::{ManualClock, Random};
///
/// let random = Random::from_seed(7);
/// let credentials = FlittCredentials::generate(&random);
/// let clock = Arc::new(ManualClock::at("2026-11-20T10:00:00Z".parse().unwrap()));
/// let gateway = FlittGateway::new(FlittGatewayConfig::new(credentials, random, clock));
/// let json = ("content-type".to_owned(), "application/json".to_owned());
/// let answer = gateway.answer("POST", "/api/status/order_id", &[json], b"").unwrap();
/// assert_eq!(answer.status, 200);
/// assert!(String::from_utf8_lossy(&answer.body).contains("1010"));
/// assert_eq!(answer.header("date"), Some("Fri, 20 Nov 2026 10:00:00 GMT"));
/// ```
#[derive(Debug, Clone)]
pub struct FlittGateway(Arc<Gateway>);

impl FlittGateway {
    /// A gateway with empty books in memory.
    pub fn new(config: FlittGatewayConfig) -> Self {
        let shop = Shop {
            merchant_name: config.merchant_name,
            credentials: config.credentials,
            origin: config.origin,
        };
        Self(Arc::new(Gateway::in_memory(shop, config.clock, config.random)))
    }

    /// Answers one request: of the API, of the pay page, or of the scripted trouble. The path
    /// begins with `/`. `None`: the connection is closed without an answer; whether the gateway
    /// acted before cannot be told from it.
    pub fn answer(
        &self,
        method: &str,
        path_and_query: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Option<GatewayAnswer> {
        match Call::read(method, path_and_query, headers, body) {
            Some(call) => self.0.reply(&call),
            None => Some(no_such_place(StatusCode::BAD_REQUEST, self.0.now())),
        }
    }

    /// A look into the books, and the customer's side of the shop.
    pub fn books(&self) -> FlittBooks {
        FlittBooks::of(Arc::clone(&self.0))
    }
}
