//! The gateway without sockets: for simulations that make many requests and must be repeatable.

use std::sync::Arc;

use super::answering::refused;
use super::behaviour::Behaviour;
use super::credentials::PaymentFlowCredentials;
use super::gateway::{Gateway, Manner, Shop};
use super::inspection::PaymentFlowBooks;
use super::refusal::Refusal;
use crate::answer::GatewayAnswer;
use crate::call::Call;
use crate::clock::Clock;
use crate::random::Random;

/// How an in-process gateway shall run.
#[derive(Debug)]
pub struct PaymentFlowGatewayConfig {
    /// Who may ask.
    pub credentials: PaymentFlowCredentials,
    /// The shop's name on the pay page.
    pub merchant_name: String,
    /// Scheme, host and port in front of every pay page's path, such as `http://127.0.0.1:7703`.
    pub origin: String,
    /// What the gateway does from the start.
    pub behaviour: Behaviour,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from; the same seed and the same requests give the same answers.
    pub random: Random,
}

impl PaymentFlowGatewayConfig {
    /// Pay pages under `http://127.0.0.1:7703`, and no lies.
    pub fn new(credentials: PaymentFlowCredentials, random: Random, clock: Arc<dyn Clock>) -> Self {
        Self {
            credentials,
            merchant_name: "Practice shop".to_owned(),
            origin: "http://127.0.0.1:7703".to_owned(),
            behaviour: Behaviour::default(),
            clock,
            random,
        }
    }
}

/// The whole pretend gateway behind one plain call: no socket, no file, no thread, no clock and no
/// randomness but those it is given. It sends no webhooks; [`PaymentFlowBooks::events`] has them.
///
/// ```
/// use std::sync::Arc;
///
/// use practice::paymentflow::{
///     PaymentFlowCredentials, PaymentFlowGateway, PaymentFlowGatewayConfig,
/// };
/// use practice::{ManualClock, Random};
///
/// let random = Random::from_seed(7);
/// let credentials = PaymentFlowCredentials::generate(&random);
/// let bearer = format!("Bearer {}", credentials.secret_key.expose());
/// let clock = Arc::new(ManualClock::at("2026-11-20T10:00:00Z".parse().unwrap()));
/// let gateway =
///     PaymentFlowGateway::new(PaymentFlowGatewayConfig::new(credentials, random, clock));
/// let header = ("authorization".to_owned(), bearer);
/// let answer = gateway.answer("GET", "/v1/payments?limit=1", &[header], b"").unwrap();
/// assert_eq!(answer.status, 200);
/// assert_eq!(answer.header("date"), Some("Fri, 20 Nov 2026 10:00:00 GMT"));
/// ```
#[derive(Debug, Clone)]
pub struct PaymentFlowGateway(Arc<Gateway>);

impl PaymentFlowGateway {
    /// A gateway with empty books in memory.
    pub fn new(config: PaymentFlowGatewayConfig) -> Self {
        let shop = Shop {
            merchant_name: config.merchant_name,
            credentials: config.credentials,
            origin: config.origin,
        };
        let manner = Manner::new(config.behaviour, None);
        Self(Arc::new(Gateway::in_memory(shop, manner, config.clock, config.random)))
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
            None => Some(refused(&Refusal::unreadable(), self.0.now())),
        }
    }

    /// A look into the books, and the customer's side of the shop.
    pub fn books(&self) -> PaymentFlowBooks {
        PaymentFlowBooks::of(Arc::clone(&self.0))
    }
}
