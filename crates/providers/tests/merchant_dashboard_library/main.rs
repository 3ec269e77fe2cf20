//! The client library for the merchant dashboard: requests to the byte, and answers of every sort.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod bad_answers;
#[cfg(test)]
mod customers;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod fields;
#[cfg(test)]
mod gone;
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
mod stage;
#[cfg(test)]
mod sums;
#[cfg(test)]
mod tokens;
