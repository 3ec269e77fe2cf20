//! PaymentFlow: its practice gateway, as the run's deployment reads the documents. A request leaves no name of what it
//! made, so that is told by what the gateway's books gained.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use desk::{
    domain::{account::ProviderId, payment::PaymentStatus as PaidStatus},
    seams::Timestamp,
};
use ledger::{HoldEndRecord, PaymentRecord};
use practice::{
    Clock as _, Random,
    paymentflow::{
        APPROVED_CARD, Allowance, AnswerTrouble, ApiKey, Behaviour, CustomerTrouble,
        DECLINED_CARDS, GatewayAnswer, Payment, PaymentFlowBooks, PaymentFlowCredentials,
        PaymentFlowGateway, PaymentFlowGatewayConfig, PaymentStatus, RefundStatus,
    },
};
use providers::{Method, Request, Response, RetryAfter};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::{
    chance::Chance,
    clock::TrueTime,
    gateway::{
        Attempt, Card, Credentials, Deed, Gateway, LinkStands, Sight, Taken, TheirLink,
        TheirPayment, Thing, Write, path_of,
    },
    paymentflow_plan::{Deployment, PortalNote},
    plan::{Customer, Plan},
    shop::method,
};

/// Where the gateway pretends to serve.
const PORT: u16 = 7703;

/// The shop's secret key.
const KEY: &str = "sk_test_SimulatedKeyOfTheShop";

/// The key's header on the wire.
const KEY_HEADER: &str = "idempotency-key";

/// The name of our reference in the metadata.
const REFERENCE: &str = "reference";

/// The name of the intent's id in the metadata.
const INTENT: &str = "intent_id";

/// An id as a till with another book gives it.
const ANOTHERS_ID: &str = "0193459a-7c00-7000-8000-000000000001";

/// The latest that a bank learns that a refund can't be done.
const FAILS_WITHIN: u64 = 3_600;

/// The provider.
pub(crate) struct PaymentFlow {
    gateway: PaymentFlowGateway,
    books: PaymentFlowBooks,
    deployment: Deployment,
    bank: Mutex<Chance>,
    time: TrueTime,
}

impl PaymentFlow {
    pub(crate) fn open(seed: u64, plan: &Plan, time: TrueTime) -> Self {
        let random = Random::from_seed(seed);
        let credentials = PaymentFlowCredentials {
            secret_key: ApiKey::new(KEY),
            ..PaymentFlowCredentials::generate(&random)
        };
        let mut config = PaymentFlowGatewayConfig::new(credentials, random, Arc::new(time));
        config.origin = format!("http://127.0.0.1:{PORT}");
        let deployment = plan.deployment.clone();
        config.behaviour = Behaviour {
            allowance: if deployment.counts_requests {
                Allowance::Sandbox
            } else {
                Allowance::Unlimited
            },
            refund_list_missing: !deployment.lists_refunds,
            amount_refunded_missing: !deployment.tells_total,
            refund_keys_ignored: deployment.ignores_refund_keys,
            metadata_missing: !deployment.gives_metadata_back,
            creates_answer_201: deployment.creates_answer_201,
            replays_show_the_present: deployment.replays_show_the_present,
            refunds_take: deployment.refunds_take,
            list_lag: plan.read_lag,
            replication_lag: plan.read_lag.filter(|_| !deployment.only_lists_lag),
            ..Behaviour::default()
        };
        let gateway = PaymentFlowGateway::new(config);
        let books = gateway.books();
        let bank = Mutex::new(Chance::of(seed, "bank"));
        Self { gateway, books, deployment, bank, time }
    }

    /// What the bank will say to a refund once it was taken.
    fn ask_the_bank(&self, request: &Request) {
        let mut bank = self.bank.lock().unwrap();
        if makes(request, "/refunds") && bank.happens(self.deployment.refunds_fail) {
            let seconds = u32::try_from(bank.number(1..=FAILS_WITHIN)).unwrap();
            self.books.plan(AnswerTrouble::RefundFails { seconds });
        }
    }

