//! The provider of a run: the practice gateway, answering keys as the run's kind of provider does, and a record of what
//! each key made.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use desk::{domain::hold::HoldEndKind, seams::Timestamp};
use ledger::Ledger;
use practice::{
    AppKey, PracticeCredentials, Random,
    global_payments::{
        Behaviour, GatewayAnswer, GatewayConfig, PracticeBooks, PracticeGateway, Settlement,
    },
};
use providers::{Method, Request, Response};
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::{clock::TrueTime, history::History, plan::Plan, promises::Kind, witness::Witness};

/// Where the gateway pretends to serve.
pub(crate) const PORT: u16 = 7701;

/// The provider's name of the app.
pub(crate) const APP_ID: &str = "SimulatedAppOfTheShop";

/// The app's key.
pub(crate) const APP_KEY: &str = "simulated app key";

/// The key's header on the wire.
const KEY_HEADER: &str = "x-gp-idempotency";

/// Longer than any run.
const FOR_EVER: Duration = Duration::from_hours(24 * 365);

/// The provider.
pub(crate) struct Shop {
    gateway: PracticeGateway,
    books: PracticeBooks,
    kind: Kind,
    time: TrueTime,
    first_answers: Mutex<HashMap<String, (Duration, Arrived)>>,
    witness: Witness,
}

/// Whose request it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    Till,
    Portal,
}

/// An answer on its way back; `None` where the connection was closed without one.
pub(crate) type Arrived = Option<Response>;

/// Something that a key made.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) key: String,
    pub(crate) id: String,
    pub(crate) thing: Thing,
    pub(crate) from: From,
    /// Since the run began.
    pub(crate) at: Duration,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Thing {
    Link,
    Refund { payment: String, minor: u64 },
    HoldEnd { payment: String, kind: HoldEndKind },
}

impl Shop {
    pub(crate) fn open(
        seed: u64,
        plan: &Plan,
        time: TrueTime,
        ledger: Arc<Ledger>,
        history: Arc<History>,
    ) -> Self {
        let credentials =
            PracticeCredentials { app_id: APP_ID.to_owned(), app_key: AppKey::new(APP_KEY) };
        let mut config = GatewayConfig::new(credentials, Random::from_seed(seed), Arc::new(time));
        config.refund_limit_percent = plan.kind.refund_limit_percent();
        config.origin = format!("http://127.0.0.1:{PORT}");
        let gateway = PracticeGateway::new(config);
        let books = gateway.books();
        books.set_behaviour(Behaviour {
            replication_lag: plan.read_lag,
            holds: plan.holds,
            opened_pages_stay_payable: true,
            token_seconds: plan.token_seconds,
            key_memory: Some(plan.kind.key_window().unwrap_or(FOR_EVER)),
            refused_requests_burn_keys: plan.refusals_burn_keys,
            settlement: Some(Settlement {
                batched_after: Duration::from_hours(6),
                funded_after: Duration::from_hours(30),
            }),
            ..Behaviour::default()
        });
        let witness = Witness::new(books.clone(), ledger, history);
        Self { gateway, books, kind: plan.kind, time, first_answers: Mutex::default(), witness }
    }

    /// The provider's books, and the customer's side of it.
    pub(crate) fn books(&self) -> &PracticeBooks {
        &self.books
    }

    /// Who watches what is made.
    pub(crate) fn witness(&self) -> &Witness {
        &self.witness
    }

    /// Ends every token.
    pub(crate) fn end_tokens(&self) {
        self.books.expire_tokens();
    }

