//! What the seed's examples say, and the addresses and headers that the fact sheet assumes for them. There is no official
//! client to record, so the examples lie in `tests/captures/paymentflow` instead.

use domain::{
    customer::{CustomerChange, CustomerDetails},
    ids::{IdempotencyKey, ProviderCustomerId, ProviderLinkId, ProviderPaymentId},
    link::{Alteration, NewLink},
    refund::NewRefund,
};
use providers::{
    BoxedExchange, CustomersToFind, LinkToAlter, LinkToRead, PaymentToRead, Provider,
    RefundsToFind, Request, Scene, Step,
};
use serde_json::Value;

use super::{
    PaymentFlow, places,
    records::{PAYMENT, more, other_payment, pending},
};
use crate::{
    answers::{Answer, ok, with},
    asks::{self, amount, now},
    recording::{Capture, Compared, Difference, Likeness, Spot, Way},
    stage::session,
    subject::Ids,
};

const IDS: Ids = Ids { link: PAYMENT, payment: PAYMENT };

macro_rules! example {
    ($name:literal, $($compared:expr),+ $(,)?) => {
        Capture {
            name: $name,
            requests: requests(include_str!(concat!("../../captures/paymentflow/", $name, ".json"))),
            compared: vec![$($compared),+],
        }
    };
}

fn requests(example: &str) -> Vec<Value> {
    let example: Value = serde_json::from_str(example).unwrap();
    assert!(example["from"].as_str().is_some_and(|from| !from.is_empty()), "from where?");
    example["requests"].as_array().unwrap().clone()
}

fn compared(ours: Request, differences: Vec<Difference>) -> Compared {
    Compared { nth: 0, ours, likeness: Likeness::Same, differences }
}

fn differs(at: Spot, why: &'static str) -> Difference {
    Difference { at, way: Way::OneIsSilent, why }
}

fn varies(at: Spot, why: &'static str) -> Difference {
    Difference { at, way: Way::BothSpeak, why }
}

/// The request that an exchange sends after these answers.
fn nth<T>(provider: &dyn Provider, mut exchange: BoxedExchange<T>, answers: &[Answer]) -> Request {
    let session = session(&PaymentFlow);
    let scene = Scene { session: &session, now: now() };
    let mut answers = answers.iter().cloned();
    let mut answer = None;
    loop {
        match exchange.next(&scene, answer.take()) {
            Step::Send(request) => match answers.next() {
                Some(next) => answer = Some(next),
                None => return provider.authorise(&session, request),
            },
            Step::End(outcome) => panic!("ended before the request: {:?}", outcome.map(|_| ())),
        }
    }
}

fn first<T>(provider: &dyn Provider, exchange: BoxedExchange<T>) -> Request {
    nth(provider, exchange, &[])
}

fn key() -> IdempotencyKey {
    asks::key()
}

fn link() -> ProviderLinkId {
    "pay_abc123".to_owned().try_into().unwrap()
}

fn payment() -> ProviderPaymentId {
    "pay_abc123".to_owned().try_into().unwrap()
}

fn customer() -> ProviderCustomerId {
    "cus_abc123".to_owned().try_into().unwrap()
}

pub(super) fn all(provider: &dyn Provider) -> Vec<Capture> {
    [payments(provider), refunds(provider), customers(provider)].into_iter().flatten().collect()
}

const OWN_KEY: &str = "each of our writes has a key of its own, a UUID";
const OWN_ID: &str = "what a lost answer made is found again by it";
const SHOPS: &str = "the example's shop marks its orders in its own way";

