//! Settle a capture or a release whose end nobody knows: the payment itself tells.

use domain::{
    Outcome, TillError,
    error::Doubt,
    ids::HoldEndId,
    refund_life::{RefundEffect, RefundEvent, RefundState},
};
use providers::Lane;

use crate::{answer, desk::Desk, hold_ends::rules, hold_evidence::found};

impl Desk {
    /// Settles a capture or a release. The caller holds the payment's turn.
    pub(crate) async fn settle_hold_end(
        &self,
        hold_end: HoldEndId,
        lane: Lane,
    ) -> Result<(), TillError> {
        let (payment, record) = self.hold_end_record(hold_end).await?;
        let (sale, _) = self.record_of_link(payment.link).await?;
        let account = self.account(sale.account).await?;
        let sending = matches!(record.state, RefundState::Sending { .. });
        if sending && self.lease_is_over(&account, record.last_sent) {
            let doubt = Doubt::Interrupted;
            self.hold_end_event(hold_end, RefundEvent::Unclear { doubt }).await?;
        } else if !matches!(record.state, RefundState::Unknown { .. }) {
            return Ok(());
        }
        let reference = sale.our_reference().cloned().ok_or(TillError::NotFound)?;
        let began = self.clock.elapsed();
        let seen = self.payment_at_provider(&account, &sale, &payment, reference, lane).await;
        let Some(looked) = self.looked(&account, began) else {
            return Ok(());
        };
        let can = self.executor.provider(&account).capabilities();
        let rules = rules(record.kind, can).ok_or(TillError::NotOffered)?;
        let absence = answer::absence(rules, record.first_sent, record.last_sent, looked);
        let for_a_person = answer::of_no_use(&seen, rules, record.last_sent, looked.began);
        let (event, seen) = match seen {
            Outcome::Done(seen) => (found(record.kind, record.amount, &seen, absence), Some(seen)),
            Outcome::Rejected(no) => {
                tracing::warn!(%hold_end, code = no.provider_code, "the provider shows no payment");
                let next = answer::after_refused_look(&no, absence).or(for_a_person);
                let error = no.into();
                self.hold_end_event(hold_end, RefundEvent::LookUpRefused { error }).await?;
                (next, None)
            }
            Outcome::NotSent(_) | Outcome::Unclear(_) => (for_a_person, None),
        };
        let effects = match event {
            Some(event) => self.hold_end_event(hold_end, event).await?.1,
            None => &[],
        };
        if let Some(seen) = seen {
            self.put_payment_down(payment.link, seen).await?;
        }
        if effects.contains(&RefundEffect::Send) {
            self.begin_hold_end(self.entry(), &account, hold_end, lane).await?;
        }
        Ok(())
    }
}
