//! The dashboard without sockets: for simulations that make many requests and must be repeatable.

use std::sync::Arc;

use super::answering::refused;
use super::behaviour::Behaviour;
use super::credentials::MerchantDashboardCredentials;
use super::gateway::{Gateway, Shop};
use super::inspection::MerchantDashboardBooks;
use super::refusal::Refusal;
use crate::answer::GatewayAnswer;
use crate::call::Call;
use crate::clock::Clock;
use crate::random::Random;

/// How an in-process dashboard shall run.
#[derive(Debug)]
pub struct MerchantDashboardGatewayConfig {
    /// Who is signed in from the start.
    pub credentials: MerchantDashboardCredentials,
    /// The organization's name.
    pub merchant_name: String,
    /// Scheme, host and port in front of every page's path, such as `http://127.0.0.1:7704`.
    pub origin: String,
    /// What the dashboard does from the start.
    pub behaviour: Behaviour,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from; the same seed and the same requests give the same answers.
    pub random: Random,
}

impl MerchantDashboardGatewayConfig {
    /// Pages under `http://127.0.0.1:7704`, and no lies.
    pub fn new(
        credentials: MerchantDashboardCredentials,
        random: Random,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            credentials,
            merchant_name: "Practice Shop".to_owned(),
            origin: "http://127.0.0.1:7704".to_owned(),
            behaviour: Behaviour::default(),
            clock,
            random,
        }
    }
}

/// The whole pretend dashboard behind one plain call: no socket, no file, no thread, no clock and no
/// randomness but those it is given.
///
/// ```
/// use std::sync::Arc;
///
/// use practice::merchant_dashboard::{
///     MerchantDashboardCredentials, MerchantDashboardGateway, MerchantDashboardGatewayConfig,
/// };
/// use practice::{ManualClock, Random};
///
/// let random = Random::from_seed(7);
/// let credentials = MerchantDashboardCredentials::generate(&random);
/// let token = format!("Token {}", credentials.token.expose());
/// let clock = Arc::new(ManualClock::at("2026-11-20T10:00:00Z".parse().unwrap()));
/// let gateway = MerchantDashboardGateway::new(MerchantDashboardGatewayConfig::new(
///     credentials,
///     random,
///     clock,
/// ));
/// let header = ("authorization".to_owned(), token);
/// let answer = gateway.answer("GET", "/api/payment-links/", &[header], b"").unwrap();
/// assert_eq!(answer.status, 200);
/// assert_eq!(answer.header("date"), Some("Fri, 20 Nov 2026 10:00:00 GMT"));
/// ```
#[derive(Debug, Clone)]
pub struct MerchantDashboardGateway(Arc<Gateway>);

impl MerchantDashboardGateway {
    /// A dashboard with empty books in memory.
    pub fn new(config: MerchantDashboardGatewayConfig) -> Self {
        let shop = Shop {
            merchant_name: config.merchant_name,
            credentials: config.credentials,
            origin: config.origin,
        };
        let gateway = Gateway::in_memory(shop, config.behaviour, config.clock, config.random);
        Self(Arc::new(gateway))
    }

    /// Answers one request: of the API, of a page, or of the scripted trouble. The path begins with
    /// `/`. `None`: the connection is closed without an answer; whether the dashboard acted before
    /// cannot be told from it.
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
    pub fn books(&self) -> MerchantDashboardBooks {
        MerchantDashboardBooks::of(Arc::clone(&self.0))
    }
}