    fn response(&self, answer: GatewayAnswer) -> Response {
        // HTTP dates have whole seconds.
        let millis = self.time.moment().millis() / 1000 * 1000;
        let wait = answer.header("retry-after").and_then(|wait| wait.parse().ok());
        Response {
            status: answer.status,
            date: Timestamp::from_millis(millis),
            retry_after: wait.map(|seconds| RetryAfter::Wait(Duration::from_secs(seconds))),
            body: answer.body,
        }
    }

    /// What the books gained by one request.
    fn gained(&self, request: &Request, (payments, refunds): (usize, usize)) -> Option<Deed> {
        let key = key_of(request);
        let deed = |id: &str, thing| Deed {
            key: key.unwrap_or_else(|| id.to_owned()),
            id: id.to_owned(),
            thing,
            hidden: Duration::ZERO,
        };
        if let Some(made) = self.books.payments().get(payments) {
            return Some(deed(made.id.as_str(), Thing::Link));
        }
        let refunds = self.books.refunds().split_off(refunds);
        let made = refunds.first()?;
        let payment = made.payment.as_str().to_owned();
        Some(deed(made.id.as_str(), Thing::Refund { payment, minor: made.amount.get() }))
    }

    fn named(&self, reference: &str) -> Option<Payment> {
        self.books.payments().into_iter().find(|found| reference_of(found) == reference)
    }
}

impl Gateway for PaymentFlow {
    fn credentials(&self) -> Credentials {
        Credentials {
            provider: ProviderId::PaymentFlow,
            port: PORT,
            key_id: "",
            key: KEY,
            reports: ("", ""),
        }
    }

    fn take(&self, request: &Request) -> Taken {
        self.ask_the_bank(request);
        let headers: Vec<(String, String)> = request
            .headers
            .iter()
            .map(|header| (header.name.to_owned(), header.value.expose_secret().to_owned()))
            .collect();
        let body = request.body.clone().unwrap_or_default();
        let before = (self.books.payments().len(), self.books.refunds().len());
        let path = path_of(&request.url);
        let answer = self.gateway.answer(method(request.method), path, &headers, body.as_bytes());
        let made = self.gained(request, before);
        Taken { answer: answer.map(|answer| self.response(answer)), made }
    }

    /// A key makes one payment for a day; a second cancel is refused. A refund's key may count for nothing.
    fn knows_repeats(&self, request: &Request) -> bool {
        !(makes(request, "/refunds") && self.deployment.ignores_refund_keys)
    }

    fn key_of_hold_end(&self, _: &PaymentRecord, end: &HoldEndRecord) -> String {
        end.key.to_string()
    }

