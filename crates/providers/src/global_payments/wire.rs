//! The answers of the GP API, read leniently: unknown fields are ignored, unknown words kept,
//! numbers may be text, and what is absent may be missing, `null` or `""` (fact sheet, 3.2, 4.1,
//! 9.30).

mod lenient;
mod link;
mod transaction;
mod words;

use serde::Deserialize;

use self::lenient::{Text, lenient, lenient_list};
pub(super) use self::{
    lenient::moment,
    link::Link,
    transaction::Transaction,
    words::{LinkStatus, Shippable, TransactionStatus, TransactionType, UsageMode, Word},
};

/// The answer to a sign-in (fact sheet, 2.3).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenAnswer {
    pub(super) token: Text,
    #[serde(deserialize_with = "lenient")]
    pub(super) scope: Scope,
    pub(super) seconds_to_expire: Text,
}

/// Whom a token speaks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Scope {
    pub(super) merchant_name: Text,
    #[serde(deserialize_with = "lenient_list")]
    pub(super) accounts: Vec<ScopeAccount>,
}

/// One of the merchant's accounts, and what the token may do with it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ScopeAccount {
    pub(super) id: Text,
    pub(super) name: Text,
    #[serde(deserialize_with = "lenient_list")]
    pub(super) permissions: Vec<Text>,
}

/// One page of a list (fact sheet, 3.5, 4.2).
#[derive(Deserialize)]
pub(super) struct Page<R> {
    #[serde(default)]
    total_record_count: Text,
    #[serde(default)]
    total_count: Text,
    /// Those on this page. A page without them is no page: it must not be taken for 'nothing
    /// found'.
    #[serde(alias = "links", alias = "transactions")]
    pub(super) rows: Vec<R>,
}

impl<R> Page<R> {
    /// How many there are on all pages, where the answer says so.
    pub(super) fn total(&self) -> Option<usize> {
        let counts = [&self.total_record_count, &self.total_count];
        counts.into_iter().find_map(|count| count.as_str().parse().ok())
    }
}

/// An error (fact sheet, 5.1).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ErrorAnswer {
    pub(super) error_code: Text,
    pub(super) detailed_error_code: Text,
    pub(super) detailed_error_description: Text,
    /// Some answers wrap the three.
    #[serde(deserialize_with = "lenient")]
    error: Option<Box<ErrorAnswer>>,
}

impl ErrorAnswer {
    /// The error, wrapped or not.
    pub(super) fn unwrapped(self) -> Self {
        match self.error {
            Some(inner) if self.error_code.is_empty() => *inner,
            error => Self { error, ..self },
        }
    }
}
