//! The key that signs a request in: what its prefix says, and how little of it is ever shown.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::protocol::{AUTHORIZATION, BEARER};
use crate::transport::Request;

/// Longest key, in characters: far more than any, and a header that each server takes.
const LONGEST: usize = 512;

/// How much of a key is shown, in characters: its beginning and its end (seed, 'Never log full API keys').
const SHOWN_FIRST: usize = 7;
const SHOWN_LAST: usize = 4;

/// How many characters must stay hidden before the end is shown as well. The seed does not ask for this: of a short
/// key, beginning and end together are all of it.
const HIDDEN_AT_LEAST: usize = 8;

/// An environment of the provider (seed, 'Environmental Options').
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Environment {
    /// Live money; keys with `live`.
    Production,
    /// Test mode; keys with `test`.
    Sandbox,
}

/// What a key is for (seed, 'API key types').
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// `sk_…`: for a program that keeps it from everybody.
    Secret,
    /// `pk_…`: made to be seen. The seed's own examples sign in with one, so it is taken, with a warning.
    Publishable,
}

/// A key of an account: `sk_live_…`, `sk_test_…`, `pk_live_…` or `pk_test_…`.
///
/// `Debug` and [`ApiKey::masked`] show at most the first 7 and the last 4 characters.
#[derive(Clone)]
pub struct ApiKey {
    secret: SecretString,
    kind: KeyKind,
    environment: Environment,
}

/// Why a text is no key. Nothing was sent, and the text is not told again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAKey {
    /// It has none of the four prefixes, or nothing behind it: which environment it is for can't be told.
    #[error("a key begins with sk_live_, sk_test_, pk_live_ or pk_test_")]
    Prefix,
    /// It holds a space, a line break or a character that no header can carry.
    #[error("the key holds a character that no key has")]
    Character,
    /// It is too long.
    #[error("the key is longer than any")]
    TooLong,
}

/// A key of one environment for an account of another one. Nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key is for another environment than the account")]
pub struct WrongEnvironment {
    /// What the key is for.
    pub key: Environment,
}

impl ApiKey {
    /// The key, if its prefix says what it is.
    pub fn new(secret: SecretString) -> Result<Self, NotAKey> {
        let text = secret.expose_secret();
        let (kind, environment) = prefix(text).ok_or(NotAKey::Prefix)?;
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NotAKey::Character);
        }
        if text.len() > LONGEST {
            return Err(NotAKey::TooLong);
        }
        Ok(Self { secret, kind, environment })
    }

    /// What it is for. A [`KeyKind::Publishable`] one works, and deserves a warning.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The environment that its prefix names.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// Whether it may be used for an account of `environment`: asked before any call (fact sheet, 'Accounts').
    pub fn check(&self, environment: Environment) -> Result<(), WrongEnvironment> {
        if self.environment == environment {
            Ok(())
        } else {
            Err(WrongEnvironment { key: self.environment })
        }
    }

    /// As it may stand in a log: the first 7 characters, `...`, the last 4. Of a short key the end is left out.
    pub fn masked(&self) -> String {
        // A key is ASCII, so bytes are characters.
        let text = self.secret.expose_secret();
        let first = text.get(..SHOWN_FIRST).unwrap_or_default();
        let long = text.len() >= SHOWN_FIRST + HIDDEN_AT_LEAST + SHOWN_LAST;
        let last = text.get(text.len().saturating_sub(SHOWN_LAST)..).filter(|_| long);
        format!("{first}...{}", last.unwrap_or_default())
    }

    /// `request`, signed in.
    pub fn authorise(&self, request: Request) -> Request {
        request.with_header(AUTHORIZATION, format!("{BEARER}{}", self.secret.expose_secret()))
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ApiKey").field(&self.masked()).finish()
    }
}

fn prefix(text: &str) -> Option<(KeyKind, Environment)> {
    let (kind, rest) = [("sk_", KeyKind::Secret), ("pk_", KeyKind::Publishable)]
        .into_iter()
        .find_map(|(start, kind)| Some((kind, text.strip_prefix(start)?)))?;
    let (environment, rest) = [("live_", Environment::Production), ("test_", Environment::Sandbox)]
        .into_iter()
        .find_map(|(start, environment)| Some((environment, rest.strip_prefix(start)?)))?;
    (!rest.is_empty()).then_some((kind, environment))
}
