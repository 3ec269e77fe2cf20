//! A shop, what it asks for, and the gateway's answers, signed by rules written down here once more (fact sheet, 2).

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    Amount, Money, Outcome, Random, Timestamp,
    account::{Account, Country, ProviderId},
    error::{Doubt, Fault},
    hold::{HoldEndKind, NewHoldEnd},
    ids::{AccountId, IdempotencyKey, ProviderLinkId, ProviderPaymentId},
    link::{NewLink, OwnRecord},
    link_kind::LinkKind,
    outcome::{Rejection, RejectionClass},
    place::{ApiBase, Host, Place, PracticeHost},
    reference::OurReference,
    refund::{NewRefund, RefundReason},
    usage::Usage,
};
use providers::{
    BoxedExchange, Class, Keys, LinkToRead, PaymentToRead, Provider, RefundsToFind, Request,
    Response, Scene, Session, Step, TransportFault, provider,
};
use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};
use uuid::Uuid;

pub(crate) const LINK_ID: &str = "019a0b0c-0d0e-7f10-8a12-000123456789";
pub(crate) const REFERENCE: &str = "INV-12-0123456789";
pub(crate) const PAYMENT: &str = "805234567890123456";
pub(crate) const KEY: &str = "canary-payment-key-4f9c2b7e1a";
pub(crate) const MERCHANT: u64 = 1_549_901;
pub(crate) const CHECKOUT: &str = "https://pay.flitt.com/merchants/91ea7d0123456789abcdef0123456789abcdef01/default/index.html?token=0123456789abcdef0123456789abcdef01234567";

pub(crate) type Answer = Result<Response, TransportFault>;

pub(crate) fn flitt() -> &'static dyn Provider {
    provider(ProviderId::Flitt)
}

pub(crate) fn shop() -> Account {
    at(Place::Sandbox { host: Host::Global, extra_root: None })
}

pub(crate) fn live() -> Account {
    Account { key_id: "1700002".to_owned(), ..at(Place::Live { host: Host::Global }) }
}

pub(crate) fn practice() -> Account {
    at(Place::Practice { host: PracticeHost::ThisComputer { port: 7702 } })
}

pub(crate) fn at(place: Place) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(7)),
        provider: ProviderId::Flitt,
        place,
        name: "Corner shop".to_owned(),
        key_id: MERCHANT.to_string(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        pay_host: None,
        pay_page: None,
        pricing: None,
        country: Country::try_from("GE".to_owned()).unwrap(),
        currencies: vec!["GEL".parse().unwrap()],
        allowed_disputed: Vec::new(),
        return_page: None,
        description: "Your purchase".to_owned(),
        added_at: now(),
    }
}

pub(crate) fn base(text: &str) -> ApiBase {
    ApiBase::try_from(text.to_owned()).unwrap()
}

pub(crate) fn now() -> Timestamp {
    Timestamp::parse("2026-11-20T14:03:00Z").unwrap()
}

pub(crate) fn key() -> IdempotencyKey {
    IdempotencyKey::from(Uuid::from_u128(0x5b0b_3a0e_6d1f_4a0c_9a64_1f7f_5e3d_0001))
}

pub(crate) fn keys() -> Keys {
    Keys::main(KEY.into())
}

pub(crate) fn money(minor: u64, code: &str) -> Money {
    Money::new(minor, code.parse().unwrap())
}

pub(crate) fn lari(minor: u64) -> Amount {
    Amount::new(money(minor, "GEL")).unwrap()
}

pub(crate) fn reference() -> OurReference {
    OurReference::stored(REFERENCE.to_owned())
}

/// What the till calls the link: the payment's id, which the answer to its making told.
pub(crate) fn link_id() -> ProviderLinkId {
    ProviderLinkId::try_from(PAYMENT.to_owned()).unwrap()
}

pub(crate) fn payment_id() -> ProviderPaymentId {
    ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap()
}

/// 10.20 lari, for a quarter of an hour.
pub(crate) fn ask() -> NewLink {
    NewLink {
        id: LINK_ID.parse().unwrap(),
        amount: lari(1_020),
        reference: reference(),
        name: "Corner shop".to_owned(),
        description: "ორი ხაჭაპური 🫓".to_owned(),
        expires_at: Timestamp::parse("2026-11-20T14:18:00.250Z").unwrap(),
        usage: Usage::Single,
        shipping: None,
        kind: LinkKind::Payment,
        customer_email: None,
        page_language: None,
        customer: None,
        lines: Vec::new(),
    }
}

