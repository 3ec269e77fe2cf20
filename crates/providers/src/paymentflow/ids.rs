//! The provider's ids, one type for each kind, and none that could leave its place in an address.

use std::{fmt, str::FromStr};

use url::form_urlencoded::byte_serialize;

/// Longest id, in bytes. The seed's have ten characters; nothing says how long they get.
const LONGEST: usize = 255;

/// Text that can't be an id: empty, `.` or `..`, too long, or with a slash, a question mark, a hash, a percent sign, a
/// space or a control character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

fn checked(text: &str) -> Result<&str, NotAnId> {
    let breaks_out =
        |c: char| matches!(c, '/' | '\\' | '?' | '#' | '%') || c.is_whitespace() || c.is_control();
    let is_id = !matches!(text, "" | "." | "..") && text.len() <= LONGEST;
    if is_id && !text.contains(breaks_out) { Ok(text) } else { Err(NotAnId) }
}

/// An id as one segment of a path. It holds no space, which is all that a path and a form write differently.
fn segment(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

macro_rules! provider_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id `text`. Its prefix is not asked for: the provider chooses its ids.
            pub fn new(text: &str) -> Result<Self, NotAnId> {
                checked(text).map(|text| Self(text.to_owned()))
            }

            /// As the provider wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

provider_id!(
    /// A payment, `pay_…`.
    PaymentId
);
provider_id!(
    /// A refund, `ref_…`.
    RefundId
);
provider_id!(
    /// A customer, `cus_…`.
    CustomerId
);
provider_id!(
    /// An event, `evt_…` in the webhook vectors.
    EventId
);

impl PaymentId {
    pub(super) fn segment(&self) -> String {
        segment(&self.0)
    }
}

impl RefundId {
    pub(super) fn segment(&self) -> String {
        segment(&self.0)
    }
}

impl CustomerId {
    pub(super) fn segment(&self) -> String {
        segment(&self.0)
    }
}