    fn describe(&self, request: &Request) -> String {
        let asked = body_of(request);
        let said: Vec<String> = ["payment_id", "amount"]
            .iter()
            .filter_map(|name| {
                let value = &asked[name];
                value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|n| n.to_string()))
            })
            .collect();
        format!("{} {} {}", method(request.method), path_of(&request.url), said.join(" "))
    }

    /// What the till promises for a create it promises for each intent, whatever a lost answer made of it: a refund bears
    /// a key as well, but none that the documents name.
    fn attempt(&self, request: &Request) -> Option<Attempt> {
        let write = if makes(request, "/payments") {
            Write::Keyed
        } else if makes(request, "/refunds") {
            Write::Keyless
        } else {
            return None;
        };
        let intent = body_of(request)["metadata"][INTENT].as_str().unwrap_or_default().to_owned();
        Some(Attempt { intent, key: key_of(request).unwrap_or_default(), write })
    }

    /// The owner types no metadata, or some of their own; another till has ids of its own. None knows a key of ours.
    fn in_portal(&self, request: &Request) -> Request {
        let mut request = request.clone();
        if makes(&request, "/refunds") {
            let mut asked = body_of(&request);
            asked["metadata"] = match self.deployment.portal {
                PortalNote::Nothing => json!({}),
                PortalNote::Words => json!({ "note": "by phone" }),
                PortalNote::AnothersId => json!({ INTENT: ANOTHERS_ID }),
            };
            request.body = Some(asked.to_string());
            request.headers.retain(|header| !header.name.eq_ignore_ascii_case(KEY_HEADER));
        }
        request
    }

    fn sight(&self) -> Sight {
        self.deployment.sight()
    }

    fn fell_through(&self, refund: &str) -> bool {
        let now = self.time.now();
        self.books
            .refunds()
            .iter()
            .any(|found| found.id.as_str() == refund && found.status(now) == RefundStatus::Failed)
    }

    fn expect(&self, customer: Customer) {
        let trouble = match customer {
            Customer::PaysLate => CustomerTrouble::PaysLate { seconds: 60 },
            Customer::PaysCancelled => CustomerTrouble::PaysAfterCancel { seconds: 30 },
            Customer::PaysOther(difference) => {
                CustomerTrouble::PaysAnotherAmount { difference, seconds: 30 }
            }
            Customer::PaysSlowly { processing } => {
                CustomerTrouble::PaysSlowly { processing, seconds: 20 }
            }
            Customer::IsNeverDecided => CustomerTrouble::StaysProcessing { seconds: 20 },
            Customer::Pays { .. }
            | Customer::DeclinedFirst { .. }
            | Customer::DeclinedOften { .. }
            | Customer::PaysTwice
            | Customer::OnlyReserves
            | Customer::OnlyStarts => return,
        };
        self.books.plan(trouble);
    }

    fn trouble_is_over(&self) {
        let now = self.time.now();
        let all = self.books.payments();
        for waits in all.iter().filter(|found| found.status(now) == PaymentStatus::Processing) {
            self.books.decide(waits.id.as_str()).unwrap();
        }
    }

    fn link_at(&self, address: &str) -> Option<String> {
        let payments = self.books.payments();
        let found = payments.iter().find(|found| address.ends_with(found.page.as_str()))?;
        Some(reference_of(found).to_owned())
    }

    fn pay(&self, reference: &str, card: Card) -> String {
        let Some(link) = self.named(reference) else { return "finds no link".to_owned() };
        let card = match card {
            Card::Good => APPROVED_CARD,
            Card::Declined => DECLINED_CARDS[0],
        };
        match self.books.pay(link.id.as_str(), card) {
            Ok(tried) => {
                let now = self.time.now();
                format!("tries {}: {} {}", tried.amount.get(), tried.status(now).word(), tried.id)
            }
            Err(refusal) => format!("can't pay: {refusal}"),
        }
    }

    fn links(&self) -> Vec<TheirLink> {
        let now = self.time.now();
        let link = |found: Payment| TheirLink {
            id: found.id.as_str().to_owned(),
            reference: reference_of(&found).to_owned(),
            minor: found.amount.get(),
            state: match found.status(now) {
                PaymentStatus::Pending | PaymentStatus::Processing => LinkStands::Payable,
                PaymentStatus::Succeeded => LinkStands::Paid,
                PaymentStatus::Failed | PaymentStatus::Cancelled => LinkStands::Ended,
            },
            ends: None,
            charges: None,
            is_named: self.deployment.gives_metadata_back,
        };
        self.books.payments().into_iter().map(link).collect()
    }

    fn payments(&self) -> Vec<TheirPayment> {
        let now = self.time.now();
        let all = self.books.payments();
        let came = all.iter().filter(|found| found.status(now) == PaymentStatus::Succeeded);
        came.map(|found| TheirPayment {
            id: found.id.as_str().to_owned(),
            status: PaidStatus::Paid,
            minor: found.paid(now).get(),
            refunded: self.books.refunded(&found.id).get(),
        })
        .collect()
    }
}

/// True for a request that makes one of what lies under `path`.
fn makes(request: &Request, path: &str) -> bool {
    request.method == Method::Post && request.url.ends_with(path)
}

fn body_of(request: &Request) -> Value {
    let body = request.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
    body.unwrap_or_default()
}

fn key_of(request: &Request) -> Option<String> {
    let is_key = |name: &str| name.eq_ignore_ascii_case(KEY_HEADER);
    let found = request.headers.iter().find(|header| is_key(header.name))?;
    Some(found.value.expose_secret().to_owned())
}

fn reference_of(payment: &Payment) -> &str {
    payment.metadata.get(REFERENCE).map(String::as_str).unwrap_or_default()
}
