use std::fmt;

use thiserror::Error;

/// The longest part of a name, in characters. Both parts stay far below the limit of 513 characters
/// that Windows sets for a user name.
const MAX_PART: usize = 100;

/// What stands where an account has its environment, in the name of the staff's secret.
const STAFF: &str = "staff";

/// What stands where the staff's secret has the id of its book, in the name of what is remembered of all books. The id of
/// a book has hexadecimal digits alone.
const ALL_BOOKS: &str = "tills";

/// Under which name something is kept: for the key of a provider account, its environment and its
/// id; for the staff's secret, `staff` and the id of the book.
///
/// The environment is part of the name, so that a live key can never be read for a sandbox account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VaultName(String);

/// Why a text cannot be part of a [`VaultName`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameError {
    /// The part is empty.
    #[error("a part of the name is empty")]
    Empty,
    /// The part is longer than 100 characters.
    #[error("a part of the name is too long")]
    TooLong,
    /// The part has a character that is not a letter or digit of ASCII, `-` or `_`.
    #[error("a part of the name has a character that is not allowed")]
    Character,
    /// The environment is `staff`, which is no environment: it stands for the staff's secret.
    #[error("the name belongs to the secret of the staff")]
    Reserved,
}

impl VaultName {
    /// The name of the key of `account` in `environment`, for example `sandbox` and the account's
    /// id. Each part has 1 to 100 letters and digits of ASCII, `-` and `_`; so two different pairs
    /// never share a name.
    ///
    /// # Errors
    /// [`NameError`] if a part is empty, too long, or has another character, or the environment is
    /// `staff`.
    pub fn new(environment: &str, account: &str) -> Result<Self, NameError> {
        // Some keychains do not tell small letters from capitals.
        if environment.eq_ignore_ascii_case(STAFF) {
            return Err(NameError::Reserved);
        }
        Self::of_parts(environment, account)
    }

    /// The name of the secret of the staff who work with `book`: never that of an account's key.
    ///
    /// # Errors
    /// [`NameError`] if the id of the book is empty, too long, or has a character that
    /// [`Self::new`] would refuse.
    pub fn staff(book: &str) -> Result<Self, NameError> {
        Self::of_parts(STAFF, book)
    }

    /// The name of what this computer remembers of all its books: the same whatever a book says.
    pub(crate) fn known_books() -> Self {
        Self(format!("{STAFF}/{ALL_BOOKS}"))
    }

    fn of_parts(first: &str, second: &str) -> Result<Self, NameError> {
        check_part(first)?;
        check_part(second)?;
        Ok(Self(format!("{first}/{second}")))
    }

    /// The name as the keychain shows it: `environment/account` or `staff/book`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VaultName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_part(part: &str) -> Result<(), NameError> {
    if part.is_empty() {
        return Err(NameError::Empty);
    }
    if part.len() > MAX_PART {
        return Err(NameError::TooLong);
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if part.bytes().all(allowed) { Ok(()) } else { Err(NameError::Character) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_is_part_of_the_name() {
        let live = VaultName::new("live", "a1").unwrap();
        let sandbox = VaultName::new("sandbox", "a1").unwrap();
        assert_ne!(live, sandbox);
        assert_eq!(live.as_str(), "live/a1");
    }

    #[test]
    fn no_account_can_have_the_name_of_the_staff() {
        let staff = VaultName::staff("0123456789abcdef0123456789abcdef").unwrap();
        assert_eq!(staff.as_str(), "staff/0123456789abcdef0123456789abcdef");
        assert_eq!(VaultName::new("staff", "a1").err(), Some(NameError::Reserved));
        assert_eq!(VaultName::new("Staff", "a1").err(), Some(NameError::Reserved));
        assert_eq!(VaultName::staff("a/1").err(), Some(NameError::Character));
        assert_eq!(VaultName::staff("").err(), Some(NameError::Empty));
        assert_eq!(VaultName::known_books().as_str(), "staff/tills");
    }

    #[test]
    fn parts_that_could_run_into_each_other_are_refused() {
        assert_eq!(VaultName::new("live/a", "1").err(), Some(NameError::Character));
        assert_eq!(VaultName::new("live", "a/1").err(), Some(NameError::Character));
        assert_eq!(VaultName::new("live", "").err(), Some(NameError::Empty));
        assert_eq!(VaultName::new("", "a1").err(), Some(NameError::Empty));
        assert_eq!(VaultName::new("live", "ä").err(), Some(NameError::Character));
        assert_eq!(VaultName::new("live", &"a".repeat(101)).err(), Some(NameError::TooLong));
    }
}
