//! What official SDKs really sent, without a word of ours in between. The recordings lie in `tests/captures/flitt`.

use std::time::Duration;

use domain::{
    Outcome, Timestamp,
    account::Account,
    hold::{HoldEndKind, NewHoldEnd},
    ids::IdempotencyKey,
    link::NewLink,
    link_kind::{Day, LinkKind, Period, Schedule},
    reference::OurReference,
    refund::NewRefund,
};
use providers::{
    BoxedExchange, Keys, LinkToRead, PaymentToRead, Provider, RefundsToFind, Request, Scene,
    Session, Step, SubscriptionToSet,
};
use serde_json::{Value, json};

use super::{errors::unknown_order, places, records};
use crate::{
    answers::{Answer, ok},
    asks::{self, TOKEN, amount},
    recording::{Capture, Compared, Difference, Likeness, Spot, Way},
    subject::Ids,
};

const IDS: Ids = Ids { link: records::LINK, payment: records::PAYMENT };

/// The order id that the recorder pinned, and the text that the SDK makes of it.
const ORDER: &str = "00000000-0000-4000-8000-000000000001";
const DESCRIPTION: &str = "Pay for order #: 00000000-0000-4000-8000-000000000001";

/// The recorded case of that name in a file of them.
fn case(file: &str, name: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    let cases = file["captures"].as_array().unwrap();
    let case = cases.iter().find(|case| case["name"] == name).unwrap();
    let requests = case["requests"].as_array().unwrap();
    requests.iter().cloned().map(with_a_body_and_a_query).collect()
}

fn with_a_body_and_a_query(mut request: Value) -> Value {
    request["body"] = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
    request["query"] = json!([]);
    request
}

macro_rules! recording {
    ($file:literal, $name:literal, $($compared:expr),+ $(,)?) => {
        Capture {
            name: concat!($file, ": ", $name),
            requests: case(
                include_str!(concat!("../../captures/flitt/", $file, ".json")),
                $name,
            ),
            compared: vec![$($compared),+],
        }
    };
}

fn compared(nth: usize, ours: Request, differences: Vec<Difference>) -> Compared {
    Compared { nth, ours, likeness: Likeness::Same, differences }
}

/// Only one of the two says anything there.
fn differs(at: &'static str, why: &'static str) -> Difference {
    Difference { at: Spot::Body(at), way: Way::OneIsSilent, why }
}

/// Both say something there, and not the same.
fn varies(at: &'static str, why: &'static str) -> Difference {
    Difference { at: Spot::Body(at), way: Way::BothSpeak, why }
}

/// With the key that the recorded client had.
fn session(provider: &dyn Provider, account: &Account) -> Session {
    let keys = Keys { reports: Some("test".into()), ..Keys::main("test".into()) };
    match provider.signed_in(account, &keys, unknown_order()) {
        Outcome::Done(signed_in) => Session::new(signed_in, Duration::ZERO),
        other => panic!("not signed in: {other:?}"),
    }
}

/// The request that an exchange sends after these answers.
fn nth<T>(
    provider: &dyn Provider,
    mut exchange: BoxedExchange<T>,
    now: Timestamp,
    answers: &[Answer],
) -> Request {
    let session = session(provider, &places::sandbox());
    let scene = Scene { session: &session, now };
    let mut answers = answers.iter().cloned();
    let mut answer = None;
    loop {
        match exchange.next(&scene, answer.take()) {
            Step::Send(request) => match answers.next() {
                Some(next) => answer = Some(next),
                None => return provider.authorise(&session, request),
            },
            Step::End(outcome) => {
                panic!("ended before the request: {:?}", outcome.map(|_| ()))
            }
        }
    }
}

fn first<T>(provider: &dyn Provider, exchange: BoxedExchange<T>) -> Request {
    nth(provider, exchange, asks::now(), &[])
}

fn reference(text: &str) -> OurReference {
    OurReference::stored(text.to_owned())
}

