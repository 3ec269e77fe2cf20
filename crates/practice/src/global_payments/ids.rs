//! The ids of links, pages and transactions.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub(super) String);

        impl $name {
            /// The id as it stands in answers.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// `LNK_` and 30 characters.
    LinkId
}
text_id! {
    /// The last part of a link's URL, which says nothing about the link.
    PageId
}
text_id! {
    /// `TRN_`, 23 characters, `_`, and the tail of the link's reference (fact sheet, 3.7).
    TransactionId
}
