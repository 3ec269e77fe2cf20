//! What staff are called on the screens.

use std::collections::HashMap;

use domain::ids::StaffId;
use ledger::{Ledger, LedgerError};

use crate::view::StaffView;

/// The names of all who are or were on the staff.
pub(crate) struct StaffNames(HashMap<StaffId, String>);

impl StaffNames {
    /// The names as they are now: what somebody did long ago shows what they are called today.
    pub(crate) fn read(ledger: &Ledger) -> Result<Self, LedgerError> {
        Ok(Self(ledger.staff_names()?))
    }

    /// What somebody is called; empty for an owner without a name, whom the page names.
    pub(crate) fn of(&self, staff: StaffId) -> String {
        self.0.get(&staff).cloned().unwrap_or_default()
    }

    /// The same, with who they are.
    pub(crate) fn view(&self, staff: StaffId) -> StaffView {
        StaffView { id: staff.to_string(), name: self.of(staff) }
    }
}