fn key() -> IdempotencyKey {
    asks::key()
}

fn ask(minor: u64, currency: &str, kind: LinkKind) -> NewLink {
    NewLink {
        reference: reference(ORDER),
        description: DESCRIPTION.to_owned(),
        amount: amount(minor, currency),
        kind,
        ..asks::new_link()
    }
}

fn shop(currency: &str) -> Account {
    Account { currencies: vec![currency.parse().unwrap()], ..places::sandbox() }
}

fn create(provider: &dyn Provider, minor: u64, currency: &str, kind: LinkKind) -> Request {
    let ask = ask(minor, currency, kind);
    first(provider, provider.create_link(&shop(currency), ask, key()))
}

/// All that a link can say, as the recorded client says it.
fn told_of_the_customer(provider: &dyn Provider) -> Request {
    let ask = NewLink {
        reference: reference("заказ-7"),
        description: "გადახდა №7 – café ☕ <b>&\"quoted\"</b> 100%".to_owned(),
        expires_at: asks::now().plus(Duration::from_hours(1)),
        customer_email: Some("buyer@example.com".to_owned().try_into().unwrap()),
        page_language: Some("ka".to_owned().try_into().unwrap()),
        ..ask(100, "GEL", LinkKind::Reservation)
    };
    first(provider, provider.create_link(&shop("GEL"), ask, key()))
}

fn mortal() -> Vec<Difference> {
    vec![
        differs("/request/lifetime", "a link that nobody saw must die by itself"),
        differs("/request/merchant_data", "the shop's own reports shall name our link"),
        varies("/request/signature", "those are signed too"),
    ]
}

/// Reserved where the recording asks for money at once.
fn reserving() -> Vec<Difference> {
    let mut differences = mortal();
    differences.push(differs("/request/preauth", "the recorded client reserves nothing"));
    differences
}

fn links(provider: &dyn Provider) -> Vec<Capture> {
    let schedule = Schedule {
        each: amount(10_000, "USD"),
        every: 1.try_into().unwrap(),
        period: Period::Month,
        starts_on: Day::parse("2024-12-01").unwrap(),
        times: 12.try_into().unwrap(),
    };
    vec![
        recording!(
            "v1.0.4-checkout-url",
            "Checkout.url minimal protocol 1.0 json",
            compared(0, create(provider, 10_000, "USD", LinkKind::Payment), mortal()),
            compared(0, create(provider, 10_000, "USD", LinkKind::Reservation), reserving()),
        ),
        recording!(
            "v1.0.4-checkout-url",
            "Checkout.url unicode and empty field protocol 1.0 json",
            compared(
                0,
                told_of_the_customer(provider),
                vec![
                    varies("/request/merchant_data", "the recorded shop has a cart"),
                    differs("/request/product_id", "the till sells nothing by an id"),
                    varies("/request/signature", "what is told is signed"),
                ],
            ),
        ),
        recording!(
            "v1.0.4-checkout-verification",
            "Checkout.verification code protocol 1.0 json",
            compared(0, create(provider, 100, "GEL", LinkKind::CardCheck), mortal()),
        ),
        recording!(
            "v3.0.0-checkout-subscription",
            "Checkout.subscription extra keys end_time, quantity, trial protocol 2.0 json",
            compared(
                0,
                create(provider, 10_000, "USD", LinkKind::Subscription(schedule)),
                vec![
                    differs(
                        "/request/data/order/lifetime",
                        "a link that nobody saw must die by itself",
                    ),
                    differs(
                        "/request/data/order/merchant_data",
                        "the shop's own reports shall name our link",
                    ),
                    differs(
                        "/request/data/order/recurring_data/end_time",
                        "the number of charges says it (3.5)",
                    ),
                    differs(
                        "/request/data/order/recurring_data/trial_period",
                        "no charge is for a trial",
                    ),
                    differs(
                        "/request/data/order/recurring_data/trial_quantity",
                        "no charge is for a trial",
                    ),
                    varies(
                        "/request/data/order/recurring_data/state",
                        "the customer sees it, and changes nothing of it",
                    ),
                    varies("/request/signature", "the packed text is signed"),
                ],
            ),
        ),
        recording!(
            "v1.0.4-subscription-stop",
            "Checkout.subscription_stop protocol 2.0 json",
            compared(
                0,
                first(
                    provider,
                    provider.set_charges(
                        &places::sandbox(),
                        SubscriptionToSet {
                            reference: reference("subscription_order_12345"),
                            ..asks::subscription_to_set(&IDS, false)
                        },
                    ),
                ),
                vec![varies("/request/signature", "the packed text is signed, with its blanks")],
            ),
        ),
    ]
}

