//! A merchant, what is asked for, and a stage on which an exchange plays against scripted answers.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use domain::{
    Amount, Clock, Money, Outcome, Random, Timestamp,
    account::{Account, Country, Environment, ProviderId},
    ids::{AccountId, IdempotencyKey, ProviderLinkId, ProviderPaymentId},
    link::NewLink,
    reference::OurReference,
    refund::NewRefund,
};
use providers::{
    BoxedExchange, LinkToRead, Provider, ProviderAccount, RefundsToFind, Request, Response, Scene,
    Session, SignedIn, Step, TransportFault, provider,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) const LINK: &str = "LNK_Ab12Cd34Ef56Gh78Ij90Kl12Mn34Op";
pub(crate) const PAYMENT: &str = "TRN_Ab12Cd34Ef56Gh78Ij90Kl1_INV1001REF";
pub(crate) const REFUND: &str = "TRN_Zz98Yy76Xx54Ww32Vv10Uu1_INV1001REF";
pub(crate) const REFERENCE: &str = "Table 7 #2-0123456789";

pub(crate) type Answer = Result<Response, TransportFault>;

pub(crate) fn global_payments() -> &'static dyn Provider {
    provider(ProviderId::GlobalPayments)
}

pub(crate) fn account(environment: Environment) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(7)),
        provider: ProviderId::GlobalPayments,
        environment,
        name: "Corner shop".to_owned(),
        app_id: "stub_app_id".to_owned(),
        practice_port: (environment == Environment::Practice).then_some(7701),
        country: Country::try_from("GB".to_owned()).unwrap(),
        currencies: vec!["GBP".parse().unwrap()],
        description: "Your purchase".to_owned(),
        added_at: now(),
    }
}

pub(crate) fn sandbox() -> Account {
    account(Environment::Sandbox)
}

pub(crate) fn now() -> Timestamp {
    Timestamp::parse("2026-11-20T14:03:00Z").unwrap()
}

pub(crate) fn key() -> IdempotencyKey {
    IdempotencyKey::from(Uuid::from_u128(0x5b0b_3a0e_6d1f_4a0c_9a64_1f7f_5e3d_0001))
}

pub(crate) fn pounds(minor: u64) -> Amount {
    Amount::new(Money::new(minor, "GBP".parse().unwrap())).unwrap()
}

pub(crate) fn ask() -> NewLink {
    NewLink {
        amount: pounds(1999),
        reference: OurReference::stored(REFERENCE.to_owned()),
        name: "Corner shop".to_owned(),
        description: "Two chairs, café style".to_owned(),
        expires_at: Timestamp::parse("2026-11-20T14:18:00.250Z").unwrap(),
    }
}

pub(crate) fn link_to_read() -> LinkToRead {
    LinkToRead {
        provider_id: ProviderLinkId::try_from(LINK.to_owned()).unwrap(),
        reference: OurReference::stored(REFERENCE.to_owned()),
        currency: "GBP".parse().unwrap(),
        since: now(),
    }
}

pub(crate) fn payment_id() -> ProviderPaymentId {
    ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap()
}

pub(crate) fn refund_of(minor: u64) -> NewRefund {
    NewRefund {
        payment: payment_id(),
        reference: OurReference::stored(REFERENCE.to_owned()),
        amount: pounds(minor),
        paid_at: now(),
    }
}

pub(crate) fn refunds_to_find() -> RefundsToFind {
    RefundsToFind {
        payment: payment_id(),
        reference: OurReference::stored(REFERENCE.to_owned()),
        paid_at: now(),
    }
}

pub(crate) fn signed_in() -> SignedIn {
    let account =
        |id: &str, name: &str| Some(ProviderAccount { id: id.to_owned(), name: name.to_owned() });
    SignedIn {
        token: "token-in-use".into(),
        lifetime: Duration::from_hours(24),
        merchant_name: "Sandbox_merchant".to_owned(),
        link_account: account("TRA_2", "paylink"),
        refund_account: account("TRA_1", "transaction_processing"),
        can_see_payments: true,
        missing_right: None,
    }
}

/// Plays `exchange` against `answers`, one for each request, and tells what came of it and what was
/// sent.
pub(crate) fn play<T>(
    mut exchange: BoxedExchange<T>,
    answers: Vec<Answer>,
) -> (Outcome<T>, Vec<Request>) {
    play_as(signed_in(), &mut exchange, answers)
}

