//! Currencies: those of ISO 4217, with its digits after the point.

use serde::{Deserialize, Serialize};

use crate::minor_units::MinorUnits;

/// A currency of ISO 4217.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Currency(String);

impl Currency {
    /// The currency with this upper-case code, if there is one that has minor units.
    pub fn of_code(code: &str) -> Option<Self> {
        digits(code).map(|_| Self(code.to_owned()))
    }

    /// The ISO 4217 code.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// `amount` for a person to read, such as `25.00 USD`.
    pub(super) fn write(&self, amount: MinorUnits) -> String {
        format!("{} {}", amount.major(digits(&self.0).unwrap_or_default()), self.0)
    }
}

fn digits(code: &str) -> Option<usize> {
    iso_currency::Currency::from_code(code)?.exponent().map(usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_with_the_digits_of_their_currency() {
        for (minor, code, written) in
            [(2500, "USD", "25.00 USD"), (5, "JPY", "5 JPY"), (2500, "BHD", "2.500 BHD")]
        {
            assert_eq!(Currency::of_code(code).unwrap().write(MinorUnits::new(minor)), written);
        }
        for code in ["usd", "US", "ABC", "XAU", ""] {
            assert_eq!(Currency::of_code(code), None, "{code}");
        }
    }
}
