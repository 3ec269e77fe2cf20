//! Flitt: its practice gateway, with the moods of the gateway and of the banks behind it. A request leaves no name of what
//! it made, so that is told by what the gateway's books gained.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use desk::{
    domain::{account::ProviderId, hold::HoldEndKind, payment::PaymentStatus},
    seams::Timestamp,
};
use ledger::{HoldEndRecord, PaymentRecord};
use practice::{
    Clock as _, Random,
    flitt::{
        APPROVED_CARDS, AnswerTrouble, Behaviour, CustomerTrouble, DECLINED_CARDS, FlittBooks,
        FlittCredentials, FlittGateway, FlittGatewayConfig, FlittKey, MerchantId, Order, OrderId,
        OrderKind, OrderStatus, Reversal,
    },
};
use providers::{Request, Response};
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::{
    chance::Chance,
    clock::TrueTime,
    flitt_plan::Moods,
    gateway::{
        Card, Credentials, Deed, Gateway, LinkStands, Sight, Taken, TheirLink, TheirPayment, Thing,
        path_of,
    },
    plan::{Customer, Plan},
    shop::method,
};

/// Where the gateway pretends to serve.
const PORT: u16 = 7702;

/// The merchant's number.
const MERCHANT: u64 = 1_700_002;

/// The same as the owner types it.
const MERCHANT_TYPED: &str = "1700002";

/// The merchant's payment key.
const PAYMENT_KEY: &str = "simulated payment key";

/// The application that reads the reports, and its key.
const REPORTS_APPLICATION: &str = "1019";
const REPORTS_KEY: &str = "simulated reports key";

/// What the bank says to a refund that it declines.
const DECLINED: u16 = 1000;

/// The provider.
pub(crate) struct Flitt {
    gateway: FlittGateway,
    books: FlittBooks,
    moods: Moods,
    bank: Mutex<Chance>,
    time: TrueTime,
}

impl Flitt {
    pub(crate) fn open(seed: u64, plan: &Plan, time: TrueTime) -> Self {
        let random = Random::from_seed(seed);
        let credentials = FlittCredentials {
            merchant_id: MerchantId::new(MERCHANT),
            payment_key: FlittKey::new(PAYMENT_KEY),
            reports_application: REPORTS_APPLICATION.to_owned(),
            reports_key: FlittKey::new(REPORTS_KEY),
            ..FlittCredentials::generate(&random)
        };
        let mut config = FlittGatewayConfig::new(credentials, random, Arc::new(time));
        config.origin = format!("http://127.0.0.1:{PORT}");
        let gateway = FlittGateway::new(config);
        let books = gateway.books();
        let moods = plan.moods.clone();
        books.set_behaviour(Behaviour {
            replication_lag: plan.read_lag,
            refunds_wait: moods.refunds_wait,
            captures_wait: moods.captures_wait,
            verification_reversed_after: moods.checks_wait,
            only_full_refunds: moods.only_full_refunds,
            capture_amount_in_minor_units: moods.captured_in_minor_units,
            repeats_give_the_first_link: moods.repeats_give_the_link,
            ..Behaviour::default()
        });
        let bank = Mutex::new(Chance::of(seed, "bank"));
        Self { gateway, books, moods, bank, time }
    }

    /// What the bank will say to a reverse.
    fn ask_the_bank(&self, path: &str) {
        let reverses = path.contains("/reverse/");
        if reverses && self.bank.lock().unwrap().happens(self.moods.declines_refunds) {
            self.books.plan(AnswerTrouble::DeclinesRefund { code: DECLINED });
        }
    }

    /// Since the run began.
    fn moment(&self, at: chrono::DateTime<chrono::Utc>) -> Duration {
        let ahead = (at - self.time.now()).to_std().unwrap_or_default();
        let ago = (self.time.now() - at).to_std().unwrap_or_default();
        (self.time.passed() + ahead).saturating_sub(ago)
    }

