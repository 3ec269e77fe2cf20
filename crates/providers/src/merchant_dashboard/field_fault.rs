//! What is checked before anything is sent, and how a fault is told.

use std::ops::RangeInclusive;

/// Longest name of a link, in characters. Assumed: nothing says how long it may be.
pub const LONGEST_NAME: usize = 200;

/// Longest billing field, in characters. Assumed likewise.
pub const LONGEST_BILLING_FIELD: usize = 200;

/// The most products of one link. Assumed likewise.
pub const MOST_PRODUCTS: usize = 100;

/// How many pieces of a product a link may sell at once. Assumed likewise.
pub const QUANTITIES: RangeInclusive<u32> = 1..=999;

/// How often a link may be usable. Assumed likewise.
pub const USES: RangeInclusive<u32> = 1..=1_000;

/// What is wrong with a field. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct FieldFault {
    /// The field as the API names it: `name`, `products[0].quantity`, `metadata.NAME`.
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
    /// It stands there twice: a metadata name, or a product.
    #[error("it stands there twice")]
    Twice,
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
    /// It holds a character that can't be meant: a line break, another control.
    #[error("it holds a control character")]
    Control,
    /// It is not written as it must be.
    #[error("it is not in the right form")]
    Malformed,
    /// It is a moment that no calendar of four digits has.
    #[error("it is no moment of this age")]
    NoMoment,
}

pub(super) fn fault(field: impl Into<String>, fault: Fault) -> FieldFault {
    FieldFault { field: field.into(), fault }
}

/// `text`, if there is more than white space, no control character, and at most `limit` characters.
pub(super) fn line<'t>(field: &str, text: &'t str, limit: usize) -> Result<&'t str, FieldFault> {
    if text.trim().is_empty() {
        return Err(fault(field, Fault::Missing));
    }
    if text.chars().any(char::is_control) {
        return Err(fault(field, Fault::Control));
    }
    let length = text.chars().count();
    if length > limit {
        return Err(fault(field, Fault::TooLong { limit, length }));
    }
    Ok(text)
}

/// `number`, if it lies in `range`.
pub(super) fn within(
    field: &str,
    number: u32,
    range: &RangeInclusive<u32>,
) -> Result<u32, FieldFault> {
    if range.contains(&number) {
        return Ok(number);
    }
    Err(fault(field, Fault::OutOfRange { least: *range.start(), most: *range.end() }))
}
