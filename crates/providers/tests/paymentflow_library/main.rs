//! The client library for PaymentFlow: requests to the byte, answers of every sort, and messages against the vectors.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod bad_answers;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod fields;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod metadata;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod places;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod signature_headers;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod webhooks;
