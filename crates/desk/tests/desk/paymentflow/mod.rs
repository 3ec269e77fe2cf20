//! The same desk with an account at PaymentFlow: a link is a payment and has no end, a refund is attempted once, and the
//! provider keeps the shop's customers.

mod account;
mod budget;
mod creates;
mod customers;
mod messages;
mod refund_after_restore;
mod refund_evidence;
mod refunds;
pub(crate) mod rig;
mod states;
mod unnamed;
mod watching;
