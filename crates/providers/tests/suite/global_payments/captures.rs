//! What official SDKs really sent. The recordings lie in `tests/captures/global-payments`.

use domain::{
    Timestamp,
    account::{Account, Country},
    hold::{HoldEndKind, NewHoldEnd},
    ids::{IdempotencyKey, ProviderLinkId, ProviderPaymentId},
    link::{Alteration, LinkTerms, NewLink},
    link_wish::LinkFigures,
    page_url::PageUrl,
    reference::OurReference,
    refund::NewRefund,
};
use providers::{
    BoxedExchange, Keys, LinkQuery, LinkToAlter, LinkToRead, ListedLinkState, ListedStatus,
    ListedUsage, PaymentToRead, Provider, RefundsToFind, Request, Scene, Step, SweepAsk,
    TransactionKind, TransactionQuery,
};
use serde_json::Value;
use sha2::{Digest, Sha512};

use super::{GlobalPayments, places, records};
use crate::{
    answers::{Answer, moment, ok, with},
    asks::{self, CountingRandom, amount, money, uses},
    recording::{Capture, Compared, Difference, Likeness, Spot, Way},
    stage::session,
};

const LINK: &str = "LNK_0000000000000000000000000000001";
const PAYMENT: &str = "TRN_00000000000000000000000000001";

macro_rules! recording {
    ($name:literal, $($compared:expr),+ $(,)?) => {
        Capture {
            name: $name,
            requests: requests(include_str!(concat!(
                "../../captures/global-payments/",
                $name,
                ".json"
            ))),
            compared: vec![$($compared),+],
        }
    };
}

fn requests(recording: &str) -> Vec<Value> {
    let recording: Value = serde_json::from_str(recording).unwrap();
    recording["requests"].as_array().unwrap().clone()
}

fn compared(nth: usize, ours: Request, differences: Vec<Difference>) -> Compared {
    Compared { nth, ours, likeness: Likeness::Same, differences }
}

/// Only one of the two says anything there.
fn differs(at: Spot, why: &'static str) -> Difference {
    Difference { at, way: Way::OneIsSilent, why }
}

/// Both say something there, and not the same.
fn varies(at: Spot, why: &'static str) -> Difference {
    Difference { at, way: Way::BothSpeak, why }
}

fn keyless() -> Difference {
    differs(Spot::Header("x-gp-idempotency"), "each of our writes has a key")
}

/// The request that an exchange sends after these answers, with its sign-in.
fn nth<T>(provider: &dyn Provider, mut exchange: BoxedExchange<T>, answers: &[Answer]) -> Request {
    let session = session(&GlobalPayments);
    let scene = Scene { session: &session, now: asks::now() };
    let mut answers = answers.iter().cloned();
    let mut answer = None;
    loop {
        match exchange.next(&scene, answer.take()) {
            Step::Send(request) => match answers.next() {
                Some(next) => answer = Some(next),
                None => return provider.authorise(&session, request),
            },
            Step::End(_) => panic!("ended before the request"),
        }
    }
}

fn first<T>(provider: &dyn Provider, exchange: BoxedExchange<T>) -> Request {
    nth(provider, exchange, &[])
}

fn reference() -> OurReference {
    OurReference::stored("INV-1001-REF".to_owned())
}

fn payment() -> ProviderPaymentId {
    ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap()
}

fn link_id() -> ProviderLinkId {
    ProviderLinkId::try_from(LINK.to_owned()).unwrap()
}

/// The key that the recorded client chose.
fn key(last: &str) -> IdempotencyKey {
    let key = format!("5b0b3a0e-6d1f-4a0c-9a64-1f7f5e3d00{last}");
    key.parse::<uuid::Uuid>().unwrap().into()
}

fn sign_in(provider: &dyn Provider, account: &Account) -> Request {
    let keys = Keys::main("stub_app_key".into());
    provider.sign_in(account, &keys, &CountingRandom::default())
}

fn new_each_time() -> Vec<Difference> {
    vec![
        varies(Spot::Body("/nonce"), "another one each time"),
        varies(Spot::Body("/secret"), "made with the nonce; how, is compared below"),
    ]
}

