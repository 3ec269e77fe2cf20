//! Reading an amount that was typed or pasted as text.
//!
//! `1.234` is one and a bit to one reader and more than a thousand to another, and shops have charged a hundredfold
//! by guessing. What has one reading in the reader's own notation is read; anything else is asked about.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    error::AmountFault,
    money::{Amount, Currency, Money, MoneyWire, NotAnAmount},
};

/// The mark between whole and minor units, as the reader writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DecimalMark {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

impl DecimalMark {
    fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }

    fn char(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AmountReading {
    /// One reading, in the reader's own notation.
    Read {
        /// The amount.
        #[ts(as = "MoneyWire")]
        amount: Amount,
    },
    /// A person must choose: the text fits another notation, or two.
    Ask {
        /// The possible readings, the reader's own notation first.
        #[ts(as = "Vec<MoneyWire>")]
        readings: Vec<Amount>,
    },
}

/// Reads `text` as an amount of `currency`; `mark` is the reader's decimal mark.
///
/// The currency's code or sign may stand before or behind; spaces and apostrophes group.
pub fn read_amount(
    text: &str,
    currency: Currency,
    mark: DecimalMark,
) -> Result<AmountReading, AmountFault> {
    let figures = figures(text, currency)?;
    let own = read_with(&figures, currency, mark);
    let foreign = read_with(&figures, currency, mark.other());
    match (own, foreign) {
        (Ok(own), Ok(foreign)) if own == foreign => Ok(AmountReading::Read { amount: own }),
        (Ok(own), Ok(foreign)) => Ok(AmountReading::Ask { readings: vec![own, foreign] }),
        (Ok(amount), Err(_)) => Ok(AmountReading::Read { amount }),
        (Err(_), Ok(amount)) => Ok(AmountReading::Ask { readings: vec![amount] }),
        (Err(own), Err(_)) => Err(own),
    }
}

/// The digits and marks of `text`, without what may stand around and between them.
fn figures(text: &str, currency: Currency) -> Result<String, AmountFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AmountFault::Empty);
    }
    let text = text
        .strip_prefix(currency.code())
        .or_else(|| text.strip_suffix(currency.code()))
        .unwrap_or(text);
    let is_sign = |c: char| matches!(c, '€' | '$' | '£' | '¥' | '₩' | '₹' | 'ł' | 'z');
    let text = text.trim().trim_matches(is_sign).trim();
    if text.starts_with(['-', '−', '(']) {
        return Err(AmountFault::Negative);
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    let mut figures = String::with_capacity(text.len());
    let mut last_digit = false;
    for c in text.chars() {
        match c {
            '0'..='9' | '.' | ',' => figures.push(c),
            // Grouping by a space or an apostrophe stands between two digits and nowhere else.
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' if last_digit => {}
            _ => return Err(AmountFault::NotANumber),
        }
        last_digit = c.is_ascii_digit();
    }
    if figures.bytes().any(|byte| byte.is_ascii_digit()) {
        Ok(figures)
    } else {
        Err(AmountFault::NotANumber)
    }
}

fn read_with(figures: &str, currency: Currency, mark: DecimalMark) -> Result<Amount, AmountFault> {
    let (whole, part) = match figures.split_once(mark.char()) {
        None => (figures, ""),
        Some((_, "")) => return Err(AmountFault::NotANumber),
        Some((whole, part)) => (whole, part),
    };
    let whole = ungrouped(whole, mark.other().char()).ok_or(AmountFault::NotANumber)?;
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(AmountFault::NotANumber);
    }
    let exponent = usize::from(currency.exponent());
    if part.len() > exponent {
        return Err(AmountFault::TooPrecise);
    }
    let digits = format!("{whole}{part:0<exponent$}");
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Err(AmountFault::Zero);
    }
    let minor = significant.parse().map_err(|_| AmountFault::TooLarge)?;
    Amount::new(Money::new(minor, currency)).map_err(|fault| match fault {
        NotAnAmount::Zero => AmountFault::Zero,
        NotAnAmount::TooLarge => AmountFault::TooLarge,
    })
}

