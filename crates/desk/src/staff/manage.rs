//! The owner manages the staff. Every change is checked here once more, whoever let the command through.

use domain::{
    TillError,
    ids::StaffId,
    rights::Right,
    staff::{Role, StaffName},
};
use ledger::{Ledger, StaffChange, StaffRoll};
use secrecy::SecretString;

use super::change::{member_of, new_pin};
use crate::{
    actor::Actor,
    desk::Desk,
    view::{NewStaffForm, StaffList},
};

impl Desk {
    /// Somebody joins the staff, with a PIN.
    ///
    /// # Errors
    /// `FirstPinFirst` where the owner has none; `StaffNameTaken`, `NewPinRefused`; those of the keychain and the book.
    pub async fn add_staff(&self, by: Actor, form: NewStaffForm) -> Result<StaffList, TillError> {
        by.allow(Right::ManageStaff)?;
        let name = StaffName::new(&form.name)?;
        let pin = new_pin(&form.pin)?;
        let turn = self.staff.turn.lock().await;
        if self.is_pinless().await? {
            return Err(TillError::FirstPinFirst);
        }
        let vouched = self.vouched().await?;
        let member = StaffId::fresh(self.clock.now(), &*self.random);
        let hash = self.hash_pin(&vouched.secret, member.to_string(), pin).await?.to_string();
        let change = StaffChange::Add { member, role: form.role, name, hash };
        self.change_staff(by, vouched, change).await?;
        drop(turn);
        self.staff_list(by).await
    }

    /// Gives a member of staff another name.
    ///
    /// # Errors
    /// `StaffNameTaken`, `StaffRetired`, `NotFound`; those of the keychain and the book.
    pub async fn rename_staff(
        &self,
        by: Actor,
        member: &str,
        name: &str,
    ) -> Result<StaffList, TillError> {
        let name = StaffName::new(name)?;
        self.change_member(by, member, |member| StaffChange::Rename { member, name }).await
    }

    /// Gives a member of staff another role.
    ///
    /// # Errors
    /// `LastOwner`, `StaffRetired`, `NotFound`; those of the keychain and the book.
    pub async fn set_staff_role(
        &self,
        by: Actor,
        member: &str,
        role: Role,
    ) -> Result<StaffList, TillError> {
        self.change_member(by, member, |member| StaffChange::SetRole { member, role }).await
    }

    /// A member of staff leaves. What they did stays theirs, and their open sales stay watched.
    ///
    /// # Errors
    /// `LastOwner`, `StaffRetired`, `NotFound`; those of the keychain and the book.
    pub async fn retire_staff(&self, by: Actor, member: &str) -> Result<StaffList, TillError> {
        self.change_member(by, member, |member| StaffChange::Retire { member }).await
    }

    /// Gives another member of staff another PIN. Whoever had to wait after wrong ones may try at once.
    ///
    /// # Errors
    /// `NotOffered` for oneself: who finds the till open must not make it theirs, so one's own PIN is changed with the old
    /// one ([`Self::change_own_pin`]). `FirstPinFirst` where nobody has one; `NewPinRefused`, `StaffRetired`, `NotFound`;
    /// those of the keychain and the book.
    pub async fn set_staff_pin(
        &self,
        by: Actor,
        member: &str,
        pin: SecretString,
    ) -> Result<StaffList, TillError> {
        by.allow(Right::ManageStaff)?;
        if member == by.staff().to_string() {
            return Err(TillError::NotOffered);
        }
        let pin = new_pin(&pin)?;
        let turn = self.staff.turn.lock().await;
        if self.is_pinless().await? {
            return Err(TillError::FirstPinFirst);
        }
        let vouched = self.vouched().await?;
        let member = member_of(&vouched.staff.roll, member)?;
        let hash = self.hash_pin(&vouched.secret, member.to_string(), pin).await?.to_string();
        self.change_staff(by, vouched, StaffChange::SetPin { member, hash }).await?;
        drop(turn);
        self.staff_list(by).await
    }

    async fn change_member(
        &self,
        by: Actor,
        member: &str,
        change: impl FnOnce(StaffId) -> StaffChange + Send,
    ) -> Result<StaffList, TillError> {
        by.allow(Right::ManageStaff)?;
        let turn = self.staff.turn.lock().await;
        let change_of = |roll: &StaffRoll| member_of(roll, member).map(change);
        self.change_as_it_stands(by, change_of).await?;
        drop(turn);
        self.staff_list(by).await
    }

    /// Makes a change that needs no PIN, also where nobody has one. The caller holds the turn.
    pub(super) async fn change_as_it_stands(
        &self,
        by: Actor,
        change_of: impl FnOnce(&StaffRoll) -> Result<StaffChange, TillError> + Send,
    ) -> Result<(), TillError> {
        if self.is_pinless().await? {
            let roll = self.book.ask(Ledger::staff_roll).await?;
            let change = change_of(&roll)?;
            self.write_change(by, &change, None).await?;
            self.follow(&roll.after(&change, self.clock.now()), &change);
            return Ok(());
        }
        let vouched = self.vouched().await?;
        let change = change_of(&vouched.staff.roll)?;
        self.change_staff(by, vouched, change).await
    }
}
