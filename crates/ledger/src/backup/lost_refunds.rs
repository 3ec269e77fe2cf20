//! What a restored book can't know of a payment: what went back of it after the backup was made (RELIABILITY 1.7).

use domain::ids::PaymentId;
use rusqlite::OptionalExtension as _;

use crate::{Ledger, error::LedgerError};

impl Ledger {
    /// True where the book may lack refunds of a payment, because it was put back from a backup since the payment's link was
    /// planned. The payment itself may have come in between, too, and be seen only later: so the link counts.
    pub fn may_lack_refunds_of(&self, payment: PaymentId) -> Result<bool, LedgerError> {
        self.read(|book| {
            book.prepare_cached(
                "SELECT EXISTS (
                     SELECT 1 FROM events INDEXED BY events_by_kind
                     WHERE kind = 'BOOK_RESTORED' AND events.seq > links.seq)
                 FROM payments JOIN links ON links.id = payments.link WHERE payments.id = ?1",
            )?
            .query_row([payment.to_string()], |row| row.get(0))
            .optional()?
            .ok_or(LedgerError::NotFound)
        })
    }
}
