//! A refund without the first rule of the protocol: sent first, and written down once its answer is there. Only the
//! simulation has it, to show what it would find.

use domain::{TillError, account::Account, refund::NewRefund};
use ledger::{PaymentRecord, StartRefund};
use providers::Lane;

use crate::{answer, desk::Desk, refund::refusal};

impl Desk {
    /// Sends a refund of which the book knows nothing.
    pub(crate) async fn refund_unwritten(
        &self,
        account: &Account,
        payment: &PaymentRecord,
        start: StartRefund,
    ) -> Result<(), TillError> {
        let (_, link) = self.record_of_link(payment.link).await?;
        let ask = NewRefund {
            id: start.refund,
            payment: payment.provider_id.clone(),
            reference: link.our_reference.ok_or(TillError::NotFound)?,
            amount: start.amount,
            reason: start.reason,
            paid_at: payment.at,
        };
        let exchange = self.executor.provider(account).refund(account, ask, start.key);
        let outcome = self.executor.run(account, &self.keys, Lane::Person, exchange).await;
        let (entry, refund) = (self.entry(), start.refund);
        let started = self.book.with(move |ledger| ledger.start_refund(entry, &start)).await?;
        started.map_err(refusal)?;
        self.refund_event(refund, answer::to_refund(outcome)).await?;
        Ok(())
    }
}
