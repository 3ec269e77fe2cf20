//! One type for each kind of id, so that none is taken for another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::clock::{Random, Timestamp};

/// Text that is not an id of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

macro_rules! till_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A fresh id (UUID version 7): ids made later sort later.
            pub fn fresh(now: Timestamp, random: &dyn Random) -> Self {
                let bytes = random.sixteen_bytes();
                let mut tail = [0; 10];
                tail.copy_from_slice(&bytes[..10]);
                let millis = u64::try_from(now.millis()).unwrap_or_default();
                Self(Builder::from_unix_timestamp_millis(millis, &tail).into_uuid())
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::parse_str(text).map(Self).map_err(|_| NotAnId)
            }
        }
    };
}

till_id!(
    /// A sale of this till.
    SaleId
);
till_id!(
    /// A link, and the intent that makes it: every link has exactly one.
    LinkId
);
till_id!(
    /// A refund, and the intent that makes it: every refund of this till has exactly one.
    RefundId
);
till_id!(
    /// What staff make of a reserved payment, capture or release, and the intent that does it.
    HoldEndId
);
till_id!(
    /// A payment as this till knows it.
    PaymentId
);
till_id!(
    /// A product of the shop's, in this till's own list.
    ProductId
);
till_id!(
    /// One picture of a product: another picture has another id.
    PictureId
);
till_id!(
    /// A set of credentials at one provider in one environment.
    AccountId
);
till_id!(
    /// A member of staff.
    StaffId
);
till_id!(
    /// One press of a button by a person. The same press never does its work twice.
    PressId
);

impl StaffId {
    /// The first owner, who is there before staff are set up.
    pub const OWNER: Self = Self(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));

    /// The till itself: who writes down what providers answer and what the till finds out without being asked.
    pub const TILL: Self = Self(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002));
}

impl LinkId {
    /// The random end of the id that makes a reference unique: ten hexadecimal characters.
    pub fn reference_tail(self) -> String {
        let text = self.0.simple().to_string();
        text[text.len() - 10..].to_owned()
    }
}

macro_rules! provider_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// As the provider writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            /// Accepts 1 to 100 characters that need no escaping in a path.
            fn try_from(text: String) -> Result<Self, NotAnId> {
                let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
                if text.is_empty() || text.len() > 100 || !text.chars().all(safe) || text.starts_with('.') {
                    return Err(NotAnId);
                }
                Ok(Self(text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

provider_text!(
    /// The provider's own id of a link (`LNK_…` at Global Payments).
    ProviderLinkId
);
provider_text!(
    /// The provider's own id of a payment (`TRN_…` at Global Payments).
    ProviderPaymentId
);
provider_text!(
    /// The provider's own id of a refund (`TRN_…` at Global Payments).
    ProviderRefundId
);

provider_text!(
    /// The provider's own id of a merchant (`MER_…` at Global Payments).
    ProviderMerchantId
);

provider_text!(
    /// The provider's own id of one of the shop's customers (`cus_…` at PaymentFlow).
    ProviderCustomerId
);

/// The key by which a provider knows a repeated write. One for each intent, stored before the first byte leaves,
/// never changed: 36 characters, UUID version 4, not guessable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdempotencyKey(Uuid);

impl IdempotencyKey {
    /// A fresh key.
    pub fn fresh(random: &dyn Random) -> Self {
        Self(Builder::from_random_bytes(random.sixteen_bytes()).into_uuid())
    }
}

impl From<Uuid> for IdempotencyKey {
    fn from(key: Uuid) -> Self {
        Self(key)
    }
}

impl From<IdempotencyKey> for Uuid {
    fn from(key: IdempotencyKey) -> Self {
        key.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}
