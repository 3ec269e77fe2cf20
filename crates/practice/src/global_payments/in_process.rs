//! The gateway without sockets: for simulations that make many requests and must be repeatable.

use std::sync::Arc;

use super::errors::ApiError;
use super::gateway::{Gateway, Shop};
use super::inspection::PracticeBooks;
use super::reply::Reply;
use crate::answer::GatewayAnswer;
use crate::call::Call;
use crate::clock::Clock;
use crate::credentials::PracticeCredentials;
use crate::random::Random;

/// How an in-process gateway shall run.
#[derive(Debug)]
pub struct GatewayConfig {
    /// Who may sign in.
    pub credentials: PracticeCredentials,
    /// The shop's name on the pay page and in answers.
    pub merchant_name: String,
    /// The most that may be refunded of one sale, in percent of it: 115 at most merchants, 100 at
    /// some (fact sheet, 4.4).
    pub refund_limit_percent: u32,
    /// Scheme, host and port in front of every pay page's path, such as `http://127.0.0.1:7701`.
    pub origin: String,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from; the same seed and the same requests give the same answers.
    pub random: Random,
}

impl GatewayConfig {
    /// Pay pages under `http://127.0.0.1:7701`, refunds up to 115 %.
    pub fn new(credentials: PracticeCredentials, random: Random, clock: Arc<dyn Clock>) -> Self {
        Self {
            credentials,
            merchant_name: "Practice shop".to_owned(),
            refund_limit_percent: 115,
            origin: "http://127.0.0.1:7701".to_owned(),
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
/// use practice::global_payments::{GatewayConfig, PracticeGateway};
/// use practice::{ManualClock, PracticeCredentials, Random};
///
/// let random = Random::from_seed(7);
/// let credentials = PracticeCredentials::generate(&random);
/// let clock = Arc::new(ManualClock::at("2026-11-20T10:00:00Z".parse().unwrap()));
/// let gateway = PracticeGateway::new(GatewayConfig::new(credentials, random, clock));
/// let version = ("x-gp-version".to_owned(), "2021-03-22".to_owned());
/// let answer = gateway.answer("GET", "/ucp/links?page=1", &[version], b"").unwrap();
/// assert_eq!(answer.status, 401);
/// assert_eq!(answer.header("date"), Some("Fri, 20 Nov 2026 10:00:00 GMT"));
/// ```
#[derive(Debug, Clone)]
pub struct PracticeGateway(Arc<Gateway>);

impl PracticeGateway {
    /// A gateway with empty books in memory.
    pub fn new(config: GatewayConfig) -> Self {
        let shop = Shop {
            merchant_name: config.merchant_name,
            credentials: config.credentials,
            refund_limit_percent: config.refund_limit_percent,
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
        let reply = match Call::read(method, path_and_query, headers, body) {
            Some(call) => self.0.reply(&call),
            None => Reply::from(Err(ApiError::body_unreadable())),
        };
        reply.sent_at(self.0.now())
    }

    /// A look into the books, and the customer's side of the shop.
    pub fn books(&self) -> PracticeBooks {
        PracticeBooks::of(Arc::clone(&self.0))
    }
}
