//! One change to the staff or the rules: written and sealed as one.

use domain::{TillError, ids::StaffId, staff::check_new_pin};
use ledger::{ChangeStaffError, Sealed, StaffChange, StaffRoll};
use secrecy::{ExposeSecret, SecretString};

use super::vouched::Vouched;
use crate::{
    actor::Actor,
    book::till_error,
    desk::{Change, Desk},
};

impl Desk {
    /// Writes a change to a list that was vouched for, and seals what comes of it. The caller holds the turn.
    pub(super) async fn change_staff(
        &self,
        by: Actor,
        vouched: Vouched,
        change: StaffChange,
    ) -> Result<(), TillError> {
        let Vouched { staff, secret } = vouched;
        let Some(next) = staff.after(&change, self.clock.now()) else {
            return Ok(());
        };
        let wrapped = staff.roll.sealed.map(|sealed| sealed.wrapped).unwrap_or_default();
        let sealed = next.clone().seal(wrapped, &secret);
        self.write_change(by, &change, Some(sealed)).await?;
        self.follow(&next.roll, &change);
        self.anchor_if_possible(secret).await;
        Ok(())
    }

    /// Writes a change, with the seal of what comes of it, or without one where nobody has a PIN.
    pub(super) async fn write_change(
        &self,
        by: Actor,
        change: &StaffChange,
        sealed: Option<Sealed>,
    ) -> Result<(), TillError> {
        let (entry, change) = (by.entry(self.clock.now()), change.clone());
        self.book
            .with(move |ledger| ledger.change_staff(entry, &change, sealed.as_ref()))
            .await?
            .map_err(not_changed)
    }

    /// What a change means to who is at the till now.
    pub(super) fn follow(&self, next: &StaffRoll, change: &StaffChange) {
        let mut session = self.staff.session();
        session.set_rules(next.rules.clone());
        let member = change.member().and_then(|id| next.member(id));
        let locked = member.is_some_and(|member| {
            session.follow(member.id, member.retired_at.is_none().then_some(member.role))
        });
        drop(session);
        if let StaffChange::SetRole { member, .. } | StaffChange::Retire { member } = change {
            self.staff.proofs.forget_those_of(*member);
        }
        if locked {
            self.staff.forget_person();
        }
        self.tell(Change::Session);
    }
}

/// A PIN that somebody may have from now on.
pub(super) fn new_pin(pin: &SecretString) -> Result<&SecretString, TillError> {
    match check_new_pin(pin.expose_secret()) {
        Ok(()) => Ok(pin),
        Err(fault) => Err(TillError::NewPinRefused { fault }),
    }
}

/// The member of staff that the page names.
pub(super) fn member_of(roll: &StaffRoll, member: &str) -> Result<StaffId, TillError> {
    let id: StaffId = member.parse().map_err(|_| TillError::NotFound)?;
    match roll.member(id) {
        None => Err(TillError::NotFound),
        Some(member) if member.retired_at.is_some() => Err(TillError::StaffRetired),
        Some(_) => Ok(id),
    }
}

pub(super) fn not_changed(error: ChangeStaffError) -> TillError {
    match error {
        ChangeStaffError::LastOwner => TillError::LastOwner,
        ChangeStaffError::NameTaken => TillError::StaffNameTaken,
        ChangeStaffError::NotThere => TillError::NotFound,
        ChangeStaffError::Retired => TillError::StaffRetired,
        ChangeStaffError::Ledger(error) => till_error(&error),
    }
}
