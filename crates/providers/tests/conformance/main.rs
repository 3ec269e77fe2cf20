//! What every answer of a provider leads to, and what the till really sends.

#[cfg(test)]
mod alter;
#[cfg(test)]
mod captures;
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
mod payment;
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
#[cfg(test)]
mod troubles;
