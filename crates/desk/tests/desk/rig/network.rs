//! The network between the till and the provider, with trouble at the test's word. Whatever is not troubled goes over
//! real HTTP.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use desk::seams::{HttpTransport, TimeLimits, Transport};
use providers::{Lane, Method, Reach, Request, Response, RetryAfter, TransportFault};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::sync::Notify;

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    SignIn,
    WarmUp,
    CreateLink,
    FindLink,
    ReadLink,
    Refund,
    FindTransactions,
    ReadTransaction,
    AlterLink,
    Capture,
    Release,
    /// What signs in, reads links and payments, and finds both, at Flitt.
    Status,
    SetCharges,
    ReportToken,
    Report,
    /// What signs in, finds links and sweeps, at PaymentFlow.
    ListPayments,
    ListRefunds,
    MakeCustomer,
    Customer,
    /// What signs in, finds links and sweeps, at a merchant dashboard.
    ListLinks,
    LinkPayments,
    Preview,
}

/// What happens to a request.
#[derive(Debug, Clone)]
pub(crate) enum Trouble {
    /// The provider never hears of it.
    Unheard(Then),
    /// The provider acts, and its answer is lost or changed on the way.
    Acted(Then),
}

/// What the till hears.
#[derive(Debug, Clone)]
pub(crate) enum Then {
    Fault(TransportFault),
    Answer(Response),
    /// The first half of the provider's answer.
    Half,
    /// The provider's answer with another value in one field.
    Field(&'static str, Value),
    /// The provider's answer, as soon as the test lets it go.
    Held(Arc<Notify>),
    /// Nothing, ever: the program will be killed while it waits.
    Silence,
}

/// A write that left the till.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Write {
    pub(crate) key: String,
    pub(crate) url: String,
    pub(crate) body: String,
}

pub(crate) struct Network {
    real: HttpTransport,
    script: Mutex<Vec<(Call, Trouble, Times)>>,
    log: Mutex<Log>,
    /// Hosts of the public net, and the servers on this computer that stand in for them.
    led: Mutex<Vec<(String, String)>>,
    silence_reached: Notify,
}

#[derive(Default)]
struct Log {
    calls: Vec<Call>,
    urls: Vec<String>,
    bodies: Vec<String>,
    writes: Vec<Write>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    Always,
}

impl Network {
    pub(crate) fn new() -> Self {
        Self {
            real: HttpTransport::new(TimeLimits::default()).unwrap(),
            script: Mutex::default(),
            log: Mutex::default(),
            led: Mutex::default(),
            silence_reached: Notify::new(),
        }
    }

    /// Troubles the next request of this kind.
    pub(crate) fn once(&self, call: Call, trouble: Trouble) {
        self.script.lock().unwrap().push((call, trouble, Times::Once));
    }

    /// Troubles every request of this kind until the network heals.
    pub(crate) fn always(&self, call: Call, trouble: Trouble) {
        self.script.lock().unwrap().push((call, trouble, Times::Always));
    }

    /// Takes every trouble away.
    pub(crate) fn heal(&self) {
        self.script.lock().unwrap().clear();
    }

    /// Requests to one host go to another one, and nobody notices.
    pub(crate) fn lead(&self, from: &str, to: &str) {
        self.led.lock().unwrap().push((from.to_owned(), to.to_owned()));
    }

    /// From now on requests go where they are sent.
    pub(crate) fn stop_leading(&self) {
        self.led.lock().unwrap().clear();
    }

    /// True where another server stands in for the host.
    pub(crate) fn is_led(&self, from: &str) -> bool {
        self.led.lock().unwrap().iter().any(|(led, _)| led == from)
    }

    fn led(&self, request: Request) -> Request {
        let led = self.led.lock().unwrap();
        let leads = |(from, to): &(String, String)| {
            Some(format!("{to}{}", request.url.strip_prefix(from.as_str())?))
        };
        match led.iter().find_map(leads) {
            Some(url) => Request { url, reach: Reach::Anywhere, ..request },
            None => request,
        }
    }

    /// Waits until a request has run into silence, or its answer is held back.
    pub(crate) async fn silence(&self) {
        self.silence_reached.notified().await;
    }

