//! The use cases of the till: take a payment, watch it, refund it, settle what is unclear, find it again.
//!
//! Every write at a provider takes the same way: the intent goes on disk, the request leaves, the answer becomes an
//! event in the book, and the book tells what comes next. There is no second way.

mod account_form;
mod accounts;
mod answer;
mod book;
mod books_view;
mod desk;
mod find;
mod keys;
mod lease;
mod pace;
mod refund;
mod refunds_seen;
mod settle;
mod take_payment;
mod till_state;
mod timeline;
mod turns;
pub mod view;
mod watch;

/// What the shell hands in: the real network, keychain, clock and chance, or a test's own.
pub mod seams {
    pub use domain::{Clock, Random, Timestamp};
    pub use providers::{Executor, HttpTransport, TimeLimits, Transport};
    pub use vault::{KeychainStore, Limits, SessionStore, Store, Vault, VaultError};
}

pub use account_form::NewAccount;
pub use book::{Book, BookError};
pub use desk::{Change, Desk, Parts};
pub use domain;
pub use keys::AccountKeys;
