//! Staff: who may stand at the till, and what a PIN must be.

use std::{fmt, time::Duration};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{TillError, error::Field, rights::Right, text::check_text};

/// What a member of staff is in the shop. Each role may do all that the ones before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Takes payments.
    Cashier,
    /// Gives money back, and sees the whole day.
    Manager,
    /// Sets up accounts, staff and rules.
    Owner,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 3] = [Self::Cashier, Self::Manager, Self::Owner];

    /// True where this role has `right`.
    pub fn may(self, right: Right) -> bool {
        right.least() <= self
    }

    /// All that this role may do.
    pub fn rights(self) -> impl Iterator<Item = Right> {
        Right::ALL.into_iter().filter(move |right| self.may(*right))
    }
}

/// Longest name of a member of staff, in characters: it must fit on a tile.
const LONGEST_NAME: usize = 40;

/// The name of a member of staff, as it stands on their tile. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffName(String);

impl StaffName {
    /// A name out of what was typed.
    pub fn new(typed: &str) -> Result<Self, TillError> {
        let name = typed.trim();
        if name.is_empty() {
            return Err(TillError::MissingRequiredFields { fields: vec![Field::StaffName] });
        }
        if let Some(character) = name.chars().find(|character| is_invisible(*character)) {
            return Err(TillError::ForbiddenCharacter { field: Field::StaffName, character });
        }
        check_text(Field::StaffName, name, LONGEST_NAME)?;
        Ok(Self(name.to_owned()))
    }

    /// As it was typed, without space around it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What nobody sees, so that two names could look the same: control characters, and those that only join, part or turn
/// what stands beside them (Unicode, general category Cf).
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}

impl fmt::Display for StaffName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A member of staff as a tile that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StaffTile {
    /// Their id.
    pub id: String,
    /// Their name; empty for an owner without one, whom the page names.
    pub name: String,
    /// What they are in the shop.
    pub role: Role,
    /// Seconds until a PIN of theirs may be tried again; 0 where it may be tried now.
    pub waits: u32,
    /// False where they have no PIN yet, or theirs was lost, so that the owner must set one.
    pub has_pin: bool,
}

/// Why a PIN can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PinFault {
    /// It has too few digits.
    TooShort {
        /// As many are needed.
        least: u32,
    },
    /// It has too many digits.
    TooLong {
        /// As many are allowed.
        most: u32,
    },
    /// It holds something else than the digits 0 to 9.
    NotDigits,
    /// It is one that people try first: a date, a row of digits, the same digits again and again.
    Guessable,
}

/// Fewest digits of a PIN (RELIABILITY 4.7).
const SHORTEST_PIN: usize = 6;

/// Most digits of a PIN.
const LONGEST_PIN: usize = 12;