fn sign_in_and(provider: &dyn Provider, nth: usize, more: Vec<Difference>) -> Compared {
    let differences = new_each_time().into_iter().chain(more).collect();
    compared(nth, sign_in(provider, &places::sandbox()), differences)
}

fn new_link() -> NewLink {
    NewLink {
        reference: reference(),
        name: "Invoice 1001".to_owned(),
        description: "Invoice 1001 - two chairs".to_owned(),
        expires_at: moment("2025-07-02T10:15:30Z"),
        amount: amount(1999, "GBP"),
        ..asks::new_link()
    }
}

pub(super) fn all(provider: &dyn Provider) -> Vec<Capture> {
    [tokens(provider), links(provider), lists(provider), payments(provider)]
        .into_iter()
        .flatten()
        .collect()
}

fn tokens(provider: &dyn Provider) -> Vec<Capture> {
    let all_rights = "naming a right that the app lacks could fail the whole sign-in (2.4)";
    let own_life = "the provider's own lifetime is long enough";
    vec![
        recording!("php-token-default", sign_in_and(provider, 0, vec![])),
        recording!(
            "php-token-interval",
            sign_in_and(provider, 0, vec![differs(Spot::Body("/interval_to_expire"), own_life)])
        ),
        recording!(
            "node-token-permissions-seconds",
            sign_in_and(
                provider,
                0,
                vec![
                    differs(Spot::Body("/interval_to_expire"), own_life),
                    differs(Spot::Body("/seconds_to_expire"), own_life),
                    differs(Spot::Body("/permissions"), all_rights),
                ]
            )
        ),
    ]
}

fn links(provider: &dyn Provider) -> Vec<Capture> {
    let sandbox = places::sandbox();
    let no_server = "a till has no address to be called at (3.1)";
    let shop = Account {
        return_page: Some(PageUrl::try_from("https://shop.example/return".to_owned()).unwrap()),
        ..sandbox.clone()
    };
    let multiple = NewLink {
        amount: amount(1999, "EUR"),
        reference: OurReference::stored("INV-1002-REF".to_owned()),
        description: "Caf\u{e9} table".to_owned(),
        usage: uses(5),
        shipping: Some(money(123, "EUR")),
        ..new_link()
    };
    let terms = LinkTerms {
        figures: LinkFigures {
            amount: amount(1008, "EUR"),
            usage: uses(5),
            shipping: None,
            expires_at: moment("2025-08-02T10:15:30Z"),
        },
        name: "Invoice 1001 corrected".to_owned(),
        description: "Corrected description".to_owned(),
    };
    let change = LinkToAlter {
        provider_id: link_id(),
        reference: reference(),
        since: asks::now(),
        alteration: Alteration::Change(terms),
    };
    let own = with(with(records::link(), "id", LINK), "reference", "INV-1001-REF");
    let read = |account: &Account| {
        let link = LinkToRead {
            provider_id: link_id(),
            reference: reference(),
            ..asks::link_to_read(&asks_ids())
        };
        first(provider, provider.read_link(account, link))
    };
    vec![
        recording!(
            "php-link-create-single",
            compared(
                0,
                first(provider, provider.create_link(&sandbox, new_link(), key("00"))),
                vec![
                    keyless(),
                    differs(Spot::Body("/notifications"), no_server),
                    differs(
                        Spot::Body("/shipping_amount"),
                        "nothing is shipped, so no price is named; the SDK sends its zero (3.1)"
                    ),
                ]
            )
        ),
        recording!(
            "php-link-create-multiple-shipping-idempotency",
            compared(
                0,
                first(provider, provider.create_link(&shop, multiple, key("01"))),
                vec![
                    differs(Spot::Body("/images"), "a till has no pictures"),
                    differs(Spot::Body("/notifications/status_url"), no_server),
                    differs(Spot::Body("/notifications/cancel_url"), no_server),
                ]
            )
        ),
        recording!(
            "php-link-edit",
            compared(
                0,
                nth(provider, provider.alter_link(&sandbox, change), &[ok(&own)]),
                vec![differs(
                    Spot::Body("/shippable"),
                    "this SDK forgets whether the link ships; others say it (3.6)"
                )]
            )
        ),
        recording!("php-link-get", compared(0, read(&sandbox), vec![])),
        recording!(
            "php-link-get-merchant-scoped",
            compared(0, sign_in(provider, &places::partner()), new_each_time()),
            compared(1, read(&places::partner()), vec![]),
        ),
    ]
}

