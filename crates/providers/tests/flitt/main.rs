//! What is Flitt's own of the till's use of it, beyond the suite that every provider passes (`tests/suite`).

#[cfg(test)]
mod answer_trust;
#[cfg(test)]
mod capture;
#[cfg(test)]
mod charges;
#[cfg(test)]
mod create;
#[cfg(test)]
mod find;
#[cfg(test)]
mod hosts;
#[cfg(test)]
mod offers;
#[cfg(test)]
mod refund;
#[cfg(test)]
mod release;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod states;
#[cfg(test)]
mod sums;
#[cfg(test)]
mod support;
#[cfg(test)]
mod sweep;
