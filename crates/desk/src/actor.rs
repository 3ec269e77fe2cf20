//! Who asks the desk for something.

use domain::{TillError, Timestamp, ids::StaffId, rights::Right, staff::Role};
use ledger::Entry;

/// The person at the till, as they signed in. Only the desk makes one, and only while the till is not locked: who holds
/// one has proved who they are. A command keeps it to its end, also where somebody else signs in meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    staff: StaffId,
    role: Role,
    pinless: bool,
}

impl Actor {
    /// The one owner of a till on which nobody has a PIN.
    pub(crate) const PINLESS_OWNER: Self =
        Self { staff: StaffId::OWNER, role: Role::Owner, pinless: true };

    /// Who has shown their PIN.
    pub(crate) fn signed_in(staff: StaffId, role: Role) -> Self {
        Self { staff, role, pinless: false }
    }

    /// Who.
    pub fn staff(self) -> StaffId {
        self.staff
    }

    /// What they are in the shop.
    pub fn role(self) -> Role {
        self.role
    }

    /// True where nobody has a PIN, so that none can be asked for.
    pub(crate) fn is_pinless(self) -> bool {
        self.pinless
    }

    /// True where they have `right`.
    pub fn may(self, right: Right) -> bool {
        self.role.may(right)
    }

    /// Refuses who does not have `right`.
    pub fn allow(self, right: Right) -> Result<(), TillError> {
        if self.may(right) { Ok(()) } else { Err(TillError::NotAllowed { right }) }
    }

    /// An entry of theirs.
    pub(crate) fn entry(self, at: Timestamp) -> Entry {
        Entry { by: self.staff, at }
    }
}
