//! How Flitt counts a currency.
//!
//! It takes minor units, and every currency that its documents name has two minor digits. Of any other currency no
//! source says how it is counted (fact sheet, 6). The till counts each with two digits, in every request and every
//! answer, and offers one for which ISO 4217 gives another number only where the owner allowed it.

use domain::{Currency, Money, account::Account};

use super::errors::{self, Failure};
use crate::provider::Counting;

/// The minor digits of every currency that the documents name.
const THEIR_DIGITS: u8 = 2;

/// Whether the provider surely counts `currency` in the minor units of ISO 4217.
pub(super) fn counting(currency: Currency) -> Counting {
    if currency.exponent() == THEIR_DIGITS {
        Counting::Agrees
    } else {
        Counting::Disputed { theirs: THEIR_DIGITS }
    }
}

/// True where the account may ask for money in `currency`: both count alike, or the owner allowed it all the same.
/// Money that is there already is read and given back without asking.
pub(super) fn may_be_asked(account: &Account, currency: Currency) -> bool {
    counting(currency) == Counting::Agrees || account.allowed_disputed.contains(&currency)
}

/// `money` with the number that stands for it in a request. Where two digits can't hold it, nothing is sent.
pub(super) fn to_send(money: Money) -> Result<Money, Failure> {
    let currency = money.currency();
    recount(money.minor(), currency.exponent(), THEIR_DIGITS)
        .map(|units| Money::new(units, currency))
        .ok_or_else(|| uncountable(currency))
}

/// A sum of this currency that the provider can't count, or that the owner does not allow.
pub(super) fn uncountable(currency: Currency) -> Failure {
    errors::refused_here("CURRENCY", currency.code())
}

/// The money that the number `units` of an answer stands for; `None` where it is no whole number of our minor units.
pub(super) fn read(units: u64, currency: Currency) -> Option<Money> {
    let minor = recount(units, THEIR_DIGITS, currency.exponent())?;
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
    use super::*;

    fn money(minor: u64, code: &str) -> Money {
        Money::new(minor, code.parse().unwrap())
    }

    #[test]
    fn every_currency_that_the_documents_name_is_counted_alike() {
        for code in ["GEL", "USD", "EUR", "AMD", "AZN", "KZT", "MDL", "UZS", "GBP", "CZK", "UAH"] {
            assert_eq!(counting(code.parse().unwrap()), Counting::Agrees, "{code}");
        }
        for code in ["JPY", "KWD"] {
            assert_eq!(counting(code.parse().unwrap()), Counting::Disputed { theirs: 2 }, "{code}");
        }
    }

    #[test]
    fn a_sum_is_never_rounded() {
        for (minor, code, units) in [(1_020, "GEL", 1_020), (15, "JPY", 1_500), (1_990, "KWD", 199)]
        {
            assert_eq!(to_send(money(minor, code)).unwrap().minor(), units, "{code}");
            assert_eq!(read(units, code.parse().unwrap()), Some(money(minor, code)), "{code}");
        }
        assert!(to_send(money(1_999, "KWD")).is_err());
        assert_eq!(read(1_550, "JPY".parse().unwrap()), None);
    }
}
