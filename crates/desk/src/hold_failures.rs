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

impl Desk {
    /// Notes which captures and releases of the payments `reserved` failed: those that the till has taken for done longer
    /// ago than reads may lag behind, while a look that began at `asked_at` by the till's clock shows the payment as
    /// reserved all the same. Otherwise nobody could ever end that reservation. True where there was one.
    pub(crate) async fn note_ends_that_failed(
        &self,
        account: &Account,
        sale: SaleId,
        reserved: &[ProviderPaymentId],
        asked_at: Timestamp,
    ) -> Result<bool, TillError> {
        if reserved.is_empty() {
            return Ok(false);
        }
        let can = self.executor.provider(account).capabilities();
        let sale = self.record(sale).await?;
        let held = sale.payments.iter().filter(|payment| reserved.contains(&payment.provider_id));
        let mut failed = Vec::new();
        for end in held.flat_map(|payment| &payment.hold_ends) {
            let lag = rules(end.kind, can).ok_or(TillError::NotOffered)?.read_lag;
            let is_over = |confirmed: Timestamp| asked_at > confirmed.plus(lag);
            if end.state == RefundState::Confirmed && end.confirmed_at.is_some_and(is_over) {
                failed.push(end.id);
            }
        }
        for end in &failed {
            self.hold_end_event(*end, RefundEvent::FailedLate).await?;
        }
        Ok(!failed.is_empty())
    }
}
