//! Two real desks on one real book, against a provider that fails in many ways, in simulated time.
//!
//! A seed decides everything: which provider it is and what it promises, what fails and when, what people do. So each run
//! can be repeated to the letter: `cargo xtask simulate --seed 4711`. Seeds that four divides are those of providers that
//! speak as Global Payments does; where one is left over they are Flitt's, where two are, PaymentFlow's, and where three
//! are, a merchant dashboard's. What differs lies behind one trait, `gateway::Gateway`. With one of the protocol's twelve
//! rules switched off the same runs must find what the rule prevents; that they do is the proof that they look.

#[cfg(test)]
mod attempts;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod chance;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod confirming;
#[cfg(test)]
mod customer;
#[cfg(test)]
mod elsewhere;
#[cfg(test)]
mod flitt;
#[cfg(test)]
mod flitt_plan;
#[cfg(test)]
mod gateway;
#[cfg(test)]
mod global_payments;
#[cfg(test)]
mod history;
#[cfg(test)]
mod merchant_dashboard;
#[cfg(test)]
mod merchant_dashboard_plan;
#[cfg(test)]
mod network;
#[cfg(test)]
mod paymentflow;
#[cfg(test)]
mod paymentflow_plan;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod refund_audit;
#[cfg(test)]
mod run;
#[cfg(test)]
mod runs;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod signing_in;
#[cfg(test)]
mod staff;
#[cfg(test)]
mod till;
#[cfg(test)]
mod witness;
#[cfg(test)]
mod world;
