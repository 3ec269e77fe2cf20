//! A pretend Global Payments API with its hosted pay page, written from the fact sheet
//! `global-payments.md`.
//!
//! Where the fact sheet leaves a rule open, this server takes the stricter reading, so that a
//! client which works here is more likely to work there; the choices are noted where they are made.

mod accounts;
mod behaviour;
mod books;
mod call;
mod cards;
mod errors;
mod fields;
mod gateway;
mod idempotency;
mod inspection;
mod link_order;
mod links;
mod listing;
mod money;
mod pay_page;
mod payment;
mod refund;
mod route;
mod token;
mod transactions;
mod witness;

pub use accounts::{
    Account, MERCHANT_ID, OFFERED_COUNTRIES, PAYLINK_ACCOUNT, PROCESSING_ACCOUNT,
    TOKENIZATION_ACCOUNT,
};
pub use behaviour::Behaviour;
pub use books::{
    Card, Link, LinkId, LinkStatus, PageId, Transaction, TransactionId, TransactionKind,
    TransactionState, Usage,
};
pub use cards::{APPROVED_CARDS, DECLINED_CARD};
pub use inspection::PracticeBooks;
pub use money::{Currency, MinorUnits, OFFERED_CURRENCIES};
pub use payment::PayRefusal;
pub use witness::{Endpoint, KeyUses};

pub(crate) use gateway::{Gateway, Shop};
