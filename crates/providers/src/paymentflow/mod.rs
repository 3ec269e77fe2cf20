//! PaymentFlow as a client library: every call, and the messages that the provider sends, as pure functions.
//!
//! A call is a plain value: [`payments`], [`refunds`] and [`customers`] check what shall be sent and give a [`Call`],
//! which makes the request for an [`ApiBase`] and an [`ApiKey`] and reads the answer. Nothing here has a network, a
//! clock or a memory of its own.
//!
//! ```
//! use providers::paymentflow::{ApiBase, ApiKey, Environment, payments};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let key = ApiKey::new("sk_test_51H8xTnotARealKey".into())?;
//! key.check(Environment::Sandbox)?;
//! assert_eq!(key.masked(), "sk_test...lKey");
//!
//! let call = payments::retrieve(&"pay_abc123".parse()?);
//! let request = call.request(&ApiBase::SANDBOX, &key);
//! assert_eq!(request.url, "https://sandbox.paymentflow.com/v1/payments/pay_abc123");
//! // Once there is an answer: let payment = call.read(Ok(&answer))?;
//! # Ok(())
//! # }
//! ```
//!
//! # What is known, and what is assumed
//!
//! The seed documents a Python library and not the HTTP interface below it. Known from it are: the calls and their
//! parameters, the words for states of a payment, reasons and events, the kinds of errors, the rules for metadata, keys
//! and webhook secrets with their prefixes, paging by `starting_after`, and that an idempotency key lives for a day.
//! Assumed, and marked so in the fact sheet, is the rest, each in one place:
//!
//! | Assumed | Where |
//! |---|---|
//! | addresses, paths, the names of headers, the version `2.1` | `protocol.rs` |
//! | methods; that customers and a payment's refunds can be listed; a key for refunds | `payments.rs`, `refunds.rs`, `customers.rs` |
//! | `created`, `amount_refunded`, `failure_code`, `checkout_url` | `payment.rs` |
//! | the states of a refund | `refund.rs` |
//! | which HTTP status is which error; the body of an error; `idempotency_mismatch` | `errors.rs` |
//! | moments in unix seconds | `lenient.rs` |
//! | how long texts may be that the seed gives no limit for | `field_fault.rs` |
//! | the header, what it signs, how old it may be; the form of an event | `webhook/` |
//!
//! What is assumed is optional in what is read: where it is absent, an answer says less and never something else.

mod body;
mod call;
mod customer;
pub mod customers;
mod errors;
mod field_fault;
mod ids;
mod key;
mod lenient;
mod metadata;
mod page;
mod payment;
pub mod payments;
mod protocol;
mod refund;
pub mod refunds;
pub(crate) mod till;
pub mod webhook;
mod words;

pub use crate::private::Private;
pub use call::Call;
pub use customer::{Customer, DeletedCustomer};
pub use customers::{CustomerChange, CustomersQuery, NewCustomer};
pub use errors::{IDEMPOTENCY_MISMATCH, PaymentFlowError, Unreadable};
pub use field_fault::{Fault, FieldFault, LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_PHONE};
pub use ids::{CustomerId, EventId, NotAnId, PaymentId, RefundId};
pub use key::{ApiKey, Environment, KeyKind, NotAKey, WrongEnvironment};
pub use metadata::{LONGEST_METADATA_NAME, LONGEST_METADATA_VALUE, MOST_NAMES, Metadata};
pub use page::{LIMITS, Next, Page, Row, UnreadableRow};
pub use payment::{Payment, PaymentStatus};
pub use payments::{NewPayment, PaymentsQuery, StatusFilter};
pub use protocol::{ApiBase, NotABase, VERSION};
pub use refund::{Refund, RefundReason, RefundStatus, SeenReason};
pub use refunds::{NewRefund, RefundsQuery};
pub use words::Words;

pub use crate::seen_metadata::{Named, SeenMetadata};
