//! The ids of links, pages and transactions.

use crate::text_id::text_id;

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
