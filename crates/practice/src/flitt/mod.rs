//! A pretend Flitt gateway with its hosted pay page, written from the fact sheet `flitt.md`.
//!
//! It answers everything that the fact sheet describes host to host: links and tokens, status,
//! capture, refunds, verification, subscriptions, charges of kept cards, splits, payouts, direct
//! card payments with test cards, lists and reports, and the reports portal on the same port; in
//! protocols 1.0 and 2.0, in JSON, as form pairs and as XML. Links with `opb` or `installments`
//! lead to the same page as all others. The page names the asked language and is marked as English,
//! which all of its sentences are. When it is over, it offers the way back that 4.1 documents: a form
//! that posts the signed result to `response_url`. The browser never goes there by itself.
//!
//! Where the fact sheet leaves a rule open, this gateway takes the stricter reading, so that a
//! client which works here is more likely to work there; the choices are noted where they are made.
//! Codes and column names that the fact sheet does not give are this gateway's own choice, and a
//! client must not depend on them.

mod answering;
mod behaviour;
mod books;
mod callback;
mod capture;
mod cards;
mod checkout;
mod checkout_fields;
mod credentials;
mod direct_card;
mod endpoint;
mod envelope;
mod format;
mod gateway;
mod ids;
mod in_process;
mod inspection;
mod money;
mod order;
mod page_words;
mod params;
mod pay_page;
mod payment;
mod payment_answer;
mod payout;
mod portal;
mod portal_report;
mod recurring;
mod refusal;
mod reports;
mod reverse;
mod server;
mod settlement;
mod sign;
mod status;
mod subscription;
mod terms;
mod transaction_list;
mod trouble;
mod way_back;
mod witness;
mod xml;

pub use behaviour::{Behaviour, Seal};
pub use callback::{Callback, CallbackReason};
pub use cards::{APPROVED_CARDS, Card, DECLINED_CARDS};
pub use credentials::{FlittCredentials, FlittKey, MerchantId};
pub use direct_card::Authentication;
pub use endpoint::Endpoint;
pub use ids::{OrderId, PageToken, PaymentId, ReversalId};
pub use in_process::{FlittGateway, FlittGatewayConfig};
pub use inspection::FlittBooks;
pub use money::{Currency, OFFERED_CURRENCIES};
pub use order::{Capture, DeclinedTry, Order, OrderKind, OrderStatus, Payment, Reversal};
pub use payment::PayRefusal;
pub use server::{FlittConfig, FlittServer};
pub use settlement::Share;
pub use subscription::{Period, Subscription};
pub use terms::Terms;
pub use trouble::{AnswerTrouble, CustomerTrouble, StatusTrouble, Trouble};
pub use witness::ReverseIdUses;

pub use crate::answer::GatewayAnswer;
pub use crate::minor_units::MinorUnits;
