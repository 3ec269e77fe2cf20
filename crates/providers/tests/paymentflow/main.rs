//! What is PaymentFlow's own of the till's use of it, beyond the suite that every provider passes (`tests/suite`).

#[cfg(test)]
mod cancel;
#[cfg(test)]
mod create;
#[cfg(test)]
mod customers;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod find;
#[cfg(test)]
mod hosts;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod notifications;
#[cfg(test)]
mod offers;
#[cfg(test)]
mod refund;
#[cfg(test)]
mod refunds_of;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod states;
#[cfg(test)]
mod support;
#[cfg(test)]
mod sweep;
