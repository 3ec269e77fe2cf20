//! A capture or a release that was believed to be made and that the payment does not show in time: it failed after all.

use domain::{
    TillError, Timestamp,
    account::Account,
    ids::{ProviderPaymentId, SaleId},
    payment::PaymentStatus,
    refund_life::{RefundEvent, RefundState},
};
use providers::LinkReport;

use crate::{desk::Desk, hold_ends::rules};

/// The payments that the provider shows as reserved.
pub(crate) fn still_reserved(report: &LinkReport) -> Vec<ProviderPaymentId> {
    let reserved = report.payments.iter().filter(|seen| seen.status == PaymentStatus::Reserved);
    reserved.map(|seen| seen.provider_id.clone()).collect()
}

/// When a look began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// By the till's clock.
    pub(crate) here: Timestamp,
    /// By the provider's, as far as it had told it.
    pub(crate) there: Option<Timestamp>,
}

impl Desk {
    /// Notes which captures and releases of the payments `reserved` failed: those that the till took for done without
    /// ever seeing it on the payment, while a look that began long enough after the last request, and after it was
    /// believed, shows the payment as reserved all the same. Otherwise nobody could ever end that reservation. True
    /// where there was one.
    ///
    /// The till's own clock alone proves nothing: it may be set, and another till's may differ.
    pub(crate) async fn note_ends_that_failed(
        &self,
        account: &Account,
        sale: SaleId,
        reserved: &[ProviderPaymentId],
        asked: Asked,
    ) -> Result<bool, TillError> {
        let Some(there) = asked.there.filter(|_| !reserved.is_empty()) else {
            return Ok(false);
        };
        let can = self.executor.provider(account).capabilities();
        let sale = self.record(sale).await?;
        let held = sale.payments.iter().filter(|payment| {
            reserved.contains(&payment.provider_id) && payment.status == PaymentStatus::Reserved
        });
        let mut failed = Vec::new();
        for end in held.flat_map(|payment| &payment.hold_ends) {
            let rules = rules(end.kind, can).ok_or(TillError::NotOffered)?;
            let quiet = end.last_sent.is_some_and(|sent| there > sent.plus(rules.quiet_period()));
            let lagged = end.confirmed_at.is_some_and(|at| asked.here > at.plus(rules.read_lag));
            if end.state == RefundState::Confirmed && quiet && lagged {
                failed.push(end.id);
            }
        }
        for end in &failed {
            self.hold_end_event(*end, RefundEvent::FailedLate).await?;
        }
        Ok(!failed.is_empty())
    }
}