    fn payment(&self, order: &Order) -> Option<TheirPayment> {
        let now = self.time.now();
        let paid = order.payment.as_ref().filter(|paid| paid.approved <= now)?;
        let (held, asked) = (paid.amount.get(), order.amount.get());
        let went = order.reversed(now).get();
        let captured = order.capture.as_ref().filter(|capture| capture.confirmed <= now);
        let (status, minor, refunded) = if order.kind == OrderKind::Verification {
            // What was held to confirm the card goes back by itself, and was never the shop's.
            (PaymentStatus::CardConfirmed, held.min(asked), 0)
        } else if !paid.held {
            // What a customer pays on top is not the shop's.
            (PaymentStatus::Paid, held.min(asked), went)
        } else if let Some(capture) = captured {
            (PaymentStatus::Paid, capture.amount.get(), went)
        } else if order.status(now) == OrderStatus::Reversed {
            (PaymentStatus::Reversed, held, 0)
        } else {
            (PaymentStatus::Reserved, held, 0)
        };
        Some(TheirPayment { id: order.payment_id.to_string(), status, minor, refunded })
    }
}

impl Gateway for Flitt {
    fn credentials(&self) -> Credentials {
        Credentials {
            provider: ProviderId::Flitt,
            port: PORT,
            key_id: MERCHANT_TYPED,
            key: PAYMENT_KEY,
            reports: if self.moods.reports { (REPORTS_APPLICATION, REPORTS_KEY) } else { ("", "") },
        }
    }

    fn take(&self, request: &Request) -> Taken {
        let path = path_of(&request.url);
        let headers: Vec<(String, String)> = request
            .headers
            .iter()
            .map(|header| (header.name.to_owned(), header.value.expose_secret().to_owned()))
            .collect();
        let body = request.body.clone().unwrap_or_default();
        self.ask_the_bank(path);
        let before = self.books.orders();
        let answer = self.gateway.answer(method(request.method), path, &headers, body.as_bytes());
        let made = gained(&before, &self.books.orders());
        let answer = answer.map(|answer| {
            // HTTP dates have whole seconds.
            let millis = self.time.moment().millis() / 1000 * 1000;
            Response {
                status: answer.status,
                date: Timestamp::from_millis(millis),
                retry_after: None,
                body: answer.body,
            }
        });
        Taken { answer, made }
    }

    /// Answers to a checkout and to a capture bear no signature.
    fn forge(&self, answer: &mut Response) {
        let Ok(mut told) = serde_json::from_slice::<Value>(&answer.body) else { return };
        if let Some(Value::String(signature)) = told.pointer_mut("/response/signature") {
            *signature = "0".repeat(signature.len());
            answer.body = told.to_string().into_bytes();
        }
    }

    /// An order is made once for each id, captured once, and reversed once for each `reverse_id`. A stop that arrives once
    /// more undoes the resume that came between.
    fn knows_repeats(&self, request: &Request) -> bool {
        !request.url.contains("/subscription")
    }

    /// A capture has no key: the order has one capture, of one sum.
    fn key_of_hold_end(&self, payment: &PaymentRecord, end: &HoldEndRecord) -> String {
        match end.kind {
            HoldEndKind::Capture => capture_key(payment.provider_id.as_str(), end.amount.minor()),
            HoldEndKind::Release => end.key.to_string(),
        }
    }

    fn sight(&self) -> Sight {
        Sight::Total
    }

