//! What lists of sales are filtered by, as words of the search index: a filter then meets the typed words in the index
//! itself, and a list that shows few of very many sales reads only those few.
//!
//! Each mark is one letter that nobody types: of Unicode's private use area, which the index takes for letters.

use domain::{
    account::Environment,
    ids::{AccountId, StaffId},
    sale_state::SaleState,
};
use uuid::Uuid;

use crate::refresh::Standing;

const PRIVATE_USE: u32 = 0xE000;

/// One thing that a list may be filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Environment(Environment),
    Standing(Standing),
    /// A person must do something about it.
    NeedsPerson,
    /// Several accounts may share a letter: whoever filters by it looks at the account itself, too.
    Account(AccountId),
    /// Who began it. Several people may share a letter, likewise.
    BegunBy(StaffId),
}

impl Mark {
    pub(crate) fn letter(self) -> char {
        let number = match self {
            Self::Environment(Environment::Live) => 0x01,
            Self::Environment(Environment::Sandbox) => 0x02,
            Self::Environment(Environment::Practice) => 0x03,
            Self::Standing(Standing::Open) => 0x11,
            Self::Standing(Standing::Paid) => 0x12,
            Self::Standing(Standing::Refunded) => 0x13,
            Self::Standing(Standing::Over) => 0x14,
            Self::NeedsPerson => 0x21,
            Self::Account(account) => 0x100 + last_byte(account.into()),
            Self::BegunBy(staff) => 0x200 + last_byte(staff.into()),
        };
        char::from_u32(PRIVATE_USE + number).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

fn last_byte(id: Uuid) -> u32 {
    let [.., last] = id.into_bytes();
    last.into()
}

/// Whether nothing goes on before a person has done something: decided, taken a total, or given money back that came
/// without being asked for.
pub(crate) fn needs_person(state: &SaleState) -> bool {
    matches!(
        state,
        SaleState::ConfirmTotal { .. }
            | SaleState::NeedsPerson { .. }
            | SaleState::PaidTwice { .. }
            | SaleState::PaidDifferentAmount { .. }
    )
}
