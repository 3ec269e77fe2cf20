//! What is checked before anything is sent, and how a fault is told.

use domain::customer_email::CustomerEmail;

/// Longest description, in characters. Assumed: nothing says how long it may be (the fact sheet is silent, too).
pub const LONGEST_DESCRIPTION: usize = 500;

/// Longest name of a customer, in characters. Assumed likewise.
pub const LONGEST_NAME: usize = 200;

/// Longest phone number, in characters. Assumed likewise: E.164 has 15 digits, and people write spaces between them.
pub const LONGEST_PHONE: usize = 40;

/// What is wrong with a field. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct FieldFault {
    /// The field as the API names it; a metadata value as `metadata.NAME`.
    pub field: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It must be there and is empty.
    #[error("it is missing")]
    Missing,
    /// It has too many characters.
    #[error("it has {length} characters of at most {limit}")]
    TooLong {
        /// How many it may have.
        limit: usize,
        /// How many it has.
        length: usize,
    },
    /// A metadata name has too many characters.
    #[error("its name has {length} characters of at most {limit}")]
    NameTooLong {
        /// How many it may have.
        limit: usize,
        /// How many it has.
        length: usize,
    },
    /// A metadata name is empty.
    #[error("a name is empty")]
    NameMissing,
    /// A metadata name stands there twice.
    #[error("the name stands there twice")]
    NameTwice,
    /// There are too many of them.
    #[error("there are {count} of at most {limit}")]
    TooMany {
        /// How many there may be.
        limit: usize,
        /// How many there are.
        count: usize,
    },
    /// A number is too small or too large.
    #[error("it must be from {least} to {most}")]
    OutOfRange {
        /// The smallest.
        least: u32,
        /// The largest.
        most: u32,
    },
    /// It is not written as it must be.
    #[error("it is not in the right form")]
    Malformed,
}

pub(super) fn fault(field: impl Into<String>, fault: Fault) -> FieldFault {
    FieldFault { field: field.into(), fault }
}

/// `text`, if it is there, has at most `limit` characters.
pub(super) fn text<'t>(field: &str, text: &'t str, limit: usize) -> Result<&'t str, FieldFault> {
    if text.is_empty() {
        return Err(fault(field, Fault::Missing));
    }
    let length = text.chars().count();
    if length > limit {
        return Err(fault(field, Fault::TooLong { limit, length }));
    }
    Ok(text)
}

/// `text`, if it can be an e-mail address.
pub(super) fn email<'t>(field: &str, text: &'t str) -> Result<&'t str, FieldFault> {
    if text.is_empty() {
        return Err(fault(field, Fault::Missing));
    }
    match CustomerEmail::try_from(text.to_owned()) {
        Ok(_) => Ok(text),
        Err(_) => Err(fault(field, Fault::Malformed)),
    }
}
