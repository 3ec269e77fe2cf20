//! Amounts of money.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest amount that is taken: `i12` at Flitt (fact sheet Flitt, 3.1); the real limit of
/// Global Payments is unknown.
const MOST_DIGITS: usize = 12;

/// An amount in minor units of its currency.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct MinorUnits(u64);

impl MinorUnits {
    /// `minor` units: 2500 is 25.00 EUR.
    pub const fn new(minor: u64) -> Self {
        Self(minor)
    }

    /// The plain number.
    pub fn get(self) -> u64 {
        self.0
    }

    /// Reads digits only: no sign, no separator, leading zeros allowed.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let fits = (1..=MOST_DIGITS).contains(&text.len());
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        (fits && digits).then(|| text.parse().ok().map(Self)).flatten()
    }

    pub(crate) fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is left after `other` is taken away; nothing if `other` is more.
    pub(crate) fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// `percent` of this amount, rounded down.
    pub(crate) fn percent(self, percent: u32) -> Self {
        Self(self.0.saturating_mul(u64::from(percent)) / 100)
    }

    /// The amount in major units, with `decimals` digits after the point, such as `25.00`.
    pub(crate) fn major(self, decimals: usize) -> String {
        let digits = format!("{:0>width$}", self.0, width = decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - decimals);
        let point = if part.is_empty() { "" } else { "." };
        format!("{whole}{point}{part}")
    }
}

impl fmt::Display for MinorUnits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_are_an_amount() {
        assert_eq!(MinorUnits::parse("1999"), Some(MinorUnits(1999)));
        assert_eq!(MinorUnits::parse("000"), Some(MinorUnits(0)));
        for text in ["", "-5", "+5", "19.99", "1,999", " 5", "1e3", "1234567890123"] {
            assert_eq!(MinorUnits::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_percentage_rounds_down() {
        assert_eq!(MinorUnits(999).percent(115), MinorUnits(1148));
    }

    #[test]
    fn major_units_have_the_digits_of_their_currency() {
        assert_eq!(MinorUnits(5).major(2), "0.05");
        assert_eq!(MinorUnits(2500).major(0), "2500");
        assert_eq!(MinorUnits(2500).major(3), "2.500");
    }
}