/// Checks that `pin` may become somebody's PIN.
pub fn check_new_pin(pin: &str) -> Result<(), PinFault> {
    let digits: Option<Vec<u8>> =
        pin.bytes().map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect();
    let Some(digits) = digits else {
        return Err(PinFault::NotDigits);
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    match digits.len() {
        length if length < SHORTEST_PIN => Err(PinFault::TooShort { least: count(SHORTEST_PIN) }),
        length if length > LONGEST_PIN => Err(PinFault::TooLong { most: count(LONGEST_PIN) }),
        _ if is_run(&digits) || is_repetition(&digits) || is_date(pin) => Err(PinFault::Guessable),
        _ => Ok(()),
    }
}

/// One digit more each time, or one less, also past the 9 and the 0: `567890`.
fn is_run(digits: &[u8]) -> bool {
    let steps_by = |step: u8| digits.windows(2).all(|pair| (pair[0] + step) % 10 == pair[1]);
    steps_by(1) || steps_by(9)
}

/// The same few digits again and again: `111111`, `121212`, `123123`.
fn is_repetition(digits: &[u8]) -> bool {
    (1..=digits.len() / 2).any(|length| {
        let block = &digits[..length];
        digits.chunks(length).all(|chunk| block.starts_with(chunk))
    })
}

/// A day of the calendar, as people write it in digits.
fn is_date(pin: &str) -> bool {
    const FORMS: [&str; 6] = ["%d%m%y", "%m%d%y", "%y%m%d", "%d%m%Y", "%m%d%Y", "%Y%m%d"];
    // A four-digit year must be one in which somebody who is alive may have been born or married.
    let year_is_near = |date: NaiveDate| (1900..2100).contains(&chrono::Datelike::year(&date));
    FORMS.iter().any(|form| {
        let length = if form.contains("%Y") { 8 } else { 6 };
        pin.len() == length && NaiveDate::parse_from_str(pin, form).is_ok_and(year_is_near)
    })
}

/// As many wrong tries cost nothing (RELIABILITY 4.7).
pub const FREE_TRIES: u32 = 5;

/// How long a PIN can't be tried after `failures` wrong tries in a row: nothing at first, and longer each time.
pub fn wait_after(failures: u32) -> Option<Duration> {
    let seconds = match failures.checked_sub(FREE_TRIES)? {
        0 => 30,
        1 => 60,
        2 => 5 * 60,
        3 => 15 * 60,
        _ => 60 * 60,
    };
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_may_do_all_that_a_lesser_one_may() {
        for pair in Role::ALL.windows(2) {
            assert!(pair[0].rights().all(|right| pair[1].may(right)));
            assert!(pair[0].rights().count() < pair[1].rights().count());
        }
        assert_eq!(Role::Owner.rights().count(), Right::ALL.len());
    }

    #[test]
    fn pins_that_people_try_first_are_refused() {
        for pin in [
            "000000", "111111", "123456", "654321", "567890", "098765", "890123", "121212",
            "123123", "12341234", "1231231", "241277", "122477", "771224", "24121977", "12241977",
            "19771224", "010100",
        ] {
            assert_eq!(check_new_pin(pin), Err(PinFault::Guessable), "{pin}");
        }
    }

    #[test]
    fn other_pins_are_taken() {
        for pin in ["739204", "918273", "40287163", "999913", "738450912264", "99887766"] {
            assert_eq!(check_new_pin(pin), Ok(()), "{pin}");
        }
    }

    #[test]
    fn a_pin_is_six_to_twelve_digits() {
        assert_eq!(check_new_pin("73920"), Err(PinFault::TooShort { least: 6 }));
        assert_eq!(check_new_pin(""), Err(PinFault::TooShort { least: 6 }));
        assert_eq!(check_new_pin("7384509122641"), Err(PinFault::TooLong { most: 12 }));
        assert_eq!(check_new_pin("73920a"), Err(PinFault::NotDigits));
        assert_eq!(check_new_pin("٧٣٩٢٠٤"), Err(PinFault::NotDigits));
    }

    #[test]
    fn waits_grow_to_an_hour() {
        let seconds = |failures| wait_after(failures).map(|wait| wait.as_secs());
        let waits: Vec<_> = (0..12).map(seconds).collect();
        assert_eq!(waits[..5], [None; 5]);
        assert_eq!(waits[5..10], [Some(30), Some(60), Some(300), Some(900), Some(3600)]);
        assert_eq!(waits[11], Some(3600));
        assert_eq!(seconds(u32::MAX), Some(3600));
    }

    #[test]
    fn a_name_fits_on_a_tile() {
        assert_eq!(StaffName::new("  Front desk ").unwrap().as_str(), "Front desk");
        assert_eq!(
            StaffName::new(" "),
            Err(TillError::MissingRequiredFields { fields: vec![Field::StaffName] })
        );
        assert!(matches!(
            StaffName::new(&"x".repeat(41)),
            Err(TillError::TextTooLong { field: Field::StaffName, limit: 40, length: 41 })
        ));
        for invisible in ['\u{7}', '\u{200b}', '\u{202e}', '\u{feff}'] {
            let refused = StaffName::new(&format!("Front{invisible} desk"));
            let field = Field::StaffName;
            let character = invisible;
            assert_eq!(refused, Err(TillError::ForbiddenCharacter { field, character }));
        }
        assert!(StaffName::new("4242424242424242").is_err());
    }
}
