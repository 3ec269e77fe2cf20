//! Money: whole minor units and an ISO 4217 currency. No floating point anywhere.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use ts_rs::TS;

/// The largest amount that the till takes in one sale, in minor units: eleven digits.
pub const LARGEST_AMOUNT: u64 = 99_999_999_999;

/// A currency that the till can count: an ISO 4217 code with 0, 2 or 3 minor digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

/// Text that names no currency with 0, 2 or 3 minor digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a currency that the till can count")]
pub struct UnknownCurrency;

impl Currency {
    /// The three-letter code in upper case.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many digits of a minor amount stand behind the decimal mark: 0, 2 or 3 (ISO 4217).
    pub fn exponent(self) -> u8 {
        // Every constructor goes through `from_str`, which takes only currencies that have one.
        self.0.exponent().and_then(|digits| u8::try_from(digits).ok()).unwrap_or_default()
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        iso_currency::Currency::from_code(text)
            .filter(|currency| matches!(currency.exponent(), Some(0 | 2 | 3)))
            .map(Self)
            .ok_or(UnknownCurrency)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A sum of money of zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: u64,
    currency: Currency,
}

/// Two sums that cannot be put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SumError {
    /// The currencies differ.
    #[error("two currencies in one sum")]
    CurrenciesDiffer,
    /// The result is below zero or larger than the till can hold.
    #[error("the sum leaves the range")]
    OutOfRange,
}

