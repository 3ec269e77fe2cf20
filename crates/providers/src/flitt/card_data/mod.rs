//! Payouts, and payments with card numbers (fact sheet, 3.6, 3.13).
//!
//! Only with the cargo feature `card-data`, which nothing here switches on. Whoever types, sends or stores a card number
//! brings the computer and the network into the scope of PCI DSS: audits, scans, hardened machines. A till on a shop's
//! desktop stays out of it: the customer types the number on the gateway's own page.

mod direct;
mod payout;

pub use direct::{Card, CardPayment, StepOne, StepTwo, ThreeDs};
pub use payout::{Payout, PayoutTo};