pub(crate) fn own(kind: LinkKind) -> OwnRecord {
    OwnRecord { kind, captured: Vec::new() }
}

pub(crate) fn link_to_read(own: OwnRecord) -> LinkToRead {
    LinkToRead {
        provider_id: link_id(),
        reference: reference(),
        currency: "GEL".parse().unwrap(),
        own,
        since: now(),
        known: Vec::new(),
        turn: 0,
    }
}

pub(crate) fn payment_to_read() -> PaymentToRead {
    PaymentToRead {
        provider_id: payment_id(),
        reference: reference(),
        currency: "GEL".parse().unwrap(),
        own: own(LinkKind::Payment),
    }
}

pub(crate) fn refund_of(minor: u64) -> NewRefund {
    NewRefund {
        id: Uuid::from_u128(2).into(),
        payment: payment_id(),
        reference: reference(),
        amount: lari(minor),
        reason: RefundReason::CustomerAsked,
        paid_at: now(),
    }
}

pub(crate) fn refunds_to_find() -> RefundsToFind {
    RefundsToFind {
        payment: payment_id(),
        reference: reference(),
        currency: "GEL".parse().unwrap(),
        paid_at: now(),
    }
}

pub(crate) fn hold_end(kind: HoldEndKind, minor: u64) -> NewHoldEnd {
    NewHoldEnd { kind, payment: payment_id(), reference: reference(), amount: lari(minor) }
}

pub(crate) struct NoRandom;

impl Random for NoRandom {
    fn sixteen_bytes(&self) -> [u8; 16] {
        [0xab; 16]
    }
}

/// The session that a good key gives.
pub(crate) fn session(account: &Account, keys: &Keys) -> Session {
    let unknown_order = refusal("1018", "Order not found");
    match flitt().signed_in(account, keys, unknown_order) {
        Outcome::Done(signed_in) => Session::new(signed_in, Duration::ZERO),
        other => panic!("{other:?}"),
    }
}

/// Plays `exchange` against `answers`, one for each request, and tells what came of it and what was sent.
pub(crate) fn play<T>(
    account: &Account,
    mut exchange: BoxedExchange<T>,
    answers: Vec<Answer>,
) -> (Outcome<T>, Vec<Request>) {
    let keys = Keys { reports: Some("canary-reports-key-5d2e".into()), ..keys() };
    let session = session(account, &keys);
    let scene = Scene { session: &session, now: now() };
    let mut answers = answers.into_iter();
    let mut sent = Vec::new();
    let mut answer = None;
    loop {
        match exchange.next(&scene, answer.take()) {
            Step::Send(request) => {
                answer = Some(answers.next().expect("one more request than answers"));
                sent.push(request);
            }
            Step::End(outcome) => {
                assert!(answers.next().is_none(), "one more answer than requests");
                return (outcome, sent);
            }
        }
    }
}

/// What comes of an exchange of the sandbox shop's.
pub(crate) fn outcome<T>(exchange: BoxedExchange<T>, answers: Vec<Answer>) -> Outcome<T> {
    play(&shop(), exchange, answers).0
}

/// What an outcome is, without its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Became {
    Done,
    Rejected(RejectionClass),
    NotSent(Fault),
    Unclear(Doubt),
}

pub(crate) fn became<T>(outcome: &Outcome<T>) -> Became {
    match outcome {
        Outcome::Done(_) => Became::Done,
        Outcome::Rejected(rejection) => Became::Rejected(rejection.class),
        Outcome::NotSent(not_sent) => Became::NotSent(not_sent.fault),
        Outcome::Unclear(doubt) => Became::Unclear(*doubt),
    }
}

pub(crate) fn refused(code: &str, detail: &str) -> Rejection {
    Rejection {
        class: RejectionClass::Refused,
        provider_code: code.to_owned(),
        detail: detail.to_owned(),
    }
}

pub(crate) fn response(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response { status, date: Some(now()), retry_after: None, body: body.into() }
}

/// An answer without a signature.
#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
pub(crate) fn unsigned(members: &Value) -> Answer {
    Ok(response(200, json!({ "response": members }).to_string()))
}

/// An answer that the shop's key signed.
pub(crate) fn signed(members: &Value) -> Answer {
    signed_by(KEY, members)
}

