//! A pretend Global Payments API with its hosted pay page, written from the fact sheet
//! `global-payments.md`.
//!
//! Where the fact sheet leaves a rule open, this server takes the stricter reading, so that a
//! client which works here is more likely to work there; the choices are noted where they are made.

mod accounts;
mod answering;
mod behaviour;
mod books;
mod capture;
mod cards;
mod errors;
mod fields;
mod gateway;
mod grant;
mod history;
mod idempotency;
mod ids;
mod in_process;
mod index;
mod inspection;
mod link_edit;
mod link_fields;
mod link_order;
mod link_record;
mod links;
mod listing;
mod money;
mod pay_page;
mod payment;
mod permission;
mod refund;
mod reply;
mod reversal;
mod route;
mod settlement;
mod token;
mod transaction_record;
mod transactions;
mod trouble;
mod witness;

pub use accounts::{
    Account, AccountLabel, MERCHANT_ID, OFFERED_COUNTRIES, PAYLINK_ACCOUNT, PROCESSING_ACCOUNT,
    TOKENIZATION_ACCOUNT,
};
pub use behaviour::Behaviour;
pub use cards::{APPROVED_CARDS, DECLINED_CARD};
pub use ids::{LinkId, PageId, TransactionId};
pub use in_process::{GatewayConfig, PracticeGateway};
pub use inspection::PracticeBooks;
pub use link_record::{Link, LinkStatus, Usage};
pub use money::{Currency, OFFERED_CURRENCIES};
pub use payment::PayRefusal;
pub use permission::Permission;
pub use settlement::Settlement;
pub use transaction_record::{Card, Transaction, TransactionKind, TransactionState};
pub use trouble::{AnswerTrouble, CustomerTrouble, Trouble};
pub use witness::{Endpoint, KeyUses};

pub use crate::answer::GatewayAnswer;
pub use crate::minor_units::MinorUnits;
pub use crate::rate_limit::{RateLimit, RetryAfter};

pub(crate) use gateway::{Gateway, Shop};