fn payments(provider: &dyn Provider) -> Vec<Capture> {
    let sandbox = places::sandbox();
    let paying = |minor, description: &str, email: &str| NewLink {
        amount: amount(minor, "USD"),
        description: description.to_owned(),
        customer_email: Some(email.to_owned().try_into().unwrap()),
        ..asks::new_link()
    };
    let create = |ask| {
        let shop = domain::account::Account {
            currencies: vec!["USD".parse().unwrap()],
            ..sandbox.clone()
        };
        first(provider, provider.create_link(&shop, ask, key()))
    };
    let read = LinkToRead { provider_id: link(), ..asks::link_to_read(&IDS) };
    let read_payment = PaymentToRead { provider_id: payment(), ..asks::payment_to_read(&IDS) };
    let before = more(&[other_payment("pay_abc123", now())]);
    let lost = paying(2500, "Order #12345", "user@example.com");
    let cancel =
        LinkToAlter { provider_id: link(), ..asks::link_to_alter(&IDS, Alteration::Cancel) };
    vec![
        example!(
            "payments-create",
            compared(
                create(paying(5000, "Product purchase", "user@example.com")),
                vec![
                    varies(Spot::Header("idempotency-key"), OWN_KEY),
                    differs(Spot::Body("/metadata/order_id"), SHOPS),
                    differs(Spot::Body("/metadata/intent_id"), OWN_ID),
                    differs(Spot::Body("/metadata/reference"), OWN_ID),
                ],
            ),
        ),
        example!(
            "payments-create-quick-start",
            compared(
                create(paying(2500, "Order #12345", "customer@example.com")),
                vec![
                    differs(Spot::Header("idempotency-key"), OWN_KEY),
                    differs(Spot::Body("/metadata"), OWN_ID),
                ],
            ),
        ),
        example!(
            "payments-retrieve",
            compared(first(provider, provider.read_link(&sandbox, read)), vec![]),
            compared(first(provider, provider.read_payment(&sandbox, read_payment)), vec![]),
        ),
        example!(
            "payments-list",
            compared(
                nth(provider, provider.find_link(&sandbox, lost, now()), &[ok(&before)]),
                vec![
                    varies(Spot::Query("limit"), "as many as a page can have"),
                    differs(
                        Spot::Query("customer_email"),
                        "an address may be kept in another form, and a payment be missed by it",
                    ),
                ],
            ),
        ),
        example!(
            "payments-cancel",
            compared(
                nth(
                    provider,
                    provider.alter_link(&sandbox, cancel),
                    &[ok(&with(pending(), "id", "pay_abc123"))],
                ),
                vec![],
            ),
        ),
    ]
}

fn refunds(provider: &dyn Provider) -> Vec<Capture> {
    let sandbox = places::sandbox();
    let ask =
        NewRefund { payment: payment(), amount: amount(2500, "USD"), ..asks::new_refund(&IDS) };
    let find = RefundsToFind { payment: payment(), ..asks::refunds_to_find(&IDS) };
    vec![
        example!(
            "refunds-create",
            compared(
                first(provider, provider.refund(&sandbox, ask, key())),
                vec![
                    differs(
                        Spot::Header("idempotency-key"),
                        "the seed names none for refunds; it is sent, and never relied on",
                    ),
                    differs(Spot::Body("/metadata"), OWN_ID),
                ],
            ),
        ),
        example!(
            "refunds-list",
            compared(first(provider, provider.refunds_of(&sandbox, find)), vec![]),
        ),
    ]
}

fn customers(provider: &dyn Provider) -> Vec<Capture> {
    let sandbox = places::sandbox();
    let details = |email: &str, name: &str| CustomerDetails {
        email: email.to_owned().try_into().unwrap(),
        name: name.to_owned(),
        phone: None,
    };
    let jane = details("customer@example.com", "Jane Doe");
    let moved = CustomerChange {
        id: customer(),
        before: jane.clone(),
        after: details("newemail@example.com", "Jane Doe"),
    };
    let after = CustomersToFind {
        email: Some("customer@example.com".to_owned().try_into().unwrap()),
        after: Some(customer()),
    };
    vec![
        example!(
            "customers-create",
            compared(
                first(provider, provider.create_customer(&sandbox, jane, key())),
                vec![
                    differs(Spot::Header("idempotency-key"), OWN_KEY),
                    differs(Spot::Body("/metadata"), SHOPS),
                ],
            ),
        ),
        example!(
            "customers-retrieve",
            compared(first(provider, provider.read_customer(&sandbox, customer())), vec![]),
        ),
        example!(
            "customers-update",
            compared(
                first(provider, provider.change_customer(&sandbox, moved)),
                vec![differs(Spot::Body("/metadata"), SHOPS),],
            ),
        ),
        example!(
            "customers-delete",
            compared(first(provider, provider.delete_customer(&sandbox, customer())), vec![]),
        ),
        example!(
            "customers-list",
            compared(
                first(provider, provider.find_customers(&sandbox, after)),
                vec![varies(Spot::Query("limit"), "the till's own page")],
            ),
        ),
    ]
}
