//! A merchant dashboard: its practice gateway, as the run's organization has it. A request leaves no name of what it made,
//! so that is told by what the gateway's books gained.

use std::{sync::Arc, time::Duration};

use desk::{
    domain::{account::ProviderId, payment::PaymentStatus as PaidStatus},
    seams::Timestamp,
};
use ledger::{HoldEndRecord, PaymentRecord};
use practice::{
    Clock as _, Random,
    merchant_dashboard::{
        APPROVED_CARD, Behaviour, CustomerTrouble, DECLINED_CARDS, GatewayAnswer, Link, LinkState,
        LinkTrouble, ListShape, MerchantDashboardBooks, MerchantDashboardCredentials,
        MerchantDashboardGateway, MerchantDashboardGatewayConfig, PaymentStatus, PricingMode,
        RateLimit, RetryAfter as Asks, StaffToken,
    },
};
use providers::{Method, Request, Response, RetryAfter};
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::{
    clock::TrueTime,
    gateway::{
        Attempt, Card, Credentials, Deed, Gateway, LinkStands, Sight, Taken, TheirLink,
        TheirPayment, Thing, Write, path_of,
    },
    merchant_dashboard_plan::Organization,
    plan::{Befalls, Customer, Plan},
    shop::method,
};

/// Where the dashboard pretends to serve.
const PORT: u16 = 7704;

/// The token of the first session.
const TOKEN: &str = "51a7e5e0ddba11c0ffee15bad5eed0fca5cade7a";

/// What the till puts between a link's id and a payment's.
const BETWEEN: char = '.';

/// Where links are made.
const LINKS: &str = "/api/payment-links/";

/// The name of our reference in the metadata.
const REFERENCE: &str = "reference";

/// The name of the link's id in the metadata.
const INTENT: &str = "intent_id";

/// What an organization takes in a minute that counts: a little less than two tills allow themselves.
const REQUESTS_PER_MINUTE: u32 = 90;

/// The provider.
pub(crate) struct MerchantDashboard {
    gateway: MerchantDashboardGateway,
    books: MerchantDashboardBooks,
    behaviour: Behaviour,
    time: TrueTime,
}

impl MerchantDashboard {
    pub(crate) fn open(seed: u64, plan: &Plan, time: TrueTime) -> Self {
        let credentials = MerchantDashboardCredentials { token: StaffToken::new(TOKEN) };
        let random = Random::from_seed(seed);
        let mut config = MerchantDashboardGatewayConfig::new(credentials, random, Arc::new(time));
        config.origin = format!("http://127.0.0.1:{PORT}");
        let behaviour = behaviour(&plan.organization, plan.read_lag);
        config.behaviour = behaviour.clone();
        let gateway = MerchantDashboardGateway::new(config);
        let books = gateway.books();
        Self { gateway, books, behaviour, time }
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

    fn named(&self, reference: &str) -> Option<Link> {
        self.books.links().into_iter().find(|link| reference_of(link) == reference)
    }

    /// How many payments came through a link, also those that went back.
    fn money_of(&self, uuid: &str) -> usize {
        let (now, payments) = (self.time.now(), self.books.payments_of(uuid));
        payments.iter().filter(|payment| payment.paid_at(now).is_some()).count()
    }

    /// How a link stands, with what was paid on it first: a paid link stays so, whatever becomes of it later.
    fn stands(&self, link: &Link) -> LinkStands {
        let uuid = link.uuid.as_str();
        let statistics = self.books.statistics(uuid).unwrap_or_default();
        let used = if self.behaviour.statistics_missing {
            u32::try_from(self.money_of(uuid)).unwrap()
        } else {
            statistics.times_used
        };
        let is_used_up = link.terms().max_uses.is_some_and(|most| used >= most);
        match self.books.link_state(uuid).unwrap_or(LinkState::Deleted) {
            _ if is_used_up => LinkStands::Paid,
            // Where nothing tells how often a link was used, a use that no payment stands for shows to customers alone.
            LinkState::Payable | LinkState::UsedUp => LinkStands::Payable,
            LinkState::Expired => LinkStands::Expired,
            LinkState::SwitchedOff | LinkState::Deleted => LinkStands::Ended,
        }
    }
}

impl Gateway for MerchantDashboard {
    fn credentials(&self) -> Credentials {
        Credentials {
            provider: ProviderId::MerchantDashboard,
            port: PORT,
            key_id: "",
            key: TOKEN,
            reports: ("", ""),
        }
    }

