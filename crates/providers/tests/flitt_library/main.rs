//! The client library for Flitt: signatures, formats, and every operation, against documented and recorded facts.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod bad_answers;
#[cfg(test)]
mod callbacks;
#[cfg(test)]
mod captures;
#[cfg(all(test, feature = "card-data"))]
mod card_data;
#[cfg(test)]
mod codes;
#[cfg(test)]
mod envelopes;
#[cfg(test)]
mod fields;
#[cfg(test)]
mod kinds_of_page;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod notifications;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod proofs;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod signatures;
#[cfg(test)]
mod splits;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod tokens;
