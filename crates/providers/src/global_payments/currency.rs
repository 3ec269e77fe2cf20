//! How Global Payments counts a currency.

use domain::Currency;

/// True where Global Payments counts `currency` in the minor units of ISO 4217.
///
/// The API takes minor units, and its table of digits is not ISO's: none for ISK, KRW and VND,
/// three for BHD, KWD and OMR, two for all others (fact sheet, 7.1). Where the tables differ (JPY,
/// CLP, UGX, TND, …) a sale could be charged a hundredfold or a tenth, so such a currency is not
/// offered.
pub(super) fn exponents_agree(currency: Currency) -> bool {
    let theirs = match currency.code() {
        "ISK" | "KRW" | "VND" => 0,
        "BHD" | "KWD" | "OMR" => 3,
        _ => 2,
    };
    currency.exponent() == theirs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(code: &str) -> bool {
        exponents_agree(code.parse().unwrap())
    }

    #[test]
    fn currencies_that_both_count_alike_are_taken() {
        for code in
            ["EUR", "GBP", "USD", "PLN", "SEK", "AUD", "KRW", "VND", "ISK", "BHD", "KWD", "OMR"]
        {
            assert!(agree(code), "{code}");
        }
    }

    #[test]
    fn a_currency_that_could_be_charged_a_hundredfold_is_not_taken() {
        for code in ["JPY", "CLP", "UGX", "XAF", "PYG", "TND", "JOD", "IQD"] {
            assert!(!agree(code), "{code}");
        }
    }
}
