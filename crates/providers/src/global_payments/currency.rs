//! How Global Payments counts a currency.
//!
//! The API takes minor units, and its table of digits is not ISO's: none for ISK, KRW and VND, three for BHD, KWD and
//! OMR, two for all others (fact sheet, 7.1). Where the tables differ (JPY, CLP, UGX, TND, …) every source multiplies
//! as the provider's table says, but nobody proved what a customer is charged. The till counts such a currency as the
//! table does, in every request and every answer, and offers it only where the owner allowed it.

use domain::{Currency, Money, account::Account, money::minor_units};

use crate::provider::Counting;

/// The minor digits that the provider's table gives.
fn their_digits(currency: Currency) -> u8 {
    match currency.code() {
        "ISK" | "KRW" | "VND" => 0,
        "BHD" | "KWD" | "OMR" => 3,
        _ => 2,
    }
}

/// Whether the provider counts `currency` in the minor units of ISO 4217.
pub(super) fn counting(currency: Currency) -> Counting {
    let theirs = their_digits(currency);
    if theirs == currency.exponent() { Counting::Agrees } else { Counting::Disputed { theirs } }
}

/// True where the account may ask for money in `currency`: both count alike, or the owner allowed it all the same.
/// Money that is there already is read and given back without asking.
pub(super) fn may_be_asked(account: &Account, currency: Currency) -> bool {
    counting(currency) == Counting::Agrees || account.allowed_disputed.contains(&currency)
}

/// `money` as the provider writes it; `None` where its digits can't hold it.
pub(super) fn written(money: Money) -> Option<String> {
    let currency = money.currency();
    recount(money.minor(), currency.exponent(), their_digits(currency))
        .map(|units| units.to_string())
}

/// What the provider wrote as `text`, in `currency`; `None` where it is no whole number of our minor units.
pub(super) fn read(text: &str, currency: Currency) -> Option<Money> {
    let units = minor_units(text)?;
    let minor = recount(units, their_digits(currency), currency.exponent())?;
    Some(Money::new(minor, currency))
}

/// The same sum with another number of minor digits. Never rounded.
fn recount(units: u64, from: u8, to: u8) -> Option<u64> {
    let factor = 10_u64.checked_pow(u32::from(from.abs_diff(to)))?;
    if to >= from {
        units.checked_mul(factor)
    } else {
        units.is_multiple_of(factor).then(|| units / factor)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    fn money(minor: u64, code: &str) -> Money {
        Money::new(minor, currency(code))
    }

    #[test]
    fn currencies_that_both_count_alike_are_not_disputed() {
        for code in
            ["EUR", "GBP", "USD", "PLN", "SEK", "AUD", "KRW", "VND", "ISK", "BHD", "KWD", "OMR"]
        {
            assert_eq!(counting(currency(code)), Counting::Agrees, "{code}");
        }
    }

    #[test]
    fn a_currency_that_could_be_charged_a_hundredfold_is_disputed() {
        for code in ["JPY", "CLP", "UGX", "XAF", "PYG", "TND", "JOD", "IQD"] {
            assert_eq!(counting(currency(code)), Counting::Disputed { theirs: 2 }, "{code}");
        }
    }

    #[test]
    fn a_sum_is_written_in_the_providers_digits_and_read_back_in_ours() {
        for (minor, code, text) in [
            (1_999, "GBP", "1999"),
            (1_999, "JPY", "199900"),
            (1_999, "CLP", "199900"),
            (1_999, "KRW", "1999"),
            (1_999, "KWD", "1999"),
            (1_990, "TND", "199"),
            (0, "JPY", "0"),
        ] {
            assert_eq!(written(money(minor, code)).as_deref(), Some(text), "{code}");
            assert_eq!(read(text, currency(code)), Some(money(minor, code)), "{code}");
        }
    }

    #[test]
    fn nothing_is_rounded() {
        assert_eq!(read("199950", currency("JPY")), None);
        assert_eq!(read("1", currency("CLP")), None);
        assert_eq!(written(money(1_999, "TND")), None);
        assert_eq!(written(money(u64::MAX, "JPY")), None);
        assert_eq!(read("18446744073709551615", currency("TND")), None);
    }

    #[test]
    fn what_is_no_whole_number_is_no_sum() {
        for text in ["", "19.99", "-1", "+1", "1e3", " 1", "18446744073709551616"] {
            assert_eq!(read(text, currency("GBP")), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_itself(minor: u64, code in "(GBP|JPY|CLP|UGX|KRW|KWD|TND|JOD)") {
            let before = money(minor, &code);
            if let Some(text) = written(before) {
                prop_assert_eq!(read(&text, before.currency()), Some(before));
            }
        }

        #[test]
        fn what_is_read_is_written_as_it_was(units: u64, code in "(GBP|JPY|CLP|UGX|KRW|KWD|TND|JOD)") {
            let text = units.to_string();
            if let Some(sum) = read(&text, currency(&code)) {
                prop_assert_eq!(written(sum), Some(text));
            }
        }

        #[test]
        fn no_sum_that_the_till_takes_is_too_large_for_yen(minor in 0..=domain::money::LARGEST_AMOUNT) {
            prop_assert_eq!(written(money(minor, "JPY")), Some(format!("{}", minor * 100)));
        }
    }
}