fn asks_ids() -> crate::subject::Ids {
    crate::subject::Ids { link: LINK, payment: PAYMENT }
}

fn day(text: &str) -> Timestamp {
    moment(&format!("{text}T12:00:00Z"))
}

fn lists(provider: &dyn Provider) -> Vec<Capture> {
    let sandbox = places::sandbox();
    let links = |query| first(provider, provider.list_links(&sandbox, query));
    let every_link_filter = LinkQuery {
        page: 1,
        page_size: 10,
        newest_first: false,
        // The till adds a day on each side, because nobody states whose days are meant (7.4).
        from: day("2025-05-02"),
        to: day("2025-05-31"),
        state: Some(ListedLinkState::Open),
        usage: Some(ListedUsage::Single),
        reference: Some(reference()),
        name: Some("Invoice 1001".to_owned()),
        description: Some("Invoice 1001 - two chairs".to_owned()),
        amount: Some(money(1999, "GBP")),
        currency: None,
        country: Some(Country::try_from("GB".to_owned()).unwrap()),
        ends_on: Some(day("2025-07-02")),
        shipped: None,
    };
    let transactions = TransactionQuery {
        page: 1,
        page_size: 10,
        newest_first: true,
        from: day("2025-05-02"),
        to: day("2025-06-29"),
        kind: Some(TransactionKind::Payment),
        status: Some(ListedStatus::Captured),
        reference: Some(reference()),
        amount: Some(money(1999, "GBP")),
        ..asks::transaction_query()
    };
    let transactions = first(provider, provider.list_transactions(&sandbox, transactions));
    let always = "left out, the API fills in a narrow one of its own (3.5)";
    let same_kind = |nth, ours| Compared {
        nth,
        ours,
        likeness: Likeness::SameKindOfList,
        differences: Vec::new(),
    };
    let link = LinkToRead { reference: reference(), ..asks::link_to_read(&asks_ids()) };
    let own = with(with(records::link(), "id", LINK), "reference", "INV-1001-REF");
    let refunds = RefundsToFind {
        payment: payment(),
        reference: reference(),
        ..asks::refunds_to_find(&asks_ids())
    };
    vec![
        recording!(
            "php-link-list-filters",
            compared(0, links(every_link_filter), vec![]),
            same_kind(0, first(provider, provider.find_link(&sandbox, new_link(), asks::now()))),
            same_kind(0, first(provider, provider.warm_up(&sandbox))),
        ),
        recording!(
            "php-link-list-minimal",
            compared(
                0,
                links(LinkQuery { page: 2, page_size: 50, ..asks::link_query() }),
                vec![
                    differs(Spot::Query("from_time_created"), always),
                    differs(Spot::Query("to_time_created"), always),
                    differs(Spot::Query("order"), always),
                    differs(Spot::Query("order_by"), always),
                ]
            )
        ),
        recording!(
            "node-transaction-list-filters",
            compared(0, transactions, vec![]),
            same_kind(0, nth(provider, provider.read_link(&sandbox, link), &[ok(&own)])),
            same_kind(0, first(provider, provider.refunds_of(&sandbox, refunds))),
            same_kind(
                0,
                first(
                    provider,
                    provider.sweep(
                        &sandbox,
                        SweepAsk { since: day("2025-05-01"), page: 1, after: None }
                    )
                )
            ),
        ),
    ]
}

