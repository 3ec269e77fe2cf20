//! What a client signs in with.

use std::fmt;

use sha2::{Digest, Sha512};

use crate::random::Random;

/// An app key. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct AppKey(String);

impl AppKey {
    /// Takes any text; the fact sheet (1.1) says not to check the length of a key.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key itself, to hand to the client that shall sign in.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether `secret` is the lowercase hex SHA-512 of `nonce` followed by this key
    /// (fact sheet, 2.1).
    pub(crate) fn made(&self, secret: &str, nonce: &str) -> bool {
        hex::encode(Sha512::new().chain_update(nonce).chain_update(&self.0).finalize()) == secret
    }
}

impl fmt::Debug for AppKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AppKey(hidden)")
    }
}

/// The credentials of one practice app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeCredentials {
    /// Sent on every sign-in.
    pub app_id: String,
    /// Signs the nonce; never sent itself.
    pub app_key: AppKey,
}

impl PracticeCredentials {
    /// New credentials with the lengths of the sandbox: 32 and 16 characters (fact sheet, 1.1).
    pub fn generate(random: &Random) -> Self {
        Self { app_id: random.alphanumeric(32), app_key: AppKey(random.alphanumeric(16)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of the fact sheet, 2.2.
    const VECTORS: [(&str, &str, &str); 3] = [
        (
            "2025-06-02T10:15:30.123Z",
            "stub_app_key",
            "1df13587b093c9781da0978ada22b12e1a4c8b399084780f6729cba86eb09f654fe2cdb08819c1b8fcc694e18d3000b2163f4696fffc28366f9f4ab3be27ab31",
        ),
        (
            "2026-11-20T17:18:26+00:00",
            "stub_app_key",
            "4daff280a8047e39b371bd5277e1644ab0ca5507319ed7378f96b4ec97675abbf4b000daec5f1e61f670d1fab11ec72882f3d55ed71cdc51c780ba9bb4f1332d",
        ),
        (
            "mcp_4f9c2b7e1a",
            "Zk3q9LwT0aBcDeFg",
            "067b475a2aa76a4d7a9af9045dbfe9efe72cdb460f55cd7caed099e6a706e6f79d576347fc4dd9bf0ad412b8986b31ee3e714a24b7d4a5f90e05597c1b549f6e",
        ),
    ];

    #[test]
    fn the_documented_secrets_are_accepted_and_their_neighbours_are_not() {
        for (nonce, key, secret) in VECTORS {
            let key = AppKey::new(key);
            assert!(key.made(secret, nonce));
            assert!(!key.made(secret, "another nonce"));
            assert!(!key.made(&secret.to_uppercase(), nonce));
            assert!(!AppKey::new("another key").made(secret, nonce));
        }
    }

    #[test]
    fn debug_hides_the_key() {
        let credentials = PracticeCredentials::generate(&Random::from_seed(3));
        let shown = format!("{credentials:?}");
        assert!(shown.contains(&credentials.app_id));
        assert!(!shown.contains(credentials.app_key.expose()), "{shown}");
    }
}