    fn take(&self, request: &Request) -> Taken {
        let headers: Vec<(String, String)> = request
            .headers
            .iter()
            .map(|header| (header.name.to_owned(), header.value.expose_secret().to_owned()))
            .collect();
        let body = request.body.clone().unwrap_or_default();
        let before = self.books.links().len();
        let path = path_of(&request.url);
        let answer = self.gateway.answer(method(request.method), path, &headers, body.as_bytes());
        let made = self.books.links().get(before).map(|link| Deed {
            key: intent_of(link).to_owned(),
            id: link.uuid.as_str().to_owned(),
            thing: Thing::Link,
            hidden: Duration::ZERO,
        });
        Taken { answer: answer.map(|answer| self.response(answer)), made }
    }

    fn end_sessions(&self) {
        self.books.end_sessions().unwrap();
    }

    fn sign_in(&self) -> Option<String> {
        Some(self.books.sign_in().unwrap().expose().to_owned())
    }

    /// Only a new link is made once more.
    fn knows_repeats(&self, request: &Request) -> bool {
        !makes_link(request)
    }

    fn key_of_hold_end(&self, _: &PaymentRecord, end: &HoldEndRecord) -> String {
        end.key.to_string()
    }

    fn describe(&self, request: &Request) -> String {
        let asked = body_of(request);
        let said = ["metadata", "is_active"].iter().filter_map(|name| match &asked[name] {
            Value::Object(metadata) => metadata[INTENT].as_str().map(str::to_owned),
            Value::Bool(active) => Some(format!("{name} {active}")),
            _ => None,
        });
        let said: Vec<String> = said.collect();
        format!("{} {} {}", method(request.method), path_of(&request.url), said.join(" "))
    }

    fn attempt(&self, request: &Request) -> Option<Attempt> {
        let asked = body_of(request);
        let intent = asked["metadata"][INTENT].as_str().filter(|_| makes_link(request))?;
        Some(Attempt { intent: intent.to_owned(), key: String::new(), write: Write::Keyless })
    }

    fn refund_by_hand(&self, payment: &str) -> Option<Deed> {
        let (_, own) = payment.split_once(BETWEEN)?;
        let refunded = self.books.refund(own).ok()?;
        let id = format!("{payment}-refunded");
        let thing = Thing::Refund { payment: payment.to_owned(), minor: refunded.amount.get() };
        Some(Deed { key: id.clone(), id, thing, hidden: Duration::ZERO })
    }

    fn leaks(&self) -> u64 {
        self.books.token_exposures()
    }

    fn sight(&self) -> Sight {
        Sight::Named
    }

    fn expect(&self, customer: Customer) {
        let trouble = match customer {
            Customer::PaysLate => CustomerTrouble::PaysLate { seconds: 60 },
            Customer::PaysCancelled => CustomerTrouble::PaysAfterCancel { seconds: 30 },
            Customer::PaysTwice => CustomerTrouble::PaysTwice { seconds: 45 },
            Customer::PaysOther(difference) => {
                CustomerTrouble::PaysAnotherAmount { difference, seconds: 30 }
            }
            Customer::PaysSlowly { processing } => {
                CustomerTrouble::PaysSlowly { processing, seconds: 20 }
            }
            Customer::OnlyStarts => CustomerTrouble::StartsOnly { seconds: 20 },
            Customer::Pays { .. }
            | Customer::DeclinedFirst { .. }
            | Customer::DeclinedOften { .. }
            | Customer::OnlyReserves
            | Customer::IsNeverDecided => return,
        };
        self.books.plan(trouble);
    }

