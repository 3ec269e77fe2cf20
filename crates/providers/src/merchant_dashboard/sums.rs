//! Sums as decimals in major units, `"12.50"`: how the dashboard is assumed to write them.

use domain::{Currency, Money};

/// The sum that `text` counts in major units of `currency`; `None` where it is negative, finer than the minor unit, too
/// large, or no decimal. The digits are moved as text, never through floating point.
pub(super) fn in_major_units(text: &str, currency: Currency) -> Option<Money> {
    let (whole, part) = match text.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text, ""),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let exponent = usize::from(currency.exponent());
    // Zeros below the minor unit change nothing; any other digit there would be lost.
    let part = part.trim_end_matches('0');
    if part.len() > exponent {
        return None;
    }
    let minor = format!("{whole}{part:0<exponent$}").parse().ok()?;
    Some(Money::new(minor, currency))
}
