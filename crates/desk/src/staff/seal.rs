//! The seal of the staff list and the rules: who has not the secret can neither make one nor use an older one again.

use ledger::{HistorySearch, Ledger, LedgerError, Sealed, StaffChange, StaffRoll};
use vault::{Seal, StaffSecret};

use crate::view::HistoryKind;

/// What changes the staff or the rules.
const CHANGES: [&str; 8] = [
    HistoryKind::StaffAdded.word(),
    HistoryKind::StaffRoleChanged.word(),
    HistoryKind::StaffRenamed.word(),
    HistoryKind::StaffRetired.word(),
    HistoryKind::PinSet.word(),
    HistoryKind::RecoveryCodeMade.word(),
    HistoryKind::Recovered.word(),
    HistoryKind::RulesChanged.word(),
];

/// How many events are read at once.
const AT_ONCE: u32 = 1_000;

/// The list and the rules, and how many events have changed them. With that number an older list, put back together with
/// its own seal, does not fit the events of the book, which nobody can change unseen.
#[derive(Debug, Clone)]
pub(super) struct Sealable {
    pub(super) roll: StaffRoll,
    changes: usize,
}

impl Sealable {
    pub(super) fn read(ledger: &Ledger) -> Result<Self, LedgerError> {
        let (mut changes, mut before) = (0, None);
        loop {
            let rows = ledger.history(&HistorySearch {
                by: None,
                only_people: false,
                kinds: &CHANGES,
                from: None,
                to: None,
                sale: None,
                before,
                limit: AT_ONCE,
            })?;
            let Some(last) = rows.last() else { break };
            before = Some(last.seq);
            changes += rows.len();
        }
        Ok(Self { roll: ledger.staff_roll()?, changes })
    }

    /// True where it is as it was sealed.
    pub(super) fn is_sealed(&self, secret: &StaffSecret) -> bool {
        let seal = self.roll.sealed.as_ref().and_then(|sealed| sealed.seal.parse::<Seal>().ok());
        seal.is_some_and(|seal| secret.seal_fits(self.text().as_bytes(), &seal))
    }

    /// Seals it around the secret that the recovery code opens.
    pub(super) fn seal(mut self, wrapped: String, secret: &StaffSecret) -> Sealed {
        let sealed = self.roll.sealed.insert(Sealed { wrapped, seal: String::new() }).clone();
        Sealed { seal: secret.seal(self.text().as_bytes()).to_string(), ..sealed }
    }

    /// What `change` makes of it; `None` where nothing changes, of which nothing is written down.
    pub(super) fn after(&self, change: &StaffChange, at: domain::Timestamp) -> Option<Self> {
        use StaffChange::{
            Add, FirstPin, Recover, RecoveryCode, Rename, Retire, Rules, SetPin, SetRole,
        };

        let roll = self.roll.after(change, at);
        let events = match change {
            Rename { .. } | SetRole { .. } | Rules(_) if roll == self.roll => return None,
            Rename { .. }
            | SetRole { .. }
            | Rules(_)
            | Retire { .. }
            | SetPin { .. }
            | RecoveryCode => 1,
            Add { .. } | FirstPin { .. } | Recover { .. } => 2,
        };
        Some(Self { roll, changes: self.changes + events })
    }

    fn text(&self) -> String {
        format!("{} {}", self.changes, self.roll.canonical())
    }
}
