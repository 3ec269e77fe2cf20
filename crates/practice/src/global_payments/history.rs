//! What records looked like a moment ago, for reads that lag behind.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

/// How a record looked until it was written.
#[derive(Debug, Clone)]
struct Past<T> {
    until: DateTime<Utc>,
    /// `None` before the record was made.
    was: Option<T>,
}

/// The past of the records of one kind, by their place in the books. It is not kept in the file:
/// after a restart everything can be read at once.
#[derive(Debug, Clone)]
pub(super) struct History<T> {
    kept: bool,
    past: HashMap<usize, Vec<Past<T>>>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { kept: false, past: HashMap::new() }
    }
}

impl<T> History<T> {
    /// Begins to keep the past, or forgets it and stops.
    pub(super) fn keep(&mut self, kept: bool) {
        self.kept = kept;
        if !kept {
            self.past.clear();
        }
    }

    /// Notes that the record at `place` is written at `at`, and how it looked before.
    pub(super) fn written(
        &mut self,
        place: usize,
        at: DateTime<Utc>,
        was: impl FnOnce() -> Option<T>,
    ) {
        if self.kept {
            self.past.entry(place).or_default().push(Past { until: at, was: was() });
        }
    }

    /// The record at `place` as it looked at `moment`; `None` if there was none.
    pub(super) fn at<'a>(
        &'a self,
        place: usize,
        moment: DateTime<Utc>,
        present: &'a T,
    ) -> Option<&'a T> {
        let later = |past: &&Past<T>| past.until > moment;
        match self.past.get(&place).and_then(|past| past.iter().find(later)) {
            Some(past) => past.was.as_ref(),
            None => Some(present),
        }
    }
}
