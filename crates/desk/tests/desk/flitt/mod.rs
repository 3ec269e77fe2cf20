//! The same desk with an account at Flitt: no list, no cancel, a refund's total alone, and links of every kind.

mod charges;
mod customer;
mod keys;
mod kinds;
mod refund_doubts;
mod refund_totals;
mod reports;
pub(crate) mod rig;
