//! Links about which the provider answered the last look, and did not tell how they stand: it is there, and shows no such
//! link.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use domain::{Outcome, ids::LinkId, outcome::RejectionClass};

/// Known since the program started: the first look finds it out again.
#[derive(Debug, Default)]
pub(crate) struct RefusedLooks(Mutex<HashSet<LinkId>>);

impl RefusedLooks {
    /// Notes how a look at the link itself ended. A key that is refused says nothing about a link. True where that is news.
    pub(crate) fn note<T>(&self, link: LinkId, outcome: &Outcome<T>) -> bool {
        use RejectionClass::{Credentials, Permission};
        let is_refused = matches!(outcome, Outcome::Rejected(no) if !matches!(no.class, Credentials | Permission));
        let mut refused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if is_refused { refused.insert(link) } else { refused.remove(&link) }
    }

    /// True where the last look was refused.
    pub(crate) fn has(&self, link: LinkId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&link)
    }
}
