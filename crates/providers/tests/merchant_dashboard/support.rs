//! A shop, what it asks for, and the dashboard's answers, written down here once more (fact sheet).

use std::time::Duration;

use domain::{
    Amount, Money, Outcome, Random, Timestamp,
    account::{Account, Country, ProviderId},
    basket::BasketLine,
    error::{Doubt, Fault},
    ids::{AccountId, IdempotencyKey, ProductId, ProviderLinkId, ProviderPaymentId},
    link::{NewLink, OwnRecord},
    link_kind::LinkKind,
    outcome::RejectionClass,
    pay_page::PayPageTemplate,
    pay_url::PayHost,
    place::{ApiBase, Host, Place, PracticeHost},
    product::{CatalogueId, ProductName},
    reference::OurReference,
    usage::Usage,
};
use providers::{
    BoxedExchange, CreatedLink, Keys, LinkToPreview, LinkToRead, PaymentToRead, Provider,
    RefundsToFind, Request, Response, Scene, Session, Step, TransportFault, provider,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) const BASE: &str = "https://test.dash.example.com";
pub(crate) const LINKS: &str = "/api/payment-links/";
pub(crate) const UUID: &str = "0b9f3c52-6a0e-4c38-9d55-0e5d9a1f7c11";
pub(crate) const LINK_ID: &str = "019a0b0c-0d0e-7f10-8a12-000123456789";
pub(crate) const REFERENCE: &str = "INV-12-0123456789";
pub(crate) const LABEL: &str = "INV-12-0123456789 Two mugs, café style";
pub(crate) const PAYMENT: &str = "pmt_abc123";
/// What the till calls it.
pub(crate) const OUR_PAYMENT: &str = "0b9f3c52-6a0e-4c38-9d55-0e5d9a1f7c11.pmt_abc123";
pub(crate) const TOKEN: &str = "0f1e2d3ccanary4f9c2b7e1a5566778899aabbcc";
pub(crate) const PAY_HOST: &str = "pay.dash.example.com";
pub(crate) const PAGE: &str = "https://pay.dash.example.com/l/0b9f3c52-6a0e-4c38-9d55-0e5d9a1f7c11";

/// 2026-11-20T14:03:00Z.
pub(crate) const NOW: i64 = 1_795_183_380;

pub(crate) type Answer = Result<Response, TransportFault>;

pub(crate) fn dashboard() -> &'static dyn Provider {
    provider(ProviderId::MerchantDashboard)
}

pub(crate) fn shop() -> Account {
    at(Place::Sandbox { host: Host::Custom(base(BASE)), extra_root: None })
}

pub(crate) fn live() -> Account {
    at(Place::Live { host: Host::Custom(base("https://dash.example.com")) })
}

pub(crate) fn practice() -> Account {
    let place = Place::Practice { host: PracticeHost::ThisComputer { port: 7704 } };
    Account { pay_host: None, ..at(place) }
}

pub(crate) fn at(place: Place) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(7)),
        provider: ProviderId::MerchantDashboard,
        place,
        name: "Corner shop".to_owned(),
        key_id: "0f1e2d3...bbcc".to_owned(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        pay_host: Some(pay_host(PAY_HOST)),
        pay_page: None,
        pricing: None,
        country: Country::try_from("IE".to_owned()).unwrap(),
        currencies: vec!["EUR".parse().unwrap()],
        allowed_disputed: Vec::new(),
        return_page: None,
        description: "Your purchase".to_owned(),
        added_at: now(),
    }
}

pub(crate) fn pay_host(name: &str) -> PayHost {
    name.to_owned().try_into().unwrap()
}

pub(crate) fn template(text: &str) -> PayPageTemplate {
    text.to_owned().try_into().unwrap()
}

pub(crate) fn base(text: &str) -> ApiBase {
    ApiBase::try_from(text.to_owned()).unwrap()
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_millis(NOW * 1_000).unwrap()
}

/// So many seconds ago, as the dashboard writes it.
pub(crate) fn ago(seconds: u64) -> String {
    now().minus(Duration::from_secs(seconds)).rfc3339()
}

/// In so many seconds.
pub(crate) fn ahead(seconds: u64) -> String {
    now().plus(Duration::from_secs(seconds)).rfc3339()
}

/// For how long the link is asked for, in seconds.
pub(crate) const PAYABLE: u64 = 15 * 60;

pub(crate) fn key() -> IdempotencyKey {
    IdempotencyKey::from(Uuid::from_u128(0x5b0b_3a0e_6d1f_4a0c_9a64_1f7f_5e3d_0001))
}

pub(crate) fn keys() -> Keys {
    Keys::main(TOKEN.into())
}

pub(crate) fn money(minor: u64, code: &str) -> Money {
    Money::new(minor, code.parse().unwrap())
}

pub(crate) fn euros(minor: u64) -> Amount {
    Amount::new(money(minor, "EUR")).unwrap()
}

