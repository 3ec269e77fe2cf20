//! The outcome that is due.

use std::{fmt::Display, time::Duration};

use domain::{
    Outcome,
    error::{Doubt, Fault},
    outcome::{NotSent, RejectionClass},
};

use providers::MadeRefund;

use crate::told::Told;

/// The outcome that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Due {
    Done(Told),
    Rejected(RejectionClass),
    NotSent(Fault),
    /// The provider wants to be left alone, and says for how long or does not.
    Wait(Option<Duration>),
    Unclear(Doubt),
    /// Unclear, because the answer is none, or one to something else.
    Nonsense,
    /// Unclear, for whatever reason: a write has left that the provider may have acted on.
    Open,
    /// Unclear, but it is there: the provider knew the key.
    There,
    /// A no while a set is read, written and read back; unclear where an earlier write of it may have worked.
    NoOrOpen(RejectionClass),
    /// Anything that is not taken for done.
    NotDone,
    /// Anything that tells of no money that came.
    NoMoney,
    /// Anything that shows no address.
    NothingToShow,
    /// The refund's own record says that it was refused, in whatever words.
    RefusedByRecord,
}

impl Due {
    /// True for an outcome that says that nobody knows.
    pub(crate) fn is_unclear(&self) -> bool {
        matches!(self, Self::Unclear(_) | Self::Nonsense | Self::Open | Self::There)
    }

    /// True for a no to what was asked, rather than to who asked.
    pub(crate) fn is_refused(&self) -> bool {
        *self == Self::Rejected(RejectionClass::Refused)
    }

    pub(crate) fn fits(&self, outcome: &Outcome<Told>) -> bool {
        match (self, outcome) {
            (Self::Done(due), Outcome::Done(told)) => due == told,
            (Self::Rejected(due) | Self::NoOrOpen(due), Outcome::Rejected(no)) => *due == no.class,
            (Self::NotSent(due), Outcome::NotSent(not_sent)) => *due == not_sent.fault,
            (Self::Wait(due), Outcome::NotSent(not_sent)) => {
                *not_sent == NotSent { fault: Fault::TooManyRequests, retry_after: *due }
            }
            (Self::Unclear(due), Outcome::Unclear(doubt)) => due == doubt,
            (Self::Nonsense, Outcome::Unclear(doubt)) => {
                matches!(doubt, Doubt::Unreadable | Doubt::Different)
            }
            (
                Self::Open | Self::NoOrOpen(_) | Self::NoMoney | Self::NothingToShow,
                Outcome::Unclear(_),
            ) => true,
            (Self::There, Outcome::Unclear(doubt)) => doubt.proves_existence(),
            (Self::NoMoney, Outcome::Done(told)) => told.paid().is_empty(),
            (Self::NothingToShow, Outcome::Done(told)) => told.shown().is_none(),
            (Self::RefusedByRecord, Outcome::Done(told)) => {
                matches!(told, Told::Refund(MadeRefund::Refused(_)))
            }
            (Self::NotDone, outcome) => !matches!(outcome, Outcome::Done(_)),
            _ => false,
        }
    }

    #[track_caller]
    pub(crate) fn assert(&self, outcome: &Outcome<Told>, context: impl Display) {
        assert!(self.fits(outcome), "{context}:\n   due {self:?}\n  came {outcome:?}");
    }
}
