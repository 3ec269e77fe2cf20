//! The till's own words and rules: money, sales, links, payments, refunds, and the life of every intent.
//!
//! Pure by design. There is no clock, no network, no file and no randomness here; what needs one is handed in through
//! the small traits [`Clock`] and [`Random`]. The life of a link and of a refund is a total function
//! `(state, event) -> (state, effects)`, so that the real rules can be run through millions of simulated faults.

pub mod account;
pub mod amount_text;
pub mod basket;
pub mod capabilities;
pub mod charge_requests;
pub mod clock;
pub mod customer;
pub mod customer_email;
pub mod error;
pub mod event;
pub mod hold;
pub mod ids;
pub mod link;
pub mod link_kind;
pub mod link_life;
pub mod link_wish;
pub mod money;
pub mod outcome;
pub mod page_language;
pub mod page_url;
pub mod pay_page;
pub mod pay_url;
pub mod payment;
pub mod place;
pub mod product;
pub mod product_form;
pub mod reference;
pub mod refund;
pub mod refund_life;
pub mod rights;
pub mod rules;
pub mod sale;
pub mod sale_state;
pub mod staff;
pub mod text;
pub mod till_rules;
pub mod usage;

pub use clock::{Clock, Random, Timestamp};
pub use error::TillError;
pub use money::{Amount, Currency, Money};
pub use outcome::Outcome;
