//! The use cases of the till: take a payment, watch it, change or cancel its link, take or give up what is reserved,
//! refund it, settle what is unclear, find it again.
//!
//! Every write at a provider takes the same way: the intent goes on disk, the request leaves, the answer becomes an
//! event in the book, and the book tells what comes next. There is no second way.

mod account_form;
mod account_view;
mod accounts;
mod actor;
mod answer;
pub mod backup;
mod book;
mod books_view;
mod change_form;
mod charges;
mod customers;
mod desk;
mod earlier_links;
mod find;
mod gaps;
mod hold_ends;
mod hold_evidence;
mod hold_failures;
mod idle_picture;
mod key_form;
mod keys;
mod lease;
mod makers;
mod new_key;
mod notification;
mod pace;
mod person;
mod person_evidence;
mod picture_file;
mod place_form;
mod preview;
mod products;
mod recent_words;
mod refund;
mod refund_origin;
mod refund_rule;
mod refund_total;
mod refunds_seen;
mod refused_looks;
mod sales_file;
mod see;
mod settings;
mod settle;
mod settle_hold_end;
mod share;
mod staff;
mod staff_names;
mod take_payment;
mod till_state;
mod timeline;
mod told;
mod total;
mod try_with;
mod turns;
#[cfg(feature = "simulation")]
mod unwritten;
mod vain_looks;
pub mod view;
mod watch;
mod wishes;

/// What the shell hands in: the real network, keychain, clock and chance, or a test's own.
pub mod seams {
    pub use domain::{Clock, Random, Timestamp};
    pub use providers::{Executor, HttpTransport, TimeLimits, Transport};
    pub use vault::{KeychainStore, Limits, SessionStore, Store, Vault, VaultError};
}

pub use account_form::{AccountTerms, NewAccount};
pub use actor::Actor;
pub use book::{Book, BookError};
pub use desk::{Change, Desk, Parts};
pub use domain;
pub use keys::AccountKeys;
pub use place_form::NewPlace;
pub use providers::Keys;
pub use sales_file::SalesFile;