pub(crate) fn reference() -> OurReference {
    OurReference::stored(REFERENCE.to_owned())
}

pub(crate) fn link_id() -> ProviderLinkId {
    ProviderLinkId::try_from(UUID.to_owned()).unwrap()
}

pub(crate) fn payment_id() -> ProviderPaymentId {
    ProviderPaymentId::try_from(OUR_PAYMENT.to_owned()).unwrap()
}

/// Some pieces of the product that the catalogue calls so.
pub(crate) fn line(catalogue_id: Option<&str>, pieces: u32) -> BasketLine {
    BasketLine {
        product: ProductId::from(Uuid::from_u128(3)),
        name: ProductName::try_from("Blue mug".to_owned()).unwrap(),
        catalogue_id: catalogue_id.map(|id| CatalogueId::try_from(id.to_owned()).unwrap()),
        unit: euros(1_250),
        quantity: pieces.try_into().unwrap(),
    }
}

/// Two mugs at 12.50 and a scarf at 9.90: 34.90 euros.
pub(crate) fn ask() -> NewLink {
    NewLink {
        id: LINK_ID.parse().unwrap(),
        amount: euros(3_490),
        reference: reference(),
        name: "Corner shop".to_owned(),
        description: "Two mugs, café style".to_owned(),
        expires_at: now().plus(Duration::from_secs(PAYABLE)),
        usage: Usage::Single,
        shipping: None,
        kind: LinkKind::Payment,
        customer_email: None,
        page_language: None,
        customer: None,
        lines: vec![line(Some("prd_mug"), 2), line(Some("prd_scarf"), 1)],
    }
}

pub(crate) fn link_to_read() -> LinkToRead {
    LinkToRead {
        provider_id: link_id(),
        reference: reference(),
        currency: "EUR".parse().unwrap(),
        own: OwnRecord { kind: LinkKind::Payment, captured: Vec::new() },
        since: now(),
        known: Vec::new(),
        turn: 0,
    }
}

pub(crate) fn payment_to_read() -> PaymentToRead {
    let LinkToRead { reference, currency, own, .. } = link_to_read();
    PaymentToRead { provider_id: payment_id(), reference, currency, own }
}

pub(crate) fn refunds_to_find() -> RefundsToFind {
    RefundsToFind {
        payment: payment_id(),
        reference: reference(),
        currency: "EUR".parse().unwrap(),
        paid_at: now(),
    }
}

pub(crate) fn to_preview() -> LinkToPreview {
    LinkToPreview {
        provider_id: link_id(),
        reference: reference(),
        currency: "EUR".parse().unwrap(),
    }
}

pub(crate) struct NoRandom;

impl Random for NoRandom {
    fn sixteen_bytes(&self) -> [u8; 16] {
        [0xab; 16]
    }
}

/// The session that a good token gives.
pub(crate) fn session(account: &Account, keys: &Keys) -> Session {
    match dashboard().signed_in(account, keys, list(&[])) {
        Outcome::Done(signed_in) => Session::new(signed_in, Duration::ZERO),
        other => panic!("{other:?}"),
    }
}

/// Plays `exchange` against `answers`, one for each request, and tells what came of it and what was sent: every request is
/// offered to the session's sign-in.
pub(crate) fn play<T>(
    mut exchange: BoxedExchange<T>,
    answers: Vec<Answer>,
) -> (Outcome<T>, Vec<Request>) {
    let session = session(&shop(), &keys());
    let scene = Scene { session: &session, now: now() };
    let mut answers = answers.into_iter();
    let mut sent = Vec::new();
    let mut answer = None;
    loop {
        match exchange.next(&scene, answer.take()) {
            Step::Send(request) => {
                answer = Some(answers.next().expect("one more request than answers"));
                sent.push(dashboard().authorise(&session, request));
            }
            Step::End(outcome) => {
                assert!(answers.next().is_none(), "one more answer than requests");
                return (outcome, sent);
            }
        }
    }
}

pub(crate) fn outcome<T>(exchange: BoxedExchange<T>, answers: Vec<Answer>) -> Outcome<T> {
    play(exchange, answers).0
}

/// What an outcome is, without its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Became {
    Done,
    Rejected(RejectionClass),
    NotSent(Fault),
    Unclear(Doubt),
}

pub(crate) const UNREADABLE: Became = Became::Unclear(Doubt::Unreadable);
pub(crate) const DIFFERENT: Became = Became::Unclear(Doubt::Different);
pub(crate) const IS_THERE: Became = Became::Unclear(Doubt::SeenBefore);

pub(crate) fn became<T>(outcome: &Outcome<T>) -> Became {
    match outcome {
        Outcome::Done(_) => Became::Done,
        Outcome::Rejected(rejection) => Became::Rejected(rejection.class),
        Outcome::NotSent(not_sent) => Became::NotSent(not_sent.fault),
        Outcome::Unclear(doubt) => Became::Unclear(*doubt),
    }
}

