//! Who is at the till, and how that ends: by a key, after a sale, or after a while without a touch.

use std::{sync::Arc, time::Duration};

use domain::{TillError, rights::Right, till_rules::TillRules};

use crate::{
    actor::Actor,
    desk::{Change, Desk},
    view::SessionView,
};

/// How often the till looks whether it was left.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl Desk {
    /// Who is at the till.
    ///
    /// # Errors
    /// `TillLocked` where nobody is, also where nobody has touched the till for too long.
    pub fn actor(&self) -> Result<Actor, TillError> {
        self.lock_if_idle();
        self.staff.session().actor()
    }

    /// Who is at the till, if they have `right`.
    ///
    /// # Errors
    /// Those of [`Self::actor`]; `NotAllowed`.
    pub fn allow(&self, right: Right) -> Result<Actor, TillError> {
        let actor = self.actor()?;
        actor.allow(right)?;
        Ok(actor)
    }

    /// Locks the till, unless nobody has a PIN to open it with.
    ///
    /// # Errors
    /// The book can't be read for the lock screen. The till is locked all the same.
    pub async fn lock(&self) -> Result<SessionView, TillError> {
        let locked = self.staff.session().lock();
        self.tell_if_locked(locked);
        self.session().await
    }

    /// Somebody touched the till.
    pub fn still_here(&self) {
        let now = self.clock.elapsed();
        self.lock_if_idle();
        self.staff.session().touch(now);
    }

    /// A sale is not on the screen any more: the till locks, where its rules say so.
    pub fn leave_sale(&self) {
        let locked = self.staff.session().leave_sale();
        self.tell_if_locked(locked);
    }

    /// A link is being made for a new sale.
    ///
    /// # Errors
    /// `TillLocked` where the till locks after each sale, and who makes it has made one since they signed in.
    pub(crate) fn note_sale(&self, by: Actor) -> Result<(), TillError> {
        let mut session = self.staff.session();
        let noted = session.note_sale(by);
        let locked = noted.is_err() && session.lock();
        drop(session);
        self.tell_if_locked(locked);
        noted
    }

    /// Locks the till whenever it was left, until the desk is gone.
    pub async fn lock_when_idle(self: Arc<Self>) {
        let desk = Arc::downgrade(&self);
        drop(self);
        while let Some(desk) = desk.upgrade() {
            desk.lock_if_idle();
            drop(desk);
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// The rules by which the till works now.
    pub(crate) fn rules_in_force(&self) -> TillRules {
        self.staff.session().rules().clone()
    }

    fn lock_if_idle(&self) {
        let locked = self.staff.session().lock_if_idle(self.clock.elapsed());
        self.tell_if_locked(locked);
    }

    pub(super) fn tell_if_locked(&self, locked: bool) {
        if locked {
            self.staff.forget_person();
            self.tell(Change::Session);
        }
    }
}
