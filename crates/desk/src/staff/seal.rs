//! The seal of the staff list and the rules: who has not the secret can neither make one nor use an older one again.

use ledger::{Ledger, LedgerError, Sealed, StaffChange, StaffRoll};
use vault::{Seal, StaffSecret};

/// The list and the rules, and how many events have changed them. With that number an older list, put back together with
/// its own seal, does not fit the events of the book, which nobody can change unseen.
#[derive(Debug, Clone)]
pub(super) struct Sealable {
    pub(super) roll: StaffRoll,
    changes: u32,
}

impl Sealable {
    pub(super) fn read(ledger: &Ledger) -> Result<Self, LedgerError> {
        Ok(Self { roll: ledger.staff_roll()?, changes: ledger.count_staff_events()? })
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
        let events = self.roll.events_of(change);
        (events > 0)
            .then(|| Self { roll: self.roll.after(change, at), changes: self.changes + events })
    }

    fn text(&self) -> String {
        format!("{} {}", self.changes, self.roll.canonical())
    }
}
