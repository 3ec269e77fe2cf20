//! The providers as data and pure functions, and the one executor that owns HTTP.
//!
//! [`provider`] gives the [`Provider`] of an account. It turns an intent into an [`Exchange`]: a
//! small pure machine that says what to send, reads the answers, and ends with an `Outcome`. The
//! [`Executor`] drives exchanges over a [`Transport`]: it signs in, keeps one token for each
//! account, and renews it once when the provider refuses it. It keeps what the till asks by itself
//! within the account's budget and away from a provider that fails, and lets people through at any
//! time. Nothing here repeats a write by itself.

mod breaker;
mod budget;
mod exchange;
mod executor;
mod extra_root;
pub mod flitt;
mod gate;
mod global_payments;
mod host_words;
mod http;
mod jitter;
mod json_depth;
mod listing;
mod members;
pub mod merchant_dashboard;
mod not_offered;
mod notification;
pub mod paymentflow;
mod private;
mod provider;
mod rest;
mod retry;
mod seen_metadata;
mod session;
mod single_flight;
mod transport;
mod window;

pub use breaker::Failing;
pub use exchange::{BoxedExchange, Exchange, Scene, Step};
pub use executor::{Executor, Health, TriedSession};
pub use extra_root::{ExtraRoot, NotARoot};
pub use gate::Traffic;
pub use http::{HttpTransport, NoHttp, TimeLimits};
pub use listing::{
    LinkQuery, Listed, ListedLink, ListedLinkState, ListedStatus, ListedTransaction, ListedUsage,
    SweepAsk, Swept, SweptPayment, TransactionKind, TransactionQuery,
};
pub use notification::{Genuine, Notification, Received, Says, Signer};
pub use provider::{
    Altered, Counting, CreatedLink, CustomersFound, CustomersToFind, GoneReason,
    HostNotForEnvironment, KeyWarning, LinkReport, LinkToAlter, LinkToPreview, LinkToRead,
    MadeHoldEnd, MadeRefund, PaymentToRead, Preview, PreviewLine, PreviewPage, Provider,
    RefundedTotal, RefundsSeen, RefundsToFind, SubscriptionToSet, provider,
};
pub use session::{
    KeyName, KeySource, Keys, ProviderAccount, Right, Session, SessionReport, SignedIn,
};
pub use transport::{
    Class, Header, LARGEST_BODY, Lane, Method, Reach, Request, Response, RetryAfter, Service,
    TimeLimit, Transport, TransportFault,
};
