//! Staff, and what can be changed of them.

use domain::{
    Timestamp,
    ids::StaffId,
    staff::{Role, StaffName},
    till_rules::TillRules,
};

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRecord {
    /// Their id.
    pub id: StaffId,
    /// What they are in the shop.
    pub role: Role,
    /// Their name; empty for an owner who never gave one.
    pub name: String,
    /// True once a PIN of theirs was set, by the events.
    pub pin_set: bool,
    /// The hash of their PIN. Without one they can't sign in.
    pub hash: Option<String>,
    /// When they joined.
    pub added_at: Timestamp,
    /// When they left.
    pub retired_at: Option<Timestamp>,
    /// Wrong PINs in a row, tries that are not decided included.
    pub failures: u32,
}

/// What vouches for the staff and the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The secret behind the PINs, which only the recovery code opens.
    pub wrapped: String,
    /// The seal of [`StaffRoll::canonical`].
    pub seal: String,
}

/// The staff and the rules, as they stand in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRoll {
    /// Everybody who ever joined, in that order, also who left.
    pub members: Vec<StaffRecord>,
    /// The rules of the till.
    pub rules: TillRules,
    /// The rules as they are stored, letter by letter: a later version of this program may store them in other words, and
    /// the seal must fit all the same. `None` where the owner never set any.
    pub(crate) rules_text: Option<String>,
    /// What vouches for them; `None` before the first PIN.
    pub sealed: Option<Sealed>,
    /// True once any PIN was ever set. It comes from the events and from no table, so that a till with PINs can't be made
    /// one without by a change to the file.
    pub pins_set: bool,
}

/// One change to the staff or the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffChange {
    /// Somebody joins.
    Add {
        /// Fresh.
        member: StaffId,
        /// As what.
        role: Role,
        /// Their name.
        name: StaffName,
        /// The hash of their PIN.
        hash: String,
    },
    /// Somebody gets another name.
    Rename {
        /// Who.
        member: StaffId,
        /// Which.
        name: StaffName,
    },
    /// Somebody gets another role.
    SetRole {
        /// Who.
        member: StaffId,
        /// Which.
        role: Role,
    },
    /// Somebody leaves. What they did stays theirs.
    Retire {
        /// Who.
        member: StaffId,
    },
    /// Somebody gets another PIN.
    SetPin {
        /// Who.
        member: StaffId,
        /// The hash of it.
        hash: String,
    },
    /// Other rules hold.
    Rules(TillRules),
    /// The owner has a new recovery code.
    RecoveryCode,
    /// An owner sets the first PIN of this till, with a name and the first recovery code.
    FirstPin {
        /// Who.
        member: StaffId,
        /// Their name.
        name: StaffName,
        /// The hash of their PIN.
        hash: String,
    },
    /// The recovery code gives an owner a new PIN.
    Recover {
        /// Who.
        member: StaffId,
        /// The hash of the PIN.
        hash: String,
        /// True where nothing vouches for the list that the events gave. Then everybody else comes back as a cashier and
        /// without a PIN, since a hand may have written who they are.
        distrusted: bool,
    },
}

impl StaffChange {
    /// Whom it is about; `None` for the till as a whole.
    pub fn member(&self) -> Option<StaffId> {
        match self {
            Self::Add { member, .. }
            | Self::Rename { member, .. }
            | Self::SetRole { member, .. }
            | Self::Retire { member }
            | Self::SetPin { member, .. }
            | Self::FirstPin { member, .. }
            | Self::Recover { member, .. } => Some(*member),
            Self::Rules(_) | Self::RecoveryCode => None,
        }
    }
}

/// What was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tried {
    /// A member's PIN.
    Member(StaffId),
    /// The recovery code.
    Recovery,
}
