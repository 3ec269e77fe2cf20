//! What is the merchant dashboard's own of the till's use of it, beyond the suite that every provider passes
//! (`tests/suite`).

#[cfg(test)]
mod alter;
#[cfg(test)]
mod create;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod find;
#[cfg(test)]
mod hosts;
#[cfg(test)]
mod offers;
#[cfg(test)]
mod payments;
#[cfg(test)]
mod preview;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod show;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod states;
#[cfg(test)]
mod support;
#[cfg(test)]
mod sweep;
#[cfg(test)]
mod twins;
