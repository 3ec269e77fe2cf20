//! Currencies as the fact sheet writes them.

use serde::{Deserialize, Serialize};

use crate::minor_units::MinorUnits;

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
        format!("{} {}", amount.major(decimals), self.0)
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
            assert_eq!(Currency::offered(code).unwrap().write(MinorUnits::new(minor)), written);
        }
    }
}
