//! The links that a list told something new about: each is looked at as soon as possible, until the provider has
//! answered.

use std::{collections::HashMap, time::Duration};

use domain::ids::LinkId;

use super::look::Looked;
use crate::pace::next_settling;

/// The links to look at, and since when.
#[derive(Debug, Default)]
pub(super) struct Chase(HashMap<LinkId, Wanted>);

#[derive(Debug)]
struct Wanted {
    failures: u32,
    /// On the clock that counts sleep.
    due: Duration,
}

impl Chase {
    /// A list told something new about `link`.
    pub(super) fn add(&mut self, link: LinkId, now: Duration) {
        self.0.entry(link).or_insert(Wanted { failures: 0, due: now });
    }

    /// The one that has waited longest, and when it is due.
    pub(super) fn next(&self) -> Option<(LinkId, Duration)> {
        self.0.iter().map(|(link, wanted)| (*link, wanted.due)).min_by_key(|(_, due)| *due)
    }

    /// Notes a look at `link`.
    pub(super) fn looked(&mut self, link: LinkId, looked: Looked, now: Duration) {
        if looked == Looked::Told {
            self.0.remove(&link);
        } else if let Some(wanted) = self.0.get_mut(&link) {
            wanted.due = now.saturating_add(match looked {
                Looked::HeldBack { wait: Some(wait) } => wait,
                _ => next_settling(wanted.failures),
            });
            wanted.failures = wanted.failures.saturating_add(1);
        }
    }

    /// The link can't be looked at any more.
    pub(super) fn drop(&mut self, link: LinkId) {
        self.0.remove(&link);
    }
}
