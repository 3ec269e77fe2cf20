//! Two real desks on one real book, against a provider that fails in many ways, in simulated time.
//!
//! A seed decides everything: which promises the provider gives, what fails and when, what people do. So each run can be
//! repeated to the letter: `cargo xtask simulate --seed 4711`. With one of the protocol's twelve rules switched off the same
//! runs must find what the rule prevents; that they do is the proof that they look.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod chance;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod customer;
#[cfg(test)]
mod history;
#[cfg(test)]
mod network;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod run;
#[cfg(test)]
mod runs;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod staff;
#[cfg(test)]
mod till;
#[cfg(test)]
mod witness;
#[cfg(test)]
mod world;
