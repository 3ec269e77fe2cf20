//! Who is at the till, and how that ends: by a key, after a sale, or after a while without a touch.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use domain::{TillError, ids::PressId, rights::Right, till_rules::TillRules};

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
        if locked {
            self.anchor_unless_busy().await;
        }
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

    /// A link is being made for a new sale, by `press`.
    ///
    /// # Errors
    /// `TillLocked` where the till locks after each sale, and who makes it has made another one since they signed in.
    pub(crate) fn note_sale(&self, by: Actor, press: PressId) -> Result<(), TillError> {
        let mut session = self.staff.session();
        let noted = session.note_sale(by, press);
        let locked = noted.is_err() && session.lock();
        drop(session);
        self.tell_if_locked(locked);
        noted
    }

    /// The press for which [`Self::note_sale`] was called made no sale: another one may follow.
    pub(crate) fn take_back_sale(&self, press: PressId) {
        self.staff.session().take_back_sale(press);
    }

    /// Locks the till whenever it was left, and has the keychain vouch for what it could not yet, until the desk is gone.
    pub async fn lock_when_idle(self: Arc<Self>) {
        let desk = Arc::downgrade(&self);
        drop(self);
        // A keychain that does not answer must not keep the till from locking.
        tokio::join!(look_whether_left(desk.clone()), ask_keychain(desk));
    }

    /// The rules by which the till works now.
    pub(crate) fn rules_in_force(&self) -> TillRules {
        self.staff.session().rules().clone()
    }

    fn lock_if_idle(&self) {
        let (locked, untold) = {
            let mut session = self.staff.session();
            (session.lock_if_idle(self.clock.elapsed()), session.take_untold())
        };
        self.tell_if_locked(locked || untold);
    }

    pub(super) fn tell_if_locked(&self, locked: bool) {
        if locked {
            self.staff.forget_person();
            self.staff.anchored.make_due();
            self.tell(Change::Session);
        }
    }
}

async fn look_whether_left(desk: Weak<Desk>) {
    while let Some(desk) = desk.upgrade() {
        desk.lock_if_idle();
        drop(desk);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn ask_keychain(desk: Weak<Desk>) {
    let Some(mut anchored_at) = desk.upgrade().map(|desk| desk.clock.elapsed()) else {
        return;
    };
    while let Some(desk) = desk.upgrade() {
        desk.keys.check_gate_now_and_then(desk.clock.elapsed()).await;
        desk.anchor_now_and_then(&mut anchored_at).await;
        drop(desk);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
