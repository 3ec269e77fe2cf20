//! Staff: who gets in, who does not, and what stays when somebody lends a hand from outside.

mod first_pin;
mod forger;
mod forging;
mod history;
mod locking;
mod managing;
mod recovering;
pub(crate) mod refund_proofs;
mod restoring;
pub(crate) mod rig;
mod secrecy;
mod signing_in;
mod tampering;
