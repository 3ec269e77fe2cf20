//! How a till begins: locked, or open to its one owner where nobody has a PIN.

use domain::TillError;
use ledger::{Ledger, StaffRoll};
use vault::StaffSecret;

use crate::desk::{Change, Desk};

impl Desk {
    /// Finds out who may be at the till, before the first command. Until it has succeeded, nobody is.
    ///
    /// What is wrong with the PINs is no error: the lock screen tells it.
    ///
    /// # Errors
    /// The book can't be read or written.
    pub async fn open_staff(&self) -> Result<(), TillError> {
        let _turn = self.staff.turn.lock().await;
        self.staff.session().close();
        let (at, now) = (self.clock.now(), self.clock.elapsed());
        self.staff.waits().look(now);
        let roll = self
            .book
            .ask(move |ledger| {
                ledger.ensure_owner(at)?;
                ledger.staff_roll()
            })
            .await?;
        if roll.pins_set {
            // Its problem is on the lock screen now; a keychain that is locked or slow is asked again for the next PIN.
            if let Err(problem) = self.vouched().await {
                tracing::warn!(%problem, "nobody can sign in with a PIN");
            }
        } else {
            self.open_without_pins(roll).await;
        }
        self.tell(Change::Session);
        Ok(())
    }

    /// The book tells of no PIN. Where the keychain remembers an event, there were some: the book is an older copy, or was
    /// made to look like one. A secret without such an event is only left from a first PIN that was never written down.
    async fn open_without_pins(&self, roll: StaffRoll) {
        let secret = self.staff_secret().await.ok().flatten();
        let problem = match secret.filter(|secret| secret.anchor().is_some()) {
            Some(secret) => Some(self.not_pinless(&secret).await),
            None => None,
        };
        let mut session = self.staff.session();
        if problem.is_none() {
            session.set_rules(roll.rules);
            session.open_pinless();
        }
        session.set_problem(problem);
    }

    async fn not_pinless(&self, secret: &StaffSecret) -> TillError {
        self.check_anchor(secret).await.err().unwrap_or(TillError::StaffChangedOutside)
    }

    /// True where nobody has a PIN, by the book and by what was found at the start.
    pub(super) async fn is_pinless(&self) -> Result<bool, TillError> {
        let is_pinless = self.staff.session().is_pinless();
        Ok(is_pinless && !self.book.ask(Ledger::staff_roll).await?.pins_set)
    }
}
