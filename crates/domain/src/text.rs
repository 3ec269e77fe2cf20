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

/// Checks that `text` holds none of the characters that a provider refuses.
pub fn check_characters(field: Field, text: &str, forbidden: &[char]) -> Result<(), TillError> {
    let found = text.chars().find(|character| forbidden.contains(character));
    found.map_or(Ok(()), |character| Err(TillError::ForbiddenCharacter { field, character }))
}

/// True where digits stand as on a card and pass the Luhn check: 13 to 19 of them in one piece, or in the groups that
/// are printed on cards, with spaces, hyphens or dots between (RELIABILITY 4.10). The till must stay out of the card
/// data environment. Dates and invoice numbers, `20261120-140355`, have other groups and are let through.
pub fn holds_card_number(text: &str) -> bool {
    neighbours(text).iter().any(|groups| {
        let starts = 0..groups.len();
        starts
            .into_iter()
            .any(|start| (start + 1..=groups.len()).any(|end| is_card_number(&groups[start..end])))
    })
}

/// Groups of digits, those together that nothing but spaces, hyphens and dots parts.
fn neighbours(text: &str) -> Vec<Vec<Vec<u32>>> {
    let mut all = vec![vec![Vec::new()]];
    for c in text.chars() {
        let Some(groups) = all.last_mut() else { continue };
        match (c.to_digit(10), groups.last_mut()) {
            (Some(digit), Some(group)) => group.push(digit),
            (None, Some(group)) if parts_groups(c) => {
                if !group.is_empty() {
                    groups.push(Vec::new());
                }
            }
            _ => all.push(vec![Vec::new()]),
        }
    }
    all
}

/// Also the space and the hyphen that never break, which come with text from elsewhere.
fn parts_groups(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2011}' | '.')
}

fn is_card_number(groups: &[Vec<u32>]) -> bool {
    let digits: Vec<u32> = groups.iter().flatten().copied().collect();
    let varied = digits.iter().any(|digit| Some(digit) != digits.first());
    (13..=19).contains(&digits.len())
        && varied
        && is_printed_so(&groups.iter().map(Vec::len).collect::<Vec<_>>())
        && luhn_sum(&digits).is_multiple_of(10)
}

/// The groups of card numbers: in fours with a shorter last one, or as American Express and Diners print them.
fn is_printed_so(lengths: &[usize]) -> bool {
    match lengths {
        [_] | [4, 6, 4 | 5] => true,
        [fours @ .., last] => fours.iter().all(|length| *length == 4) && (1..=4).contains(last),
        [] => false,
    }
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
            "4242.4242.4242.4242",
            "4242  4242  4242  4242",
            "4242 - 4242 - 4242 - 4242",
            "4242\u{a0}4242\u{a0}4242\u{a0}4242",
            "4242424242424242 12/29",
            "4242 4242 4242 4242 12.29",
            "3782. 822463. 10005",
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
            "+48.601.234.567",
            "SALE-20261121-005122",
            "20261121.005122",
            "2026.11.21 00.51.22",
            "21.11.2026 - 00.51",
            "4242, 4242, 4242, 4242",
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