pub(crate) fn play_as<T>(
    signed_in: SignedIn,
    exchange: &mut BoxedExchange<T>,
    answers: Vec<Answer>,
) -> (Outcome<T>, Vec<Request>) {
    let session = Session::new(signed_in, Duration::ZERO);
    let scene = Scene { session: &session, now: now() };
    let mut sent = Vec::new();
    let mut answers = answers.into_iter();
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

/// Only the outcome.
pub(crate) fn outcome<T>(exchange: BoxedExchange<T>, answers: Vec<Answer>) -> Outcome<T> {
    play(exchange, answers).0
}

pub(crate) fn response(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response { status, date: Some(now()), retry_after: None, body: body.into() }
}

#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
pub(crate) fn ok(body: &Value) -> Answer {
    Ok(response(200, body.to_string()))
}

#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
pub(crate) fn error(status: u16, code: &str, detailed: &str, description: &str) -> Answer {
    let body = json!({
        "error_code": code,
        "detailed_error_code": detailed,
        "detailed_error_description": description,
    });
    Ok(response(status, body.to_string()))
}

pub(crate) fn not_found() -> Answer {
    error(404, "RESOURCE_NOT_FOUND", "40118", "not found")
}

pub(crate) fn seen_before(id: &str) -> Answer {
    let text = format!("Idempotency Key seen before: id={id}, status=ACTIVE");
    error(409, "DUPLICATE_ACTION", "40039", &text)
}

/// The documented answer to a create (fact sheet, 3.2).
pub(crate) fn link() -> Value {
    json!({
        "id": LINK,
        "merchant_id": "MER_00000000000000000000000000000001",
        "merchant_name": "Sandbox_merchant",
        "account_id": "TRA_2",
        "account_name": "paylink",
        "url": "https://apis.sandbox.globalpay.com/ucp/hpp/redirect/cb28ef61-0000-4000-8000-000000000001",
        "status": "ACTIVE",
        "type": "PAYMENT",
        "usage_mode": "SINGLE",
        "usage_limit": "1",
        "usage_count": "0",
        "reference": REFERENCE,
        "name": "Corner shop",
        "description": "Two chairs, café style",
        "shippable": "NO",
        "shipping_amount": "",
        "viewed_count": "0",
        "expiration_date": "2026-11-20T14:18:00.000Z",
        "images": [],
        "transactions": {
            "amount": "1999", "currency": "GBP", "channel": "CNP", "country": "GB",
            "allowed_payment_methods": ["CARD"],
            "transaction_list": [],
        },
        "action": { "id": "ACT_1", "type": "LINK_CREATE", "result_code": "SUCCESS" },
    })
}

/// The documented transaction (fact sheet, 4.1).
pub(crate) fn sale() -> Value {
    json!({
        "id": PAYMENT,
        "time_created": "2026-11-20T14:05:36.709Z",
        "time_last_updated": "",
        "status": "CAPTURED",
        "type": "SALE",
        "channel": "CNP",
        "amount": "1999", "currency": "GBP",
        "reference": REFERENCE, "description": "",
        "payment_method": {
            "result": "00", "message": "SUCCESS", "entry_mode": "ECOM", "name": "Jane Doe",
            "card": { "funding": "CREDIT", "brand": "VISA", "masked_number_first6last4": "426397XXXXXX5262" },
        },
        "parent_resource_id": PAYMENT,
        "action": { "id": "ACT_2", "type": "TRANSACTION_SINGLE", "result_code": "SUCCESS" },
    })
}

/// A refund of 5.00 of that sale (fact sheet, 4.4).
pub(crate) fn refund() -> Value {
    json!({
        "id": REFUND,
        "time_created": "2026-11-20T15:00:00.000Z",
        "status": "CAPTURED",
        "type": "REFUND",
        "amount": "500", "currency": "GBP",
        "reference": REFERENCE,
        "parent_resource_id": PAYMENT,
        "payment_method": { "result": "00", "message": "SUCCESS" },
        "action": { "type": "REFUND", "result_code": "SUCCESS" },
    })
}

pub(crate) fn list(name: &str, rows: &[Value]) -> Answer {
    ok(&json!({ "total_record_count": rows.len(), "current_page_size": rows.len(), name: rows }))
}

/// `object` with the field at `path` (`a/b`) replaced.
pub(crate) fn with(mut object: Value, path: &str, value: impl Into<Value>) -> Value {
    let (parent, field) = path.rsplit_once('/').map_or(("", path), |(a, b)| (a, b));
    let parent = if parent.is_empty() { String::new() } else { format!("/{parent}") };
    object.pointer_mut(&parent).unwrap()[field] = value.into();
    object
}

pub(crate) fn without(mut object: Value, field: &str) -> Value {
    object.as_object_mut().unwrap().remove(field).unwrap();
    object
}

pub(crate) fn header(request: &Request, name: &str) -> Option<String> {
    let mut found = request
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case(name))
        .map(|header| header.value.expose_secret().to_owned());
    let first = found.next();
    assert_eq!(found.next(), None, "{name} is sent twice");
    first
}

pub(crate) fn body(request: &Request) -> Value {
    serde_json::from_str(request.body.as_deref().unwrap()).unwrap()
}

/// The path without host and query.
pub(crate) fn path(request: &Request) -> String {
    url::Url::parse(&request.url).unwrap().path().to_owned()
}

pub(crate) fn query(request: &Request) -> Vec<(String, String)> {
    let url = url::Url::parse(&request.url).unwrap();
    url.query_pairs().into_owned().collect()
}

/// A clock that a test moves.
pub(crate) struct HandClock {
    elapsed: Mutex<Duration>,
}

impl HandClock {
    pub(crate) fn new() -> Self {
        Self { elapsed: Mutex::new(Duration::from_secs(1_000)) }
    }

    pub(crate) fn pass(&self, span: Duration) {
        *self.elapsed.lock().unwrap() += span;
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        // The till's clock is a year behind: what comes from it shows.
        Timestamp::parse("2025-11-20T00:00:00Z").unwrap()
    }

    fn elapsed(&self) -> Duration {
        *self.elapsed.lock().unwrap()
    }
}

/// Bytes that are different each time, and known.
#[derive(Default)]
pub(crate) struct CountingRandom(AtomicU8);

impl Random for CountingRandom {
    fn sixteen_bytes(&self) -> [u8; 16] {
        [self.0.fetch_add(1, Ordering::Relaxed); 16]
    }
}