    /// How many requests of this kind the till sent, heard or not.
    pub(crate) fn sent(&self, call: Call) -> usize {
        let log = self.log.lock().unwrap();
        log.calls.iter().filter(|sent| **sent == call).count()
    }

    /// How many requests the till sent.
    pub(crate) fn sent_in_all(&self) -> usize {
        self.log.lock().unwrap().calls.len()
    }

    /// The address of each request, in the order in which they left.
    pub(crate) fn urls(&self) -> Vec<String> {
        self.log.lock().unwrap().urls.clone()
    }

    /// What each request carried, in the order in which they left.
    pub(crate) fn bodies(&self) -> Vec<String> {
        self.log.lock().unwrap().bodies.clone()
    }

    /// Every write with a key, in the order in which it left.
    pub(crate) fn writes(&self) -> Vec<Write> {
        self.log.lock().unwrap().writes.clone()
    }

    fn note(&self, call: Call, request: &Request) {
        let mut log = self.log.lock().unwrap();
        log.calls.push(call);
        log.urls.push(request.url.clone());
        log.bodies.push(request.body.clone().unwrap_or_default());
        let mut headers = request.headers.iter();
        let is_key =
            |name: &str| name == "x-gp-idempotency" || name.eq_ignore_ascii_case("idempotency-key");
        if let Some(key) = headers.find(|header| is_key(header.name)) {
            log.writes.push(Write {
                key: key.value.expose_secret().to_owned(),
                url: request.url.clone(),
                body: request.body.clone().unwrap_or_default(),
            });
        }
    }

    fn trouble_for(&self, call: Call) -> Option<Trouble> {
        let mut script = self.script.lock().unwrap();
        let found = script.iter().position(|(troubled, ..)| *troubled == call)?;
        match script[found].2 {
            Times::Once => Some(script.remove(found).1),
            Times::Always => Some(script[found].1.clone()),
        }
    }

    async fn after(
        &self,
        then: Then,
        answer: Option<Response>,
    ) -> Result<Response, TransportFault> {
        match (then, answer) {
            (Then::Fault(fault), _) => Err(fault),
            (Then::Answer(answer), _) => Ok(answer),
            (Then::Half, Some(mut answer)) => {
                answer.body.truncate(answer.body.len() / 2);
                Ok(answer)
            }
            (Then::Field(field, value), Some(mut answer)) => {
                let mut body: Value = serde_json::from_slice(&answer.body).unwrap();
                body[field] = value;
                answer.body = body.to_string().into_bytes();
                Ok(answer)
            }
            (Then::Silence, _) => {
                self.silence_reached.notify_one();
                std::future::pending().await
            }
            (Then::Held(let_go), Some(answer)) => {
                self.silence_reached.notify_one();
                let_go.notified().await;
                Ok(answer)
            }
            (Then::Half | Then::Field(..) | Then::Held(_), None) => {
                panic!("there is no answer to change")
            }
        }
    }
}

#[async_trait]
impl Transport for Network {
    async fn send(&self, lane: Lane, request: Request) -> Result<Response, TransportFault> {
        let call = call(&request);
        self.note(call, &request);
        let request = self.led(request);
        match self.trouble_for(call) {
            None => self.real.send(lane, request).await,
            Some(Trouble::Unheard(then)) => self.after(then, None).await,
            Some(Trouble::Acted(then)) => {
                let answer = self.real.send(lane, request).await?;
                self.after(then, Some(answer)).await
            }
        }
    }
}

