//! A merchant, what is asked for, and a stage on which an exchange plays against scripted answers.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use domain::{
    Amount, Clock, Currency, Money, Outcome, Random, Timestamp,
    account::{Account, Country, Environment, ProviderId},
    error::{Doubt, Fault},
    hold::{HoldEndKind, NewHoldEnd},
    ids::{AccountId, IdempotencyKey, ProviderLinkId, ProviderPaymentId},
    link::{Alteration, LinkTerms, NewLink, OwnRecord},
    link_kind::LinkKind,
    link_wish::LinkFigures,
    outcome::RejectionClass,
    place::{ApiBase, Host, Place, PracticeHost},
    reference::OurReference,
    refund::{NewRefund, RefundReason},
    usage::{Usage, UseLimit},
};
use providers::{
    BoxedExchange, LinkQuery, LinkToAlter, LinkToRead, Provider, ProviderAccount, RefundsToFind,
    Request, Response, Right, Scene, Session, SignedIn, Step, TransactionQuery, TransportFault,
    provider,
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

/// An account at the provider's own host for most of the world, or at a practice provider on this computer.
pub(crate) fn account(environment: Environment) -> Account {
    at(match environment {
        Environment::Live => Place::Live { host: Host::Global },
        Environment::Sandbox => Place::Sandbox { host: Host::Global, extra_root: None },
        Environment::Practice => {
            Place::Practice { host: PracticeHost::ThisComputer { port: 7701 } }
        }
    })
}

/// An account whose requests go there.
pub(crate) fn at(place: Place) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(7)),
        provider: ProviderId::GlobalPayments,
        place,
        name: "Corner shop".to_owned(),
        key_id: "stub_app_id".to_owned(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        pay_host: None,
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

pub(crate) fn base(text: &str) -> ApiBase {
    ApiBase::try_from(text.to_owned()).unwrap()
}

/// A sandbox account whose owner allowed yen.
pub(crate) fn yen_shop() -> Account {
    let yen: Currency = "JPY".parse().unwrap();
    Account { currencies: vec![yen], allowed_disputed: vec![yen], ..sandbox() }
}

pub(crate) fn money(minor: u64, code: &str) -> Money {
    Money::new(minor, code.parse().unwrap())
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
    amount(minor, "GBP")
}

pub(crate) fn amount(minor: u64, code: &str) -> Amount {
    Amount::new(money(minor, code)).unwrap()
}

pub(crate) fn five_uses() -> Usage {
    Usage::Multiple { limit: UseLimit::try_from(5).unwrap() }
}

pub(crate) fn ask() -> NewLink {
    NewLink {
        id: Uuid::from_u128(1).into(),
        amount: pounds(1999),
        reference: OurReference::stored(REFERENCE.to_owned()),
        name: "Corner shop".to_owned(),
        description: "Two chairs, café style".to_owned(),
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

pub(crate) fn link_to_read() -> LinkToRead {
    LinkToRead {
        provider_id: ProviderLinkId::try_from(LINK.to_owned()).unwrap(),
        reference: OurReference::stored(REFERENCE.to_owned()),
        currency: "GBP".parse().unwrap(),
        own: OwnRecord { kind: LinkKind::Payment, captured: Vec::new() },
        since: now(),
        known: Vec::new(),
        turn: 0,
    }
}

pub(crate) fn payment_id() -> ProviderPaymentId {
    ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap()
}

pub(crate) fn refund_of(minor: u64) -> NewRefund {
    NewRefund {
        id: Uuid::from_u128(2).into(),
        payment: payment_id(),
        reference: OurReference::stored(REFERENCE.to_owned()),
        amount: pounds(minor),
        reason: RefundReason::CustomerAsked,
        paid_at: now(),
    }
}

pub(crate) fn refunds_to_find() -> RefundsToFind {
    RefundsToFind {
        payment: payment_id(),
        reference: OurReference::stored(REFERENCE.to_owned()),
        currency: "GBP".parse().unwrap(),
        paid_at: now(),
    }
}

pub(crate) fn provider_account(id: &str, name: &str) -> ProviderAccount {
    ProviderAccount { id: id.to_owned(), name: name.to_owned() }
}

/// The days of which a list is asked for.
pub(crate) fn days() -> (Timestamp, Timestamp) {
    let moment = |text| Timestamp::parse(text).unwrap();
    (moment("2026-11-18T23:30:00Z"), moment("2026-11-20T00:30:00Z"))
}

pub(crate) fn link_query() -> LinkQuery {
    let (from, to) = days();
    LinkQuery {
        page: 3,
        page_size: 50,
        newest_first: true,
        from,
        to,
        state: None,
        usage: None,
        reference: None,
        name: None,
        description: None,
        amount: None,
        currency: None,
        country: None,
        ends_on: None,
        shipped: None,
    }
}

pub(crate) fn transaction_query() -> TransactionQuery {
    let (from, to) = days();
    TransactionQuery {
        page: 3,
        page_size: 50,
        newest_first: true,
        from,
        to,
        kind: None,
        status: None,
        provider_id: None,
        reference: None,
        amount: None,
        currency: None,
        country: None,
        last_four: None,
        brand: None,
        authcode: None,
        account_name: None,
    }
}

pub(crate) fn hold_end(kind: HoldEndKind, minor: u64) -> NewHoldEnd {
    NewHoldEnd {
        kind,
        payment: payment_id(),
        reference: OurReference::stored(REFERENCE.to_owned()),
        amount: pounds(minor),
    }
}

/// A link that shall be cancelled, or changed.
pub(crate) fn link_to_alter(alteration: Alteration) -> LinkToAlter {
    LinkToAlter {
        provider_id: ProviderLinkId::try_from(LINK.to_owned()).unwrap(),
        reference: OurReference::stored(REFERENCE.to_owned()),
        since: now(),
        alteration,
    }
}

/// Other terms in every point.
pub(crate) fn new_terms() -> LinkTerms {
    LinkTerms {
        figures: LinkFigures {
            amount: pounds(1008),
            usage: five_uses(),
            shipping: Some(money(350, "GBP")),
            expires_at: Timestamp::parse("2026-12-02T10:15:30.500Z").unwrap(),
        },
        name: "Corner shop corrected".to_owned(),
        description: "One chair".to_owned(),
    }
}

pub(crate) fn signed_in() -> SignedIn {
    let links = provider_account("TRA_2", "paylink");
    let payments = provider_account("TRA_1", "transaction_processing");
    SignedIn {
        token: "token-in-use".into(),
        reports_key: None,
        lifetime: Duration::from_hours(24),
        merchant_name: "Sandbox_merchant".to_owned(),
        link_account: Some(links.clone()),
        payment_account: Some(payments.clone()),
        link_accounts: vec![links],
        payment_accounts: vec![payments],
        pay_hosts: Vec::new(),
        rights: vec![Right::MakeLinks, Right::SeeLinks, Right::Refund],
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
    let mut answers = answers.into_iter();
    let played =
        play_by(signed_in, exchange, |_| answers.next().expect("one more request than answers"));
    assert!(answers.next().is_none(), "one more answer than requests");
    played
}

/// The same against whoever answers each request.
pub(crate) fn play_by<T>(
    signed_in: SignedIn,
    exchange: &mut BoxedExchange<T>,
    mut answered: impl FnMut(&Request) -> Answer,
) -> (Outcome<T>, Vec<Request>) {
    let session = Session::new(signed_in, Duration::ZERO);
    let scene = Scene { session: &session, now: now() };
    let mut sent = Vec::new();
    let mut answer = None;
    loop {
        match exchange.next(&scene, answer.take()) {
            Step::Send(request) => {
                answer = Some(answered(&request));
                sent.push(request);
            }
            Step::End(outcome) => return (outcome, sent),
        }
    }
}

/// What an outcome is, without its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Became {
    Rejected(RejectionClass),
    NotSent(Fault),
    Unclear(Doubt),
}

pub(crate) fn became<T>(outcome: &Outcome<T>) -> Option<Became> {
    match outcome {
        Outcome::Done(_) => None,
        Outcome::Rejected(rejection) => Some(Became::Rejected(rejection.class)),
        Outcome::NotSent(not_sent) => Some(Became::NotSent(not_sent.fault)),
        Outcome::Unclear(doubt) => Some(Became::Unclear(*doubt)),
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
