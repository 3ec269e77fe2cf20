//! Free text that staff type: its limits, and the card numbers that must never stand in it.

use crate::{TillError, error::Field};

/// Checks that `text` fits into `limit` characters and holds no card number.
pub fn check_text(field: Field, text: &str, limit: usize) -> Result<(), TillError> {
    let length = text.chars().count();
    if length > limit {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        return Err(TillError::TextTooLong { field, limit: count(limit), length: count(length) });
    }
    if holds_card_number(text) {
        return Err(TillError::CardNumberInText { field });
    }
    Ok(())
}

/// True where 13 to 19 digits, perhaps grouped by single spaces or hyphens, pass the Luhn check: the form of a card
/// number (RELIABILITY 4.10). The till must stay out of the card data environment.
pub fn holds_card_number(text: &str) -> bool {
    let mut run = Vec::new();
    let mut gap = false;
    for c in text.chars().chain(['\0']) {
        if let Some(digit) = c.to_digit(10) {
            run.push(digit);
            gap = false;
        } else if matches!(c, ' ' | '-') && !run.is_empty() && !gap {
            gap = true;
        } else {
            if is_card_number(&run) {
                return true;
            }
            run.clear();
            gap = false;
        }
    }
    false
}

fn is_card_number(digits: &[u32]) -> bool {
    let varied = digits.iter().any(|digit| Some(digit) != digits.first());
    (13..=19).contains(&digits.len()) && varied && luhn_sum(digits).is_multiple_of(10)
}

fn luhn_sum(digits: &[u32]) -> u32 {
    digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => *digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_are_found_however_they_are_grouped() {
        for text in [
            "4242424242424242",
            "card 4242 4242 4242 4242 thanks",
            "4263-9700-0000-5262",
            "x378282246310005y",
        ] {
            assert!(holds_card_number(text), "{text}");
        }
    }

    #[test]
    fn ordinary_figures_are_let_through() {
        for text in [
            "Invoice 2026-1043",
            "4242424242424241",
            "0000000000000000",
            "+48 601 234 567",
            "table 4",
            "",
        ] {
            assert!(!holds_card_number(text), "{text}");
        }
    }

    #[test]
    fn limits_count_characters_and_not_bytes() {
        assert_eq!(check_text(Field::Description, "ééééé", 5), Ok(()));
        assert_eq!(
            check_text(Field::Description, "éééééé", 5),
            Err(TillError::TextTooLong { field: Field::Description, limit: 5, length: 6 })
        );
    }
}
