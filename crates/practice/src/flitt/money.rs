//! Currencies as the fact sheet writes them.

use serde::{Deserialize, Serialize};

use crate::minor_units::MinorUnits;

/// Currencies of a merchant in Georgia (fact sheet, section 6). All have two decimals.
pub const OFFERED_CURRENCIES: &[&str] = &["GEL", "USD", "EUR"];

const DECIMALS: usize = 2;

/// A currency that the practice merchant offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Currency(String);

impl Currency {
    /// The currency with this upper-case ISO 4217 code, if it is offered.
    pub fn offered(code: &str) -> Option<Self> {
        OFFERED_CURRENCIES.contains(&code).then(|| Self(code.to_owned()))
    }

    /// The ISO 4217 code.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// `amount` for a person to read, such as `25.00 GEL`.
    pub(super) fn write(&self, amount: MinorUnits) -> String {
        format!("{} {}", amount.major(DECIMALS), self.0)
    }
}

/// `amount` in major units as a JSON number, such as `20.0` or `302.35` (fact sheet, 3.10).
pub(super) fn major_number(amount: MinorUnits) -> serde_json::Value {
    amount.major(DECIMALS).parse().map_or(serde_json::Value::Null, serde_json::Value::Number)
}

/// `amount` in major units as a text, such as `20.00`.
pub(super) fn major_text(amount: MinorUnits) -> String {
    amount.major(DECIMALS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn major_units_are_written_as_the_vendor_prints_them() {
        for (minor, written) in
            [(2000, "20.0"), (30235, "302.35"), (1, "0.01"), (999_999_999_999, "9999999999.99")]
        {
            assert_eq!(major_number(MinorUnits::new(minor)).to_string(), written);
        }
    }
}
