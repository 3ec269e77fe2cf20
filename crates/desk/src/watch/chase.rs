//! The links that a list told something new about: each is looked at as soon as possible, until the provider has
//! answered.

use std::{collections::BTreeMap, time::Duration};

use domain::ids::LinkId;

use super::look::Looked;
use crate::pace::next_settling;

/// The links to look at, and since when; in the order of their ids, as the rounds are.
#[derive(Debug, Default)]
pub(super) struct Chase(BTreeMap<LinkId, Wanted>);

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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_link_stays_wanted_until_the_provider_has_answered() {
        let link = LinkId::from(Uuid::nil());
        let mut chase = Chase::default();
        chase.add(link, at(0));
        let mut waits = Vec::new();
        for _ in 0..3 {
            let (_, due) = chase.next().unwrap();
            chase.looked(link, Looked::NotTold, due);
            waits.push(chase.next().unwrap().1.saturating_sub(due).as_secs());
        }
        assert_eq!(waits, [2, 4, 8]);
        // The same news once more brings it no sooner.
        let due = chase.next();
        chase.add(link, at(0));
        assert_eq!(chase.next(), due);

        chase.looked(link, Looked::HeldBack { wait: Some(at(90)) }, at(100));
        assert_eq!(chase.next(), Some((link, at(190))));
        chase.looked(link, Looked::Told, at(190));
        assert_eq!(chase.next(), None);
    }
}
