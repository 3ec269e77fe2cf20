//! Amounts and currencies as the fact sheet writes them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest amount that is taken; the real limit is unknown.
const MOST_DIGITS: usize = 12;

/// Currencies of the practice merchant, each with its digits after the point at Global Payments
/// (fact sheet, 7.1). They are not those of ISO 4217: JPY and CLP have two.
pub const OFFERED_CURRENCIES: &[(&str, usize)] = &[
    ("AUD", 2),
    ("BHD", 3),
    ("CAD", 2),
    ("CHF", 2),
    ("CLP", 2),
    ("DKK", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("HKD", 2),
    ("JPY", 2),
    ("KRW", 0),
    ("KWD", 3),
    ("NOK", 2),
    ("NZD", 2),
    ("PLN", 2),
    ("SEK", 2),
    ("SGD", 2),
    ("USD", 2),
];

/// An amount in minor units of its currency.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct MinorUnits(u64);

impl MinorUnits {
    /// `minor` units: 2500 is 25.00 EUR.
    pub fn new(minor: u64) -> Self {
        Self(minor)
    }

    /// The plain number.
    pub fn get(self) -> u64 {
        self.0
    }

    /// Reads digits only: no sign, no separator, leading zeros allowed (fact sheet, 7.1).
    pub(super) fn parse(text: &str) -> Option<Self> {
        let fits = (1..=MOST_DIGITS).contains(&text.len());
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        (fits && digits).then(|| text.parse().ok().map(Self)).flatten()
    }

    pub(super) fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is left after `other` is taken away; nothing if `other` is more.
    pub(super) fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// `percent` of this amount, rounded down.
    pub(super) fn percent(self, percent: u32) -> Self {
        Self(self.0.saturating_mul(u64::from(percent)) / 100)
    }
}

impl fmt::Display for MinorUnits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A currency that the practice merchant offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Currency(String);

impl Currency {
    /// The currency with this upper-case ISO 4217 code, if it is offered.
    pub fn offered(code: &str) -> Option<Self> {
        OFFERED_CURRENCIES
            .iter()
            .any(|(offered, _)| *offered == code)
            .then(|| Self(code.to_owned()))
    }

    /// The ISO 4217 code.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// `amount` for a person to read, such as `25.00 EUR`.
    pub(super) fn write(&self, amount: MinorUnits) -> String {
        let decimals = OFFERED_CURRENCIES
            .iter()
            .find_map(|(code, digits)| (*code == self.0).then_some(*digits))
            .unwrap_or_default();
        let digits = format!("{:0>width$}", amount.0, width = decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - decimals);
        let point = if part.is_empty() { "" } else { "." };
        format!("{whole}{point}{part} {}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_with_the_digits_of_their_currency() {
        for (minor, code, written) in [
            (2500, "EUR", "25.00 EUR"),
            (5, "EUR", "0.05 EUR"),
            (2500, "KRW", "2500 KRW"),
            (2500, "BHD", "2.500 BHD"),
            (2500, "KWD", "2.500 KWD"),
            (2500, "JPY", "25.00 JPY"),
        ] {
            assert_eq!(Currency::offered(code).unwrap().write(MinorUnits(minor)), written);
        }
    }

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
}
