//! Refunds that were confirmed are followed: a provider may fail one days later, and somebody may refund without this
//! till.

use domain::TillError;
use ledger::RefundsToWatch;
use providers::Lane;

use crate::desk::{Change, Desk};

impl Desk {
    /// Asks about the refunds of one payment, unless somebody is busy with it. True where the provider told something.
    pub(super) async fn follow_refunds(
        &self,
        watched: RefundsToWatch,
        lane: Lane,
    ) -> Result<bool, TillError> {
        let before = self.record(watched.sale).await?;
        let told = self.look_at_refunds_of(watched.sale, watched.payment, lane).await?;
        if told {
            let (payment, at) = (watched.payment, self.clock.now());
            self.book.ask(move |ledger| ledger.note_refund_check(payment, at)).await?;
        }
        if self.record(watched.sale).await? != before {
            self.tell(Change::Sale(watched.sale));
        }
        Ok(told)
    }
}
