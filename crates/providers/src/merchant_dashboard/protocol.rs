//! Where the API lies, its paths and its header (seed, 'Merchant APIs' and 'Customer-facing APIs').

use url::{Host, Url};

/// Carries the token, as `Token TOKEN`.
pub(super) const AUTHORIZATION: &str = "authorization";
/// What stands before the token, without the space.
pub(super) const SCHEME: &str = "Token";

/// Staff's routes. Every path ends in a slash: a request without it is sent elsewhere and loses its body.
pub(super) const LINKS: &str = "/api/payment-links/";
/// The payments of a link, below it.
pub(super) const PAYMENTS: &str = "payments/";
/// Customers' routes, which take no token.
pub(super) const PUBLIC: &str = "/api/payment-links/public/";
/// The start of a checkout, below a link.
pub(super) const START: &str = "start/";

/// Where the dashboard lies: scheme, host and port, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiBase(Url);

/// Text that can't be where a dashboard lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a dashboard: https and a host, without a path, a name or a query")]
pub struct NotABase;

impl ApiBase {
    /// A setting of the account: the platform has no address of its own in the seed. Without encryption only this
    /// computer itself is reached.
    pub fn new(text: &str) -> Result<Self, NotABase> {
        let url = Url::parse(text).map_err(|_| NotABase)?;
        let safe = match (url.scheme(), url.host()) {
            ("https", Some(_)) => true,
            ("http", Some(Host::Domain(name))) => name == "localhost",
            ("http", Some(Host::Ipv4(ip))) => ip.is_loopback(),
            ("http", Some(Host::Ipv6(ip))) => ip.is_loopback(),
            _ => false,
        };
        let named = !url.username().is_empty() || url.password().is_some();
        let leads_on = url.path() != "/" || url.query().is_some() || url.fragment().is_some();
        if safe && !named && !leads_on { Ok(Self(url)) } else { Err(NotABase) }
    }

    /// The address, such as `https://dash.example.com`.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }
}
