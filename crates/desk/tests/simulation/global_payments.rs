//! Global Payments: its practice gateway, answering keys as the run's kind of provider does.

use std::{collections::HashMap, sync::Arc, sync::Mutex, time::Duration};

use desk::{
    domain::{account::ProviderId, hold::HoldEndKind, payment::PaymentStatus},
    seams::Timestamp,
};
use ledger::{HoldEndRecord, PaymentRecord};
use practice::{
    AppKey, Clock as _, PracticeCredentials, Random,
    global_payments::{
        APPROVED_CARDS, Behaviour, CustomerTrouble, DECLINED_CARD, GatewayAnswer, GatewayConfig,
        Link, LinkStatus, PracticeBooks, PracticeGateway, Settlement, Transaction, TransactionKind,
        TransactionState,
    },
};
use providers::{Method, Request, Response};
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::{
    clock::TrueTime,
    gateway::{
        Card, Credentials, Deed, Gateway, LinkStands, Sight, Taken, TheirLink, TheirPayment, Thing,
        path_of,
    },
    plan::{Customer, Plan},
    promises::Kind,
    shop::{Arrived, method},
};

/// Where the gateway pretends to serve.
const PORT: u16 = 7701;

/// The provider's name of the app.
const APP_ID: &str = "SimulatedAppOfTheShop";

/// The name of the shop's other app, through which it sees the same books.
const OTHER_APP_ID: &str = "SimulatedOtherAppOfTheShop";

/// The key of both.
const APP_KEY: &str = "simulated app key";

/// The key's header on the wire.
const KEY_HEADER: &str = "x-gp-idempotency";

/// Longer than any run.
const FOR_EVER: Duration = Duration::from_hours(24 * 365);

/// The provider.
pub(crate) struct GlobalPayments {
    gateway: PracticeGateway,
    books: PracticeBooks,
    kind: Kind,
    time: TrueTime,
    first_answers: Mutex<HashMap<String, (Duration, Arrived)>>,
}

impl GlobalPayments {
    pub(crate) fn open(seed: u64, plan: &Plan, time: TrueTime) -> Self {
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
        Self { gateway, books, kind: plan.kind, time, first_answers: Mutex::default() }
    }

    fn first_answer(&self, key: &str) -> Option<Arrived> {
        let answers = self.first_answers.lock().unwrap();
        let (at, answer) = answers.get(key)?;
        let forgotten = *at + self.kind.key_window().unwrap_or(FOR_EVER);
        (self.time.passed() <= forgotten).then(|| answer.clone())
    }

    fn act(&self, request: &Request, key: Option<&str>, shows_key: bool) -> Taken {
        let path = path_of(&request.url);
        let headers: Vec<(String, String)> = request
            .headers
            .iter()
            .filter(|header| shows_key || header.name != KEY_HEADER)
            .map(|header| (header.name.to_owned(), header.value.expose_secret().to_owned()))
            .collect();
        let body = request.body.clone().unwrap_or_default().replace(OTHER_APP_ID, APP_ID);
        let method = method(request.method);
        let Some(answer) = self.gateway.answer(method, path, &headers, body.as_bytes()) else {
            return Taken { answer: None, made: None };
        };
        let made = key
            .filter(|_| answer.status == 200)
            .map(|key| deed(path, &body, key.to_owned(), &answer));
        Taken { answer: Some(self.response(answer)), made }
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

    fn link(&self, reference: &str) -> Option<Link> {
        self.books.links().into_iter().find(|link| link.reference == reference)
    }
}

impl Gateway for GlobalPayments {
    fn credentials(&self) -> Credentials {
        Credentials {
            provider: ProviderId::GlobalPayments,
            port: PORT,
            key_id: APP_ID,
            key: APP_KEY,
            reports: ("", ""),
        }
    }

    fn other_key_id(&self) -> Option<&'static str> {
        Some(OTHER_APP_ID)
    }

    fn take(&self, request: &Request) -> Taken {
        let key = key_of(request).filter(|_| request.method == Method::Post);
        match (self.kind, key) {
            (Kind::ReplayForADay | Kind::ReplayErrorsForADay, Some(key)) => {
                if let Some(before) = self.first_answer(&key) {
                    return Taken { answer: before, made: None };
                }
                let taken = self.act(request, Some(&key), false);
                let keeps_errors = self.kind == Kind::ReplayErrorsForADay;
                // Who may not come in at all has asked nothing yet.
                let keeps = |answer: &Response| {
                    answer.status == 200 || (keeps_errors && answer.status >= 500)
                };
                if taken.answer.as_ref().is_some_and(keeps) {
                    let now = self.time.passed();
                    self.first_answers.lock().unwrap().insert(key, (now, taken.answer.clone()));
                }
                taken
            }
            (Kind::Keyless, key) => self.act(request, key.as_deref(), false),
            (_, key) => self.act(request, key.as_deref(), true),
        }
    }

    /// Where the provider keeps errors, this is the first answer to the request's key.
    fn failed(&self, request: &Request, error: &Response) {
        if let (Kind::ReplayErrorsForADay, Some(key)) = (self.kind, key_of(request)) {
            let now = self.time.passed();
            let mut answers = self.first_answers.lock().unwrap();
            answers.entry(key).or_insert_with(|| (now, Some(error.clone())));
        }
    }

