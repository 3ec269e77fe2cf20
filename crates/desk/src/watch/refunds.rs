//! Refunds that were confirmed are followed: a provider may fail one days later, and somebody may refund without this
//! till.

use domain::{Outcome, TillError};
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
        let Some(_turn) = self.turns.try_take(watched.payment.into()) else {
            return Ok(false);
        };
        let sale = self.record(watched.sale).await?;
        let account = self.account(sale.account).await?;
        let reference = sale.link.as_ref().and_then(|link| link.our_reference.clone());
        let told = match (sale.payment(watched.payment), reference) {
            (Some(payment), Some(reference)) => {
                match self.refunds_at_provider(&account, payment, reference, lane).await {
                    Outcome::Done(seen) => {
                        self.put_refunds_down(&sale, payment, seen).await?;
                        true
                    }
                    Outcome::Rejected(no) => {
                        tracing::warn!(code = no.provider_code, "the provider shows no refunds");
                        true
                    }
                    Outcome::NotSent(_) | Outcome::Unclear(_) => false,
                }
            }
            // Its texts were erased, and with them what it could be found by.
            _ => true,
        };
        if told {
            let (payment, at) = (watched.payment, self.clock.now());
            self.book.ask(move |ledger| ledger.note_refund_check(payment, at)).await?;
        }
        if self.record(watched.sale).await? != sale {
            self.tell(Change::Sale(watched.sale));
        }
        Ok(told)
    }
}
