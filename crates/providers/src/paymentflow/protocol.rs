//! What travels beside a call's own data: addresses, paths, and headers.
//!
//! The seed documents a Python library and not the HTTP interface below it. So everything in this file is assumed
//! (the fact sheet marks it so), but for the words `production` and `sandbox`: a real deployment corrects it here.

use std::borrow::Cow;

use url::{Host, Url};

use super::key::Environment;

/// Carries the key, as `Bearer KEY`.
pub(super) const AUTHORIZATION: &str = "authorization";
/// What stands before the key.
pub(super) const BEARER: &str = "Bearer ";
/// Carries the key of an intent: the same one never acts twice within a day.
pub(super) const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Carries [`VERSION`].
pub(super) const VERSION_HEADER: &str = "paymentflow-version";
/// The version of the interface that this library speaks. It is pinned with each request.
pub const VERSION: &str = "2.1";

pub(super) const PAYMENTS: &str = "/payments";
pub(super) const CANCEL: &str = "/cancel";
pub(super) const REFUNDS: &str = "/refunds";
pub(super) const CUSTOMERS: &str = "/customers";

/// Where the API lies: an address without a slash at its end, below which the paths go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiBase(Cow<'static, str>);

/// Text that can't be where the API lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address of an API: https, without a name, a query or a fragment")]
pub struct NotABase;

impl ApiBase {
    /// Live money.
    pub const PRODUCTION: Self = Self(Cow::Borrowed("https://api.paymentflow.com/v1"));
    /// Test mode.
    pub const SANDBOX: Self = Self(Cow::Borrowed("https://sandbox.paymentflow.com/v1"));

    /// The documented base of `environment`.
    pub fn of(environment: Environment) -> Self {
        match environment {
            Environment::Production => Self::PRODUCTION,
            Environment::Sandbox => Self::SANDBOX,
        }
    }

    /// Another base: a setting of the account. Without encryption only this computer itself is reached.
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
        if !safe || named || url.query().is_some() || url.fragment().is_some() {
            return Err(NotABase);
        }
        Ok(Self(Cow::Owned(url.as_str().trim_end_matches('/').to_owned())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
