//! The providers as data and pure functions, and the one executor that owns HTTP.
//!
//! [`provider`] gives the [`Provider`] of an account. It turns an intent into an [`Exchange`]: a
//! small pure machine that says what to send, reads the answers, and ends with an `Outcome`. The
//! [`Executor`] drives exchanges over a [`Transport`]: it signs in, keeps one token for each
//! account, and renews it once when the provider refuses it. Nothing here repeats a write by
//! itself.

mod exchange;
mod executor;
mod global_payments;
mod http;
mod provider;
mod rest;
mod session;
mod single_flight;
mod transport;

pub use exchange::{BoxedExchange, Exchange, Scene, Step};
pub use executor::{Executor, TriedSession};
pub use http::{HttpTransport, NoHttp, TimeLimits};
pub use provider::{
    CreatedLink, LinkReport, LinkToRead, MadeRefund, Provider, RefundsToFind, provider,
};
pub use session::{KeySource, Keys, ProviderAccount, Session, SessionReport, SignedIn};
pub use transport::{
    Header, LARGEST_BODY, Lane, Method, Request, Response, RetryAfter, TimeLimit, Transport,
    TransportFault,
};