fn call(request: &Request) -> Call {
    let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
    if let Some((_, path)) = path.split_once("/api/payment-links/") {
        return call_to_dashboard(request.method, path);
    }
    if let Some((_, path)) = path.split_once("/v1/") {
        return call_to_paymentflow(request.method, path);
    }
    let Some((_, path)) = path.split_once("/ucp/") else {
        return call_to_flitt(path);
    };
    let parts: Vec<&str> = path.split('/').collect();
    // A partner's requests lie below the merchant.
    let parts = match parts.as_slice() {
        ["merchants", _, below @ ..] => below,
        parts => parts,
    };
    match (request.method, parts) {
        (Method::Post, ["accesstoken"]) => Call::SignIn,
        (Method::Post, ["links"]) => Call::CreateLink,
        (Method::Post, ["transactions", _, "refund"]) => Call::Refund,
        (Method::Post, ["transactions", _, "capture"]) => Call::Capture,
        (Method::Post, ["transactions", _, "reversal"]) => Call::Release,
        (Method::Patch, ["links", _]) => Call::AlterLink,
        (Method::Get, ["links"]) if query.contains("reference=") => Call::FindLink,
        (Method::Get, ["links"]) => Call::WarmUp,
        (Method::Get, ["links", _]) => Call::ReadLink,
        (Method::Get, ["transactions"]) => Call::FindTransactions,
        (Method::Get, ["transactions", _]) => Call::ReadTransaction,
        (method, _) => panic!("{method:?} {path} is no request of the till"),
    }
}

fn call_to_paymentflow(method: Method, path: &str) -> Call {
    let parts: Vec<&str> = path.split('/').collect();
    match (method, parts.as_slice()) {
        (Method::Post, ["payments"]) => Call::CreateLink,
        (Method::Get, ["payments"]) => Call::ListPayments,
        (Method::Get, ["payments", _]) => Call::ReadLink,
        (Method::Post, ["payments", _, "cancel"]) => Call::AlterLink,
        (Method::Post, ["refunds"]) => Call::Refund,
        (Method::Get, ["refunds"]) => Call::ListRefunds,
        (Method::Post, ["customers"]) => Call::MakeCustomer,
        (_, ["customers", ..]) => Call::Customer,
        (method, _) => panic!("{method:?} {path} is no request of the till"),
    }
}

/// Each path ends with a slash: a server leads others elsewhere, and forgets what they carry.
fn call_to_dashboard(method: Method, path: &str) -> Call {
    let parts: Vec<&str> = path.split('/').collect();
    match (method, parts.as_slice()) {
        (Method::Post, [""]) => Call::CreateLink,
        (Method::Get, [""]) => Call::ListLinks,
        (Method::Get, ["public", _, ""]) => Call::Preview,
        (Method::Get, [_, ""]) => Call::ReadLink,
        (Method::Patch, [_, ""]) => Call::AlterLink,
        (Method::Get, [_, "payments", ""]) => Call::LinkPayments,
        (method, _) => panic!("{method:?} {path} is no request of the till"),
    }
}

fn call_to_flitt(path: &str) -> Call {
    let path = path.trim_end_matches('/');
    let ways = [
        ("/api/checkout/url", Call::CreateLink),
        ("/api/status/order_id", Call::Status),
        ("/api/capture/order_id", Call::Capture),
        // A release is one as well.
        ("/api/reverse/order_id", Call::Refund),
        ("/api/subscription", Call::SetCharges),
        ("/authorizer/token/application/get", Call::ReportToken),
        ("/api/extend/company/report", Call::Report),
    ];
    let found = ways.into_iter().find(|(way, _)| path.ends_with(way));
    found.unwrap_or_else(|| panic!("{path} is no request of the till")).1
}

pub(crate) fn answer(status: u16, body: &Value) -> Response {
    Response { status, date: None, retry_after: None, body: body.to_string().into_bytes() }
}

/// A refusal in the provider's own form (fact sheet, 5.1).
pub(crate) fn refusal(status: u16, code: &str, detailed: &str, words: &str) -> Response {
    answer(
        status,
        &json!({
            "error_code": code,
            "detailed_error_code": detailed,
            "detailed_error_description": words,
        }),
    )
}

/// 429 with a wish to wait.
pub(crate) fn too_many_requests(wait: std::time::Duration) -> Response {
    Response {
        retry_after: Some(RetryAfter::Wait(wait)),
        ..refusal(429, "TOO_MANY_REQUESTS", "40000", "Too many requests, slow down")
    }
}

/// A page from a proxy or a hotel's sign-in, as success.
pub(crate) fn html() -> Response {
    Response {
        body: b"<!doctype html><title>Welcome</title><p>Please sign in".to_vec(),
        ..answer(200, &Value::Null)
    }
}

/// A list that lags behind: nothing is in it yet.
pub(crate) fn empty_list() -> Response {
    answer(200, &json!({ "total_record_count": "0", "links": [] }))
}