fn payments(provider: &dyn Provider) -> Vec<Capture> {
    let sandbox = places::sandbox();
    let refund = |minor, key| {
        let ask = NewRefund {
            payment: payment(),
            reference: reference(),
            amount: amount(minor, "EUR"),
            ..asks::new_refund(&asks_ids())
        };
        first(provider, provider.refund(&sandbox, ask, key))
    };
    let end = |kind| {
        let ask = NewHoldEnd {
            payment: payment(),
            reference: reference(),
            ..asks::hold_end(&asks_ids(), kind)
        };
        first(provider, provider.end_hold(&sandbox, ask, key("00")))
    };
    let read = || {
        let payment = PaymentToRead {
            provider_id: payment(),
            reference: reference(),
            ..asks::payment_to_read(&asks_ids())
        };
        first(provider, provider.read_payment(&sandbox, payment))
    };
    let no_amount = || {
        let why = "the sum is always said: without one, what is left goes back (4.4, 4.5)";
        vec![keyless(), varies(Spot::Body(""), why)]
    };
    let leaked = differs(
        Spot::Header("x-gp-idempotency"),
        "the SDK leaves the write's key on the sign-in by accident (5.4)",
    );
    vec![
        recording!("php-transaction-get", compared(0, read(), vec![])),
        recording!(
            "node-transaction-get",
            sign_in_and(provider, 0, vec![]),
            compared(1, read(), vec![]),
        ),
        recording!(
            "php-expired-token-retry-get",
            compared(0, read(), vec![]),
            sign_in_and(provider, 1, vec![]),
            compared(2, read(), vec![]),
        ),
        recording!(
            "php-expired-token-retry-refund-idempotent",
            compared(0, refund(500, key("04")), vec![]),
            sign_in_and(provider, 1, vec![leaked]),
            compared(2, refund(500, key("04")), vec![]),
        ),
        recording!("php-refund-full", compared(0, refund(1999, key("02")), vec![])),
        recording!("node-refund-full", compared(0, refund(1999, key("12")), vec![])),
        recording!("node-refund-partial", compared(0, refund(500, key("13")), vec![])),
        recording!("php-refund-no-amount", compared(0, refund(1999, key("00")), no_amount())),
        recording!("node-refund-no-amount", compared(0, refund(1999, key("00")), no_amount())),
        recording!("php-capture", compared(0, end(HoldEndKind::Capture), vec![keyless()])),
        recording!("node-capture", compared(0, end(HoldEndKind::Capture), vec![keyless()])),
        recording!("node-reversal", compared(0, end(HoldEndKind::Release), vec![keyless()])),
        recording!("php-reversal-no-amount", compared(0, end(HoldEndKind::Release), no_amount())),
    ]
}

/// Both secrets come from their nonces in the same way (2.1).
#[test]
fn the_secret_is_made_as_it_is_in_the_recordings() {
    let provider = crate::subject::Subject::provider(&GlobalPayments);
    let ours = sign_in(provider, &places::sandbox());
    let ours: Value = serde_json::from_str(ours.body.as_ref().unwrap()).unwrap();
    for recorded in tokens(provider) {
        for body in [&ours, &recorded.requests[0]["body"]] {
            let nonce = body["nonce"].as_str().unwrap();
            let hash = hex::encode(Sha512::digest(format!("{nonce}stub_app_key")));
            assert_eq!(body["secret"], hash);
        }
    }
}

/// A recording that nothing is compared with says nothing.
#[test]
fn every_recording_is_compared() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/captures/global-payments");
    let mut there: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|file| {
            file.unwrap().file_name().to_str()?.strip_suffix(".json").map(str::to_owned)
        })
        .collect();
    let provider = crate::subject::Subject::provider(&GlobalPayments);
    let mut compared: Vec<_> = all(provider).iter().map(|one| one.name.to_owned()).collect();
    there.sort();
    compared.sort();
    assert_eq!(there, compared);
}

/// A space goes as a plus sign, as the SDK sends it; a number sign is escaped.
#[test]
fn a_filter_is_written_as_the_recordings_are() {
    let provider = crate::subject::Subject::provider(&GlobalPayments);
    let find = provider.find_link(&places::sandbox(), asks::new_link(), asks::now());
    let url = first(provider, find).url;
    assert!(url.ends_with("&reference=Table+7+%232-0123456789"), "{url}");
}
