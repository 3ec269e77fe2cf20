//! The same desk with an account at a merchant dashboard: links are made of the catalogue's products, the key is a session
//! that ends, nothing has a key of its own, and nothing is refunded here.

mod account;
mod changes;
mod creates;
mod foreign_hosts;
mod preview;
mod refunds;
pub(crate) mod rig;
mod sales;
mod sessions;
mod totals;
mod watching;
