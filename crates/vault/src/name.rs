use std::fmt;

use thiserror::Error;

/// The longest part of a name, in characters. Both parts stay far below the limit of 513 characters
/// that Windows sets for a user name.
const MAX_PART: usize = 100;

/// Under which name a key is kept: the environment and the id of the provider account.
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
}

impl VaultName {
    /// The name of the key of `account` in `environment`, for example `sandbox` and the account's
    /// id. Each part has 1 to 100 letters and digits of ASCII, `-` and `_`; so two different pairs
    /// never share a name.
    ///
    /// # Errors
    /// [`NameError`] if a part is empty, too long, or has another character.
    pub fn new(environment: &str, account: &str) -> Result<Self, NameError> {
        check_part(environment)?;
        check_part(account)?;
        Ok(Self(format!("{environment}/{account}")))
    }

    /// The name as the keychain shows it: `environment/account`.
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
    fn parts_that_could_run_into_each_other_are_refused() {
        assert_eq!(VaultName::new("live/a", "1").err(), Some(NameError::Character));
        assert_eq!(VaultName::new("live", "a/1").err(), Some(NameError::Character));
        assert_eq!(VaultName::new("live", "").err(), Some(NameError::Empty));
        assert_eq!(VaultName::new("", "a1").err(), Some(NameError::Empty));
        assert_eq!(VaultName::new("live", "ä").err(), Some(NameError::Character));
        assert_eq!(VaultName::new("live", &"a".repeat(101)).err(), Some(NameError::TooLong));
    }
}