impl Money {
    /// `minor` minor units of `currency`.
    pub fn new(minor: u64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Minor units.
    pub fn minor(self) -> u64 {
        self.minor
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// True for nothing.
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// This and `other` together.
    pub fn plus(self, other: Self) -> Result<Self, SumError> {
        self.with(other, u64::checked_add)
    }

    /// This less `other`; an error rather than less than nothing.
    pub fn minus(self, other: Self) -> Result<Self, SumError> {
        self.with(other, u64::checked_sub)
    }

    /// What one customer pays where shipping costs that much on top; the sum alone where nothing is shipped, or where no
    /// sum can hold both.
    #[must_use]
    pub fn with_shipping(self, shipping: Option<Self>) -> Self {
        shipping.and_then(|shipping| self.plus(shipping).ok()).unwrap_or(self)
    }

    /// This `pieces` times.
    pub fn times(self, pieces: u32) -> Result<Self, SumError> {
        let minor = self.minor.checked_mul(pieces.into()).ok_or(SumError::OutOfRange)?;
        Ok(Self::new(minor, self.currency))
    }

    fn with(self, other: Self, sum: fn(u64, u64) -> Option<u64>) -> Result<Self, SumError> {
        if self.currency != other.currency {
            return Err(SumError::CurrenciesDiffer);
        }
        sum(self.minor, other.minor)
            .map(|minor| Self::new(minor, self.currency))
            .ok_or(SumError::OutOfRange)
    }

    /// Digits with a point where the currency has minor digits, no group marks, no sign: `1234.50`.
    pub fn plain(self) -> String {
        let exponent = usize::from(self.currency.exponent());
        let digits = format!("{:0>width$}", self.minor, width = exponent + 1);
        if exponent == 0 {
            return digits;
        }
        let (whole, part) = digits.split_at(digits.len() - exponent);
        format!("{whole}.{part}")
    }
}

impl fmt::Display for Money {
    /// `EUR 1234.50`: for logs and errors. The interface formats by locale itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.plain())
    }
}

/// How money crosses to the page: minor units as text, because a page's numbers are floating point.
#[derive(Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(rename = "Money")]
pub struct MoneyWire {
    minor: String,
    currency: String,
    exponent: u8,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        MoneyWire {
            minor: self.minor.to_string(),
            currency: self.currency.code().to_owned(),
            exponent: self.currency.exponent(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = MoneyWire::deserialize(deserializer)?;
        let currency: Currency = wire.currency.parse().map_err(D::Error::custom)?;
        if wire.exponent != currency.exponent() {
            return Err(D::Error::custom("the exponent is not the currency's"));
        }
        let minor =
            minor_units(&wire.minor).ok_or_else(|| D::Error::custom("not whole minor units"))?;
        Ok(Self::new(minor, currency))
    }
}

/// Reads whole minor units: ASCII digits only, no sign, no mark.
pub fn minor_units(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Money that may be asked for or given back: more than nothing, at most [`LARGEST_AMOUNT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Money", into = "Money")]
pub struct Amount(Money);

/// Why a sum is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAmount {
    /// Nothing can't be asked for.
    #[error("the amount is zero")]
    Zero,
    /// More than [`LARGEST_AMOUNT`].
    #[error("the amount is too large")]
    TooLarge,
}

impl Amount {
    /// The sum, if it may be asked for.
    pub fn new(money: Money) -> Result<Self, NotAnAmount> {
        match money.minor {
            0 => Err(NotAnAmount::Zero),
            1..=LARGEST_AMOUNT => Ok(Self(money)),
            _ => Err(NotAnAmount::TooLarge),
        }
    }

    /// The sum.
    pub fn money(self) -> Money {
        self.0
    }

    /// Minor units.
    pub fn minor(self) -> u64 {
        self.0.minor
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.0.currency
    }
}

impl TryFrom<Money> for Amount {
    type Error = NotAnAmount;

    fn try_from(money: Money) -> Result<Self, NotAnAmount> {
        Self::new(money)
    }
}

impl From<Amount> for Money {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(minor: u64, code: &str) -> Money {
        Money::new(minor, code.parse().unwrap())
    }

    #[test]
    fn a_plain_sum_has_the_currencys_digits() {
        for (minor, code, plain) in [
            (2_500, "EUR", "25.00"),
            (5, "EUR", "0.05"),
            (0, "EUR", "0.00"),
            (2_500, "JPY", "2500"),
            (0, "JPY", "0"),
            (2_500, "KWD", "2.500"),
            (5, "KWD", "0.005"),
        ] {
            assert_eq!(money(minor, code).plain(), plain, "{minor} {code}");
        }
    }

    #[test]
    fn exponents_are_those_of_iso_4217() {
        for (code, exponent) in
            [("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("BHD", 3), ("ISK", 0), ("PLN", 2)]
        {
            assert_eq!(code.parse::<Currency>().unwrap().exponent(), exponent, "{code}");
        }
    }

    #[test]
    fn what_the_till_cannot_count_is_no_currency() {
        for code in ["eur", "EURO", "", "XAU", "CLF", "ZZZ", "E R"] {
            assert_eq!(code.parse::<Currency>(), Err(UnknownCurrency), "{code}");
        }
    }

    #[test]
    fn money_crosses_to_the_page_as_text() {
        let json = serde_json::to_string(&money(9_007_199_254_740_993, "KWD")).unwrap();
        assert_eq!(json, r#"{"minor":"9007199254740993","currency":"KWD","exponent":3}"#);
    }

    #[test]
    fn money_that_lies_about_itself_is_not_read() {
        for json in [
            r#"{"minor":"2500","currency":"EUR","exponent":3}"#,
            r#"{"minor":"-1","currency":"EUR","exponent":2}"#,
            r#"{"minor":"+1","currency":"EUR","exponent":2}"#,
            r#"{"minor":"1.5","currency":"EUR","exponent":2}"#,
            r#"{"minor":"","currency":"EUR","exponent":2}"#,
            r#"{"minor":2500,"currency":"EUR","exponent":2}"#,
            r#"{"minor":"1","currency":"XYZ","exponent":2}"#,
        ] {
            assert!(serde_json::from_str::<Money>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn sums_keep_to_one_currency_and_above_nothing() {
        assert_eq!(money(1, "EUR").plus(money(1, "USD")), Err(SumError::CurrenciesDiffer));
        assert_eq!(money(1, "EUR").minus(money(2, "EUR")), Err(SumError::OutOfRange));
        assert_eq!(money(u64::MAX, "EUR").plus(money(1, "EUR")), Err(SumError::OutOfRange));
    }

    #[test]
    fn an_amount_is_more_than_nothing_and_at_most_the_largest() {
        assert_eq!(Amount::new(money(0, "EUR")), Err(NotAnAmount::Zero));
        assert!(Amount::new(money(LARGEST_AMOUNT, "EUR")).is_ok());
        assert_eq!(Amount::new(money(LARGEST_AMOUNT + 1, "EUR")), Err(NotAnAmount::TooLarge));
    }

    proptest! {
        #[test]
        fn money_reads_back_as_itself(minor: u64, code in "(EUR|JPY|KWD|USD|ISK)") {
            let before = money(minor, &code);
            let json = serde_json::to_string(&before).unwrap();
            prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), before);
        }

        #[test]
        fn taking_away_what_was_added_changes_nothing(a in 0..u64::MAX / 2, b in 0..u64::MAX / 2) {
            let sum = money(a, "EUR").plus(money(b, "EUR")).unwrap();
            prop_assert_eq!(sum.minus(money(b, "EUR")).unwrap(), money(a, "EUR"));
        }
    }
}
