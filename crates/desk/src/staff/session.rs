//! Who is signed in, and when that ends by itself.

use std::time::Duration;

use domain::{
    TillError,
    ids::{PressId, StaffId},
    staff::Role,
    till_rules::TillRules,
};

use crate::actor::Actor;

/// Who is at the till, by which rules. It is gone with the program.
#[derive(Debug, Default)]
pub(super) struct Session {
    standing: Standing,
    rules: TillRules,
    problem: Option<TillError>,
    /// Something changed of which nobody was told yet.
    is_untold: bool,
}

#[derive(Debug, Default)]
enum Standing {
    /// Nobody knows yet who may be at the till, so nobody is.
    #[default]
    NotOpened,
    /// Nobody has a PIN, so the one owner is always there. While that is not certain, it may still turn out otherwise.
    Pinless { is_certain: bool },
    /// Nobody.
    Locked,
    /// Somebody who has shown their PIN.
    Open(AtTill),
}

#[derive(Debug)]
struct AtTill {
    actor: Actor,
    /// When the till was last touched, on the clock that never goes back.
    touched: Duration,
    /// Which press made a link, once they have made one.
    sale: Option<PressId>,
}

impl Session {
    /// Who is at the till. Call [`Self::lock_if_idle`] before.
    pub(super) fn actor(&self) -> Result<Actor, TillError> {
        match &self.standing {
            Standing::Pinless { .. } => Ok(Actor::PINLESS_OWNER),
            Standing::NotOpened | Standing::Locked => Err(TillError::TillLocked),
            Standing::Open(at_till) => Ok(at_till.actor),
        }
    }

    pub(super) fn is_pinless(&self) -> bool {
        matches!(self.standing, Standing::Pinless { .. })
    }

    /// True where nobody is known to have a PIN, and the keychain has not said yet whether that is so.
    pub(super) fn is_provisional(&self) -> bool {
        matches!(self.standing, Standing::Pinless { is_certain: false })
    }

    /// True where the till is locked, or opened by a PIN.
    pub(super) fn has_pins(&self) -> bool {
        matches!(self.standing, Standing::Locked | Standing::Open(_))
    }

    /// The rules, as they were when they were last vouched for.
    pub(super) fn rules(&self) -> &TillRules {
        &self.rules
    }

    pub(super) fn set_rules(&mut self, rules: TillRules) {
        self.rules = rules;
    }

    /// Why nobody can sign in with a PIN.
    pub(super) fn problem(&self) -> Option<&TillError> {
        self.problem.as_ref()
    }

    pub(super) fn set_problem(&mut self, problem: Option<TillError>) {
        self.problem = problem;
    }

    /// Nobody has a PIN, as it seems.
    pub(super) fn open_provisionally(&mut self) {
        self.standing = Standing::Pinless { is_certain: false };
    }

    /// It is certain that nobody has a PIN.
    pub(super) fn trust_pinless(&mut self) {
        if self.is_provisional() {
            self.standing = Standing::Pinless { is_certain: true };
            self.problem = None;
        }
    }

    /// It turned out that somebody has a PIN, and why none is good for anything.
    pub(super) fn refuse_pinless(&mut self, problem: TillError) {
        if self.is_provisional() {
            self.standing = Standing::Locked;
            self.problem = Some(problem);
            self.is_untold = true;
        }
    }

    /// True once after what nobody was told of.
    pub(super) fn take_untold(&mut self) -> bool {
        std::mem::take(&mut self.is_untold)
    }

    /// Nobody is at the till, whoever was.
    pub(super) fn close(&mut self) {
        self.standing = Standing::Locked;
    }

    /// Who has shown their PIN is at the till from now on.
    pub(super) fn open(&mut self, actor: Actor, now: Duration) {
        self.standing = Standing::Open(AtTill { actor, touched: now, sale: None });
    }

    /// Sends away who is at the till; false where nobody was, or where nobody has a PIN to come back with.
    pub(super) fn lock(&mut self) -> bool {
        let was_open = matches!(self.standing, Standing::Open(_));
        if was_open {
            self.standing = Standing::Locked;
        }
        was_open
    }

    /// Locks where nobody has touched the till for as long as the rules say. True where that was now.
    pub(super) fn lock_if_idle(&mut self, now: Duration) -> bool {
        let Standing::Open(at_till) = &self.standing else {
            return false;
        };
        let longest = self.rules.lock_after_idle.map(|seconds| Duration::from_secs(seconds.into()));
        longest.is_some_and(|longest| now.saturating_sub(at_till.touched) >= longest) && self.lock()
    }

    /// Somebody touched the till.
    pub(super) fn touch(&mut self, now: Duration) {
        if let Standing::Open(at_till) = &mut self.standing {
            at_till.touched = now;
        }
    }

    /// A link is being made by `press`. Where the till locks after each sale, whoever made one must sign in for the next,
    /// also where the page never said that the sale was left. The same press is the same sale.
    pub(super) fn note_sale(&mut self, by: Actor, press: PressId) -> Result<(), TillError> {
        let Standing::Open(at_till) = &mut self.standing else {
            return Ok(());
        };
        if at_till.actor.staff() != by.staff() {
            return Ok(());
        }
        if self.rules.lock_after_sale && at_till.sale.is_some_and(|sale| sale != press) {
            return Err(TillError::TillLocked);
        }
        at_till.sale = Some(press);
        Ok(())
    }

    /// The press made no link after all.
    pub(super) fn take_back_sale(&mut self, press: PressId) {
        if let Standing::Open(at_till) = &mut self.standing {
            at_till.sale = at_till.sale.filter(|sale| *sale != press);
        }
    }

    /// A sale was left: true where that locked the till.
    pub(super) fn leave_sale(&mut self) -> bool {
        let has_sold = matches!(&self.standing, Standing::Open(at_till) if at_till.sale.is_some());
        self.rules.lock_after_sale && has_sold && self.lock()
    }

    /// Somebody is in the shop what `role` says from now on, or not there any more: at once, also where they are at the
    /// till. True where that locked it.
    pub(super) fn follow(&mut self, member: StaffId, role: Option<Role>) -> bool {
        let Standing::Open(at_till) = &mut self.standing else {
            return false;
        };
        if at_till.actor.staff() != member {
            return false;
        }
        match role {
            Some(role) => {
                at_till.actor = Actor::signed_in(member, role);
                false
            }
            None => self.lock(),
        }
    }
}
