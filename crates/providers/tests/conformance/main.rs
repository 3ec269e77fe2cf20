//! What is Global Payments' own beyond the suite that every provider passes (`tests/suite`), and the executor that drives
//! them all.

#[cfg(test)]
mod alter;
#[cfg(test)]
mod create;
#[cfg(test)]
mod executor;
#[cfg(test)]
mod find;
#[cfg(test)]
mod hold;
#[cfg(test)]
mod hosts;
#[cfg(test)]
mod http;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod many_payments;
#[cfg(test)]
mod read;
#[cfg(test)]
mod refund;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod support;
