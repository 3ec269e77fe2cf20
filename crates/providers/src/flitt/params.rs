//! The parameters of a request, checked before anything is sent (fact sheet, 3.1).

use domain::Money;

use super::{
    members::{Members, Value},
    sign::SEPARATOR,
};

/// The largest amount: twelve digits of minor units (fact sheet, 3.1).
pub const LARGEST_AMOUNT: u64 = 999_999_999_999;

/// What is wrong with a parameter. Nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct FieldFault {
    /// The parameter's name at the gateway.
    pub field: &'static str,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A mandatory one is empty.
    #[error("it is missing")]
    Missing,
    /// It holds `|`, which is not escaped in what is signed (fact sheet, section 8, trap 2).
    #[error("it holds the sign |")]
    Separator,
    /// It has too many characters.
    #[error("it has {length} characters of at most {limit}")]
    TooLong {
        /// How many it may have.
        limit: usize,
        /// How many it has.
        length: usize,
    },
    /// A number is too small or too large.
    #[error("it is out of range")]
    OutOfRange,
    /// It contradicts another parameter: parts that do not add up, two that exclude each other, one without the other.
    #[error("it does not fit the rest")]
    DoesNotFit,
    /// It is not written as the gateway wants it.
    #[error("it is not in the right form")]
    Malformed,
}

/// A fault of `field`.
pub(super) fn fault(field: &'static str, fault: Fault) -> FieldFault {
    FieldFault { field, fault }
}

/// Parameters on their way into a request. What is empty is not sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Params(Members);

impl Params {
    pub(super) fn into_members(self) -> Members {
        self.0
    }

    /// True where `field` will be sent.
    pub(super) fn has(&self, field: &str) -> bool {
        self.0.get(field).is_some()
    }

    fn put(&mut self, field: &'static str, value: Value) -> Result<(), FieldFault> {
        self.0.insert(field, value).map_err(|_| fault(field, Fault::DoesNotFit))
    }

    /// A mandatory text of at most `limit` characters.
    pub(super) fn text(
        &mut self,
        field: &'static str,
        text: &str,
        limit: usize,
    ) -> Result<(), FieldFault> {
        let text = checked(field, text, limit)?;
        if text.is_empty() {
            return Err(fault(field, Fault::Missing));
        }
        self.put(field, Value::Text(text.to_owned()))
    }

    /// A text of at most `limit` characters, or none.
    pub(super) fn optional(
        &mut self,
        field: &'static str,
        text: Option<&str>,
        limit: usize,
    ) -> Result<(), FieldFault> {
        match text.filter(|text| !text.is_empty()) {
            Some(text) => self.text(field, text, limit),
            None => Ok(()),
        }
    }

    /// `Y` or `N`; nothing where the gateway's own default is wanted.
    pub(super) fn yes_no(
        &mut self,
        field: &'static str,
        yes: Option<bool>,
    ) -> Result<(), FieldFault> {
        let word = yes.map(|yes| if yes { "Y" } else { "N" });
        self.optional(field, word, 1)
    }

    /// A whole number.
    pub(super) fn number(&mut self, field: &'static str, number: u64) -> Result<(), FieldFault> {
        self.put(field, Value::Number(number.to_string()))
    }

    /// `amount` and `currency`: 1 to [`LARGEST_AMOUNT`] minor units.
    pub(super) fn money(&mut self, money: Money) -> Result<(), FieldFault> {
        self.number("amount", checked_amount("amount", money.minor())?)?;
        self.text("currency", money.currency().code(), 3)
    }

    /// Nested data. It can be sent in protocol 2.0 only.
    pub(super) fn nested(
        &mut self,
        field: &'static str,
        json: &serde_json::Value,
    ) -> Result<(), FieldFault> {
        self.put(field, Value::Nested(json.to_string()))
    }
}

/// `text`, if it has at most `limit` characters and no separator.
pub(super) fn checked<'t>(
    field: &'static str,
    text: &'t str,
    limit: usize,
) -> Result<&'t str, FieldFault> {
    let length = text.chars().count();
    if length > limit {
        return Err(fault(field, Fault::TooLong { limit, length }));
    }
    if text.contains(SEPARATOR) {
        return Err(fault(field, Fault::Separator));
    }
    Ok(text)
}

/// `minor`, if it is 1 to [`LARGEST_AMOUNT`].
pub(super) fn checked_amount(field: &'static str, minor: u64) -> Result<u64, FieldFault> {
    match minor {
        1..=LARGEST_AMOUNT => Ok(minor),
        _ => Err(fault(field, Fault::OutOfRange)),
    }
}
