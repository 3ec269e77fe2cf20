//! How often a link can be paid.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How often a link can be paid.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Usage {
    /// Once.
    #[default]
    Single,
    /// Several times, by one customer or by many.
    Multiple {
        /// How many times at most.
        #[ts(type = "number")]
        limit: UseLimit,
    },
}

/// How many times a link for several payments can be paid at most: 2 to 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct UseLimit(u32);

/// A number of uses that no link for several payments has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not between 2 and 1000")]
pub struct NotAUseLimit;

/// The most that any provider takes (Global Payments' fact sheet, 7.3).
const MOST_USES: u32 = 1_000;

impl UseLimit {
    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for UseLimit {
    type Error = NotAUseLimit;

    fn try_from(limit: u32) -> Result<Self, NotAUseLimit> {
        (2..=MOST_USES).contains(&limit).then_some(Self(limit)).ok_or(NotAUseLimit)
    }
}

impl From<UseLimit> for u32 {
    fn from(limit: UseLimit) -> Self {
        limit.0
    }
}

impl Usage {
    /// True where the link can be paid once.
    pub fn is_single(&self) -> bool {
        *self == Self::Single
    }

    /// How many times the link can be paid.
    pub fn limit(self) -> u32 {
        match self {
            Self::Single => 1,
            Self::Multiple { limit } => limit.get(),
        }
    }
}
