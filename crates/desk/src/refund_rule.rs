//! The owner's rules for refunds, applied to one: whose PIN it needs, and who must approve it.

use domain::{
    Amount, Money, TillError, Timestamp,
    account::Account,
    ids::{PressId, StaffId},
    rights::Right,
    shop_day::ShopDay,
    till_rules::RefundCase,
};
use ledger::{PaymentRecord, SaleRecord, StaffRoll};

use crate::{actor::Actor, desk::Desk};

/// A refund that the rules let through.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Allowed {
    /// Who approved it, where somebody had to.
    pub(crate) approved_by: Option<StaffId>,
    /// What the person may give back in a day by themselves; the ledger checks it once more as it writes the refund down,
    /// for two may be started at once.
    pub(crate) day_limit: Option<Money>,
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
        account: &Account,
        (sale, payment): (&SaleRecord, &PaymentRecord),
        amount: Amount,
    ) -> Result<Allowed, TillError> {
        if by.is_pinless() {
            return Ok(Allowed::default());
        }
        let rules = self.rules_in_force();
        let (staff, since) = (by.staff(), self.refund_day(account).await?);
        let (environment, currency) = (sale.environment, amount.currency());
        let (refunded_today, latest, roll) = self
            .book
            .ask(move |ledger| {
                let refunded = ledger.refunded_by(staff, environment, currency, since)?;
                Ok((refunded, ledger.latest_moment()?, ledger.staff_roll()?))
            })
            .await?;
        let now = self.clock.now();
        let needs = rules.refund_needs(&RefundCase {
            amount,
            paid_at: payment.moment(),
            // A clock that was set back makes no payment younger than the book knows it to be.
            now: latest.map_or(now, |latest| latest.max(now)),
            refunded_today,
            may_refund: by.may(Right::Refund),
        });
        let proven = self.staff.proofs.given(press, payment.id, amount, self.clock.elapsed());
        let has_shown_pin = proven.iter().any(|(staff, _)| *staff == by.staff());
        let approver = proven
            .iter()
            .map(|(staff, _)| *staff)
            .find(|staff| *staff != by.staff() && may_approve(&roll, *staff));
        let pin = needs.pin && !has_shown_pin;
        let approval = needs.approval.filter(|_| approver.is_none());
        if pin || approval.is_some() {
            let approvers = if approval.is_some() { self.approvers(by).await? } else { Vec::new() };
            return Err(TillError::RefundNeeds { pin, approval, approvers });
        }
        Ok(match needs.approval {
            Some(_) => Allowed { approved_by: approver, day_limit: None },
            None => Allowed { approved_by: None, day_limit: rules.day_limit_of(amount) },
        })
    }

    /// Since when refunds count for the limit of a day: since the shop's day began, by the computer's clock or by the
    /// provider's, whichever was earlier. A clock that is set forward begins no new day, and where a beginning can't be told,
    /// all of them count.
    pub(crate) async fn refund_day(&self, account: &Account) -> Result<Timestamp, TillError> {
        let day = ShopDay::of(&self.settings().await?);
        let began = |now| self.clock.start_of_day(day, now).unwrap_or(Timestamp::EPOCH);
        Ok(began(self.clock.now()).min(began(self.executor.provider_time(account))))
    }
}

/// True for somebody who may give money back now, whatever they were when they typed their PIN.
fn may_approve(roll: &StaffRoll, staff: StaffId) -> bool {
    roll.member(staff)
        .is_some_and(|member| member.retired_at.is_none() && member.role.may(Right::Refund))
}