    /// Takes one request in, and acts.
    pub(crate) fn take(&self, request: &Request, from: From) -> Arrived {
        let key = key_of(request).filter(|_| request.method == Method::Post);
        match (self.kind, key) {
            (Kind::ReplayForADay | Kind::ReplayErrorsForADay, Some(key)) => {
                if let Some(before) = self.first_answer(&key) {
                    return before;
                }
                let answer = self.act(request, Some(&key), false, from);
                let keeps_errors = self.kind == Kind::ReplayErrorsForADay;
                // Who may not come in at all has asked nothing yet.
                let keeps = |answer: &Response| {
                    answer.status == 200 || (keeps_errors && answer.status >= 500)
                };
                if answer.as_ref().is_some_and(keeps) {
                    let now = self.time.passed();
                    self.first_answers.lock().unwrap().insert(key, (now, answer.clone()));
                }
                answer
            }
            (Kind::Keyless, key) => self.act(request, key.as_deref(), false, from),
            (_, key) => self.act(request, key.as_deref(), true, from),
        }
    }

    /// Puts down an error as the first answer to a request that nothing was done for, where the provider keeps errors.
    pub(crate) fn fail(&self, request: &Request, error: &Response) {
        if let (Kind::ReplayErrorsForADay, Some(key)) = (self.kind, key_of(request)) {
            let now = self.time.passed();
            let mut answers = self.first_answers.lock().unwrap();
            answers.entry(key).or_insert_with(|| (now, Some(error.clone())));
        }
    }

    fn first_answer(&self, key: &str) -> Option<Arrived> {
        let answers = self.first_answers.lock().unwrap();
        let (at, answer) = answers.get(key)?;
        let forgotten = *at + self.kind.key_window().unwrap_or(FOR_EVER);
        (self.time.passed() <= forgotten).then(|| answer.clone())
    }

    fn act(&self, request: &Request, key: Option<&str>, shows_key: bool, from: From) -> Arrived {
        let path = path_of(&request.url);
        let headers: Vec<(String, String)> = request
            .headers
            .iter()
            .filter(|header| shows_key || header.name != KEY_HEADER)
            .map(|header| (header.name.to_owned(), header.value.expose_secret().to_owned()))
            .collect();
        let body = request.body.clone().unwrap_or_default();
        let method = method(request.method);
        let answer = self.gateway.answer(method, path, &headers, body.as_bytes())?;
        if let (Some(key), true) = (key, answer.status == 200) {
            let at = self.time.passed();
            self.witness.made(made(path, &body, key, &answer, from, at));
        }
        Some(self.response(answer))
    }

    fn response(&self, answer: GatewayAnswer) -> Response {
        // HTTP dates have whole seconds.
        let millis = self.time.moment().millis() / 1000 * 1000;
        Response {
            status: answer.status,
            date: Timestamp::from_millis(millis),
            retry_after: None,
            body: answer.body,
        }
    }
}

/// The key that a request carries.
pub(crate) fn key_of(request: &Request) -> Option<String> {
    let found = request.headers.iter().find(|header| header.name == KEY_HEADER)?;
    Some(found.value.expose_secret().to_owned())
}

/// What follows the host.
pub(crate) fn path_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |place| place + 3);
    url[host..].find('/').map_or("/", |place| &url[host + place..])
}

pub(crate) fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
    }
}

fn made(
    path: &str,
    body: &str,
    key: &str,
    answer: &GatewayAnswer,
    from: From,
    at: Duration,
) -> Made {
    let answered: Value = serde_json::from_slice(&answer.body).unwrap();
    let asked: Value = serde_json::from_str(body).unwrap();
    let payment = || path.split('/').nth(3).unwrap_or_default().to_owned();
    let thing = match path.rsplit('/').next() {
        Some("refund") => {
            let minor = asked["amount"].as_str().unwrap().parse().unwrap();
            Thing::Refund { payment: payment(), minor }
        }
        Some("capture") => Thing::HoldEnd { payment: payment(), kind: HoldEndKind::Capture },
        Some("reversal") => Thing::HoldEnd { payment: payment(), kind: HoldEndKind::Release },
        _ => Thing::Link,
    };
    let id = answered["id"].as_str().unwrap().to_owned();
    Made { key: key.to_owned(), id, thing, from, at }
}