/// `1,234,567` as `1234567`; `None` unless every group behind the first has three digits.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    let mut groups = whole.split(group);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let well_grouped = rest.is_empty()
        || (matches!(first.len(), 1..=3)
            && !first.starts_with('0')
            && rest.iter().all(|group| group.len() == 3));
    (well_grouped && digits(first) && rest.iter().all(|group| digits(group)))
        .then(|| format!("{first}{}", rest.concat()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    fn amount(minor: u64, code: &str) -> Amount {
        Amount::new(Money::new(minor, currency(code))).unwrap()
    }

    fn read(minor: u64, code: &str) -> AmountReading {
        AmountReading::Read { amount: amount(minor, code) }
    }

    fn ask(minors: &[u64], code: &str) -> AmountReading {
        AmountReading::Ask { readings: minors.iter().map(|minor| amount(*minor, code)).collect() }
    }

    #[test]
    fn a_text_is_read_in_the_readers_notation_and_asked_about_in_any_other() {
        use DecimalMark::{Comma, Point};
        for (text, code, mark, expected) in [
            ("1,234.50", "EUR", Point, Ok(read(123_450, "EUR"))),
            ("1.234,50", "EUR", Comma, Ok(read(123_450, "EUR"))),
            ("1.234,50", "EUR", Point, Ok(ask(&[123_450], "EUR"))),
            ("1,234.50", "EUR", Comma, Ok(ask(&[123_450], "EUR"))),
            ("40,23", "EUR", Point, Ok(ask(&[4_023], "EUR"))),
            ("40,23", "EUR", Comma, Ok(read(4_023, "EUR"))),
            ("1.234", "KWD", Point, Ok(ask(&[1_234, 1_234_000], "KWD"))),
            ("1.234", "EUR", Point, Ok(ask(&[123_400], "EUR"))),
            ("1.234", "JPY", Comma, Ok(read(1_234, "JPY"))),
            ("25", "EUR", Comma, Ok(read(2_500, "EUR"))),
            ("€ 25.5", "EUR", Point, Ok(read(2_550, "EUR"))),
            ("25,00 EUR", "EUR", Comma, Ok(read(2_500, "EUR"))),
            ("1 234 567.89", "EUR", Point, Ok(read(123_456_789, "EUR"))),
            ("1’234.50", "CHF", Point, Ok(read(123_450, "CHF"))),
            ("0.5", "EUR", Point, Ok(read(50, "EUR"))),
            (".50", "EUR", Point, Ok(read(50, "EUR"))),
            ("", "EUR", Point, Err(AmountFault::Empty)),
            ("  ", "EUR", Point, Err(AmountFault::Empty)),
            ("0.00", "EUR", Point, Err(AmountFault::Zero)),
            ("-5", "EUR", Point, Err(AmountFault::Negative)),
            ("(5.00)", "EUR", Point, Err(AmountFault::Negative)),
            ("five", "EUR", Point, Err(AmountFault::NotANumber)),
            ("12a", "EUR", Point, Err(AmountFault::NotANumber)),
            ("1.2.3", "EUR", Point, Err(AmountFault::NotANumber)),
            ("1,23,456", "EUR", Point, Err(AmountFault::NotANumber)),
            ("12.", "EUR", Point, Err(AmountFault::NotANumber)),
            ("1.2345", "EUR", Point, Err(AmountFault::TooPrecise)),
            ("0.5", "JPY", Point, Err(AmountFault::TooPrecise)),
            ("1000000000.00", "EUR", Point, Err(AmountFault::TooLarge)),
            ("99999999999999999999999", "EUR", Point, Err(AmountFault::TooLarge)),
        ] {
            assert_eq!(
                read_amount(text, currency(code), mark),
                expected,
                "{text:?} as {code} with {mark:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_plain_amount_reads_back_as_itself(minor in 1u64..=crate::money::LARGEST_AMOUNT, code in "(EUR|JPY|KWD)") {
            let amount = amount(minor, &code);
            let plain = amount.money().plain();
            let reading = read_amount(&plain, amount.currency(), DecimalMark::Point);
            let first = match reading {
                Ok(AmountReading::Read { amount }) => amount,
                Ok(AmountReading::Ask { readings }) => readings[0],
                Err(fault) => panic!("{plain} is refused: {fault:?}"),
            };
            prop_assert_eq!(first, amount);
        }

        #[test]
        fn no_text_makes_the_reader_fall_over(text in "\\PC{0,40}") {
            let _ = read_amount(&text, currency("EUR"), DecimalMark::Comma);
        }
    }
}
