//! Settle a capture or a release whose end nobody knows: the payment itself tells.

use domain::{
    Outcome, TillError,
    error::Doubt,
    ids::HoldEndId,
    link_life::Absence,
    outcome::RejectionClass,
    refund_life::{RefundEffect, RefundEvent, RefundState},
};
use providers::Lane;

use crate::{
    answer,
    desk::Desk,
    hold_ends::{our_reference, rules},
    hold_evidence::found,
};

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
        let reference = our_reference(&sale)?;
        let seen = self.payment_at_provider(&account, &payment, reference, lane).await;
        let Some(now) = self.told_time(&account) else {
            return Ok(());
        };
        let can = self.executor.provider(&account).capabilities();
        let rules = rules(record.kind, can).ok_or(TillError::NotOffered)?;
        let absence = answer::absence(rules, record.first_sent, record.last_sent, now);
        // Nothing can arrive any more, and no further look would tell more: a person has to look elsewhere.
        let for_a_person = (answer::tells_nothing(&seen)
            && answer::keyless_absence(rules, record.last_sent, now) == Absence::Proven)
            .then_some(RefundEvent::Contradicted);
        let (event, seen) = match seen {
            Outcome::Done(seen) => (found(record.kind, record.amount, &seen, absence), Some(seen)),
            Outcome::Rejected(no) => {
                let without_a_look =
                    no.class == RejectionClass::Permission && absence == Absence::KeyKnown;
                tracing::warn!(%hold_end, code = no.provider_code, "the provider shows no payment");
                let error = no.into();
                self.hold_end_event(hold_end, RefundEvent::LookUpRefused { error }).await?;
                // These keys may never read a payment. The provider itself still tells a repeat by its key.
                (without_a_look.then_some(RefundEvent::Absent(absence)).or(for_a_person), None)
            }
            Outcome::Unclear(_) if for_a_person.is_some() => (for_a_person, None),
            Outcome::NotSent(_) | Outcome::Unclear(_) => return Ok(()),
        };
        let effects = match event {
            Some(event) => self.hold_end_event(hold_end, event).await?.1,
            None => &[],
        };
        if let Some(seen) = seen {
            self.put_payment_down(payment.link, seen).await?;
        }
        if effects.contains(&RefundEffect::Send) {
            self.begin_hold_end(&account, hold_end, lane).await?;
        }
        Ok(())
    }
}