pub(crate) fn signed_by(key: &str, members: &Value) -> Answer {
    let signature = signature(key, members.as_object().unwrap());
    unsigned(&with(members.clone(), "signature", signature))
}

/// The answer of protocol 2.0 that the shop's key signed.
pub(crate) fn enveloped(order: &Value) -> Answer {
    let data = STANDARD.encode(json!({ "order": order }).to_string());
    let signature = hex::encode(Sha1::digest(format!("{KEY}|{data}")));
    unsigned(&json!({ "version": "2.0", "data": data, "signature": signature }))
}

/// The signature of protocol 1.0.
pub(crate) fn signature(key: &str, members: &Map<String, Value>) -> String {
    let mut names: Vec<_> = members.keys().collect();
    names.sort();
    let mut text = key.to_owned();
    for name in names {
        let value = match &members[name] {
            Value::String(value) => value.clone(),
            Value::Number(value) => value.to_string(),
            Value::Null => continue,
            other => panic!("no rule for {other}"),
        };
        if !value.is_empty() && !["signature", "response_signature_string"].contains(&name.as_str())
        {
            text = text + "|" + &value;
        }
    }
    hex::encode(Sha1::digest(text))
}

/// A refused request: with HTTP 200 (fact sheet, 1.4, 5.1).
pub(crate) fn refusal(code: &str, message: &str) -> Answer {
    unsigned(&json!({
        "response_status": "failure",
        "error_code": code,
        "error_message": message,
        "request_id": "Xy12345678901",
    }))
}

/// An approved order of 10.20 lari, as the documents print one (fact sheet, 3.7.2).
pub(crate) fn order() -> Value {
    json!({
        "order_id": REFERENCE,
        "merchant_id": MERCHANT,
        "payment_id": PAYMENT.parse::<u64>().unwrap(),
        "order_status": "approved",
        "response_status": "success",
        "response_code": "",
        "response_description": "",
        "tran_type": "purchase",
        "amount": "1020",
        "currency": "GEL",
        "actual_amount": "1020",
        "actual_currency": "GEL",
        "reversal_amount": "0",
        "settlement_amount": "0",
        "fee": "",
        "order_time": "20.11.2026 18:05:36",
        "masked_card": "444455XXXXXX1111",
        "card_bin": 444_455,
        "card_type": "VISA",
        "payment_system": "card",
        "sender_email": "payer@example.com",
        "rectoken": "",
        "additional_info": "{\"capture_status\": null, \"capture_amount\": null, \"is_test\": true}",
        "response_signature_string": "**********|1020|GEL",
    })
}

/// The order with these members.
pub(crate) fn order_with(members: &[(&str, Value)]) -> Value {
    members.iter().fold(order(), |order, (name, value)| with(order, name, value.clone()))
}

/// `additional_info` as it travels: a text with JSON.
pub(crate) fn info(info: &Value) -> Value {
    Value::String(info.to_string())
}

pub(crate) fn with(mut object: Value, name: &str, value: impl Into<Value>) -> Value {
    object[name] = value.into();
    object
}

pub(crate) fn without(mut object: Value, name: &str) -> Value {
    object.as_object_mut().unwrap().remove(name).unwrap();
    object
}

/// What a request says in protocol 1.0, after its signature and that it goes to `path` were checked.
pub(crate) fn said(request: &Request, path: &str, class: Class) -> Value {
    assert_eq!(request.url, format!("https://pay.flitt.com/api{path}"));
    assert_eq!(request.class, class, "{path}");
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    let mut members = body["request"].as_object().unwrap().clone();
    let received = members.remove("signature").unwrap();
    assert_eq!(received, signature(KEY, &members), "{path}");
    assert_eq!(members.remove("merchant_id").unwrap(), MERCHANT);
    Value::Object(members)
}

/// The same in protocol 2.0.
pub(crate) fn said_in_envelope(request: &Request, path: &str) -> Value {
    assert_eq!(request.url, format!("https://pay.flitt.com/api{path}"));
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    let envelope = &body["request"];
    assert_eq!(envelope["version"], "2.0");
    let data = envelope["data"].as_str().unwrap();
    assert_eq!(envelope["signature"], hex::encode(Sha1::digest(format!("{KEY}|{data}"))));
    let data: Value = serde_json::from_slice(&STANDARD.decode(data).unwrap()).unwrap();
    let mut order = data["order"].as_object().unwrap().clone();
    assert_eq!(order.remove("merchant_id").unwrap(), MERCHANT);
    Value::Object(order)
}