    fn describe(&self, request: &Request) -> String {
        let asked: Value = request
            .body
            .as_deref()
            .and_then(|body| serde_json::from_str(body).ok())
            .unwrap_or_default();
        let said: Vec<String> = ["order_id", "amount", "reverse_id"]
            .iter()
            .filter_map(|name| {
                let value = &asked["request"][name];
                value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|n| n.to_string()))
            })
            .collect();
        format!("{} {} {}", method(request.method), path_of(&request.url), said.join(" "))
    }

    fn expect(&self, customer: Customer) {
        let trouble = match customer {
            Customer::PaysLate => CustomerTrouble::PaysLate { seconds: 60 },
            Customer::PaysOther(difference) => {
                CustomerTrouble::PaysAnotherAmount { difference, seconds: 30 }
            }
            Customer::DeclinedOften { tries } => {
                CustomerTrouble::DeclinesThenPays { tries, seconds: 20 }
            }
            Customer::PaysSlowly { processing } => {
                CustomerTrouble::PaysSlowly { processing, seconds: 20 }
            }
            Customer::OnlyReserves => CustomerTrouble::Reserves { seconds: 30 },
            Customer::Pays { .. }
            | Customer::DeclinedFirst { .. }
            | Customer::PaysCancelled
            | Customer::PaysTwice
            | Customer::IsNeverDecided
            | Customer::OnlyStarts => return,
        };
        self.books.plan(trouble);
    }

    fn link_at(&self, address: &str) -> Option<String> {
        let orders = self.books.orders();
        let found = orders.iter().find(|order| address.ends_with(order.page.as_str()))?;
        Some(found.id.as_str().to_owned())
    }

    fn pay(&self, reference: &str, card: Card) -> String {
        let card = match card {
            Card::Good => APPROVED_CARDS[0],
            Card::Declined => DECLINED_CARDS[0],
        };
        match self.books.pay(&OrderId::new(reference), card) {
            Ok(order) => match &order.payment {
                Some(paid) => format!("pays {}: {}", paid.amount.get(), order.payment_id),
                None => format!("is declined: {}", order.payment_id),
            },
            Err(refusal) => format!("can't pay: {refusal}"),
        }
    }

    fn links(&self) -> Vec<TheirLink> {
        let now = self.time.now();
        let link = |order: Order| TheirLink {
            // The order's own number: its id is the shop's reference.
            id: order.payment_id.to_string(),
            reference: order.id.as_str().to_owned(),
            minor: order.amount.get(),
            state: match order.status(now) {
                OrderStatus::Created | OrderStatus::Processing => LinkStands::Payable,
                OrderStatus::Approved | OrderStatus::Reversed => LinkStands::Paid,
                OrderStatus::Declined | OrderStatus::Expired => LinkStands::Expired,
            },
            ends: Some(self.moment(order.expires)),
            charges: order.subscription.as_ref().map(|agreed| agreed.active),
            is_named: true,
        };
        self.books.orders().into_iter().filter(is_link).map(link).collect()
    }

    fn payments(&self) -> Vec<TheirPayment> {
        let links = self.books.orders().into_iter().filter(is_link);
        links.filter_map(|order| self.payment(&order)).collect()
    }
}

/// A later charge of a subscription is an order of its own, which no till asked for.
fn is_link(order: &Order) -> bool {
    matches!(order.kind, OrderKind::Purchase | OrderKind::Verification)
}

fn capture_key(payment: &str, minor: u64) -> String {
    format!("capture of {minor} of {payment}")
}

/// What the books gained by one request.
fn gained(before: &[Order], after: &[Order]) -> Option<Deed> {
    after.iter().find_map(|order| {
        let Some(was) = before.iter().find(|was| was.id == order.id) else {
            let id = order.id.as_str().to_owned();
            return Some(Deed { key: id.clone(), id, thing: Thing::Link, hidden: Duration::ZERO });
        };
        let payment = order.payment_id.to_string();
        if let (None, Some(capture)) = (&was.capture, &order.capture) {
            let key = capture_key(&payment, capture.amount.get());
            let thing = Thing::HoldEnd { payment: payment.clone(), kind: HoldEndKind::Capture };
            return Some(Deed { key, id: payment, thing, hidden: Duration::ZERO });
        }
        let made = order.reversals.get(was.reversals.len())?;
        made.declined.is_none().then(|| reversed(was, payment, made))
    })
}

/// What is given up before it was captured was never taken, so that is no refund.
fn reversed(was: &Order, payment: String, made: &Reversal) -> Deed {
    let is_held = was.capture.is_none() && was.payment.as_ref().is_some_and(|paid| paid.held);
    let thing = if is_held {
        Thing::HoldEnd { payment, kind: HoldEndKind::Release }
    } else {
        Thing::Refund { payment, minor: made.amount.get() }
    };
    let id = made.id.as_str().to_owned();
    // No total holds it before the bank has done it.
    let hidden = (made.settled - made.at).to_std().unwrap_or_default();
    Deed { key: made.reverse_id.clone().unwrap_or_else(|| id.clone()), id, thing, hidden }
}
