//! A shop, what it asks for, and the provider's answers, written down here once more (fact sheet).

use std::time::Duration;

use domain::{
    Amount, Money, Outcome, Random, Timestamp,
    account::{Account, Country, ProviderId},
    error::{Doubt, Fault},
    ids::{AccountId, IdempotencyKey, ProviderLinkId, ProviderPaymentId},
    link::{NewLink, OwnRecord},
    link_kind::LinkKind,
    outcome::RejectionClass,
    pay_url::PayHost,
    place::{ApiBase, Host, Place, PracticeHost},
    reference::OurReference,
    refund::{NewRefund, RefundReason},
    usage::Usage,
};
use providers::{
    BoxedExchange, Keys, LinkToRead, PaymentToRead, Provider, RefundsToFind, Request, Response,
    Scene, Session, Step, TransportFault, provider,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) const BASE: &str = "https://sandbox.paymentflow.com/v1";
pub(crate) const LINK_ID: &str = "019a0b0c-0d0e-7f10-8a12-000123456789";
pub(crate) const REFUND_ID: &str = "019a0b0c-0d0e-7f10-8a12-00abcdef6789";
pub(crate) const REFERENCE: &str = "INV-12-0123456789";
pub(crate) const PAYMENT: &str = "pay_abc123";
pub(crate) const KEY: &str = "sk_test_canary4f9c2b7e1a";
pub(crate) const WEBHOOK_SECRET: &str = "whsec_canary-71b8e2";
pub(crate) const PAY_HOST: &str = "checkout.paymentflow.com";
pub(crate) const CHECKOUT: &str = "https://checkout.paymentflow.com/c/pay_abc123?k=Zm9v";

/// 2026-11-20T14:03:00Z.
pub(crate) const NOW: i64 = 1_795_183_380;

pub(crate) type Answer = Result<Response, TransportFault>;

pub(crate) fn paymentflow() -> &'static dyn Provider {
    provider(ProviderId::PaymentFlow)
}

pub(crate) fn shop() -> Account {
    at(Place::Sandbox { host: Host::Global, extra_root: None })
}

pub(crate) fn live() -> Account {
    at(Place::Live { host: Host::Global })
}

pub(crate) fn practice() -> Account {
    let place = Place::Practice { host: PracticeHost::ThisComputer { port: 7703 } };
    Account { pay_host: None, ..at(place) }
}

pub(crate) fn at(place: Place) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(7)),
        provider: ProviderId::PaymentFlow,
        place,
        name: "Corner shop".to_owned(),
        key_id: "sk_test...7e1a".to_owned(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        pay_host: Some(pay_host(PAY_HOST)),
        pay_page: None,
        pricing: None,
        country: Country::try_from("GB".to_owned()).unwrap(),
        currencies: vec!["GBP".parse().unwrap()],
        allowed_disputed: Vec::new(),
        return_page: None,
        description: "Your purchase".to_owned(),
        added_at: now(),
    }
}

pub(crate) fn pay_host(name: &str) -> PayHost {
    name.to_owned().try_into().unwrap()
}

pub(crate) fn base(text: &str) -> ApiBase {
    ApiBase::try_from(text.to_owned()).unwrap()
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_millis(NOW * 1_000).unwrap()
}

pub(crate) fn key() -> IdempotencyKey {
    IdempotencyKey::from(Uuid::from_u128(0x5b0b_3a0e_6d1f_4a0c_9a64_1f7f_5e3d_0001))
}

pub(crate) fn keys() -> Keys {
    Keys { webhook: Some(WEBHOOK_SECRET.into()), ..Keys::main(KEY.into()) }
}

pub(crate) fn money(minor: u64, code: &str) -> Money {
    Money::new(minor, code.parse().unwrap())
}

pub(crate) fn pounds(minor: u64) -> Amount {
    Amount::new(money(minor, "GBP")).unwrap()
}

pub(crate) fn reference() -> OurReference {
    OurReference::stored(REFERENCE.to_owned())
}

pub(crate) fn link_id() -> ProviderLinkId {
    ProviderLinkId::try_from(PAYMENT.to_owned()).unwrap()
}

pub(crate) fn payment_id() -> ProviderPaymentId {
    ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap()
}

/// 19.99 pounds.
pub(crate) fn ask() -> NewLink {
    NewLink {
        id: LINK_ID.parse().unwrap(),
        amount: pounds(1_999),
        reference: reference(),
        name: "Corner shop".to_owned(),
        description: "Two chairs, café style".to_owned(),
        expires_at: now().plus(Duration::from_hours(30 * 24)),
        usage: Usage::Single,
        shipping: None,
        kind: LinkKind::Payment,
        customer_email: None,
        page_language: None,
        customer: None,
        lines: Vec::new(),
    }
}

