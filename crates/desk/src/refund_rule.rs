//! The owner's rules for refunds, applied to one: whose PIN it needs, and who must approve it.

use domain::{
    Amount, TillError,
    ids::{PressId, StaffId},
    rights::Right,
    till_rules::RefundCase,
};
use ledger::{DayLimit, PaymentRecord, SaleRecord};

use crate::{actor::Actor, desk::Desk};

/// A refund that the rules let through.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Allowed {
    /// Who approved it, where somebody had to.
    pub(crate) approved_by: Option<StaffId>,
    /// What the person may give back today by themselves; the ledger checks it once more as it writes the refund down, for
    /// two may be started at once.
    pub(crate) day_limit: Option<DayLimit>,
}

impl Desk {
    /// Lets a refund through for which all PINs were typed that the rules ask for, just now and for just this one.
    ///
    /// # Errors
    /// `RefundNeeds` with what is missing.
    pub(crate) async fn check_refund_rules(
        &self,
        by: Actor,
        press: PressId,
        sale: &SaleRecord,
        payment: &PaymentRecord,
        amount: Amount,
    ) -> Result<Allowed, TillError> {
        if by.is_pinless() {
            return Ok(Allowed::default());
        }
        let rules = self.rules_in_force();
        let (staff, since) = (by.staff(), self.clock.start_of_day());
        let (environment, currency) = (sale.environment, amount.currency());
        let refunded_today = self
            .book
            .ask(move |ledger| ledger.refunded_by(staff, environment, currency, since))
            .await?;
        let needs = rules.refund_needs(&RefundCase {
            amount,
            paid_at: payment.moment(),
            now: self.clock.now(),
            refunded_today,
            may_refund: by.may(Right::Refund),
        });
        let proven = self.staff.proofs.given(press, payment.id, amount, self.clock.elapsed());
        let has_shown_pin = proven.iter().any(|(staff, _)| *staff == by.staff());
        let approver = proven
            .iter()
            .find(|(staff, role)| *staff != by.staff() && role.may(Right::Refund))
            .map(|(staff, _)| *staff);
        let pin = needs.pin && !has_shown_pin;
        let approval = needs.approval.filter(|_| approver.is_none());
        if pin || approval.is_some() {
            let approvers = if approval.is_some() { self.approvers(by).await? } else { Vec::new() };
            return Err(TillError::RefundNeeds { pin, approval, approvers });
        }
        Ok(match needs.approval {
            Some(_) => Allowed { approved_by: approver, day_limit: None },
            None => Allowed {
                approved_by: None,
                day_limit: rules.day_limit_of(amount).map(|most| DayLimit { since, most }),
            },
        })
    }
}
