//! What staff sign in with.

use std::fmt;

use crate::random::Random;

/// The hex digits of a token that is made here.
const TOKEN_LENGTH: usize = 40;

/// A staff session's token: 40 hex digits. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffToken(String);

impl StaffToken {
    /// Takes any text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A token of a session that has not begun yet.
    pub(super) fn generate(random: &Random) -> Self {
        Self(random.hex(TOKEN_LENGTH))
    }

    /// The text itself, to hand to the one who needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for StaffToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("StaffToken(hidden)")
    }
}

/// The credentials of the practice organization's staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MerchantDashboardCredentials {
    /// Opens a session at the first start. The books remember whether it has ended since, so a
    /// restart does not open it again.
    pub token: StaffToken,
}

impl MerchantDashboardCredentials {
    /// A new token.
    pub fn generate(random: &Random) -> Self {
        Self { token: StaffToken::generate(random) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_token_is_40_hex_digits_and_debug_hides_it() {
        let made = MerchantDashboardCredentials::generate(&Random::from_seed(3));
        let token = made.token.expose();
        assert_eq!(token.len(), 40);
        assert!(token.bytes().all(|one| matches!(one, b'0'..=b'9' | b'a'..=b'f')), "{token}");
        assert!(!format!("{made:?}").contains(token));
    }
}
