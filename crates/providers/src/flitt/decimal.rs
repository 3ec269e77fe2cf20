//! Decimal numbers in major units, as reports and lists of transactions write them (fact sheet, section 8, trap 15).

use domain::{Currency, Money};

/// A decimal number, just as it was written: `20.0`, `302.35`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(String);

/// A sum in major units, just as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MajorSum {
    decimal: Decimal,
    currency: Option<Currency>,
}

impl MajorSum {
    pub(super) fn new(decimal: Decimal, currency: Option<Currency>) -> Self {
        Self { decimal, currency }
    }

    /// The number, as it was written.
    pub fn decimal(&self) -> &Decimal {
        &self.decimal
    }

    /// The sum. It is none where no currency was named.
    pub fn money(&self) -> Result<Money, NotASum> {
        self.decimal.in_major_units(self.currency.ok_or(NotASum)?)
    }
}

/// A number that is no sum of a currency: negative, finer than the minor unit, too large, or no decimal at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a sum of this currency")]
pub struct NotASum;

impl Decimal {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The sum, where the number counts major units of `currency`. The digits are moved as text.
    pub fn in_major_units(&self, currency: Currency) -> Result<Money, NotASum> {
        let (whole, part) = self.0.split_once('.').unwrap_or((&self.0, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(part) {
            return Err(NotASum);
        }
        let exponent = usize::from(currency.exponent());
        // Zeros below the minor unit change nothing; any other digit there would be lost.
        let part = part.trim_end_matches('0');
        if part.len() > exponent {
            return Err(NotASum);
        }
        let minor = format!("{whole}{part:0<exponent$}").parse().map_err(|_| NotASum)?;
        Ok(Money::new(minor, currency))
    }
}
