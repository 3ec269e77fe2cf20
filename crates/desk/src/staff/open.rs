//! How a till begins: locked, or open to its one owner where nobody has a PIN.

use std::sync::Arc;

use domain::TillError;
use ledger::{Ledger, StaffRoll};
use vault::Anchor;

use super::{known_book::guard, pinless_gate::PinlessGate};
use crate::desk::{Change, Desk};

impl Desk {
    /// Finds out who may be at the till. Until it has succeeded, nobody is; whoever asks meanwhile waits for it. Later calls
    /// do nothing; after an error the next one tries again.
    ///
    /// What is wrong with the PINs is no error: the lock screen tells it.
    ///
    /// # Errors
    /// The book can't be read or written.
    pub async fn open_staff(&self) -> Result<(), TillError> {
        self.staff.opened.get_or_try_init(|| self.find_out_who_may()).await.copied()
    }

    async fn find_out_who_may(&self) -> Result<(), TillError> {
        let _turn = self.staff.turn.lock().await;
        let (at, now) = (self.clock.now(), self.clock.elapsed());
        self.staff.waits().look(now);
        let (is_new, roll) = self
            .book
            .ask(move |ledger| {
                let is_new = ledger.head()?.is_none();
                ledger.ensure_owner(at)?;
                Ok((is_new, ledger.staff_roll()?))
            })
            .await?;
        if roll.pins_set {
            self.open_with_pins().await;
        } else {
            self.open_without_pins(roll, is_new).await;
        }
        self.tell(Change::Session);
        Ok(())
    }

    /// What is wrong is on the lock screen then; a keychain that is locked or slow is asked again for the next PIN.
    async fn open_with_pins(&self) {
        self.staff.session().close();
        match self.vouched().await {
            Ok(vouched) => {
                let secret = self.end_restore(vouched.secret).await;
                self.staff.anchored.note(secret.anchor().map_or(0, Anchor::seq));
                self.guard_book().await;
            }
            Err(problem) => tracing::warn!(%problem, "nobody can sign in with a PIN"),
        }
    }

    async fn open_without_pins(&self, roll: StaffRoll, is_new: bool) {
        {
            let mut session = self.staff.session();
            session.set_rules(roll.rules);
            session.open_provisionally();
        }
        let of = (self.book.clone(), self.keys.keychain().clone());
        let session = Arc::clone(&self.staff.session);
        let gate = Arc::new(PinlessGate::new(of, session, is_new, self.clock.elapsed()));
        self.keys.guard_by(Arc::clone(&gate));
        if let Err(error) = gate.check().await {
            tracing::warn!(%error, "it is not certain that nobody has a PIN");
        }
    }

    /// Has the keychain remember that this book has PINs, whatever the book says later.
    pub(super) async fn guard_book(&self) {
        if let Err(error) = guard(&self.book, self.keys.keychain()).await {
            tracing::warn!(%error, "the keychain does not remember that this book has PINs");
        }
    }

    /// True where nobody has a PIN, by the book and by what was found at the start.
    pub(super) async fn is_pinless(&self) -> Result<bool, TillError> {
        let is_pinless = self.staff.session().is_pinless();
        Ok(is_pinless && !self.book.ask(Ledger::staff_roll).await?.pins_set)
    }
}
