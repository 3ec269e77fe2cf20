//! A pretend PaymentFlow API with its hosted pay page, written from the fact sheet
//! `paymentflow.md`.
//!
//! It serves payments, refunds and customers below `/v1`, the pay pages below `/checkout`, and it
//! sends signed webhooks. The fact sheet assumes most of the HTTP interface, because the vendor
//! documents a client library only; what is unproven there can be switched off in [`Behaviour`].
//! Where the fact sheet leaves a rule open, this gateway takes the stricter reading, so that a
//! client which works here is more likely to work there; the choices are noted where they are made.
//! Error codes that the fact sheet does not give are this gateway's own choice, and a client must
//! not depend on them.

mod answering;
mod behaviour;
mod books;
mod credentials;
mod customer;
mod customers;
mod endpoint;
mod event;
mod fields;
mod gateway;
mod idempotency;
mod ids;
mod in_process;
mod inspection;
mod listing;
mod metadata;
mod money;
mod pay_page;
mod paying;
mod payment;
mod payments;
mod refund;
mod refunds;
mod refusal;
mod server;
mod signature;
mod trouble;
mod witness;

pub use behaviour::{Allowance, Behaviour};
pub use credentials::{ApiKey, PaymentFlowCredentials, WebhookSecret};
pub use customer::Customer;
pub use endpoint::Endpoint;
pub use event::{Event, EventKind};
pub use ids::{CustomerId, EventId, PageToken, PaymentId, RefundId};
pub use in_process::{PaymentFlowGateway, PaymentFlowGatewayConfig};
pub use inspection::PaymentFlowBooks;
pub use metadata::Metadata;
pub use money::Currency;
pub use paying::PayRefusal;
pub use payment::{Attempt, Payment, PaymentStatus};
pub use refund::{Refund, RefundReason, RefundStatus};
pub use server::{PaymentFlowConfig, PaymentFlowServer};
pub use trouble::{AnswerTrouble, CustomerTrouble, ReadTrouble, Trouble};
pub use witness::{Happened, KeyUses};

pub use crate::answer::GatewayAnswer;
pub use crate::minor_units::MinorUnits;
pub use crate::rate_limit::{RateLimit, RetryAfter};
pub use crate::test_cards::{
    APPROVED_CARD, DECLINED_CARDS, EXPIRED_CARDS, FailureCode, INSUFFICIENT_FUNDS_CARDS, Verdict,
};