    fn end_sessions(&self) {
        self.books.expire_tokens();
    }

    fn knows_repeats(&self, request: &Request) -> bool {
        self.kind != Kind::Keyless
            || request.method != Method::Post
            || request.url.ends_with("/accesstoken")
    }

    fn key_of_hold_end(&self, _: &PaymentRecord, end: &HoldEndRecord) -> String {
        end.key.to_string()
    }

    fn sight(&self) -> Sight {
        Sight::Each
    }

    /// Of a list's question only what it is about.
    fn describe(&self, request: &Request) -> String {
        let path = path_of(&request.url);
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let about = |part: &&str| {
            ["reference=", "type=", "status="].iter().any(|name| part.starts_with(name))
        };
        let query: Vec<&str> = query.split('&').filter(about).collect();
        let method = method(request.method);
        if query.is_empty() {
            format!("{method} {path}")
        } else {
            format!("{method} {path}?{}", query.join("&"))
        }
    }

    fn expect(&self, customer: Customer) {
        let trouble = match customer {
            Customer::PaysLate => CustomerTrouble::PaysLate { seconds: 60 },
            Customer::PaysCancelled => CustomerTrouble::PaysAfterCancel { seconds: 30 },
            Customer::PaysTwice => CustomerTrouble::PaysTwice { seconds: 45 },
            Customer::PaysOther(difference) => {
                CustomerTrouble::PaysAnotherAmount { difference, seconds: 30 }
            }
            Customer::Pays { .. }
            | Customer::DeclinedFirst { .. }
            | Customer::DeclinedOften { .. }
            | Customer::PaysSlowly { .. }
            | Customer::IsNeverDecided
            | Customer::OnlyReserves
            | Customer::OnlyStarts => return,
        };
        self.books.plan(trouble);
    }

    fn link_at(&self, address: &str) -> Option<String> {
        let links = self.books.links();
        let found = links.iter().find(|link| address.ends_with(link.page.as_str()))?;
        Some(found.reference.clone())
    }

    fn open_page(&self, reference: &str) {
        if let Some(link) = self.link(reference) {
            // A page that can't be opened can't be paid either, and that is told then.
            let _ = self.books.open_page(&link.id);
        }
    }

    fn pay(&self, reference: &str, card: Card) -> String {
        let Some(link) = self.link(reference) else { return "finds no link".to_owned() };
        let card = match card {
            Card::Good => APPROVED_CARDS[0],
            Card::Declined => DECLINED_CARD,
        };
        match self.books.pay(&link.id, card) {
            Ok(paid) => format!("pays {}: {} {}", paid.amount.get(), paid.state.word(), paid.id),
            Err(refusal) => format!("can't pay: {refusal}"),
        }
    }

    fn links(&self) -> Vec<TheirLink> {
        let now = self.time.now();
        let link = |link: Link| TheirLink {
            id: link.id.as_str().to_owned(),
            reference: link.reference.clone(),
            minor: link.amount.get(),
            state: match link.status(now) {
                LinkStatus::Active => LinkStands::Payable,
                LinkStatus::Paid => LinkStands::Paid,
                LinkStatus::Expired => LinkStands::Expired,
                LinkStatus::Inactive | LinkStatus::Closed => LinkStands::Ended,
            },
            ends: None,
            charges: None,
            is_named: true,
        };
        self.books.links().into_iter().map(link).collect()
    }

    fn payments(&self) -> Vec<TheirPayment> {
        let all = self.books.transactions();
        all.iter().filter_map(|found| payment(&all, found)).collect()
    }
}

/// The key that a request carries.
fn key_of(request: &Request) -> Option<String> {
    let found = request.headers.iter().find(|header| header.name == KEY_HEADER)?;
    Some(found.value.expose_secret().to_owned())
}

fn deed(path: &str, body: &str, key: String, answer: &GatewayAnswer) -> Deed {
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
    Deed { key, id: answered["id"].as_str().unwrap().to_owned(), thing, hidden: Duration::ZERO }
}

fn payment(all: &[Transaction], found: &Transaction) -> Option<TheirPayment> {
    if !matches!(found.kind, TransactionKind::Sale { .. }) {
        return None;
    }
    let status = match found.state {
        TransactionState::Initiated | TransactionState::Declined { .. } => return None,
        TransactionState::Preauthorized { .. } => PaymentStatus::Reserved,
        TransactionState::Captured { .. }
        | TransactionState::Batched { .. }
        | TransactionState::Funded { .. } => PaymentStatus::Paid,
        TransactionState::Reversed { .. } => PaymentStatus::Reversed,
    };
    let is_refund = |other: &&Transaction| matches!(&other.kind, TransactionKind::Refund { of } if *of == found.id);
    Some(TheirPayment {
        id: found.id.as_str().to_owned(),
        status,
        minor: found.amount.get(),
        refunded: all.iter().filter(is_refund).map(|refund| refund.amount.get()).sum(),
    })
}