pub(crate) fn link_to_read() -> LinkToRead {
    LinkToRead {
        provider_id: link_id(),
        reference: reference(),
        currency: "GBP".parse().unwrap(),
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

pub(crate) fn refund_of(minor: u64) -> NewRefund {
    NewRefund {
        id: REFUND_ID.parse().unwrap(),
        payment: payment_id(),
        reference: reference(),
        amount: pounds(minor),
        reason: RefundReason::CustomerAsked,
        paid_at: now(),
    }
}

pub(crate) fn refunds_to_find() -> RefundsToFind {
    RefundsToFind {
        payment: payment_id(),
        reference: reference(),
        currency: "GBP".parse().unwrap(),
        paid_at: now(),
    }
}

pub(crate) struct NoRandom;

impl Random for NoRandom {
    fn sixteen_bytes(&self) -> [u8; 16] {
        [0xab; 16]
    }
}

/// The session that a good key gives.
pub(crate) fn session(account: &Account, keys: &Keys) -> Session {
    match paymentflow().signed_in(account, keys, list(&[])) {
        Outcome::Done(signed_in) => Session::new(signed_in, Duration::ZERO),
        other => panic!("{other:?}"),
    }
}

/// Plays `exchange` against `answers`, one for each request, and tells what came of it and what was sent, signed in.
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
                sent.push(paymentflow().authorise(&session, request));
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

pub(crate) fn became<T>(outcome: &Outcome<T>) -> Became {
    match outcome {
        Outcome::Done(_) => Became::Done,
        Outcome::Rejected(rejection) => Became::Rejected(rejection.class),
        Outcome::NotSent(not_sent) => Became::NotSent(not_sent.fault),
        Outcome::Unclear(doubt) => Became::Unclear(*doubt),
    }
}

pub(crate) fn response(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response { status, date: Some(now()), retry_after: None, body: body.into() }
}

#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
pub(crate) fn ok(body: &Value) -> Answer {
    Ok(response(200, body.to_string()))
}

/// A no in the provider's own form (fact sheet, 'Errors').
#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
pub(crate) fn no(status: u16, code: &str, field: Option<&str>) -> Answer {
    let error = json!({ "type": "error", "code": code, "message": "No.", "field": field });
    Ok(response(status, json!({ "error": error }).to_string()))
}

/// The payment that was asked for, which nobody has paid yet.
pub(crate) fn payment() -> Value {
    json!({
        "id": PAYMENT,
        "status": "pending",
        "amount": 1999,
        "currency": "GBP",
        "customer_email": null,
        "description": "Two chairs, café style",
        "metadata": { "intent_id": LINK_ID, "reference": REFERENCE },
        "created": NOW,
        "amount_refunded": 0,
        "failure_code": null,
        "checkout_url": CHECKOUT,
    })
}

pub(crate) fn in_state(status: &str) -> Value {
    with(payment(), "status", status)
}

/// Another payment of another link, made so many seconds ago.
pub(crate) fn stranger(id: &str, age: i64) -> Value {
    let metadata = json!({ "intent_id": "another", "reference": "another" });
    let other = with(with(payment(), "id", id), "metadata", metadata);
    with(other, "created", NOW - age)
}

pub(crate) fn refund() -> Value {
    json!({
        "id": "ref_xyz",
        "payment_id": PAYMENT,
        "amount": 500,
        "currency": "GBP",
        "reason": "customer_request",
        "status": "pending",
        "metadata": { "intent_id": REFUND_ID },
        "created": NOW,
    })
}

/// The only page of a list.
pub(crate) fn list(rows: &[Value]) -> Answer {
    page(rows, false)
}

pub(crate) fn page(rows: &[Value], has_more: bool) -> Answer {
    ok(&json!({ "data": rows, "has_more": has_more, "total_count": 1_000 }))
}

pub(crate) fn with(mut object: Value, name: &str, value: impl Into<Value>) -> Value {
    object[name] = value.into();
    object
}

pub(crate) fn without(mut object: Value, name: &str) -> Value {
    object.as_object_mut().unwrap().remove(name).unwrap();
    object
}

/// The addresses that were asked, below the base.
pub(crate) fn paths(sent: &[Request]) -> Vec<&str> {
    sent.iter().map(|request| request.url.strip_prefix(BASE).expect("elsewhere")).collect()
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
