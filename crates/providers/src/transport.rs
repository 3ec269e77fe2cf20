//! The seam to the network: what is asked, what is answered, and what a failure proves.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use domain::{
    Outcome, Timestamp,
    error::{Doubt, Fault},
};
use secrecy::SecretString;

use crate::extra_root::ExtraRoot;

/// Largest answer that is read, in bytes after decompression (RELIABILITY 4.4).
pub const LARGEST_BODY: usize = 1024 * 1024;

/// The bounds within which a provider's wish to wait is obeyed (RELIABILITY 5.1).
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_mins(15);

/// The status code of 'too many requests'.
pub(crate) const TOO_MANY_REQUESTS: u16 = 429;

/// Carries one request and brings its answer. Never repeats, never follows a redirect.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends `request` once.
    async fn send(&self, lane: Lane, request: Request) -> Result<Response, TransportFault>;
}

/// Whose request it is. A person's share no connection with the till's own, so that nobody ever waits
/// behind them. All draw on one budget (RELIABILITY 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Somebody waits for the answer.
    Person,
    /// The till asks about what is on screen.
    OnScreen,
    /// The till settles what is unclear.
    Settling,
    /// The till looks at all the rest.
    Sweep,
}

impl Lane {
    /// Every lane, a person's first.
    pub(crate) const ALL: [Self; 4] = [Self::Person, Self::OnScreen, Self::Settling, Self::Sweep];

    /// Where it stands in [`Lane::ALL`].
    pub(crate) fn place(self) -> usize {
        match self {
            Self::Person => 0,
            Self::OnScreen => 1,
            Self::Settling => 2,
            Self::Sweep => 3,
        }
    }
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Fetches.
    Get,
    /// Hands something over: mostly acts.
    Post,
    /// Changes what is there.
    Patch,
    /// Takes away what is there.
    Delete,
}

/// What a request does at the provider, whatever its HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Changes nothing; a sign-in too.
    Reads,
    /// Moves money, makes something or changes it.
    Writes,
}

/// Which of a provider's services a request goes to. Each has a gate of its own: what one of them wishes or lacks says
/// nothing of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// The one that takes money and knows how it stands.
    Payments,
    /// One with keys of its own that reports on many payments at once, and is never needed.
    Reports,
}

/// How long a request may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeLimit {
    /// A read: 15 seconds.
    Read,
    /// A write: 30 seconds.
    Write,
}

/// A header of a request. Its value is never shown: it may be a token.
#[derive(Debug, Clone)]
pub struct Header {
    /// The name.
    pub name: &'static str,
    /// The value.
    pub value: SecretString,
}

/// One HTTP request. `Debug` shows the method and the address without its query, never a header's
/// value nor the body.
#[derive(Clone)]
pub struct Request {
    /// Its HTTP method.
    pub method: Method,
    /// What it does: what changes nothing may be sent again.
    pub class: Class,
    /// Which service is asked.
    pub service: Service,
    /// The whole address.
    pub url: String,
    /// The headers. `Host`, `Content-Length` and `Accept-Encoding` belong to the transport.
    pub headers: Vec<Header>,
    /// The body, JSON text.
    pub body: Option<String>,
    /// How long it may take.
    pub limit: TimeLimit,
    /// True for what a customer may ask, too: no sign-in goes with it.
    pub without_sign_in: bool,
    /// A root certificate to trust beside the public ones. The executor sets the account's.
    pub extra_root: Option<ExtraRoot>,
    /// How far its host may lie. The executor sets what the account allows.
    pub reach: Reach,
}

/// How far a host may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Wherever its name leads.
    Anywhere,
    /// On the public internet alone: the owner typed its name, and real money is there.
    PublicOnly,
}