pub(crate) fn unusable(doubt: Doubt) -> CreatedLink {
    let error = domain::TillError::InvalidResponse { doubt };
    CreatedLink::Unusable { provider_id: Some(link_id()), error }
}

pub(crate) fn response(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response { status, date: Some(now()), retry_after: None, body: body.into() }
}

#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
pub(crate) fn ok(body: &Value) -> Answer {
    Ok(response(200, body.to_string()))
}

/// A no in the dashboard's own form ([A], fact sheet, 'Errors').
#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
pub(crate) fn no(status: u16) -> Answer {
    Ok(response(status, json!({ "detail": "No." }).to_string()))
}

/// The link that was asked for, which nobody has paid yet.
pub(crate) fn link() -> Value {
    json!({
        "uuid": UUID,
        "name": LABEL,
        "is_active": true,
        "currency": "EUR",
        "pricing_mode": "TAX_INCLUSIVE",
        "products": [
            { "product_id": "prd_mug", "name": "Blue mug", "quantity": 2, "unit_price": "12.50", "total": "25.00" },
            { "product_id": "prd_scarf", "name": "Scarf", "quantity": 1, "unit_price": "9.90", "total": "9.90" },
        ],
        "subtotal": "28.37",
        "tax": "6.53",
        "total": "34.90",
        "expires_at": ahead(PAYABLE),
        "max_uses": 1,
        "times_used": 0,
        "paid_count": 0,
        "revenue": "0.00",
        "metadata": { "intent_id": LINK_ID, "reference": REFERENCE },
        "created_at": ago(0),
        "updated_at": ago(0),
        "public_url": PAGE,
    })
}

/// The link as a dashboard tells it that gives no addresses.
pub(crate) fn unaddressed() -> Value {
    without(link(), "public_url")
}

/// The uuid of one of the other links.
pub(crate) fn other_uuid(nth: u64) -> String {
    format!("7c0e1a52-0000-4c38-9d55-{nth:012}")
}

/// Another link of somebody's, made so many seconds ago.
pub(crate) fn stranger(nth: u64, age: u64) -> Value {
    let metadata = json!({ "intent_id": "another", "reference": "another" });
    let other = with(with(link(), "uuid", other_uuid(nth)), "metadata", metadata);
    with(with(other, "name", "Somebody's"), "created_at", ago(age))
}

pub(crate) fn payment(status: &str) -> Value {
    json!({
        "id": PAYMENT,
        "status": status,
        "amount": "34.90",
        "currency": "EUR",
        "customer_email": "nino@shop.example",
        "created_at": ago(30),
        "paid_at": ago(20),
    })
}

/// What a customer sees of the link.
pub(crate) fn shown() -> Value {
    let products = link()["products"].clone();
    json!({
        "uuid": UUID,
        "organization_name": "Corner shop Ltd",
        "currency": "EUR",
        "pricing_mode": "TAX_INCLUSIVE",
        "products": products,
        "subtotal": "28.37",
        "tax": "6.53",
        "total": "34.90",
        "expires_at": ahead(PAYABLE),
    })
}

/// The whole of a list, as a bare array.
pub(crate) fn list(rows: &[Value]) -> Answer {
    ok(&json!(rows))
}

/// A page of a list that goes on there.
pub(crate) fn page(rows: &[Value], next: &str) -> Answer {
    ok(&json!({ "count": 1_000, "next": next, "previous": null, "results": rows }))
}

/// The last page of a list of several.
pub(crate) fn last_page(rows: &[Value]) -> Answer {
    ok(&json!({ "count": 1_000, "next": null, "previous": "?", "results": rows }))
}

/// The address of a page of the links.
pub(crate) fn links_page(number: u32) -> String {
    format!("{BASE}{LINKS}?page={number}")
}

pub(crate) fn with(mut object: Value, name: &str, value: impl Into<Value>) -> Value {
    object[name] = value.into();
    object
}

pub(crate) fn without(mut object: Value, name: &str) -> Value {
    object.as_object_mut().unwrap().remove(name).unwrap();
    object
}

/// The addresses that were asked, below the links.
pub(crate) fn paths(sent: &[Request]) -> Vec<&str> {
    let below = format!("{BASE}{LINKS}");
    sent.iter().map(|request| request.url.strip_prefix(&below).expect("elsewhere")).collect()
}

pub(crate) fn body(request: &Request) -> Value {
    serde_json::from_str(request.body.as_deref().expect("no body")).unwrap()
}

pub(crate) fn header(request: &Request, name: &str) -> Option<String> {
    let mut found = request.headers.iter().filter(|header| header.name == name);
    let value = found.next().map(|header| header.value.expose_secret().to_owned());
    assert!(found.next().is_none(), "{name} stands there twice");
    value
}