    fn befall(&self, what: Befalls) {
        self.books.plan(match what {
            Befalls::PriceChanged(difference) => LinkTrouble::PriceChanges { difference },
            Befalls::Expired => LinkTrouble::Expires,
            Befalls::UsedUp => LinkTrouble::UsedUp,
            Befalls::SwitchedOff => LinkTrouble::SwitchedOff,
        });
    }

    fn trouble_is_over(&self) {
        let lasting = Behaviour { session_life: None, ..self.behaviour.clone() };
        self.books.set_behaviour(lasting);
    }

    fn link_at(&self, address: &str) -> Option<String> {
        let links = self.books.links();
        let found = links.iter().find(|link| address.ends_with(link.uuid.as_str()))?;
        Some(reference_of(found).to_owned())
    }

    fn pay(&self, reference: &str, card: Card) -> String {
        let Some(link) = self.named(reference) else { return "finds no link".to_owned() };
        let card = match card {
            Card::Good => APPROVED_CARD,
            Card::Declined => DECLINED_CARDS[0],
        };
        match self.books.pay(link.uuid.as_str(), card) {
            Ok(tried) => {
                let status = tried.status(self.time.now()).word();
                format!("tries {}: {status} {}", tried.amount.get(), tried.id)
            }
            Err(refusal) => format!("can't pay: {refusal}"),
        }
    }

    fn links(&self) -> Vec<TheirLink> {
        let link = |found: Link| TheirLink {
            id: found.uuid.as_str().to_owned(),
            reference: reference_of(&found).to_owned(),
            minor: found.totals.total.get(),
            state: self.stands(&found),
            ends: None,
            charges: None,
            // Where no metadata is told, the label is.
            is_named: true,
        };
        self.books.links().into_iter().map(link).collect()
    }

    fn payments(&self) -> Vec<TheirPayment> {
        let now = self.time.now();
        let all = self.books.payments().into_iter();
        let came = all.filter_map(|found| {
            let minor = found.amount.get();
            let refunded = match found.status(now) {
                PaymentStatus::Paid => 0,
                PaymentStatus::Refunded => minor,
                PaymentStatus::Pending | PaymentStatus::Failed => return None,
            };
            let id = till_id(found.link.as_str(), found.id.as_str());
            Some(TheirPayment { id, status: PaidStatus::Paid, minor, refunded })
        });
        came.collect()
    }
}

/// What the till calls a payment: the dashboard's id is one's own only within its link.
fn till_id(link: &str, payment: &str) -> String {
    format!("{link}{BETWEEN}{payment}")
}

fn behaviour(organization: &Organization, read_lag: Option<Duration>) -> Behaviour {
    let adds_tax = organization.adds_tax;
    Behaviour {
        rate_limit: organization.counts_requests.then_some(RateLimit {
            requests_per_minute: REQUESTS_PER_MINUTE,
            retry_after: Asks::Absent,
        }),
        session_life: organization.session_life,
        list_shape: organization
            .page_size
            .map_or(ListShape::Bare, |size| ListShape::Pages { size }),
        pricing_mode: if adds_tax { PricingMode::TaxExclusive } else { PricingMode::TaxInclusive },
        tax_basis_points: organization.tax,
        creates_answer_200: organization.creates_answer_200,
        public_url_missing: organization.lacks_addresses,
        list_metadata_missing: organization.lists_lack_metadata,
        metadata_missing: organization.lacks_metadata,
        statistics_missing: organization.lacks_statistics,
        replication_lag: read_lag,
        list_lag: organization.list_lag,
        ..Behaviour::default()
    }
}

fn makes_link(request: &Request) -> bool {
    request.method == Method::Post && path_of(&request.url) == LINKS
}

fn body_of(request: &Request) -> Value {
    let body = request.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
    body.unwrap_or_default()
}

fn reference_of(link: &Link) -> &str {
    link.terms().metadata.get(REFERENCE).map(String::as_str).unwrap_or_default()
}

fn intent_of(link: &Link) -> &str {
    link.terms().metadata.get(INTENT).map(String::as_str).unwrap_or_default()
}
