//! The ids of the dashboard, which can't leave their place in an address or in a body.

use std::{fmt, str::FromStr};

/// Where the hyphens of a UUID stand, and how long it is.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];
const UUID_LENGTH: usize = 36;

/// Longest id of a product, in characters. Assumed.
const LONGEST_PRODUCT_ID: usize = 100;

/// A link's id at the dashboard, in lower case: 32 hexadecimal digits and four hyphens, the one form that its paths are
/// known to take.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkUuid(String);

/// Text that is no UUID with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the UUID of a link")]
pub struct NotALinkUuid;

impl LinkUuid {
    /// As it stands in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LinkUuid {
    type Err = NotALinkUuid;

    fn from_str(text: &str) -> Result<Self, NotALinkUuid> {
        let fits = |(place, byte): (usize, u8)| {
            if HYPHENS.contains(&place) { byte == b'-' } else { byte.is_ascii_hexdigit() }
        };
        let is_uuid = text.len() == UUID_LENGTH && text.bytes().enumerate().all(fits);
        if is_uuid { Ok(Self(text.to_ascii_lowercase())) } else { Err(NotALinkUuid) }
    }
}

impl fmt::Display for LinkUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The public id of a product in the organization's catalogue: 1 to 100 printable ASCII characters, no space.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(String);

/// Text that is no id of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a product")]
pub struct NotAProductId;

impl ProductId {
    /// As the dashboard writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProductId {
    type Err = NotAProductId;

    fn from_str(text: &str) -> Result<Self, NotAProductId> {
        let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
        let is_id = printable && (1..=LONGEST_PRODUCT_ID).contains(&text.len());
        if is_id { Ok(Self(text.to_owned())) } else { Err(NotAProductId) }
    }
}

impl fmt::Display for ProductId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
