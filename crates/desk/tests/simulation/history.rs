//! What happened in a run, in order, for a person who reads what went wrong.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::clock::TrueTime;

/// What happened, and what should never have happened.
pub(crate) struct History {
    time: TrueTime,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    lines: Vec<String>,
    violation: Option<Violation>,
}

/// Something that must never happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) wrong: Wrong,
    pub(crate) how: String,
}

/// What must never happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// More went back than came.
    OverRefund,
    /// One press gave money back twice.
    DoubleRefund,
    /// A sale showed a second address, or one that is not in the book.
    TwoAddresses,
    /// One sale has two links at the provider.
    DoubleLink,
    /// The provider made something with our key that the book does not know.
    Lost,
    /// The book and the provider's books tell other sums.
    Divergence,
    /// A link can be paid and should not be, or the book says otherwise of it than the provider.
    LinkState,
    /// A question stayed open.
    Stuck,
    /// One press captured or released twice.
    DoubleHold,
    /// A subscription charges, and should not, or the other way round.
    Charges,
    /// The book's chain of events is broken.
    Chain,
    /// A repeat bore another key than the first request, or one that the provider may have forgotten.
    Key,
    /// What has no key was sent again, and the first request may have come to something.
    SentAgain,
    /// A sale was shown as paid without the provider's own word, or with another sum than staff agreed to.
    FalseGreen,
    /// A link was shown whose sum at the provider nobody at a till agreed to.
    OtherSum,
    /// Something was begun that the provider does not offer.
    NotOffered,
    /// A secret went where it does not belong.
    Leak,
    /// A till asked more often than it may.
    OverBudget,
}

impl History {
    pub(crate) fn new(time: TrueTime) -> Self {
        Self { time, told: Mutex::default() }
    }

    /// Writes down what `who` did or saw.
    pub(crate) fn tell(&self, who: &str, what: impl fmt::Display) {
        let passed = self.time.passed();
        let (seconds, millis) = (passed.as_secs(), passed.subsec_millis());
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let line = format!("+{hours:02}:{minutes:02}:{seconds:02}.{millis:03}  {who:<10} {what}");
        self.told().lines.push(line);
    }

    /// Writes down a violation; the first one counts.
    pub(crate) fn wrong(&self, wrong: Wrong, how: impl fmt::Display) {
        self.tell("!", format_args!("{wrong:?}: {how}"));
        self.told().violation.get_or_insert(Violation { wrong, how: how.to_string() });
    }

    /// What went wrong first.
    pub(crate) fn violation(&self) -> Option<Violation> {
        self.told().violation.clone()
    }

    /// All that happened.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.told().lines.clone()
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
