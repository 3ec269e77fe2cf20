//! The token of a staff session: how it is taken, how little of it is shown, and what it may sign.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use url::Url;

use super::protocol::{AUTHORIZATION, LINKS, PUBLIC, SCHEME};
use crate::transport::Request;

/// Shortest and longest token, in characters. Assumed: the seed shows none. The longest is what the smallest keychain holds,
/// which keeps 2,560 bytes for one secret.
const SHORTEST: usize = 8;
const LONGEST: usize = 2_000;

/// How much of a token is shown, in characters: its beginning and its end.
const SHOWN_FIRST: usize = 7;
const SHOWN_LAST: usize = 4;

/// How many characters must stay hidden for anything to be shown. A token has no prefix that is no secret, so of a short
/// one nothing is.
const HIDDEN_AT_LEAST: usize = 8;

/// How many bytes of a short token's digest name it: enough to tell a few apart, and too few to find it by.
const DIGEST_SHOWN: usize = 4;

/// The `access_token` of somebody who signed in to the dashboard.
///
/// `Debug` and [`StaffToken::masked`] show at most its first 7 and its last 4 characters.
#[derive(Clone)]
pub struct StaffToken(SecretString);

/// Why a text is no token. Nothing was sent, and the text is not told again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAToken {
    /// It begins with `Api-Key`: such a key belongs to another product and signs nobody in here.
    #[error("an API key does not sign in to the dashboard")]
    ApiKey,
    /// It begins with `Bearer`, which is another way to sign in.
    #[error("a Bearer token does not sign in to the dashboard")]
    Bearer,
    /// It holds a space, a line break or a character that no header can carry.
    #[error("the token holds a character that no token has")]
    Character,
    /// It is too short.
    #[error("the token is shorter than any")]
    TooShort,
    /// It is too long.
    #[error("the token is longer than any")]
    TooLong,
}

impl StaffToken {
    /// The token that `secret` is: 8 to 2,000 printable ASCII characters without a space. It may stand there as in a copied
    /// header, behind `Token `.
    pub fn new(secret: SecretString) -> Result<Self, NotAToken> {
        let text = secret.expose_secret();
        if behind_scheme(text, "Api-Key").is_some() {
            return Err(NotAToken::ApiKey);
        }
        if behind_scheme(text, "Bearer").is_some() {
            return Err(NotAToken::Bearer);
        }
        match behind_scheme(text, SCHEME) {
            Some(token) => Self::checked(token.into()),
            None => Self::checked(secret),
        }
    }

    fn checked(secret: SecretString) -> Result<Self, NotAToken> {
        let text = secret.expose_secret();
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NotAToken::Character);
        }
        match text.len() {
            ..SHORTEST => Err(NotAToken::TooShort),
            SHORTEST..=LONGEST => Ok(Self(secret)),
            _ => Err(NotAToken::TooLong),
        }
    }

    /// As it may stand in a log: the first 7 characters, `...`, the last 4. Of a short token only `...`.
    pub fn masked(&self) -> String {
        let (first, last) = self.ends().unwrap_or_default();
        format!("{first}...{last}")
    }

    /// What tells the token from others: as it may stand in a log; of a short one, of which that is nothing, the beginning of
    /// its SHA-256.
    pub fn key_id(&self) -> String {
        if self.ends().is_some() {
            return self.masked();
        }
        let digest = Sha256::digest(self.0.expose_secret());
        format!("...{}", hex::encode(&digest[..DIGEST_SHOWN]))
    }

    /// What may be shown of it; `None` of a short one.
    fn ends(&self) -> Option<(&str, &str)> {
        // A token is ASCII, so bytes are characters.
        let text = self.0.expose_secret();
        let is_long = text.len() >= SHOWN_FIRST + HIDDEN_AT_LEAST + SHOWN_LAST;
        is_long.then_some(text)?.get(..SHOWN_FIRST).zip(text.get(text.len() - SHOWN_LAST..))
    }

    /// `request`, signed in where it is one of staff's; any other stays as it is. What a customer may ask never carries a
    /// token, and no token goes to an address that is none of the dashboard's routes.
    pub fn authorise(&self, request: Request) -> Request {
        if !request.without_sign_in && is_staffs(&request.url) {
            request.with_header(AUTHORIZATION, format!("{SCHEME} {}", self.0.expose_secret()))
        } else {
            request
        }
    }
}

impl fmt::Debug for StaffToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StaffToken").field(&self.masked()).finish()
    }
}

/// What stands behind `scheme` and at least one space. A scheme is the same in capitals (RFC 9110, 11.1).
fn behind_scheme<'t>(text: &'t str, scheme: &str) -> Option<&'t str> {
    let (start, rest) = text.split_once(' ')?;
    start.eq_ignore_ascii_case(scheme).then(|| rest.trim_start_matches(' '))
}

fn is_staffs(address: &str) -> bool {
    let url = Url::parse(address);
    url.is_ok_and(|url| url.path().starts_with(LINKS) && !url.path().starts_with(PUBLIC))
}
