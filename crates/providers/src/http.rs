//! The real network: reqwest over rustls, with every kind of repetition and redirection switched
//! off.

mod clients;
mod public_only;

use std::{error::Error as StdError, fmt, io, time::Duration};

use async_trait::async_trait;
use domain::Timestamp;
use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use secrecy::ExposeSecret;
use url::{Host, Url};

use crate::{
    http::clients::Clients,
    json_depth::is_too_deep,
    transport::{
        LARGEST_BODY, Lane, Method, Request, Response, RetryAfter, TimeLimit, Transport,
        TransportFault,
    },
};

/// How long the network may take (RELIABILITY 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimits {
    /// Until a connection stands, TLS included.
    pub connect: Duration,
    /// The whole of a read, from its beginning to the answer's last byte.
    pub read: Duration,
    /// The whole of a write, from its beginning to the answer's last byte.
    pub write: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(15),
            write: Duration::from_secs(30),
        }
    }
}

/// The HTTP client could not be set up on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the HTTP client could not be set up")]
pub struct NoHttp;

/// Sends requests over the network: `https`, and plain `http` only to this computer itself.
pub struct HttpTransport {
    clients: Clients,
    limits: TimeLimits,
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl HttpTransport {
    /// A transport that trusts what the operating system trusts. Where the system has no root
    /// certificates at all, every `https` request ends as [`TransportFault::Tls`], and practice
    /// still works.
    pub fn new(limits: TimeLimits) -> Result<Self, NoHttp> {
        // Fails only where a provider is installed already, which then serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self { clients: Clients::new(limits)?, limits })
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, lane: Lane, request: Request) -> Result<Response, TransportFault> {
        let url = safe_url(&request.url).ok_or(TransportFault::Tls)?;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let limit = match request.limit {
            TimeLimit::Read => self.limits.read,
            TimeLimit::Write => self.limits.write,
        };
        let headers = headers(&request).ok_or(TransportFault::Connect)?;
        let client = self.clients.of(lane, request.extra_root.as_ref(), request.reach);
        let builder = client.map_err(|NoHttp| TransportFault::Tls)?.request(method, url);
        let builder = builder.headers(headers).timeout(limit);
        let builder = match request.body {
            Some(body) => builder.body(body),
            None => builder,
        };
        let answer = builder.send().await.map_err(|error| fault(&error))?;
        receive(answer).await
    }
}

/// `https` anywhere, `http` only to this computer.
fn safe_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let loopback = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    (url.scheme() == "https" || (url.scheme() == "http" && loopback)).then_some(url)
}

fn headers(request: &Request) -> Option<HeaderMap> {
    let mut map = HeaderMap::new();
    for header in &request.headers {
        let mut value = HeaderValue::from_str(header.value.expose_secret()).ok()?;
        value.set_sensitive(true);
        map.insert(HeaderName::from_bytes(header.name.as_bytes()).ok()?, value);
    }
    Some(map)
}

async fn receive(mut answer: reqwest::Response) -> Result<Response, TransportFault> {
    let status = answer.status();
    if status.is_redirection() {
        return Err(TransportFault::Redirected);
    }
    let text = |name: HeaderName| {
        answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    let date = text(DATE).as_deref().and_then(http_date);
    let retry_after = text(RETRY_AFTER).as_deref().and_then(retry_after);
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| fault(&error))? {
        if body.len() + chunk.len() > LARGEST_BODY {
            return Err(TransportFault::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    if is_too_deep(&body) {
        return Err(TransportFault::TooDeep);
    }
    Ok(Response { status: status.as_u16(), date, retry_after, body })
}

fn http_date(text: &str) -> Option<Timestamp> {
    let moment = httpdate::parse_http_date(text).ok()?;
    let since = moment.duration_since(std::time::UNIX_EPOCH).ok()?;
    Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?)
}

fn retry_after(text: &str) -> Option<RetryAfter> {
    let text = text.trim();
    match text.parse() {
        Ok(seconds) => Some(RetryAfter::Wait(Duration::from_secs(seconds))),
        Err(_) => http_date(text).map(RetryAfter::At),
    }
}

/// What a failure proves. Only a failure before the connection stood proves that nothing was sent;
/// whatever else went wrong, and whatever is not understood, leaves the question open.
fn fault(error: &reqwest::Error) -> TransportFault {
    if error.is_connect() {
        if error.is_dns() {
            TransportFault::Dns
        } else if is_tls(error) {
            TransportFault::Tls
        } else {
            TransportFault::Connect
        }
    } else if error.is_timeout() {
        TransportFault::TimedOut
    } else {
        TransportFault::ConnectionLost
    }
}

/// True where rustls refused. An `io::Error` hides what it carries from `source`, so it is opened.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if error.is::<rustls::Error>() || inside.is_some_and(|inside| is_tls(inside)) {
            return true;
        }
        next = error.source();
    }
    false
}