fn orders(provider: &dyn Provider) -> Vec<Capture> {
    let sandbox = places::sandbox();
    let order = || reference("order_12345");
    let link = LinkToRead { reference: order(), ..asks::link_to_read(&IDS) };
    let payment = PaymentToRead { reference: order(), ..asks::payment_to_read(&IDS) };
    let refunds = RefundsToFind { reference: order(), ..asks::refunds_to_find(&IDS) };
    let made = NewLink { reference: order(), ..asks::new_link() };
    let capture = NewHoldEnd {
        reference: reference("preauth_order_12345"),
        amount: amount(100, "GEL"),
        ..asks::hold_end(&IDS, HoldEndKind::Capture)
    };
    let back =
        || NewRefund { reference: order(), amount: amount(40, "GEL"), ..asks::new_refund(&IDS) };
    let release = NewHoldEnd {
        reference: order(),
        amount: amount(40, "GEL"),
        ..asks::hold_end(&IDS, HoldEndKind::Release)
    };
    let ours = || {
        vec![
            varies("/request/reverse_id", "each of our writes has a key of its own"),
            differs("/request/comment", "the till tells the gateway nothing about why"),
            differs("/request/email", "nor who gives it back"),
            varies("/request/signature", "all of those are signed"),
        ]
    };
    vec![
        recording!(
            "v1.0.4-order-status",
            "Order.status protocol 1.0 json",
            compared(0, first(provider, provider.read_link(&sandbox, link)), vec![]),
            compared(0, first(provider, provider.read_payment(&sandbox, payment)), vec![]),
            compared(0, first(provider, provider.refunds_of(&sandbox, refunds)), vec![]),
            compared(0, first(provider, provider.find_link(&sandbox, made, asks::now())), vec![],),
        ),
        recording!(
            "v1.0.4-order-capture",
            "Order.capture protocol 1.0 json",
            compared(0, first(provider, provider.end_hold(&sandbox, capture, key())), vec![]),
        ),
        recording!(
            "v1.0.4-order-reverse",
            "Order.reverse partial with reverse_id and comment protocol 1.0 json",
            compared(0, first(provider, provider.refund(&sandbox, back(), key())), ours()),
            compared(0, first(provider, provider.end_hold(&sandbox, release, key())), ours()),
        ),
    ]
}

fn reports(provider: &dyn Provider) -> Vec<Capture> {
    let shop = Account { key_id: "1549902".to_owned(), ..places::sandbox() };
    let token = json!({ "token": TOKEN, "expires_in": 3600 });
    let sweep = || provider.sweep(&shop, asks::sweep());
    let page = nth(provider, sweep(), asks::now(), &[ok(&token)]);
    vec![recording!(
        "v3.0.0-company-reports",
        "CompanyReports.get",
        compared(
            0,
            first(provider, sweep()),
            vec![varies("/date", "another moment"), varies("/signature", "which is signed"),],
        ),
        compared(
            1,
            page,
            vec![
                varies("/filters", "other days, and the names of the documents (3.12)"),
                varies("/on_page", "the fewest requests"),
            ],
        ),
    )]
}

pub(super) fn all(provider: &dyn Provider) -> Vec<Capture> {
    [links(provider), orders(provider), reports(provider)].into_iter().flatten().collect()
}
