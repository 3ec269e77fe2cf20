//! The two currencies of payment links (fact sheet, What it is).

use serde::{Deserialize, Serialize};

use crate::minor_units::MinorUnits;

/// The digits behind the point, of both.
const DIGITS: usize = 2;

/// A currency in which a link can be paid.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// The dollar of the United States, which is taken where none is named.
    #[default]
    Usd,
    /// The euro.
    Eur,
}

impl Currency {
    /// The currency with this upper-case code, if links have it.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Usd, Self::Eur].into_iter().find(|currency| currency.code() == code)
    }

    /// The ISO 4217 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Eur => "EUR",
        }
    }

    /// `amount` for a person to read, such as `25.00 USD`.
    pub(super) fn write(self, amount: MinorUnits) -> String {
        format!("{} {}", decimal(amount), self.code())
    }
}

/// An amount as answers write it: a decimal string in major units.
pub(super) fn decimal(amount: MinorUnits) -> String {
    amount.major(DIGITS)
}
