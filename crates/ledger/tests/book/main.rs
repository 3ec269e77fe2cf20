//! The book as the desk uses it: real SQLite in folders of their own.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where the book does not do what it should"
)]

mod accounts;
mod backup;
mod baskets;
mod chain;
mod charges;
mod crew;
mod customers;
mod day_limit;
mod history;
mod hold_ends;
mod kinds;
mod links;
mod opening;
mod payments;
mod products;
mod rebuild;
mod refund_totals;
mod refunds;
mod refunds_elsewhere;
mod sales;
mod search;
mod seen;
mod shop;
mod staff;
mod staff_by_hand;
mod sweep;
mod till_settings;
mod totals;
mod tries;
mod try_with;
mod watch;
mod wishes;