impl Request {
    /// A request without headers. What is not fetched is taken for a write.
    pub fn new(method: Method, url: String, body: Option<String>, limit: TimeLimit) -> Self {
        let class = match method {
            Method::Get => Class::Reads,
            Method::Post | Method::Patch | Method::Delete => Class::Writes,
        };
        let service = Service::Payments;
        Self {
            method,
            class,
            service,
            url,
            headers: Vec::new(),
            body,
            limit,
            without_sign_in: false,
            extra_root: None,
            reach: Reach::Anywhere,
        }
    }

    /// The same request, which no sign-in may go with: anybody may ask it.
    #[must_use]
    pub(crate) fn without_sign_in(self) -> Self {
        Self { without_sign_in: true, ..self }
    }

    /// The same request, which changes nothing though its method says otherwise: some providers are asked by `POST`.
    #[must_use]
    pub fn reading(self) -> Self {
        Self { class: Class::Reads, limit: TimeLimit::Read, ..self }
    }

    /// The same request to the service that reports.
    #[must_use]
    pub(crate) fn of_reports(self) -> Self {
        Self { service: Service::Reports, ..self }
    }

    /// The same request with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<SecretString>) -> Self {
        self.headers.push(Header { name, value: value.into() });
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|header| header.name).collect();
        let address = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &address)
            .field("headers", &names)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// An HTTP answer, whole. `Debug` does not show the body, which may hold a token or a payer's name.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// `Date`: the provider's time.
    pub date: Option<Timestamp>,
    /// `Retry-After`.
    pub retry_after: Option<RetryAfter>,
    /// The body, decompressed, at most [`LARGEST_BODY`].
    pub body: Vec<u8>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("date", &self.date)
            .field("retry_after", &self.retry_after)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl Response {
    /// The answer of a provider that wants to be left alone for `wait`.
    pub(crate) fn too_many_requests(wait: Duration) -> Self {
        Self {
            status: TOO_MANY_REQUESTS,
            date: None,
            retry_after: Some(RetryAfter::Wait(wait)),
            body: Vec::new(),
        }
    }

    /// How long the provider wants not to be asked, where it said so: `Retry-After` within bounds (RELIABILITY 5.1).
    pub fn asked_wait(&self) -> Option<Duration> {
        let wait = match self.retry_after? {
            RetryAfter::Wait(wait) => wait,
            RetryAfter::At(moment) => moment.since(self.date?),
        };
        Some(wait.clamp(SHORTEST_WAIT, LONGEST_WAIT))
    }
}

/// When the provider wants to be asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// After this long.
    Wait(Duration),
    /// At this moment, by the provider's clock.
    At(Timestamp),
}

/// Why there is no answer. Each says what can be proven about the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TransportFault {
    /// The host's name was not found: nothing was sent.
    #[error("the host's name was not found")]
    Dns,
    /// No connection was opened: nothing was sent.
    #[error("no connection")]
    Connect,
    /// No safe connection was opened, or none was allowed: nothing was sent.
    #[error("no safe connection")]
    Tls,
    /// The time was over after the connection stood.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke before the whole answer was there.
    #[error("the connection broke")]
    ConnectionLost,
    /// The answer was larger than [`LARGEST_BODY`].
    #[error("the answer is too large")]
    TooLarge,
    /// The answer is nested deeper than any of a provider's (RELIABILITY 4.4).
    #[error("the answer is nested too deep")]
    TooDeep,
    /// The answer leads elsewhere; it was not followed.
    #[error("the answer leads elsewhere")]
    Redirected,
}

impl<T> From<TransportFault> for Outcome<T> {
    fn from(fault: TransportFault) -> Self {
        match fault {
            TransportFault::Dns => Self::NotSent(Fault::Dns.into()),
            TransportFault::Connect => Self::NotSent(Fault::Connect.into()),
            TransportFault::Tls => Self::NotSent(Fault::Tls.into()),
            TransportFault::TimedOut => Self::Unclear(Doubt::TimedOut),
            TransportFault::ConnectionLost => Self::Unclear(Doubt::ConnectionLost),
            TransportFault::TooLarge | TransportFault::TooDeep | TransportFault::Redirected => {
                Self::Unclear(Doubt::Refused)
            }
        }
    }
}
