//! The staff, as the owner sees them and as tiles.

use domain::{TillError, rights::Right, sale_state::Moment, staff::StaffTile};
use ledger::{HistorySearch, Ledger, LedgerError, StaffRecord, Tried};

use crate::{
    actor::Actor,
    desk::Desk,
    view::{HistoryKind, StaffList, StaffMember},
};

impl Desk {
    /// The staff, also who left.
    ///
    /// # Errors
    /// `NotAllowed`; the book can't be read.
    pub async fn staff_list(&self, by: Actor) -> Result<StaffList, TillError> {
        by.allow(Right::ManageStaff)?;
        let (roll, made) =
            self.book.ask(|ledger| Ok((ledger.staff_roll()?, code_made_at(ledger)?))).await?;
        Ok(StaffList {
            members: roll.members.iter().map(|member| self.member_view(member)).collect(),
            recovery_code_made_at: made,
            pinless: !roll.pins_set,
        })
    }

    /// Who may approve a refund that `by` starts.
    pub(crate) async fn approvers(&self, by: Actor) -> Result<Vec<StaffTile>, TillError> {
        let roll = self.book.ask(Ledger::staff_roll).await?;
        let others = roll.members.iter().filter(|member| {
            member.retired_at.is_none()
                && member.id != by.staff()
                && member.hash.is_some()
                && member.role.may(Right::Refund)
        });
        Ok(others.map(|member| self.tile(member)).collect())
    }

    /// Somebody as a tile.
    pub(super) fn tile(&self, member: &StaffRecord) -> StaffTile {
        StaffTile {
            id: member.id.to_string(),
            name: member.name.clone(),
            role: member.role,
            waits: self.wait_of(member),
            has_pin: member.hash.is_some(),
        }
    }

    fn member_view(&self, member: &StaffRecord) -> StaffMember {
        StaffMember {
            id: member.id.to_string(),
            name: member.name.clone(),
            role: member.role,
            has_pin: member.hash.is_some(),
            added_at: Moment(member.added_at),
            retired_at: member.retired_at.map(Moment),
            waits: self.wait_of(member),
        }
    }

    fn wait_of(&self, member: &StaffRecord) -> u32 {
        let now = self.clock.elapsed();
        self.staff.waits().left(Tried::Member(member.id), member.failures, now)
    }
}

fn code_made_at(ledger: &Ledger) -> Result<Option<Moment>, LedgerError> {
    let newest = ledger.history(&HistorySearch {
        by: None,
        only_people: false,
        kinds: &[HistoryKind::RecoveryCodeMade.word()],
        from: None,
        to: None,
        sale: None,
        before: None,
        limit: 1,
    })?;
    Ok(newest.first().map(|row| Moment(row.at)))
}
