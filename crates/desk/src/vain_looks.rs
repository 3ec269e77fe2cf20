//! Looks for a link that were answered and told nothing, until one tells something. One of them may be an answer that was
//! broken on its way.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use domain::ids::LinkId;

/// When the first of them in a row was asked for, on the clock that counts sleep.
#[derive(Debug, Default)]
pub(crate) struct VainLooks(Mutex<HashMap<LinkId, Duration>>);

impl VainLooks {
    /// Notes one that was asked for at `began`. True where the first one was longer than `apart` before it, and none since
    /// told anything.
    pub(crate) fn are_lasting(&self, link: LinkId, began: Duration, apart: Duration) -> bool {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        began.saturating_sub(*first.entry(link).or_insert(began)) > apart
    }

    /// A look told something.
    pub(crate) fn end(&self, link: LinkId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&link);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_looks_in_vain_from_one_end_of_a_while_to_the_other_are_lasting() {
        let (looks, link) = (VainLooks::default(), LinkId::from(Uuid::nil()));
        let look =
            |minute| looks.are_lasting(link, Duration::from_mins(minute), Duration::from_mins(16));
        assert!(!look(0));
        assert!(!look(16));
        assert!(look(17));
        looks.end(link);
        assert!(!look(18));
        assert!(look(35));
    }
}
