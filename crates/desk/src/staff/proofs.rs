//! PINs that were typed for one refund: by who starts it, or by who approves it.

use std::{sync::Mutex, time::Duration};

use domain::{
    Amount, TillError,
    ids::{PaymentId, PressId, StaffId},
    rights::Right,
    sale,
    staff::Role,
};
use ledger::{Ledger, StaffRecord};

use super::lock;
use crate::{
    actor::Actor,
    desk::{Desk, id},
    view::RefundProofForm,
};

/// How long a typed PIN counts (RELIABILITY 4.7).
const GOOD_FOR: Duration = Duration::from_mins(1);

/// The PINs that were typed lately. They are kept in memory only.
#[derive(Debug, Default)]
pub(crate) struct Proofs(Mutex<Vec<Proof>>);

#[derive(Debug)]
struct Proof {
    staff: StaffId,
    role: Role,
    refund: Refund,
    /// On the clock that never goes back.
    at: Duration,
}

/// What a PIN was typed for, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Refund {
    press: PressId,
    payment: PaymentId,
    amount: Amount,
}

impl Proofs {
    /// Whose PINs were typed for exactly this refund in the last minute.
    pub(crate) fn given(
        &self,
        press: PressId,
        payment: PaymentId,
        amount: Amount,
        now: Duration,
    ) -> Vec<(StaffId, Role)> {
        let refund = Refund { press, payment, amount };
        lock(&self.0)
            .iter()
            .filter(|proof| proof.refund == refund && proof.is_good(now))
            .map(|proof| (proof.staff, proof.role))
            .collect()
    }

    fn add(&self, proof: Proof) {
        let mut proofs = lock(&self.0);
        proofs.retain(|known| known.is_good(proof.at));
        proofs.push(proof);
    }

    /// Somebody is not in the shop any more what they were when they typed their PIN.
    pub(super) fn forget_those_of(&self, member: StaffId) {
        lock(&self.0).retain(|proof| proof.staff != member);
    }

    pub(super) fn forget(&self) {
        lock(&self.0).clear();
    }
}

impl Proof {
    fn is_good(&self, now: Duration) -> bool {
        now.saturating_sub(self.at) <= GOOD_FOR
    }
}

impl Desk {
    /// Takes a PIN that was typed for one refund: that of who starts it, or of somebody else who may give money back. It
    /// counts for a minute, for this press, payment and amount.
    ///
    /// # Errors
    /// `NotAllowed` where somebody else is named who may not give money back; those of [`Self::sign_in`].
    pub async fn prove_refund(&self, by: Actor, form: RefundProofForm) -> Result<(), TillError> {
        by.allow(Right::AskForRefunds)?;
        let press: PressId = id(&form.press)?;
        let payment: PaymentId = id(&form.payment)?;
        let sale = self.sale_of_payment(payment).await?;
        self.check_sees(by, sale).await?;
        let record = self.record(sale).await?;
        let paid = record.payment(payment).ok_or(TillError::NotFound)?;
        let amount = sale::amount(&form.amount_minor, paid.amount.currency())?;
        let _turn = self.staff.turn.lock().await;
        if by.is_pinless() {
            return Err(TillError::NoPinYet);
        }
        let member = form.member.parse::<StaffId>().ok();
        self.check_approver(by, member).await?;
        let (member, vouched) = self.prove_pin(member, &form.pin).await?;
        let StaffRecord { id: staff, role, .. } = member;
        let entry = by.entry(self.clock.now());
        self.book.ask(move |ledger| ledger.pin_proven(entry, staff, press)).await?;
        self.anchor_if_possible(vouched.secret).await;
        let refund = Refund { press, payment, amount };
        self.staff.proofs.add(Proof { staff, role, refund, at: self.clock.elapsed() });
        Ok(())
    }

    /// Refuses somebody else who could not approve. What they are in the shop stands on their tile, so that this tells
    /// nothing.
    async fn check_approver(&self, by: Actor, member: Option<StaffId>) -> Result<(), TillError> {
        let Some(other) = member.filter(|member| *member != by.staff()) else {
            return Ok(());
        };
        let roll = self.book.ask(Ledger::staff_roll).await?;
        match roll.member(other).filter(|member| member.retired_at.is_none()) {
            Some(member) if !member.role.may(Right::Refund) => {
                Err(TillError::NotAllowed { right: Right::Refund })
            }
            _ => Ok(()),
        }
    }
}
