//! Spreadsheet programs take a code of digits for a number, and keep less of it than there was: `4006381333931` is saved as
//! `4.00638E+12`, `0042` as `42`, and of a long code no more than fifteen digits.

/// How many digits of a number a spreadsheet program keeps.
const KEPT: usize = 15;

/// True for what such a program writes for a number that is too long for its cell, with whichever mark.
pub(super) fn is_shortened(code: &str) -> bool {
    let Some((shown, exponent)) = code.split_once(['E', 'e']) else { return false };
    let (whole, part) = shown.split_once(['.', ',']).unwrap_or((shown, "0"));
    let exponent = exponent.strip_prefix('+').unwrap_or_default();
    whole.len() == 1 && [whole, part, exponent].into_iter().all(is_digits)
}

/// True where such a program has made `after` of `before`.
pub(super) fn has_lost_digits(before: &str, after: &str) -> bool {
    if before == after || !is_digits(before) || !is_digits(after) {
        return false;
    }
    let number = before.trim_start_matches('0');
    let kept: String =
        number.chars().enumerate().map(|(at, digit)| if at < KEPT { digit } else { '0' }).collect();
    after == kept
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
