//! The twelve rules of the money protocol (RELIABILITY 1.6), by name, where the code obeys them.
//!
//! In the app every rule holds: [`holds`] is a constant there and nothing of this is left in the program. Only a build
//! with the feature `rule-switches`, which the simulation has and the app never, can switch one off, to show that the
//! simulation would notice.

/// A rule of the money protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// R1: an attempt is on disk before its first byte leaves.
    WriteAhead,
    /// R2: one key for each press of a button, never a new one for a repeat.
    OneKey,
    /// R3: what goes back is reserved under the book's write lock, before the request.
    Reservation,
    /// R4: no answer is 'unknown', never 'failed'.
    TimeoutIsUnknown,
    /// R5: nothing is sent again before the provider was asked what became of it.
    ReadBeforeRepeat,
    /// R6: a key is trusted only well within the time for which the provider keeps it.
    SafeWindow,
    /// R7: what is not there proves nothing before a quiet period is over.
    QuietPeriod,
    /// R8: without a key nothing is sent again by itself.
    KeylessNeverRepeats,
    /// R9: the right to send is looked at once more at the last moment, by a clock that counts sleep.
    LeaseRecheck,
    /// R10: a refusal is final only on the first attempt.
    RefusalFinalOnce,
    /// R11: the transport repeats no write. No code of the app does, so nothing in it asks for this rule: where it is
    /// switched off, the simulation's own network repeats.
    NoTransportRetry,
    /// R12: what is under way has a deadline, so that nothing waits for a sender that is gone.
    LeasesEnd,
}

impl Rule {
    /// All twelve, in the order of their numbers.
    pub const ALL: [Self; 12] = [
        Self::WriteAhead,
        Self::OneKey,
        Self::Reservation,
        Self::TimeoutIsUnknown,
        Self::ReadBeforeRepeat,
        Self::SafeWindow,
        Self::QuietPeriod,
        Self::KeylessNeverRepeats,
        Self::LeaseRecheck,
        Self::RefusalFinalOnce,
        Self::NoTransportRetry,
        Self::LeasesEnd,
    ];

    /// Its name on a command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WriteAhead => "write-ahead",
            Self::OneKey => "one-key",
            Self::Reservation => "reservation",
            Self::TimeoutIsUnknown => "timeout-is-unknown",
            Self::ReadBeforeRepeat => "read-before-repeat",
            Self::SafeWindow => "safe-window",
            Self::QuietPeriod => "quiet-period",
            Self::KeylessNeverRepeats => "keyless-never-repeats",
            Self::LeaseRecheck => "lease-recheck",
            Self::RefusalFinalOnce => "refusal-final-once",
            Self::NoTransportRetry => "no-transport-retry",
            Self::LeasesEnd => "leases-end",
        }
    }
}

/// True where the rule holds: always.
#[cfg(not(feature = "rule-switches"))]
#[inline]
pub const fn holds(_rule: Rule) -> bool {
    true
}

#[cfg(feature = "rule-switches")]
pub use switches::{SwitchedOff, holds, switch_off};

#[cfg(feature = "rule-switches")]
mod switches {
    use std::{cell::Cell, marker::PhantomData};

    use super::Rule;

    thread_local! {
        /// A bit for each rule that is switched off. A simulated run stays on one thread, so that runs beside each other
        /// may obey different rules.
        static OFF: Cell<u16> = const { Cell::new(0) };
    }

    /// True unless the rule is switched off on this thread.
    pub fn holds(rule: Rule) -> bool {
        OFF.get() & bit(rule) == 0
    }

    /// Switches `rules` off on this thread, until what this gives is dropped.
    #[must_use]
    pub fn switch_off(rules: &[Rule]) -> SwitchedOff {
        let before = OFF.get();
        OFF.set(rules.iter().fold(before, |off, rule| off | bit(*rule)));
        SwitchedOff { before, _stays_on_its_thread: PhantomData }
    }

    /// Rules that are switched off on this thread.
    #[derive(Debug)]
    pub struct SwitchedOff {
        before: u16,
        _stays_on_its_thread: PhantomData<*const ()>,
    }

    impl Drop for SwitchedOff {
        fn drop(&mut self) {
            OFF.set(self.before);
        }
    }

    fn bit(rule: Rule) -> u16 {
        1 << (rule as u16)
    }
}
