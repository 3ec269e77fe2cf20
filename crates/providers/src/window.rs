//! What happened within the last minutes, counted.

use std::{collections::VecDeque, time::Duration};

/// A count over a span of time that slides along. Some of what is counted bears a mark.
#[derive(Debug)]
pub(crate) struct Window {
    span: Duration,
    seen: VecDeque<(Duration, bool)>,
    marked: usize,
}

impl Window {
    /// An empty window of this length.
    pub(crate) fn new(span: Duration) -> Self {
        Self { span, seen: VecDeque::new(), marked: 0 }
    }

    /// Counts one more.
    pub(crate) fn note(&mut self, marked: bool, now: Duration) {
        self.slide(now);
        self.seen.push_back((now, marked));
        self.marked += usize::from(marked);
    }

    /// How many there were, and how many of them bear the mark.
    pub(crate) fn count(&mut self, now: Duration) -> (usize, usize) {
        self.slide(now);
        (self.seen.len(), self.marked)
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.seen.clear();
        self.marked = 0;
    }

    fn slide(&mut self, now: Duration) {
        while let Some((at, marked)) = self.seen.front().copied()
            && at.saturating_add(self.span) <= now
        {
            self.seen.pop_front();
            self.marked -= usize::from(marked);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_older_than_the_span_is_no_longer_counted() {
        let seconds = Duration::from_secs;
        let mut window = Window::new(seconds(60));
        window.note(true, seconds(0));
        window.note(false, seconds(30));
        window.note(true, seconds(59));
        assert_eq!(window.count(seconds(59)), (3, 2));
        assert_eq!(window.count(seconds(60)), (2, 1));
        assert_eq!(window.count(seconds(119)), (0, 0));
    }
}
