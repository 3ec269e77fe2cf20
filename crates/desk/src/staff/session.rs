//! Who is signed in, and when that ends by itself.

use std::time::Duration;

use domain::{TillError, ids::StaffId, staff::Role, till_rules::TillRules};

use crate::actor::Actor;

/// Who is at the till, by which rules. It is gone with the program.
#[derive(Debug, Default)]
pub(super) struct Session {
    standing: Standing,
    rules: TillRules,
    problem: Option<TillError>,
}

#[derive(Debug, Default)]
enum Standing {
    /// Nobody has a PIN, so the one owner is always there.
    #[default]
    Pinless,
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
    /// True once they have made a link.
    has_sold: bool,
}

impl Session {
    /// Who is at the till. Call [`Self::lock_if_idle`] before.
    pub(super) fn actor(&self) -> Result<Actor, TillError> {
        match &self.standing {
            Standing::Pinless => Ok(Actor::PINLESS_OWNER),
            Standing::Locked => Err(TillError::TillLocked),
            Standing::Open(at_till) => Ok(at_till.actor),
        }
    }

    pub(super) fn is_pinless(&self) -> bool {
        matches!(self.standing, Standing::Pinless)
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

    /// Nobody has a PIN.
    pub(super) fn open_pinless(&mut self) {
        self.standing = Standing::Pinless;
    }

    /// Nobody is at the till, whoever was.
    pub(super) fn close(&mut self) {
        self.standing = Standing::Locked;
    }

    /// Who has shown their PIN is at the till from now on.
    pub(super) fn open(&mut self, actor: Actor, now: Duration) {
        self.standing = Standing::Open(AtTill { actor, touched: now, has_sold: false });
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

    /// A link is being made. Where the till locks after each sale, whoever made one must sign in for the next, also where
    /// the page never said that the sale was left.
    pub(super) fn note_sale(&mut self, by: Actor) -> Result<(), TillError> {
        let Standing::Open(at_till) = &mut self.standing else {
            return Ok(());
        };
        if at_till.actor.staff() != by.staff() {
            return Ok(());
        }
        if self.rules.lock_after_sale && at_till.has_sold {
            return Err(TillError::TillLocked);
        }
        at_till.has_sold = true;
        Ok(())
    }

    /// A sale was left: true where that locked the till.
    pub(super) fn leave_sale(&mut self) -> bool {
        let has_sold = matches!(&self.standing, Standing::Open(at_till) if at_till.has_sold);
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
