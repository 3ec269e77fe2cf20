//! What the fact sheet's routes take, as far as it documents them. There is no official client to record, so the examples
//! lie in `tests/captures/merchant_dashboard` instead.

use domain::{
    account::{Account, Pricing},
    ids::ProviderLinkId,
    link::{Alteration, LinkTerms, NewLink},
    link_wish::LinkFigures,
};
use providers::{
    BoxedExchange, LinkToAlter, LinkToPreview, LinkToRead, Provider, Request, Scene, Step,
    merchant_dashboard::{
        ApiBase, LinkCurrency, StaffToken,
        customer::{self, Billing, Start},
        links,
    },
};
use serde_json::Value;

use super::{
    MerchantDashboard, places,
    records::{LINK, PAYMENT, link},
};
use crate::{
    answers::{Answer, moment, ok},
    asks::{self, APP_KEY, now},
    recording::{Capture, Compared, Difference, Likeness, Spot, Way},
    stage::session,
    subject::Ids,
};

const IDS: Ids = Ids { link: LINK, payment: PAYMENT };

macro_rules! example {
    ($name:literal, $($compared:expr),+ $(,)?) => {
        Capture {
            name: $name,
            requests: requests(include_str!(concat!(
                "../../captures/merchant_dashboard/", $name, ".json"
            ))),
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
    let session = session(&MerchantDashboard);
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

pub(super) fn all(provider: &dyn Provider) -> Vec<Capture> {
    let mut all = writes(provider);
    all.extend(reads(provider));
    all.extend(of_the_library());
    all
}

const OWN_ID: &str = "what a lost answer made is found again by it";

fn writes(provider: &dyn Provider) -> Vec<Capture> {
    let sandbox = Account { pricing: Some(Pricing::TaxInclusive), ..places::sandbox() };
    let wanted = NewLink { expires_at: moment("2026-11-20T14:18:00Z"), ..asks::new_link() };
    let cancel = asks::link_to_alter(&IDS, Alteration::Cancel);
    let terms = asks::new_terms(provider.capabilities());
    let figures = LinkFigures { expires_at: moment("2026-12-02T10:15:30Z"), ..terms.figures };
    let terms = LinkTerms { figures, description: "One chair".to_owned(), ..terms };
    let change: LinkToAlter = asks::link_to_alter(&IDS, Alteration::Change(terms));
    let read = [ok(&link())];
    vec![
        example!(
            "create",
            compared(
                first(provider, provider.create_link(&sandbox, wanted, asks::key())),
                vec![
                    varies(Spot::Body("/name"), "our reference is in the label, for staff"),
                    differs(Spot::Body("/metadata/intent_id"), OWN_ID),
                    differs(Spot::Body("/metadata/reference"), OWN_ID),
                    differs(Spot::Body("/metadata/campaign"), "a shop's own mark"),
                ],
            ),
        ),
        example!(
            "switch-off",
            compared(nth(provider, provider.alter_link(&sandbox, cancel), &read), vec![]),
        ),
        example!(
            "change",
            compared(
                nth(provider, provider.alter_link(&sandbox, change), &read),
                vec![
                    varies(Spot::Body("/name"), "our reference is in the label, for staff"),
                    differs(Spot::Body("/metadata"), "it stays what it was"),
                    differs(Spot::Body("/is_active"), "it stays what it was"),
                ],
            ),
        ),
    ]
}

fn reads(provider: &dyn Provider) -> Vec<Capture> {
    let sandbox = places::sandbox();
    let id = || ProviderLinkId::try_from(LINK.to_owned()).unwrap();
    let read = || LinkToRead { provider_id: id(), ..asks::link_to_read(&IDS) };
    let preview: LinkToPreview = asks::link_to_preview(&IDS);
    vec![
        example!(
            "list",
            compared(
                first(provider, provider.find_link(&sandbox, asks::new_link(), now())),
                vec![],
            ),
            Compared {
                nth: 1,
                ..compared(first(provider, provider.sweep(&sandbox, asks::sweep())), vec![])
            },
        ),
        example!("detail", compared(first(provider, provider.read_link(&sandbox, read())), vec![]),),
        example!(
            "payments",
            compared(nth(provider, provider.read_link(&sandbox, read()), &[ok(&link())]), vec![]),
        ),
        example!(
            "preview",
            compared(first(provider, provider.preview_link(&sandbox, preview)), vec![]),
        ),
    ]
}

/// Routes that the till itself asks nothing of: its client library knows them.
fn of_the_library() -> Vec<Capture> {
    let base = ApiBase::new("https://dash.sandbox.shop.example").unwrap();
    let token = StaffToken::new(APP_KEY.into()).unwrap();
    let uuid = LINK.parse().unwrap();
    let text = |text: &str| Some(text.into());
    let billing = Billing {
        email: text("customer@shop.example"),
        first_name: text("Jane"),
        last_name: text("Doe"),
        phone: None,
        address: text("1 High Street"),
        city: text("London"),
        postal_code: text("N1 1AA"),
        country: text("GB"),
    };
    let start = Start {
        billing,
        currency: Some(LinkCurrency::Eur),
        success_url: Some("https://shop.example/thanks".to_owned().try_into().unwrap()),
        cancel_url: None,
    };
    vec![
        example!("delete", compared(links::delete(&uuid).request(&base, &token), vec![])),
        example!("start", compared(customer::start(&uuid, &start).unwrap().request(&base), vec![]),),
    ]
}
