//! The API's words, with a place for those that nobody knows yet, and what they mean for a shop.

use domain::{Money, link::ProviderLinkState, payment::PaymentStatus, usage::Usage};
use serde::{Deserialize, Deserializer};

use super::lenient::Text;

/// One of the API's words.
pub(crate) trait Word {
    /// As the API writes it, or `""`.
    fn word(&self) -> &str;

    /// True where the answer says nothing.
    fn is_absent(&self) -> bool {
        self.word().is_empty()
    }
}

/// An enum of the API's words, with a place for those that nobody knows yet.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal $(| $other:literal)*),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) enum $name {
            $($variant,)+
            Unknown(String),
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Text::deserialize(deserializer)?;
                Ok(match text.as_str() {
                    $($word $(| $other)* => Self::$variant,)+
                    _ => Self::Unknown(text.for_people()),
                })
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        impl Word for $name {
            fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Unknown(text) => text,
                }
            }
        }
    };
}

words!(
    /// A link's status (fact sheet, 3.3).
    LinkStatus {
        Active = "ACTIVE",
        Inactive = "INACTIVE",
        Closed = "CLOSED",
        Expired = "EXPIRED",
        Paid = "PAID",
    }
);

words!(
    /// How often a link can be paid (fact sheet, 3.3).
    UsageMode {
        Single = "SINGLE",
        Multiple = "MULTIPLE",
    }
);

words!(
    /// Whether a link asks for an address (fact sheet, 3.1).
    Shippable {
        Yes = "YES",
        No = "NO",
    }
);

words!(
    /// What a transaction does (fact sheet, 4.2).
    TransactionType {
        Sale = "SALE",
        Refund = "REFUND",
    }
);

words!(
    /// A transaction's status (fact sheet, 4.3).
    TransactionStatus {
        Initiated = "INITIATED",
        Authenticated = "AUTHENTICATED" | "SUCCESS_AUTHENTICATED",
        Pending = "PENDING",
        Declined = "DECLINED",
        Preauthorized = "PREAUTHORIZED",
        Captured = "CAPTURED",
        Batched = "BATCHED",
        Reversed = "REVERSED",
        Funded = "FUNDED",
        Rejected = "REJECTED",
        Failed = "FAILED",
        Cancelled = "CANCELLED",
        Expired = "EXPIRED",
    }
);

impl UsageMode {
    pub(crate) fn of(usage: Usage) -> Self {
        if usage.is_single() { Self::Single } else { Self::Multiple }
    }
}

impl Shippable {
    pub(crate) fn of(shipping: Option<Money>) -> Self {
        if shipping.is_some() { Self::Yes } else { Self::No }
    }
}

impl From<LinkStatus> for ProviderLinkState {
    fn from(status: LinkStatus) -> Self {
        match status {
            LinkStatus::Active => Self::Open,
            LinkStatus::Paid => Self::Paid,
            LinkStatus::Expired => Self::Expired,
            LinkStatus::Closed | LinkStatus::Inactive => Self::Closed,
            LinkStatus::Unknown(text) => Self::Unknown(text),
        }
    }
}

impl From<TransactionStatus> for PaymentStatus {
    /// What a status means for a shop (fact sheet, 4.3).
    fn from(status: TransactionStatus) -> Self {
        match status {
            TransactionStatus::Initiated
            | TransactionStatus::Authenticated
            | TransactionStatus::Pending => Self::Pending,
            TransactionStatus::Preauthorized => Self::Reserved,
            TransactionStatus::Captured
            | TransactionStatus::Batched
            | TransactionStatus::Funded => Self::Paid,
            TransactionStatus::Reversed => Self::Reversed,
            TransactionStatus::Declined
            | TransactionStatus::Rejected
            | TransactionStatus::Failed
            | TransactionStatus::Cancelled
            | TransactionStatus::Expired => Self::Refused,
            TransactionStatus::Unknown(text) => Self::Unknown(text),
        }
    }
}
